package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// find returns the path of a program. Some stand where only root looks.
func find(program string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		path, err = exec.LookPath(filepath.Join("/usr/sbin", program))
	}
	return path, err
}

// process is a program that runs until it is stopped or the part ends. What it
// prints goes to a file.
type process struct {
	cmd    *exec.Cmd
	output string
	exited chan struct{}
}

func (s *stage) start(program string, args ...string) (*process, error) {
	path, err := find(program)
	if err != nil {
		return nil, err
	}
	out, err := os.CreateTemp(s.dir, filepath.Base(program)+"-*.log")
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p := &process{cmd: exec.Command(path, args...), output: out.Name(), exited: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = out, out
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.cmd.Wait()
		close(p.exited)
	}()
	s.later(p.stop)
	return p, nil
}

// stop lets the process finish what is under way.
func (p *process) stop() {
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(patience):
		p.kill()
	}
}

func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.exited
}

// ready waits until a process answers. Asking again and again takes time from
// the process, so every is how long to wait in between.
func (p *process) ready(ctx context.Context, every time.Duration, answers func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := answers()
		if err == nil {
			return nil
		}
		select {
		case <-p.exited:
			printed, _ := os.ReadFile(p.output)
			return fmt.Errorf("%s ended at once:\n%s", p.cmd.Path, bytes.TrimSpace(printed))
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", p.cmd.Path, err)
		case <-time.After(every):
		}
	}
}

// listens waits until the process takes connections.
func (p *process) listens(ctx context.Context, address string) error {
	return p.ready(ctx, 5*time.Millisecond, func() error {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		return conn.Close()
	})
}

// freePort returns a port that nobody listened on a moment ago.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
