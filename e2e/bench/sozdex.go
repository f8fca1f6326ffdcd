package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// sozdex is the built program, serving.
type sozdex struct {
	*process
	url  string
	took time.Duration // from the start to the first 200 of /readyz
}

// sozdex runs `sozdex serve` on a free port until the part ends. Its log goes to
// a file.
func (s *stage) sozdex(ctx context.Context, args ...string) (*sozdex, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	z := &sozdex{url: "http://" + address}
	start := time.Now()
	if z.process, err = s.start(binary, append([]string{"serve", "--addr", address}, args...)...); err != nil {
		return nil, err
	}
	err = z.ready(ctx, time.Millisecond, func() error {
		_, err := get(ctx, z.url+"/readyz", nil)
		return err
	})
	z.took = time.Since(start)
	return z, err
}

// client keeps as many connections as there are requests at a time.
var client = &http.Client{
	Transport: &http.Transport{MaxIdleConnsPerHost: 2000},
	Timeout:   time.Minute,
}

// answer is one that was read to its end. Where the request named no encoding,
// the body is decompressed.
type answer struct {
	header http.Header
	body   []byte
}

// refused is an answer whose status is neither 200 nor 304.
type refused struct {
	url    string
	status int
}

func (r refused) Error() string {
	return fmt.Sprintf("%s answers %d %s", r.url, r.status, http.StatusText(r.status))
}

func get(ctx context.Context, url string, header http.Header) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	if header != nil {
		request.Header = header
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK && response.StatusCode != http.StatusNotModified {
		err = refused{url, response.StatusCode}
	}
	return answer{response.Header, body}, err
}

// count sums counters of a server's /metrics, each named with its labels.
func count(ctx context.Context, url string, series ...string) (float64, error) {
	a, err := get(ctx, url+"/metrics", nil)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	var errs []error
	for _, name := range series {
		n, err := counter(string(a.body), name)
		sum += n
		errs = append(errs, err)
	}
	return sum, errors.Join(errs...)
}

// counter reads one counter of Prometheus' text. One that is not there has not
// counted anything yet.
func counter(text, series string) (float64, error) {
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, series+" "); ok {
			return strconv.ParseFloat(strings.TrimSpace(value), 64)
		}
	}
	return 0, nil
}
