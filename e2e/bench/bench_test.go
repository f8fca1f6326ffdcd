package main

import (
	"math"
	"testing"
)

func TestSamples(t *testing.T) {
	for _, test := range []struct {
		samples samples
		median  float64
		said    string
	}{
		{samples{3}, 3, "3.0 ms (3.0 to 3.0)"},
		{samples{9, 1, 2}, 2, "2.0 ms (1.0 to 9.0)"},
		{samples{4, 1, 2, 9}, 3, "3.0 ms (1.0 to 9.0)"},
		{samples{1234567.25}, 1234567.25, "1,234,567.2 ms (1,234,567.2 to 1,234,567.2)"},
	} {
		if got := test.samples.median(); got != test.median {
			t.Errorf("the median of %v is %v, want %v", test.samples, got, test.median)
		}
		if got := test.samples.say(1, " ms"); got != test.said {
			t.Errorf("%v are told as %q, want %q", test.samples, got, test.said)
		}
	}
	if got := (samples{}).median(); !math.IsNaN(got) {
		t.Errorf("the median of nothing is %v, want NaN", got)
	}
}

func TestNumber(t *testing.T) {
	for want, v := range map[string]float64{"0": 0, "999": 999, "1,000": 1000, "−20,000": -20000, "123,456,789": 123456789} {
		if got := number(v, 0); got != want {
			t.Errorf("number(%v, 0) = %q, want %q", v, got, want)
		}
	}
}

func TestParseWrk(t *testing.T) {
	const good = `Running 3s test @ http://127.0.0.1:8080/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.10ms  413.52us   9.94ms   84.12%
    Req/Sec    28.51k     2.07k   32.13k    70.00%
  85,101 requests in 3.00s, 1.05GB read
Requests/sec:  28364.12
Transfer/sec:    357.68MB
`
	for name, test := range map[string]struct {
		output string
		rate   float64
		fails  bool
	}{
		"good":    {good, 28364.12, false},
		"refused": {good + "  Non-2xx or 3xx responses: 7\n", 0, true},
		"broken":  {"  Socket errors: connect 0, read 3, write 0, timeout 0\n" + good, 0, true},
		"nothing": {"unable to connect\n", 0, true},
	} {
		rate, err := parseWrk(test.output)
		if rate != test.rate || (err != nil) != test.fails {
			t.Errorf("%s: parseWrk = %v, %v, want %v, error %v", name, rate, err, test.rate, test.fails)
		}
	}
}

func TestCounter(t *testing.T) {
	const text = "# TYPE made counter\nmade{format=\"embed\"} 3\nmade{format=\"drawing\"} 1.5e+03\n"
	for series, want := range map[string]float64{`made{format="embed"}`: 3, `made{format="drawing"}`: 1500, `made{format="csv"}`: 0, "made": 0} {
		if got, err := counter(text, series); got != want || err != nil {
			t.Errorf("counter(%s) = %v, %v, want %v", series, got, err, want)
		}
	}
}

func TestKibibytes(t *testing.T) {
	status := []byte("Name:\tsozdex\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n")
	if got, err := kibibytes(status, "VmRSS"); got != 1<<20 || err != nil {
		t.Errorf("kibibytes(VmRSS) = %v, %v, want %v", got, err, 1<<20)
	}
	if got, err := kibibytes(status, "VmSwap"); err == nil {
		t.Errorf("kibibytes(VmSwap) = %v, want an error", got)
	}
}

func TestChoose(t *testing.T) {
	if got, err := choose(""); len(got) != len(parts())-1 || err != nil {
		t.Errorf(`choose("") = %v, %v, want all parts but one`, got, err)
	}
	if got, err := choose("1, 5"); len(got) != 2 || err != nil {
		t.Errorf(`choose("1, 5") = %v, %v`, got, err)
	}
	for _, list := range []string{"0", "10", "x", "1,"} {
		if got, err := choose(list); err == nil {
			t.Errorf("choose(%q) = %v, want an error", list, got)
		}
	}
}
