package server

import (
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// handler answers a request or says what is wrong with it.
type handler func(*gin.Context) error

// route is one line of the table below.
type route struct {
	path   string
	policy policy
	handle handler
}

// table is every route. Each answers GET and HEAD.
func (s *Server) table() []route {
	return []route{
		{"/", page, s.root},
		{"/:lang", page, s.unslashed},
		{"/:lang/", page, s.overview},
		{"/:lang/charts", page, s.unslashed},
		{"/:lang/charts/", page, s.gallery},
		{"/:lang/charts/:chart", page, s.chart},
		{"/:lang/embed/:chart", embed, s.embed},
		{"/:lang/compare", page, s.compare},
		{"/:lang/countries", page, s.unslashed},
		{"/:lang/countries/", page, s.countries},
		{"/:lang/countries/:country", page, s.country},
		{"/:lang/monitor", page, s.monitor},
		{"/:lang/monitor/:report", page, s.report},
		{"/:lang/sources", page, s.sources},
		{"/:lang/figures/:figure", page, s.figure},
		{"/:lang/search", page, s.search},
		{"/:lang/changes", page, s.dataChanges},
		{"/:lang/changes.atom", page, s.changesFeed},

		{"/api/v1/indices", api, s.apiIndices},
		{"/api/v1/indices/:index", api, s.apiIndex},
		{"/api/v1/tallies", api, s.apiTallies},
		{"/api/v1/tallies.csv", api, s.apiTalliesFile},
		{"/api/v1/tallies.xlsx", api, s.apiTalliesFile},
		{"/api/v1/charts", api, s.apiCharts},
		{"/api/v1/charts/:chart", api, s.apiChart},
		{"/api/v1/sources", api, s.apiSources},
		{"/api/v1/figures/:figure", api, s.apiFigure},
		{"/api/v1/changes", api, s.apiChanges},
		{"/api/v1/changes.csv", api, s.apiChangesCSV},
		{"/api/v1/openapi.json", api, s.apiDescription},

		{"/static/:file", asset, s.static},
		{"/favicon.ico", asset, s.favicon},
		{"/robots.txt", asset, s.robots},
		{"/sitemap.xml", asset, s.sitemap},

		{"/healthz", probe, s.healthz},
		{"/readyz", probe, s.readyz},
	}
}

func (s *Server) routes() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	// The router's own redirect believes X-Forwarded-Prefix, carries no header of
	// ours and is not logged.
	engine.RedirectTrailingSlash = false
	engine.RedirectFixedPath = false
	engine.ForwardedByClientIP = false
	engine.Use(s.observe)
	for _, r := range s.table() {
		h := s.answer(r)
		engine.GET(r.path, h)
		engine.HEAD(r.path, h)
		// The files of a chart, which are open to scripts too, share its route.
		if r.policy == api || r.path == "/:lang/charts/:chart" {
			engine.OPTIONS(r.path, s.preflight)
		}
	}
	metrics := gin.WrapH(promhttp.HandlerFor(s.Registry, promhttp.HandlerOpts{}))
	scrape := func(c *gin.Context) { probe.apply(c); metrics(c) }
	engine.GET("/metrics", scrape)
	engine.HEAD("/metrics", scrape)
	engine.NoRoute(s.answer(route{policy: page, handle: func(*gin.Context) error { return notFound() }}))
	engine.NoMethod(s.answer(route{policy: page, handle: func(*gin.Context) error { return methodNotAllowed() }}))
	return engine
}

// answer runs a handler under its policy and turns an error into a response.
func (s *Server) answer(r route) gin.HandlerFunc {
	return func(c *gin.Context) {
		r.policy.apply(c)
		err := tooLong(c.Request)
		if err == nil {
			err = s.recovered(c, r.handle)
		}
		if err != nil {
			s.fail(c, err)
		}
	}
}
