package server

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts/render"
)

// policy names a row of the table of headers.
type policy int

const (
	page policy = iota
	embed
	api
	picture
	asset
	probe
)

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

// headers are what each kind of answer carries. A browser keeps a page only to
// ask whether it is still the same, an embed for five minutes without asking.
var headers = map[policy]map[string]string{
	page: {
		"Content-Security-Policy": csp + "'none'", "Cache-Control": "no-cache",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	},
	embed: {
		"Content-Security-Policy":      csp + "*", // Server.embed allows the style that it holds
		"Cache-Control":                "public, max-age=300",
		"Cross-Origin-Resource-Policy": "cross-origin",
	},
	api: {
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cache-Control": "public, max-age=300",
		"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag", "Cross-Origin-Resource-Policy": "cross-origin",
	},
	// A standalone SVG has one style element, with the colours of both themes.
	picture: {
		"Content-Security-Policy": "default-src 'none'; style-src " + hashOf(render.Style()) + "; frame-ancestors *", "Cache-Control": "public, max-age=300",
		"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag", "Cross-Origin-Resource-Policy": "cross-origin",
	},
	asset: {
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cache-Control": "public, max-age=3600",
		"Cross-Origin-Resource-Policy": "same-origin",
	},
	probe: {
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store",
	},
}

// styled is the policy of embeds, which hold that one style; errors in their
// place have the style sheet of pages.
func styled(style string) string {
	return strings.Replace(csp, "style-src 'self'", "style-src 'self' "+hashOf(style), 1) + "*"
}

// hashOf names a style as a policy does that allows no other.
func hashOf(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func (p policy) apply(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	for name, value := range headers[p] {
		h.Set(name, value)
	}
}

// preflight lets scripts of other sites read the API.
func (s *Server) preflight(c *gin.Context) {
	api.apply(c)
	c.Header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	c.Header("Access-Control-Allow-Headers", "If-None-Match")
	c.Header("Access-Control-Max-Age", "86400")
	c.Status(http.StatusNoContent)
}
