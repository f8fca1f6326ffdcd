// Package redistest runs a real Redis server for tests. It must not know what
// the tests keep in it.
package redistest

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

const patience = 10 * time.Second

// Server is a redis-server process that keeps nothing on disk. Its methods must
// be called from the goroutine of the test.
type Server struct {
	t    testing.TB
	port int
	dir  string
	args []string

	cmd    *exec.Cmd
	output *output
	exited chan struct{}
}

// Start runs redis-server on a free port of the loopback interface, waits until
// it answers, and kills it when the test ends. The args are given to
// redis-server after its usual ones. A redis-server that is not installed fails
// the test.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	return start(t, append([]string{"--save", "", "--appendonly", "no"}, args...))
}

// StartSentinel runs a Sentinel with a configuration file, as Start does with a
// server. The Sentinel writes to the file.
func StartSentinel(t testing.TB, conf string) *Server {
	t.Helper()
	return start(t, []string{conf, "--sentinel"})
}

func start(t testing.TB, args []string) *Server {
	t.Helper()
	s := &Server{t: t, dir: t.TempDir(), args: args}
	t.Cleanup(s.Stop)
	// Another process may take the port between freePort and redis-server.
	var err error
	for range 5 {
		s.port = freePort(t)
		if err = s.run(); err == nil {
			return s
		}
	}
	t.Fatal(err)
	return nil
}

// URL returns the server's address as a URL, which stays the same after Restart.
func (s *Server) URL() string { return "redis://" + s.Addr() }

// Addr returns the server's address as host:port.
func (s *Server) Addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// Stop kills the server, as a crash would, and waits until it is gone. It does
// nothing if the server is not running.
func (s *Server) Stop() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Kill()
	<-s.exited
	s.cmd = nil
}

// Restart stops the server if it runs and starts it on the same port, empty.
func (s *Server) Restart() {
	s.t.Helper()
	s.Stop()
	if err := s.run(); err != nil {
		s.t.Fatal(err)
	}
}

// Signal sends a signal to the server: SIGSTOP makes it hang and SIGCONT go on.
func (s *Server) Signal(sig os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatalf("redistest: %v", err)
	}
}

// Do sends one command and returns the first line of the reply. It is for what
// a test needs of the server itself; it knows no quoting.
func (s *Server) Do(command string) (string, error) {
	conn, err := net.DialTimeout("tcp", s.Addr(), patience)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	if _, err := fmt.Fprintf(conn, "%s\r\n", command); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return "", err
	}
	return string(bytes.TrimSpace([]byte(line))), nil
}

func (s *Server) run() error {
	s.t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		s.t.Fatalf("redistest: these tests need redis-server (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis): %v", err)
	}
	s.output = &output{}
	cmd := exec.Command(path, append(slices.Clone(s.args),
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.dir)...)
	cmd.Stdout, cmd.Stderr = s.output, s.output
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("redistest: %w", err)
	}
	exited := make(chan struct{})
	go func() {
		cmd.Wait()
		close(exited)
	}()
	s.cmd, s.exited = cmd, exited

	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if reply, err := s.Do("PING"); err == nil && reply == "+PONG" {
			return nil
		}
		select {
		case <-exited:
			s.cmd = nil
			return fmt.Errorf("redistest: redis-server ended at once:\n%s", s.output)
		case <-time.After(5 * time.Millisecond):
		}
	}
	s.Stop()
	return fmt.Errorf("redistest: redis-server did not answer within %v:\n%s", patience, s.output)
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("redistest: %v", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// output collects what the server prints, which is shown if it fails.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}
