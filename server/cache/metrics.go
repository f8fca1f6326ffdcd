package cache

import "github.com/prometheus/client_golang/prometheus"

// tierMetrics counts what became of the requests to one tier.
type tierMetrics struct{ hit, miss, error prometheus.Counter }

func newMetrics(reg prometheus.Registerer) (memory, redis tierMetrics, err error) {
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "sozdex_cache_requests_total",
		Help: "Requests to a cache tier and what became of them. In the redis tier an error is a failed, skipped or dropped read or write, or an unusable value.",
	}, []string{"tier", "result"})
	if reg != nil {
		if err := reg.Register(requests); err != nil {
			return tierMetrics{}, tierMetrics{}, err
		}
	}
	of := func(tier string) tierMetrics {
		return tierMetrics{
			hit:   requests.WithLabelValues(tier, "hit"),
			miss:  requests.WithLabelValues(tier, "miss"),
			error: requests.WithLabelValues(tier, "error"),
		}
	}
	return of("memory"), of("redis"), nil
}
