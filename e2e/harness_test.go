// Package e2e tests the built program in a real browser, with a Redis of its own.
//
// It must not import the packages it tests: it sees what a reader sees.
package e2e

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience bounds each step: far above what one takes on a slow machine.
const patience = 30 * time.Second

// stage is what all tests of the package play on. It is set up by the first
// test that opens a page, so that listing the tests starts nothing.
type stage struct {
	url     string // "http://127.0.0.1:40123"
	axe     string // the source of axe-core
	browser context.Context
	reading sync.WaitGroup // what the server prints
	undo    []func() error
}

var (
	theStage stage
	setUp    = sync.OnceValue(theStage.start)
)

func TestMain(m *testing.M) {
	code := m.Run()
	if err := theStage.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func (s *stage) start() error {
	dir, err := os.MkdirTemp("", "sozdex-e2e-")
	if err != nil {
		return err
	}
	s.undo = append(s.undo, func() error { return os.RemoveAll(dir) })
	axe, err := os.ReadFile("../static/node_modules/axe-core/axe.min.js")
	if err != nil {
		return fmt.Errorf("axe-core is not installed, `make build` does it: %w", err)
	}
	s.axe = string(axe)
	redis, err := s.startRedis(dir)
	if err != nil {
		return err
	}
	if err := s.startServer(dir, redis); err != nil {
		return err
	}
	return s.startBrowser(dir)
}

func (s *stage) stop() error {
	var errs []error
	for i := len(s.undo) - 1; i >= 0; i-- {
		errs = append(errs, s.undo[i]())
	}
	return errors.Join(errs...)
}

// run starts a process that stop ends and that must then end well.
func (s *stage) run(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s: %w", cmd.Path, err)
	}
	s.undo = append(s.undo, func() error {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			return fmt.Errorf("%s had ended before: %w", cmd.Path, err)
		}
		// Wait closes the pipe, so it comes after the last line was read.
		s.reading.Wait()
		if err := cmd.Wait(); err != nil {
			return fmt.Errorf("%s: %w", cmd.Path, err)
		}
		return nil
	})
	return nil
}

// startRedis returns the URL of a Redis on a socket of its own, which no other
// process can take as it could a port.
func (s *stage) startRedis(dir string) (string, error) {
	path, err := find("redis-server")
	if err != nil {
		return "", err
	}
	socket := filepath.Join(dir, "redis.sock")
	err = s.run(exec.Command(path, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir))
	if err != nil {
		return "", err
	}
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("unix", socket)
		if err == nil {
			return "unix://" + socket, conn.Close()
		}
		if time.Now().After(end) {
			return "", fmt.Errorf("redis-server does not answer: %w", err)
		}
	}
}

// startServer builds the program, runs it on a free port and waits until it is ready.
func (s *stage) startServer(dir, redis string) error {
	program := filepath.Join(dir, "sozdex")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", program, "../cmd/sozdex").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--redis", redis, "--log", "json")
	lines, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := s.run(cmd); err != nil {
		return err
	}
	address := make(chan string, 1)
	s.reading.Go(func() {
		defer close(address)
		for scan := bufio.NewScanner(lines); scan.Scan(); {
			var line struct{ Level, Msg, URL string }
			if json.Unmarshal(scan.Bytes(), &line) != nil || line.Level != "INFO" {
				fmt.Fprintf(os.Stderr, "sozdex: %s\n", scan.Text())
			}
			if line.Msg == "serving" {
				address <- line.URL
			}
		}
	})
	if s.url = <-address; s.url == "" {
		return errors.New("sozdex ended before it served")
	}
	response, err := (&http.Client{Timeout: patience}).Get(s.url + "/readyz")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("/readyz answers %s", response.Status)
	}
	return nil
}

func (s *stage) startBrowser(dir string) error {
	path, err := find("chromium")
	if err != nil {
		return err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(filepath.Join(dir, "chromium")),
		chromedp.Headless,
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("lang", "en-US"),
	}
	for _, name := range []string{
		"disable-background-networking", "disable-component-update", "disable-sync",
		"disable-quic", "disable-dev-shm-usage", "disable-extensions", "hide-scrollbars",
	} {
		options = append(options, chromedp.Flag(name, true))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	browser, _ := chromedp.NewContext(allocator)
	s.browser = browser
	s.undo = append(s.undo, func() error {
		err := chromedp.Cancel(browser)
		stop()
		return err
	})
	if err := chromedp.Do(browser); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// find returns the path of a program that the tests cannot do without.
func find(program string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", fmt.Errorf("the browser tests need %s, `make packages` installs it: %w", program, err)
	}
	return path, nil
}

// options say how a page is opened. The zero value is a desktop in light mode.
type options struct {
	width, height int64 // of the viewport; 1280 and 800 where 0
	dark          bool  // the reader prefers a dark scheme
	noJS          bool  // the page's scripts do not run
	status        int64 // of the answer; 200 where 0
}

// page is one tab. Its methods fail the test where a step does not succeed.
type page struct {
	t     *testing.T
	ctx   context.Context
	hosts map[string]bool // that the page may ask
	// expected is the address whose answer is meant to be no 200.
	expected string

	mu       sync.Mutex
	problems []string
	asked    []string // the paths of all requests
}

// open opens a path of the site, or an address of another server that belongs to
// the test, in a new tab that shares nothing with others. When the test ends it
// fails if the page logged an error, broke its security policy, asked another
// host, or asked for something that it did not get.
func open(t *testing.T, path string, opts options) *page {
	t.Helper()
	p := newPage(t, path, opts)
	t.Cleanup(func() {
		for _, problem := range p.seen() {
			t.Errorf("%s: %s", path, problem)
		}
	})
	return p
}

func newPage(t *testing.T, path string, opts options) *page {
	t.Helper()
	if err := setUp(); err != nil {
		t.Fatal(err)
	}
	if opts.width == 0 {
		opts.width, opts.height = 1280, 800
	}
	if opts.status == 0 {
		opts.status = http.StatusOK
	}
	address := path
	if strings.HasPrefix(path, "/") {
		address = theStage.url + path
	}
	p := &page{t: t, hosts: map[string]bool{host(theStage.url): true, host(address): true}}
	if opts.status != http.StatusOK {
		p.expected = address
	}
	ctx, cancel := chromedp.NewContext(theStage.browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(cancel)
	// The tab lives as long as the context of the first call, so that one must
	// have no time limit.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	p.ctx = ctx

	scheme := "light"
	if opts.dark {
		scheme = "dark"
	}
	p.do("open "+path,
		command(network.Enable, network.EnableParams{}),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}}),
		command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: opts.noJS}),
		chromedp.EmulateViewport(opts.width, opts.height),
	)
	response := run(p, "open "+path, chromedp.NavigateResponse(address))
	if response == nil || response.Status != opts.status {
		t.Fatalf("open %s: the answer is %+v, want status %d", path, response, opts.status)
	}
	return p
}

// listen is called on the goroutine that reads from the browser.
func (p *page) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, arg := range e.Args {
				words = append(words, cmp.Or(string(arg.Value), arg.Description))
			}
			p.problem("console: %s", strings.Join(words, " "))
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if thrown := e.ExceptionDetails.Exception; thrown != nil {
			text += " " + thrown.Description
		}
		p.problem("script: %s", text)
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError && (p.expected == "" || e.Entry.URL != p.expected) {
			p.problem("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if h := host(e.Request.URL); h != "" && !p.hosts[h] {
			p.problem("asks another host: %s", e.Request.URL)
		}
		if u, err := url.Parse(e.Request.URL); err == nil {
			p.mu.Lock()
			p.asked = append(p.asked, u.Path)
			p.mu.Unlock()
		}
	case *network.EventLoadingFailed:
		// A request that a newer one makes needless is no failure.
		if !e.Canceled && e.ErrorText != "net::ERR_ABORTED" {
			p.problem("request failed: %s %s", e.ErrorText, e.BlockedReason)
		}
	}
}

func (p *page) problem(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

func (p *page) seen() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.problems
}

// click clicks the first element of a selector once it is visible.
func (p *page) click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// text returns the visible text of the first element of a selector.
func (p *page) text(selector string) string {
	p.t.Helper()
	return run(p, "text of "+selector, chromedp.Text(chromedp.CSS(selector)))
}

// waitFor waits until the first element of a selector is visible.
func (p *page) waitFor(selector string) {
	p.t.Helper()
	p.do("wait for "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}

// eval evaluates an expression, awaits it if it is a promise, and decodes the
// value into out, a pointer or nil. It works without JavaScript in the page too.
func (p *page) eval(expression string, out any) {
	p.t.Helper()
	value := run(p, "eval "+expression, chromedp.Evaluate[[]byte](expression, chromedp.EvalAwaitPromise))
	if out == nil {
		return
	}
	if err := json.Unmarshal(value, out); err != nil {
		p.t.Fatalf("eval %s = %s: %v", expression, value, err)
	}
}

// url returns the path and the query that the address bar shows.
func (p *page) url() string {
	p.t.Helper()
	u, err := url.Parse(run(p, "url", chromedp.Location()))
	if err != nil {
		p.t.Fatal(err)
	}
	return u.RequestURI()
}

// screenshot writes what the viewport shows to a PNG file.
func (p *page) screenshot(file string) {
	p.t.Helper()
	if err := os.WriteFile(file, run(p, "screenshot", chromedp.CaptureScreenshot()), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// violation is a rule of accessibility that elements of a page break.
type violation struct {
	Rule      string
	Help      string
	Selectors []string
}

// axe returns what axe-core finds on the page as it is now.
func (p *page) axe() []violation {
	p.t.Helper()
	p.do("load axe-core", chromedp.Evaluate[chromedp.Void](theStage.axe))
	var found []violation
	p.eval(`axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
		resultTypes: ["violations"],
	}).then(({violations}) => violations.map(({id, help, nodes}) => ({
		rule: id, help, selectors: nodes.map(({target}) => target.join(" ")),
	})))`, &found)
	return found
}

func (p *page) do(step string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, step, chromedp.Steps(actions...))
}

func run[T any](p *page, step string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatalf("%s: %v\nthe page says: %q", step, err, p.seen())
	}
	return result
}

// command is a protocol command whose answer nobody needs.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// host returns the host and port of an address; none for data: and about:.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}
