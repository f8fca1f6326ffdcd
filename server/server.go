// Package server answers HTTP: pages, embeds, files and the API, all made from
// views of the catalogue by one function and kept in the cache.
//
// It is the only importer of Gin. It must not know CSV, ECharts options or Redis.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/text/language"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/render"
	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/server/cache"
	"github.com/sozdex/sozdex/server/search"
	"github.com/sozdex/sozdex/static"
)

// Renderer draws options and makes images of them, as render.Renderer does.
type Renderer interface {
	Draw(ctx context.Context, option []byte, l render.Layout, id string) ([]byte, error)
	Frame(f charts.Figure, s render.Size, theme string, foot []string) render.Frame
	PNG(ctx context.Context, svg []byte, width, height int) ([]byte, error)
	CanPNG() error
}

// Config is what a Server is made of. Every field but URL and Log is required.
type Config struct {
	Catalogue *datasets.Catalogue
	Cache     *cache.Cache
	Renderer  Renderer
	// URL is where readers reach the server, "https://sozdex.example", without
	// a path. Links that leave the page are made from it, never from a request.
	// Without it they hold only a path, which scripts complete, and processes
	// that listen on different ports make the same bytes.
	URL string
	// Build names the code; it is part of every cache key.
	Build    string
	Version  string
	Registry *prometheus.Registry
	Log      *slog.Logger
}

// Server serves one catalogue, and after Take those that follow it: each has a
// Server of its own, which never changes, and a request is answered by one of
// them from its beginning to its end.
type Server struct {
	Config
	*lasting
	charts    []*charts.Chart // those that the data can draw
	pages     pages
	finder    *search.Finder
	shortcuts shortcuts
	router    *gin.Engine
	handler   http.Handler // the router of the newest catalogue, behind what is known already
}

// lasting is what the servers of all catalogues have in common.
type lasting struct {
	matcher     language.Matcher // of locale.Languages
	bundle      *locale.Bundle
	assets      *static.Assets
	embedPolicy string        // Content-Security-Policy of embeds
	fills       chan struct{} // a slot for each artifact that is being made
	notices     chan struct{} // and for each page that is not kept
	metrics     metrics
	taking      sync.Mutex
	current     atomic.Pointer[Server]
	refused     atomic.Pointer[refusal]
}

// Bounds on what requests may cost.
const (
	maxQuery    = 2 << 10
	maxHeader   = 16 << 10
	maxNotices  = 2
	maxFills    = 64
	fillWait    = 3 * time.Second
	drainWait   = 10 * time.Second
	readTimeout = 10 * time.Second
)

// New checks that everything that pages are made of is whole: templates,
// messages, assets and charts.
func New(cfg Config) (*Server, error) {
	if err := CheckURL(cfg.URL); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	cfg.URL = strings.TrimSuffix(cfg.URL, "/")
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	common, err := newLasting(cfg)
	if err != nil {
		return nil, err
	}
	if err := cfg.Renderer.CanPNG(); err != nil {
		cfg.Log.Warn("pages offer no PNG", "error", err)
	}
	s, err := common.serverOf(cfg)
	if err != nil {
		return nil, err
	}
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		current := common.current.Load()
		if !current.short(w, r) {
			current.router.ServeHTTP(w, r)
		}
	})
	common.publish(s)
	return s, nil
}

func newLasting(cfg Config) (*lasting, error) {
	l := &lasting{
		fills:   make(chan struct{}, maxFills),
		notices: make(chan struct{}, maxNotices),
	}
	var tags []language.Tag
	for _, lang := range locale.Languages() {
		tags = append(tags, language.MustParse(lang))
	}
	l.matcher = language.NewMatcher(tags)
	var err error
	if l.bundle, err = locale.Load(); err != nil {
		return nil, err
	}
	if l.assets, err = static.Load(); err != nil {
		return nil, err
	}
	style, err := l.assets.Text("embed.css")
	if err != nil {
		return nil, err
	}
	l.embedPolicy = styled(style)
	l.metrics, err = newMetrics(cfg.Registry, cfg.Version)
	return l, err
}

// serverOf makes what depends on the catalogue.
func (l *lasting) serverOf(cfg Config) (*Server, error) {
	s := &Server{Config: cfg, lasting: l}
	for _, c := range charts.All() {
		if c.Drawable(cfg.Catalogue) {
			s.charts = append(s.charts, c)
		}
	}
	s.finder = search.New(cfg.Catalogue, s.charts, l.bundle)
	var err error
	if s.pages, err = parsePages(s); err != nil {
		return nil, err
	}
	s.router = s.routes()
	return s, nil
}

// CheckURL says what is wrong with a URL for a Config.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	if address != "" && (err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || (u.Path != "" && u.Path != "/") ||
		u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil) {
		return fmt.Errorf("the address %q is not of the form https://HOST", address)
	}
	return nil
}

// Handler answers every request.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve answers on a listener until ctx ends, then lets requests under way finish.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler:           s.handler,
		ReadTimeout:       readTimeout,
		ReadHeaderTimeout: readTimeout / 2,
		WriteTimeout:      3 * readTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(cork(l)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainWait)
	defer cancel()
	if err := h.Shutdown(drain); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("server: some requests did not finish within %v: %w", drainWait, err)
	}
	return nil
}
