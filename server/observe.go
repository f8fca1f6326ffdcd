package server

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

type metrics struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	renders  *prometheus.CounterVec
}

func newMetrics(r *prometheus.Registry, version string) (metrics, error) {
	m := metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sozdex_http_requests_total", Help: "Requests by route pattern, method and status."}, []string{"route", "method", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "sozdex_http_request_duration_seconds", Help: "Time to answer, by route pattern.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}}, []string{"route"}),
		renders: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sozdex_renders_total", Help: "Artifacts made because no cache had them, by format."}, []string{"format"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "sozdex_build_info", Help: "Always 1; the label is the version.", ConstLabels: prometheus.Labels{"version": version}})
	info.Set(1)
	for _, c := range []prometheus.Collector{m.requests, m.duration, m.renders, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})} {
		if err := r.Register(c); err != nil {
			return metrics{}, err
		}
	}
	return m, nil
}

// resultKey is where a handler leaves which tier of the cache answered.
const resultKey = "cache"

// observe counts and logs each request by its route pattern, so that no reader
// can make a label. Nothing about the reader is kept.
func (s *Server) observe(c *gin.Context) {
	start := time.Now()
	c.Next()
	took := time.Since(start)
	route := c.FullPath()
	if route == "" {
		route = "none"
	}
	method := c.Request.Method
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
	default:
		method = "other"
	}
	status, sent := c.Writer.Status(), max(0, c.Writer.Size())
	if method == http.MethodHead {
		sent = 0
	}
	s.metrics.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	s.metrics.duration.WithLabelValues(route).Observe(took.Seconds())
	s.Log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request",
		slog.String("route", route), slog.String("method", method), slog.Int("status", status),
		slog.Int("bytes", sent), slog.Duration("took", took), slog.String("cache", c.GetString(resultKey)))
}
