package server

import (
	"maps"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/server/cache"
)

// maxShortcuts bounds how many addresses are remembered.
const maxShortcuts = 4096

// shortcuts remember what an address led to, so that one that was asked before
// is answered without reading it again: which artifact, under which headers.
// Nothing in them can become wrong while the data is the same, since a key names
// all else that the bytes depend on; so they are forgotten only to bound their
// number, and with the data.
type shortcuts struct {
	byTarget sync.Map // of *shortcut
	n        atomic.Int32
}

type shortcut struct {
	route  string
	key    cache.Key
	etag   string
	header http.Header // all but what the artifact and its encoding say
}

// keep remembers where a request led that deliver has answered.
func (s *shortcuts) keep(c *gin.Context, key cache.Key) {
	// Nothing else bounds a target that names a host.
	if c.Request.Method != http.MethodGet || len(c.Request.RequestURI) > maxQuery {
		return
	}
	header := maps.Clone(c.Writer.Header())
	delete(header, "Content-Type")
	delete(header, "Content-Disposition")
	delete(header, "Content-Encoding")
	delete(header, "Content-Length")
	if s.n.Load() >= maxShortcuts {
		s.byTarget.Clear()
		s.n.Store(0)
	}
	if _, known := s.byTarget.Swap(c.Request.RequestURI, &shortcut{route: c.FullPath(), key: key, etag: header.Get("ETag"), header: header}); !known {
		s.n.Add(1)
	}
}

// short answers a request whose address was answered before and whose artifact
// is in memory. It returns false, and has done nothing, for every other.
func (s *Server) short(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	found, ok := s.shortcuts.byTarget.Load(r.RequestURI)
	if !ok {
		return false
	}
	start := time.Now()
	to := found.(*shortcut)
	h := w.Header()
	if matches(r.Header.Get("If-None-Match"), to.etag) {
		maps.Copy(h, to.header)
		w.WriteHeader(http.StatusNotModified)
		s.record(r.Context(), entry{to.route, r.Method, http.StatusNotModified, 0, time.Since(start), "etag"})
		return true
	}
	artifact, ok := s.Cache.Memory(to.key)
	if !ok {
		return false
	}
	encoding, body, err := artifact.Encoded(r.Header.Get("Accept-Encoding"))
	if err != nil {
		return false
	}
	maps.Copy(h, to.header)
	if encoding != "" {
		h["Content-Encoding"] = []string{encoding}
	}
	if artifact.Disposition != "" {
		h["Content-Disposition"] = []string{artifact.Disposition}
	}
	h["Content-Type"] = []string{artifact.ContentType}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.Write(body)
	s.record(r.Context(), entry{to.route, r.Method, http.StatusOK, len(body), time.Since(start), string(cache.FromMemory)})
	return true
}
