package server

import (
	"errors"
	"log/slog"
	"time"

	"github.com/sozdex/sozdex/datasets"
)

// refusal is a state of the data that is not served, because it is wrong.
type refusal struct {
	Since  time.Time `json:"since"` // since when the data has been newer than what is served
	Faults int       `json:"faults"`
	First  string    `json:"first"`
}

// Take answers all requests that come from now on from another catalogue; those
// under way finish with what they began with. Nothing that readers could notice
// happens before all is made that depends on the catalogue. The cache, whose
// keys name the data, and the bounds on what is made at a time stay.
func (s *Server) Take(c *datasets.Catalogue) error {
	s.taking.Lock()
	defer s.taking.Unlock()
	now := s.current.Load()
	if c.Fingerprint != now.Catalogue.Fingerprint {
		cfg := now.Config
		cfg.Catalogue = c
		next, err := s.serverOf(cfg)
		if err != nil {
			return err
		}
		s.publish(next)
		s.Log.Info("new data is served", "data", c.Fingerprint[:12], "before", now.Catalogue.Fingerprint[:12], "indices", len(c.Indices))
	} else if s.refused.Load() != nil {
		s.Log.Info("the data is as it is served again", "data", c.Fingerprint[:12])
	}
	s.refused.Store(nil)
	s.metrics.refused.Set(0)
	return nil
}

// publish makes a server the one that answers.
func (l *lasting) publish(s *Server) {
	l.current.Store(s)
	l.metrics.loads.WithLabelValues("taken").Inc()
	l.metrics.data.Reset()
	l.metrics.data.WithLabelValues(s.Catalogue.Fingerprint).Set(1)
}

// Refuse says that there is newer data than what is served, and why it is not
// taken: in the log, in the metrics and to whoever asks whether the server is ready.
func (s *Server) Refuse(at time.Time, why error) {
	s.taking.Lock()
	defer s.taking.Unlock()
	r := refusal{Since: at.UTC().Truncate(time.Second), Faults: 1, First: why.Error()}
	if faults, ok := errors.AsType[datasets.Faults](why); ok && len(faults) > 0 {
		r.Faults, r.First = len(faults), faults[0].String()
	}
	if before := s.refused.Load(); before != nil {
		r.Since = before.Since
	}
	s.refused.Store(&r)
	s.metrics.loads.WithLabelValues("refused").Inc()
	s.metrics.refused.Set(1)
	s.Log.Error("new data is refused, the old stays", slog.String("data", s.current.Load().Catalogue.Fingerprint[:12]),
		slog.Int("faults", r.Faults), slog.String("first", r.First))
}
