package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// small is an option that a Node draws before the one that counts, so that what
// ECharts does once in a process is not counted.
const small = `{"xAxis":{"type":"category","data":["a","b","c"]},"yAxis":{},"series":[{"type":"line","data":[1,3,2]}]}`

// writeJobs writes what drawing.mjs reads: the jobs, and the small option after
// them.
func (s *stage) writeJobs(jobs []job) (string, error) {
	type drawing struct {
		Option string `json:"option"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
	}
	var all []drawing
	for _, j := range jobs {
		all = append(all, drawing{string(j.option), j.Width, j.Height})
	}
	text, err := json.Marshal(append(all, drawing{small, 400, 300}))
	if err != nil {
		return "", err
	}
	file := filepath.Join(s.dir, "jobs.json")
	return file, os.WriteFile(file, text, 0o644)
}

// node is a Node that draws what it is asked for.
type node struct {
	cmd     *exec.Cmd
	ask     io.WriteCloser
	answers *bufio.Reader
	stderr  strings.Builder
}

func startNode(ctx context.Context, jobs string) (*node, error) {
	n := &node{cmd: exec.CommandContext(ctx, "node", "e2e/bench/drawing.mjs", jobs)}
	var err error
	if n.ask, err = n.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	n.answers = bufio.NewReader(out)
	n.cmd.Stderr = &n.stderr
	return n, n.cmd.Start()
}

// draw returns how many milliseconds a drawing took.
func (n *node) draw(job int) (float64, error) {
	if _, err := fmt.Fprintln(n.ask, job); err != nil {
		return 0, fmt.Errorf("node: %w", err)
	}
	line, err := n.answers.ReadString('\n')
	if err != nil {
		n.stop()
		return 0, fmt.Errorf("node: %w: %s", err, n.stderr.String())
	}
	return strconv.ParseFloat(strings.TrimSpace(line), 64)
}

// stop lets Node see the end of its input.
func (n *node) stop() {
	n.ask.Close()
	n.cmd.Wait()
}

// drawFirst draws the small option and then a job in a Node of its own.
func drawFirst(ctx context.Context, jobs string, small, job int) (float64, error) {
	n, err := startNode(ctx, jobs)
	if err != nil {
		return 0, err
	}
	defer n.stop()
	if _, err := n.draw(small); err != nil {
		return 0, err
	}
	return n.draw(job)
}
