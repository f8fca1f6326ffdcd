package cache

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	keyPrefix  = "sozdex:"
	lockPrefix = "sozdex:lock:"
	probeKey   = "sozdex:probe"

	// A lock outlives its holder's death by at most lockTTL. Nobody waits
	// longer: after lockWait a waiter fills by itself.
	lockTTL  = 10 * time.Second
	lockWait = lockTTL
	pollMin  = 10 * time.Millisecond
	pollMax  = 100 * time.Millisecond

	probeMin = 100 * time.Millisecond
	probeMax = 2 * time.Second

	queueLen  = 256
	drainTime = time.Second
)

var errClosed = errors.New("cache: closed before all was in Redis")

// A lock may have expired and been taken by someone else, whose it then is.
const unlockScript = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`

// redisTier is Redis behind a circuit: the first call that fails opens it, from
// then on Redis is not asked at all, and a goroutine asks it in the background
// until it answers again. No method returns an error: whatever goes wrong here
// is a miss.
type redisTier struct {
	client  redis.UniversalClient
	timeout time.Duration
	ttl     time.Duration
	log     *slog.Logger
	metrics tierMetrics

	down    atomic.Bool
	lost    atomic.Int64  // artifacts that were not stored
	tripped chan struct{} // tells watch that down has become true
	queue   chan write
	closing context.Context
	close   context.CancelFunc
	watched chan struct{} // closed when watch has returned
	written chan struct{} // closed when writeQueue has returned
}

// write is what the queue carries: an artifact to store, a lock to release, or
// both, in this order.
type write struct {
	key      Key
	artifact *Artifact
	token    string
	reached  chan struct{} // closed when the queue has come so far; may be nil
}

func newRedisTier(cfg Config, m tierMetrics) (*redisTier, error) {
	opt, err := redisOptions(cfg.Redis)
	if err != nil {
		return nil, err
	}
	opt.DialTimeout = cfg.ReadTimeout
	opt.ReadTimeout = cfg.ReadTimeout
	opt.WriteTimeout = cfg.ReadTimeout
	opt.PoolTimeout = cfg.ReadTimeout
	// Without it the client heeds its own timeouts only, and those start anew
	// with each step of a call.
	opt.ContextTimeoutEnabled = true
	// Zero would mean the defaults of 3 and 5: the circuit does the retrying.
	opt.MaxRetries = -1
	opt.DialerRetries = 1
	// Both only add round trips to each new connection.
	opt.DisableIdentity = true
	opt.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}

	r := &redisTier{
		client:  redis.NewUniversalClient(opt),
		timeout: cfg.ReadTimeout,
		ttl:     cfg.TTL,
		log:     cfg.Log,
		metrics: m,
		tripped: make(chan struct{}, 1),
		queue:   make(chan write, queueLen),
		watched: make(chan struct{}),
		written: make(chan struct{}),
	}
	r.closing, r.close = context.WithCancel(context.Background())
	// Asking now lets readiness be right from the start, and spares the first
	// reader the timeout.
	if err := r.probe(); err != nil {
		r.fail(err)
	}
	go r.watch()
	go r.writeQueue()
	return r, nil
}

// find looks for the artifact of key. If there is none, the caller must fill
// and then call store or release with the token, which is empty if the lock
// could not be had: then Redis is down, or whoever holds the lock takes too
// long.
func (r *redisTier) find(ctx context.Context, key Key) (a Artifact, found bool, token string) {
	outcome := r.metrics.miss
	defer func() { outcome.Inc() }()

	deadline := time.Now().Add(lockWait)
	for wait := pollMin; ; wait = min(2*wait, pollMax) {
		if r.down.Load() {
			outcome = r.metrics.error
			return Artifact{}, false, token
		}
		a, found, err := r.get(ctx, key)
		switch {
		case found:
			outcome = r.metrics.hit
			// token is set if the last holder stored the artifact
			// between this caller's first look and its lock.
			r.release(key, token)
			return a, true, ""
		case err != nil:
			outcome = r.metrics.error
		}
		if token != "" {
			return Artifact{}, false, token
		}
		if r.down.Load() {
			continue
		}
		if token = r.lock(ctx, key); token != "" {
			continue
		}
		if time.Now().After(deadline) {
			return Artifact{}, false, ""
		}
		select {
		case <-ctx.Done():
			return Artifact{}, false, ""
		case <-time.After(wait):
		}
	}
}

// get reads one value. An error with the circuit still closed is a value that
// is no use; the fill will overwrite it.
func (r *redisTier) get(ctx context.Context, key Key) (Artifact, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	// GETRANGE where GET would do: whatever lies there, no more than maxValue
	// comes over the wire. A missing value reads as an empty one.
	b, err := r.client.GetRange(ctx, keyPrefix+key.String(), 0, maxValue).Bytes()
	if err != nil {
		if isWrongType(err) {
			r.log.Warn("a foreign value in Redis is ignored", "key", key.String(), "error", err)
		} else {
			r.fail(err)
		}
		return Artifact{}, false, err
	}
	if len(b) == 0 {
		return Artifact{}, false, nil
	}
	a, err := decodeValue(b)
	if err != nil {
		r.log.Warn("a foreign value in Redis is ignored", "key", key.String(), "error", err)
		return Artifact{}, false, err
	}
	return a, true, nil
}

// lock returns the token of the lock, or "" if it cannot be had.
func (r *redisTier) lock(ctx context.Context, key Key) (token string) {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	token = rand.Text()
	err := r.client.SetArgs(ctx, lockPrefix+key.String(), token, redis.SetArgs{Mode: "NX", TTL: lockTTL}).Err()
	if err != nil {
		if !errors.Is(err, redis.Nil) {
			r.fail(err)
		}
		return ""
	}
	return token
}

// store writes the artifact in the background and releases the lock after it,
// so that whoever gets the lock next finds the artifact. The queue does both
// because the reader whose request filled need not wait for either.
func (r *redisTier) store(key Key, a Artifact, token string) {
	r.enqueue(write{key: key, artifact: &a, token: token})
}

// release gives the lock up in the background.
func (r *redisTier) release(key Key, token string) {
	if token != "" {
		r.enqueue(write{key: key, token: token})
	}
}

func (r *redisTier) enqueue(w write) {
	select {
	case r.queue <- w:
	default:
		// Redis is slower than the fills. Dropping costs a fill elsewhere;
		// waiting would cost this reader, and a longer queue the memory.
		r.drop(w)
	}
}

// drop gives up what Redis did not take.
func (r *redisTier) drop(w write) {
	r.metrics.error.Inc()
	if w.artifact != nil {
		r.lost.Add(1)
	}
}

// flush waits for what is in the queue.
func (r *redisTier) flush(ctx context.Context) error {
	w := write{reached: make(chan struct{})}
	select {
	case r.queue <- w:
	case <-r.written:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-w.reached:
	case <-r.written:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	if lost := r.lost.Load(); lost > 0 {
		return fmt.Errorf("cache: Redis did not take %d artifacts", lost)
	}
	return nil
}

func (r *redisTier) writeQueue() {
	defer close(r.written)
	for {
		select {
		case w := <-r.queue:
			r.write(w)
			continue
		case <-r.closing.Done():
		}
		break
	}
	for deadline := time.Now().Add(drainTime); time.Now().Before(deadline); {
		select {
		case w := <-r.queue:
			r.write(w)
		default:
			return
		}
	}
}

func (r *redisTier) write(w write) {
	if w.reached != nil {
		close(w.reached)
		return
	}
	if r.down.Load() {
		r.drop(w)
		return
	}
	if w.artifact != nil {
		value, err := encodeValue(*w.artifact)
		if err != nil {
			r.log.Warn("an artifact is not stored in Redis", "key", w.key.String(), "error", err)
		} else {
			err = r.call(func(ctx context.Context) error {
				return r.client.Set(ctx, keyPrefix+w.key.String(), value, r.ttl).Err()
			})
		}
		if err != nil {
			r.drop(w)
		}
	}
	if w.token != "" && !r.down.Load() {
		err := r.call(func(ctx context.Context) error {
			return r.client.Eval(ctx, unlockScript, []string{lockPrefix + w.key.String()}, w.token).Err()
		})
		if err != nil {
			r.metrics.error.Inc()
		}
	}
}

// call runs one command of the queue. A refusal by a Redis that answers, such
// as one that is full or read-only, leaves the circuit closed: reads still work.
func (r *redisTier) call(command func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), r.timeout)
	defer cancel()
	err := command(ctx)
	if refusal := redis.Error(nil); err != nil && !errors.As(err, &refusal) {
		r.fail(err)
	}
	return err
}

// fail opens the circuit.
func (r *redisTier) fail(err error) {
	if r.closing.Err() != nil || !r.down.CompareAndSwap(false, true) {
		return
	}
	r.log.Warn("Redis does not answer; serving without it", "error", err)
	// Never blocks: watch empties it before it lets down become false.
	r.tripped <- struct{}{}
}

// watch closes the circuit again when Redis answers.
func (r *redisTier) watch() {
	defer close(r.watched)
	wait, back := probeMin, time.Time{}
	for {
		select {
		case <-r.closing.Done():
			return
		case <-r.tripped:
		}
		// A Redis that answers the probe and then fails at real work is
		// given longer and longer pauses, too.
		if time.Since(back) > probeMax {
			wait = probeMin
		}
		for {
			select {
			case <-r.closing.Done():
				return
			case <-time.After(wait):
			}
			wait = min(2*wait, probeMax)
			if r.probe() == nil {
				break
			}
		}
		back = time.Now()
		r.down.Store(false)
		r.log.Info("Redis answers again")
	}
}

// probe asks for a key that does not exist. A PING would be answered also by a
// server that refuses to read: one whose access rules leave out these keys, or
// a Cluster node without its slots.
func (r *redisTier) probe() error {
	ctx, cancel := context.WithTimeout(r.closing, r.timeout)
	defer cancel()
	return r.client.GetRange(ctx, probeKey, 0, 0).Err()
}

func (r *redisTier) shutdown() error {
	r.close()
	<-r.watched
	<-r.written
	if err := r.client.Close(); err != nil {
		return fmt.Errorf("cache: closing Redis: %w", err)
	}
	return nil
}

func isWrongType(err error) bool {
	reply := redis.Error(nil)
	return errors.As(err, &reply) && strings.HasPrefix(reply.Error(), "WRONGTYPE")
}
