package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
)

// cachedBudget is the least share of nginx' rate that a cached chart is served at.
const cachedBudget = 0.75

// cached compares an embed from memory with the same bytes from nginx.
func cached(ctx context.Context, s *stage) (section, error) {
	z, err := s.sozdex(ctx)
	if err != nil {
		return section{}, err
	}
	ours, err := get(ctx, z.url+shown, http.Header{"Accept-Encoding": {"br"}})
	if err != nil {
		return section{}, err
	}
	n, err := s.nginx(ctx, map[string][]byte{"en/embed/trend": ours.body})
	if err != nil {
		return section{}, err
	}
	theirs, err := n.same(ctx, shown, ours.body)
	if err != nil {
		return section{}, err
	}
	found := section{
		method: `The embed ` + "`" + shown + "`" + `, which memory holds, is asked for by wrk
with one thread and 32 connections that accept brotli. nginx-light, with one worker, serves the same
compressed bytes from a file with sendfile. Each writes a line for each request to a file. Then the
same with If-None-Match and each one's own ETag, so that both answer 304.`,
		tables: []table{{head: []string{"answer", "bytes of the body", "Sozdex, a second", "nginx, a second", "ratio"}}},
	}
	for _, kind := range []struct {
		status, what string
		bytes        int
		ours, theirs []string
	}{
		{"200", "cached embed, requests a second", len(ours.body), nil, nil},
		{"304", "cached embed that the reader has, requests a second", 0, ifNoneMatch(ours), ifNoneMatch(theirs)},
	} {
		taken, err := s.race(ctx, append(kind.ours, z.url+shown), append(kind.theirs, n.url+shown))
		if err != nil {
			return section{}, err
		}
		share := taken[0].median() / taken[1].median()
		found.tables[0].add(kind.status, number(float64(kind.bytes), 0), taken[0].say(0, ""), taken[1].say(0, ""), ratio(share))
		found.verdicts = append(found.verdicts, verdict{kind.what, "at least " + ratio(cachedBudget) + " of nginx", ratio(share), share >= cachedBudget})
	}
	return found, nil
}

func ifNoneMatch(a answer) []string { return []string{"-H", "If-None-Match: " + a.header.Get("ETag")} }

// same makes sure that nginx serves the same bytes.
func (n nginx) same(ctx context.Context, path string, body []byte) (answer, error) {
	a, err := get(ctx, n.url+path, http.Header{"Accept-Encoding": {"br"}})
	if err == nil && (!bytes.Equal(a.body, body) || a.header.Get("Content-Encoding") != "br") {
		err = fmt.Errorf("nginx serves other bytes of %s", path)
	}
	return a, err
}
