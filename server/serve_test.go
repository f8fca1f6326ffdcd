package server

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// serve runs a server on a free port until stop is called, whose result is what
// Serve returned.
func serve(t *testing.T, s *Server) (at string, stop context.CancelFunc, served <-chan error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	return l.Addr().String(), stop, done
}

// TestDrain stops a server while it answers: the answer still comes, and no
// other.
func TestDrain(t *testing.T) {
	s := start(t, Config{}, "")
	entered, leave := make(chan struct{}), make(chan struct{})
	engine := s.handler
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" {
			close(entered)
			<-leave
		}
		engine.ServeHTTP(w, r)
	})
	at, stop, served := serve(t, s)
	type result struct {
		body string
		err  error
	}
	slow := make(chan result, 1)
	go func() {
		response, err := http.Get("http://" + at + "/healthz")
		if err != nil {
			slow <- result{"", err}
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		slow <- result{string(body), err}
	}()
	<-entered
	stop()
	// The listener closes before the drain begins, as soon as Serve has seen the end.
	for {
		c, err := net.Dial("tcp", at)
		if err != nil {
			break
		}
		c.Close()
	}
	select {
	case err := <-served:
		t.Fatalf("Serve = %v while a request is under way", err)
	default:
	}
	close(leave)
	if got := <-slow; got.err != nil || got.body != "ok\n" {
		t.Errorf("the request under way gets %q, %v, want its answer", got.body, got.err)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}

func TestServeFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := shared().Serve(t.Context(), l); err == nil {
		t.Error("Serve on a closed listener = nil, want an error")
	}
}

// TestServeSizes reads answers of many sizes from one connection: each comes
// whole, whether it fills the buffers on its way or not.
func TestServeSizes(t *testing.T) {
	s := start(t, Config{}, "")
	body := func(n int) []byte { return bytes.Repeat([]byte("0123456789"), n/10+1)[:n] }
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Length", strconv.Itoa(n))
		w.Write(body(n))
	})
	at, _, _ := serve(t, s)
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}}
	defer client.CloseIdleConnections()
	sizes := []int{0, 1, 2047, 2048, 2049, 8192, 12288, 100_000, 8 << 20}
	// The head takes about a hundred bytes of a buffer of 4096.
	for n := 3900; n < 4200; n++ {
		sizes = append(sizes, n)
	}
	for _, n := range sizes {
		response, err := client.Get("http://" + at + "/?n=" + strconv.Itoa(n))
		if err != nil {
			t.Fatalf("an answer of %d bytes: %v", n, err)
		}
		got, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || !bytes.Equal(got, body(n)) {
			t.Errorf("an answer of %d bytes comes as %d, %v", n, len(got), err)
		}
	}
}

// TestRawRequests sends what no client library would.
func TestRawRequests(t *testing.T) {
	at, _, _ := serve(t, shared())
	for _, tt := range []struct {
		name, request string
		status        int
	}{
		{"huge header", "GET /en/ HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", 431},
		{"many headers", "GET /en/ HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-Many: 12345678\r\n", 4000) + "\r\n", 431},
		{"huge address", "GET /" + strings.Repeat("x", 64<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431},
		{"broken escape", "GET /en/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
		{"no host", "GET /en/ HTTP/1.1\r\n\r\n", 400},
		{"hostile host", "GET /en HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 301},
		{"split header", "GET /en/charts/trend?index=%0d%0aSet-Cookie:x=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200},
		{"not HTTP", "hello\r\n\r\n", 400},
		{"old HTTP", "GET /healthz HTTP/1.0\r\n\r\n", 200},
		{"whole address", "GET http://evil.example/en HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 301},
	} {
		c, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		// A server that has read enough closes the connection while the rest is written.
		go fmt.Fprint(c, tt.request)
		response, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			c.Close()
			continue
		}
		if response.StatusCode != tt.status || response.Header.Get("Set-Cookie") != "" || strings.Contains(response.Header.Get("Location"), "evil") {
			t.Errorf("%s = %d, %v, want %d", tt.name, response.StatusCode, response.Header, tt.status)
		}
		response.Body.Close()
		c.Close()
	}
	response, err := http.Get("http://" + at + "/healthz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("the server is gone: %v", err)
	}
	response.Body.Close()
}
