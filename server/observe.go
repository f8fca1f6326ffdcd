package server

import (
	"context"
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
	loads    *prometheus.CounterVec
	refused  prometheus.Gauge
	data     *prometheus.GaugeVec
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
		loads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sozdex_data_loads_total", Help: "States of the data that were taken and that were refused."}, []string{"result"}),
		refused: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "sozdex_data_refused", Help: "1 while there is newer data that is refused, else 0."}),
		data: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "sozdex_data_info", Help: "Always 1; the label is the fingerprint of the data that is served."}, []string{"fingerprint"}),
	}
	// A counter that is not there yet cannot be seen to rise.
	for _, result := range []string{"taken", "refused"} {
		m.loads.WithLabelValues(result)
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "sozdex_build_info", Help: "Always 1; the label is the version.", ConstLabels: prometheus.Labels{"version": version}})
	info.Set(1)
	for _, c := range []prometheus.Collector{m.requests, m.duration, m.renders, m.loads, m.refused, m.data, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})} {
		if err := r.Register(c); err != nil {
			return metrics{}, err
		}
	}
	return m, nil
}

// resultKey is where a handler leaves which tier of the cache answered.
const resultKey = "cache"

// entry is what is counted and logged of a request. Its route is a pattern, so
// that no reader can make a label; nothing about the reader is kept.
type entry struct {
	route, method string
	status, sent  int
	took          time.Duration
	result        string // which tier of the cache answered
}

// observe records each request that the router gets.
func (s *Server) observe(c *gin.Context) {
	start := time.Now()
	c.Next()
	e := entry{c.FullPath(), c.Request.Method, c.Writer.Status(), max(0, c.Writer.Size()), time.Since(start), c.GetString(resultKey)}
	if e.route == "" {
		e.route = "none"
	}
	switch e.method {
	case http.MethodGet, http.MethodOptions:
	case http.MethodHead:
		e.sent = 0
	default:
		e.method = "other"
	}
	s.record(c.Request.Context(), e)
}

func (s *Server) record(ctx context.Context, e entry) {
	s.metrics.requests.WithLabelValues(e.route, e.method, strconv.Itoa(e.status)).Inc()
	s.metrics.duration.WithLabelValues(e.route).Observe(e.took.Seconds())
	s.Log.LogAttrs(ctx, slog.LevelInfo, "request",
		slog.String("route", e.route), slog.String("method", e.method), slog.Int("status", e.status),
		slog.Int("bytes", e.sent), slog.Duration("took", e.took), slog.String("cache", e.result))
}
