package main

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
)

// versions are the programs that the report names, and how each tells its
// version.
var versions = [][]string{
	{binary, "version"},
	{"nginx", "-v"},
	{"wrk", "-v"},
	{"node", "--version"},
	{"rsvg-convert", "--version"},
	{"chromium", "--version"},
	{"redis-server", "--version"},
}

// version finds a version in what a program prints: ours is that of a commit.
var version = regexp.MustCompile(`(?m)^sozdex (\S+)|\d+\.\d+[\d.]*`)

// machine describes what everything ran on.
func machine(ctx context.Context) table {
	t := table{head: []string{"machine", ""}}
	processor := first("/proc/cpuinfo", `model name\s*:\s*(.*)`)
	t.add("processor", strings.TrimSpace(processor+", "+number(float64(runtime.NumCPU()), 0)+" cores"))
	if info, err := os.ReadFile("/proc/meminfo"); err == nil {
		if total, err := kibibytes(info, "MemTotal"); err == nil {
			t.add("memory", number(total/1e9, 0)+" GB")
		}
	}
	t.add("system", first("/etc/os-release", `PRETTY_NAME="(.*)"`)+", Linux "+first("/proc/sys/kernel/osrelease", `([\d.]+)`))
	t.add("Go", strings.TrimPrefix(runtime.Version(), "go"))
	for _, command := range versions {
		path, err := find(command[0])
		if err != nil {
			continue
		}
		// Some print it on the one stream, some on the other, and wrk then fails.
		out, _ := exec.CommandContext(ctx, path, command[1:]...).CombinedOutput()
		name := strings.TrimPrefix(command[0], "bin/")
		if found := version.FindStringSubmatch(string(out)); found != nil {
			t.add(name, cmp.Or(found[1], found[0]))
		}
	}
	return t
}

// first returns what the group of a pattern finds first in a file, or nothing.
func first(file, pattern string) string {
	content, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	found := regexp.MustCompile(pattern).FindSubmatch(content)
	if found == nil {
		return ""
	}
	return string(found[1])
}
