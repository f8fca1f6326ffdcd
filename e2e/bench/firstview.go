package main

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/sozdex/sozdex/charts/option"
	"github.com/sozdex/sozdex/server/cache"
)

// The budgets of an embed that a reader sees for the first time.
const (
	timeBudget  = 1.15 // of a static page
	bytesBudget = 20e3
)

// conditions are those of a slow phone on a slow line.
var conditions = network.Conditions{Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 1.6e6 / 8}

const slowdown = 4

//go:embed probe.js
var probe string

// firstView compares how soon the chart of an embed is there, and after how many
// bytes, with a static page and with go-echarts' own.
func firstView(ctx context.Context, s *stage) (section, error) {
	z, err := s.sozdex(ctx)
	if err != nil {
		return section{}, err
	}
	embed, err := get(ctx, z.url+shown, nil)
	if err != nil {
		return section{}, err
	}
	if _, err := get(ctx, z.url+heaviest, nil); err != nil {
		return section{}, err
	}
	files, err := s.otherPages(embed.body)
	if err != nil {
		return section{}, err
	}
	n, err := s.nginx(ctx, files)
	if err != nil {
		return section{}, err
	}
	browser, err := s.chromium()
	if err != nil {
		return section{}, err
	}
	pages := []struct{ name, url string }{
		{"Sozdex' embed", z.url + shown},
		{"static page", n.url + "/static"},
		{"go-echarts' page", n.url + "/gzip/goecharts.html"},
		{"Sozdex' heaviest embed", z.url + heaviest},
	}
	found := section{
		method: `Chromium opens ` + "`" + shown + "`" + ` in a new profile each time, 900 by 600
pixels, with its network held to 1.6 Mbit/s and 150 ms a request (connections cost nothing) and its
processor slowed down four times. "Static page" is one file with nothing but the same two SVGs and
the rule that shows one of them, behind nginx in the same brotli. "go-echarts' page" is written as
go-echarts' template writes it, with the same option and echarts.min.js from the same server, both
compressed beforehand with gzip. Of all measures and languages, the embed with the most bytes is
` + "`" + heaviest + "`" + `.

A chart is drawn when the first frame is made that begins with the whole of the shown SVG, or with
ink on the canvas, and not before the browser tells of its first contentful paint. Bytes are those of
all requests sent until then, with their headers. The layout shift is the largest of all rounds.`,
		tables: []table{{head: []string{"page", "chart drawn", "first contentful paint", "bytes", "requests", "layout shift"}}},
	}
	views := make([][]view, len(pages))
	for range s.rounds(11, 2) {
		for i, page := range pages {
			v, err := browser.open(ctx, page.url)
			if err != nil {
				return section{}, fmt.Errorf("%s: %w", page.name, err)
			}
			views[i] = append(views[i], v)
		}
	}
	var drawn, sizes, shifts []samples
	for i, page := range pages {
		of := func(field func(view) float64) (all samples) {
			for _, v := range views[i] {
				all = append(all, field(v))
			}
			return all
		}
		drawn = append(drawn, of(func(v view) float64 { return v.Drawn }))
		sizes = append(sizes, of(func(v view) float64 { return v.bytes }))
		shifts = append(shifts, of(func(v view) float64 { return v.Shift }))
		found.tables[0].add(page.name, drawn[i].say(0, " ms"), of(func(v view) float64 { return v.Painted }).say(0, " ms"),
			number(sizes[i].median(), 0), number(of(func(v view) float64 { return v.requests }).median(), 0), moved(shifts[i]))
	}
	share := drawn[0].median() / drawn[1].median()
	most, shift := max(sizes[0].median(), sizes[3].median()), append(shifts[0], shifts[3]...)
	found.verdicts = []verdict{
		{"embed, cold: time to a drawn chart", "at most " + ratio(timeBudget) + " of a static page", ratio(share) + ", " + drawn[0].say(0, " ms"), share <= timeBudget},
		{"heaviest embed: bytes until the chart is drawn", "at most " + number(bytesBudget, 0), number(most, 0), most <= bytesBudget},
		{"layout shift of an embed", "0", moved(shift), slices.Max(shift) == 0},
	}
	return found, nil
}

// moved tells the largest layout shift.
func moved(shifts samples) string { return fmt.Sprintf("%.3g", slices.Max(shifts)) }

// otherPages are what the embed is compared with.
func (s *stage) otherPages(embed []byte) (map[string][]byte, error) {
	svgs := regexp.MustCompile(`(?s)<svg .*?</svg>`).FindAll(embed, -1)
	if len(svgs) != 2 {
		return nil, fmt.Errorf("%s has %d drawings, want 2", shown, len(svgs))
	}
	figure := s.shownFigure()
	built, err := option.Build(figure)
	if err != nil {
		return nil, err
	}
	echarts, err := os.ReadFile(filepath.Join(modules, "echarts/dist/echarts.min.js"))
	if err != nil {
		return nil, err
	}
	static := fmt.Sprintf(staticPage, figure.Title, bytes.Join(svgs, nil))
	return map[string][]byte{
		"static":                 cache.NewArtifact("text/html", []byte(static)).Brotli,
		"gzip/goecharts.html.gz": zipped(fmt.Appendf(nil, goechartsPage, figure.Title, built)),
		"gzip/echarts.min.js.gz": zipped(echarts),
	}, nil
}

const staticPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
<link rel="icon" href="data:,">
<style>
body { margin: 0; font-family: system-ui, sans-serif; }
svg { display: block; width: 100%%; height: auto; }
.wide { display: none; }
@media (min-width: 560px) { .narrow { display: none; } .wide { display: block; } }
</style>
%s
`

// goechartsPage is what templates/chart.tpl of go-echarts makes with its
// defaults and a host for its assets. The library itself is for charts/option
// alone.
const goechartsPage = `
<!DOCTYPE html>
<html>
<head>
    <meta charset="utf-8">
    <title>%s</title>
    <script src="echarts.min.js"></script>
</head>
<body>
<div class="container">
    <div class="item" id="chart" style="width:900px;height:500px;"></div>
</div>
<script type="text/javascript">
    "use strict";
    let goecharts_chart = echarts.init(document.getElementById('chart'), "white", { renderer: "canvas" });
    let option_chart = %s
    goecharts_chart.setOption(option_chart);
</script>
<style>
    .container {margin-top:30px; display: flex;justify-content: center;align-items: center;}
    .item {margin: auto;}
</style>
</body>
</html>
`

func zipped(content []byte) []byte {
	var b bytes.Buffer
	// A Buffer takes all that is written, and 9 is a level.
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(content)
	w.Close()
	return b.Bytes()
}

// chromium is a browser without tabs.
type chromium struct{ ctx context.Context }

func (s *stage) chromium() (chromium, error) {
	path, err := find("chromium")
	if err != nil {
		return chromium{}, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(filepath.Join(s.dir, "chromium")),
		chromedp.Headless,
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
	}
	for _, name := range []string{
		"disable-background-networking", "disable-component-update", "disable-sync",
		"disable-quic", "disable-dev-shm-usage", "disable-extensions", "hide-scrollbars",
	} {
		options = append(options, chromedp.Flag(name, true))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	s.later(func() {
		chromedp.Cancel(ctx)
		stop()
	})
	return chromium{ctx}, chromedp.Do(ctx)
}

// view is how a page came to be seen. Times are in milliseconds since the
// reader asked for it.
type view struct {
	Drawn, Painted  float64
	Shift           float64
	bytes, requests float64
}

// result waits until the chart is drawn and nothing moves any more.
const result = `new Promise((done) => {
	const look = () => {
		if (!seenByBench.drawn || document.readyState !== "complete") return setTimeout(look, 100);
		setTimeout(() => {
			const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
			done({ drawn: Math.max(seenByBench.drawn, painted), painted, shift: seenByBench.shift });
		}, 500);
	};
	look();
})`

// open opens a page in a tab that has seen nothing, under the conditions.
func (b chromium) open(ctx context.Context, url string) (view, error) {
	tab, closeTab := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	defer closeTab()
	// The tab lives as long as the context of its first call.
	if err := chromedp.Do(tab); err != nil {
		return view{}, err
	}
	t := traffic{sent: map[network.RequestID]float64{}, size: map[network.RequestID]float64{}}
	if err := chromedp.Listen(tab, t.listen); err != nil {
		return view{}, err
	}
	limited, cancel := context.WithTimeout(tab, 2*patience)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	err := chromedp.Do(limited,
		command(network.Enable, network.EnableParams{}),
		command(cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: probe}),
		chromedp.EmulateViewport(900, 600),
		command(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{&conditions}}),
		command(emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slowdown}),
		chromedp.Navigate(url),
	)
	if err != nil {
		return view{}, err
	}
	told, err := chromedp.Run(limited, chromedp.Evaluate[[]byte](result, chromedp.EvalAwaitPromise))
	if err != nil {
		return view{}, err
	}
	var v view
	if err := json.Unmarshal(told, &v); err != nil {
		return view{}, err
	}
	v.bytes, v.requests = t.until(v.Drawn / 1000)
	return v, nil
}

// traffic is what a tab asked for.
type traffic struct {
	mu    sync.Mutex
	order []network.RequestID
	sent  map[network.RequestID]float64 // seconds
	size  map[network.RequestID]float64 // with headers
}

func (t *traffic) listen(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		t.order = append(t.order, e.RequestID)
		t.sent[e.RequestID] = float64(e.Timestamp)
	case *network.EventResponseReceived:
		t.size[e.RequestID] = e.Response.EncodedDataLength
	case *network.EventDataReceived:
		t.size[e.RequestID] += float64(e.EncodedDataLength)
	case *network.EventLoadingFinished:
		t.size[e.RequestID] = e.EncodedDataLength
	}
}

// until returns the bytes and the number of all requests that were sent in so
// many seconds from the first on.
func (t *traffic) until(seconds float64) (bytes, requests float64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, id := range t.order {
		if t.sent[id]-t.sent[t.order[0]] <= seconds {
			bytes += t.size[id]
			requests++
		}
	}
	return bytes, requests
}

// command is a protocol command whose answer nobody needs.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}
