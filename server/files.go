package server

import (
	"encoding/xml"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
)

// static answers with a built file, for a year, and only under the name that
// its content has.
func (s *Server) static(c *gin.Context) error {
	body, kind, ok := s.assets.File(c.Param("file"))
	if !ok {
		return notFound()
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	if strings.HasSuffix(c.Param("file"), ".woff2") {
		c.Data(http.StatusOK, kind, body)
		return nil
	}
	return s.deliver(c, want{format: "static", lang: "en", detail: c.Param("file"), kind: kind,
		make: func(*locale.Printer) ([]byte, error) { return body, nil }})
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
	return s.deliver(c, want{format: "sitemap", lang: "en", kind: "application/xml; charset=utf-8", make: func(*locale.Printer) ([]byte, error) {
		var m sitemap
		for _, lang := range locale.Languages() {
			paths := []string{"", "charts/", "sources"}
			if len(s.Catalogue.Monitors) > 0 {
				paths = append(paths, "monitor")
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
