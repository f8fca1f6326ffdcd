package server

import (
	"context"
	"encoding/xml"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/server/cache"
)

// static answers with a built file, for a year, and only under the name that
// its content has.
func (s *Server) static(c *gin.Context) error {
	name := c.Param("file")
	f, ok := s.assets.File(name)
	if !ok {
		return notFound()
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	if unchanged(c, name) {
		return nil
	}
	if f.Gzip == nil {
		c.Data(http.StatusOK, f.ContentType, f.Body)
		return nil
	}
	return send(c, cache.Artifact{ContentType: f.ContentType, Brotli: f.Brotli, Gzip: f.Gzip})
}

func (s *Server) favicon(c *gin.Context) error {
	at, err := s.assets.URL("icon.svg")
	if err != nil {
		return err
	}
	c.Redirect(http.StatusFound, at)
	return nil
}

func (s *Server) robots(c *gin.Context) error {
	c.String(http.StatusOK, "User-agent: *\nAllow: /\nDisallow: /api/\n")
	if s.URL != "" {
		c.String(http.StatusOK, "Sitemap: %s/sitemap.xml\n", s.URL)
	}
	return nil
}

type sitemap struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []struct {
		Loc string `xml:"loc"`
	} `xml:"url"`
}

// sitemap lists addresses, which must be whole: without a URL there is none.
func (s *Server) sitemap(c *gin.Context) error {
	if s.URL == "" {
		return notFound()
	}
	return s.deliver(c, want{format: "sitemap", lang: "en", kind: "application/xml; charset=utf-8", make: func(context.Context, *locale.Printer) ([]byte, error) {
		var m sitemap
		for _, lang := range locale.Languages() {
			paths := []string{"", "charts/", "sources"}
			if s.Catalogue.Created != "" {
				paths = append(paths, "changes")
			}
			if len(s.Catalogue.Monitors) > 0 {
				paths = append(paths, "monitor")
				for _, r := range s.Catalogue.Monitors[0].Reports() {
					paths = append(paths, "monitor/"+r.Name)
				}
			}
			if s.hasCountries() {
				paths = append(paths, "compare", "countries/")
				for _, code := range datasets.PostSoviet() {
					paths = append(paths, "countries/"+code)
				}
			}
			for _, chart := range s.charts {
				paths = append(paths, "charts/"+chart.Slug+"?"+charts.Default(s.Catalogue, chart).Query())
			}
			for _, path := range paths {
				m.URLs = append(m.URLs, struct {
					Loc string `xml:"loc"`
				}{s.URL + "/" + lang + "/" + path})
			}
		}
		body, err := xml.Marshal(m)
		return append([]byte(xml.Header), body...), err
	}})
}
