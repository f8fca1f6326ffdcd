package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/sozdex/sozdex/server"
)

// settings are the flags of the subcommands that make a server.
type settings struct {
	command       string
	addr          string
	data          string
	redis         string
	cacheMemoryMB int64
	cacheTTL      time.Duration
	url           string
	log           string
}

// read takes the settings from the arguments of a subcommand and from the
// environment. It returns false where only help was asked for, which it prints.
func (s *settings) read(command string, args []string, getenv func(string) string, stdout io.Writer) (bool, error) {
	s.command = command
	flags := s.flags()
	if ok, err := parse(flags, args, 0, s.usage(), stdout); !ok {
		return false, err
	}
	err := fromEnvironment(flags, getenv)
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return false, wrongUse{err, s.usage()}
	}
	return true, nil
}

func (s *settings) flags() *flag.FlagSet {
	flags := flag.NewFlagSet(s.command, flag.ContinueOnError)
	flags.StringVar(&s.addr, "addr", "127.0.0.1:8080", "address to listen on, a `HOST:PORT`")
	flags.StringVar(&s.data, "data", "", "directory `DIR` with the data to serve instead of the built-in data")
	flags.StringVar(&s.redis, "redis", "", "`URL` of a Redis server that keeps drawn charts, redis://HOST:PORT/DB; without it only memory does")
	flags.Int64Var(&s.cacheMemoryMB, "cache-memory-mb", 64, "memory for drawn charts, in `MiB`")
	flags.DurationVar(&s.cacheTTL, "cache-ttl", 168*time.Hour, "how long a drawn chart is kept, a `DURATION` such as 168h")
	flags.StringVar(&s.url, "url", "", "`URL` under which readers reach the server, https://HOST, for links, embed codes and citations")
	flags.StringVar(&s.log, "log", "text", "`FORM` of the log on standard error, text or json")
	return flags
}

// check says which value is out of its bounds.
func (s *settings) check() error {
	bad := func(name, value, want string) error {
		return fmt.Errorf("--%s (or %s) is %q, want %s", name, variable(name), value, want)
	}
	_, port, err := net.SplitHostPort(s.addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return bad("addr", s.addr, "HOST:PORT with a port of 0 to 65535")
	}
	if s.cacheMemoryMB < 1 || s.cacheMemoryMB > 1<<20 {
		return bad("cache-memory-mb", fmt.Sprint(s.cacheMemoryMB), "1 to 1048576")
	}
	if s.cacheTTL < time.Second {
		return bad("cache-ttl", s.cacheTTL.String(), "at least 1s")
	}
	if server.CheckURL(s.url) != nil {
		return bad("url", s.url, "https://HOST without a path")
	}
	if s.log != "text" && s.log != "json" {
		return bad("log", s.log, "text or json")
	}
	return nil
}

// variable returns the name of the environment variable that stands for a flag.
func variable(name string) string {
	return "SOZDEX_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// fromEnvironment sets the flags that were not given from the environment.
func fromEnvironment(flags *flag.FlagSet, getenv func(string) string) error {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	var errs []error
	flags.VisitAll(func(f *flag.Flag) {
		value := getenv(variable(f.Name))
		if given[f.Name] || value == "" {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			errs = append(errs, fmt.Errorf("invalid value %q in %s: %w", value, variable(f.Name), err))
		}
	})
	return errors.Join(errs...)
}

// usage is the help of the subcommand.
func (s *settings) usage() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage:\n\n  sozdex %s [flags]\n\nEach flag may also be given in the environment; the flag wins.\n", s.command)
	(&settings{command: s.command}).flags().VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "\n  --%s %s  (%s)\n      %s", f.Name, value, variable(f.Name), usage)
		if f.DefValue != "" {
			fmt.Fprintf(&b, " (default %s)", f.DefValue)
		}
		b.WriteString("\n")
	})
	return b.String()
}
