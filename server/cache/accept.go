package cache

import (
	"strconv"
	"strings"
)

// weights are the weights that an Accept-Encoding header gives to what an
// artifact can be sent as, from 0 (refused) to 1.
type weights struct{ br, gzip, identity float64 }

// parseAccept reads an Accept-Encoding header (RFC 9110, 12.5.3). The plain
// body has a weight only where the header names it: browsers do not, and would
// otherwise get it whenever they weigh the compressed ones below 1.
func parseAccept(header string) weights {
	const unset = -1
	w := weights{unset, unset, 0}
	var rest float64 // the weight of "*"
	for header != "" {
		var item string
		item, header, _ = strings.Cut(header, ",")
		coding, params, _ := strings.Cut(item, ";")
		q := weight(params)
		switch coding = strings.TrimSpace(coding); {
		case strings.EqualFold(coding, "br"):
			w.br = q
		case strings.EqualFold(coding, "gzip"), strings.EqualFold(coding, "x-gzip"):
			w.gzip = q
		case strings.EqualFold(coding, "identity"):
			w.identity = q
		case coding == "*":
			rest = q
		}
	}
	if w.br == unset {
		w.br = rest
	}
	if w.gzip == unset {
		w.gzip = rest
	}
	return w
}

// weight returns the q parameter, 1 if there is none, and 0 if it is not a
// weight: what cannot be understood is better not sent.
func weight(params string) float64 {
	for params != "" {
		var param string
		param, params, _ = strings.Cut(params, ";")
		name, value, _ := strings.Cut(param, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}
