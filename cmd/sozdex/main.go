// Command sozdex serves the democracy and press-freedom indices of the
// post-Soviet states side by side with the tallies of free-speech monitors.
//
// It is the place where flags, the environment, signals and exit codes meet. It
// must not know what a chart is.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// version is set by the linker.
var version = "unknown"

const usage = `Sozdex serves press-freedom and democracy indices as charts.

Usage:

  sozdex serve [flags]    serve charts over HTTP; "sozdex serve -h" lists the flags
  sozdex warm [flags]     draw the default view of every chart into Redis; it takes the flags of serve
  sozdex check [DIR]      say what is wrong with a data directory, or with the built-in data
  sozdex import adilsoz [flags] FILE...
                          read the tallies of Adil Soz reports; "sozdex import adilsoz -h" lists the flags
  sozdex changes [--data DIR] OLD
                          print the figures that differ from an older data directory as rows of changes.csv
  sozdex version          print the version and the fingerprint of the built-in data
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the process even if a request never finishes.
	context.AfterFunc(ctx, stop)
	os.Exit(report(os.Stderr, run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)))
}

// run carries out one subcommand. The error says what went wrong and, through
// report, with which code the process ends.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		return wrongUse{errors.New("a subcommand is missing"), usage}
	}
	name, args := args[0], args[1:]
	switch name {
	case "serve":
		return serve(ctx, args, getenv, stdout, stderr)
	case "warm":
		return warm(ctx, args, getenv, stdout, stderr)
	case "check":
		return check(args, stdout)
	case "import":
		return importFrom(args, stdin, stdout, stderr)
	case "changes":
		return changes(args, stdout)
	case "version":
		return printVersion(args, stdout)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, usage)
		return nil
	}
	return wrongUse{fmt.Errorf("there is no subcommand %q", name), usage}
}

// wrongUse is an error in how sozdex was called, with the usage that would be right.
type wrongUse struct {
	error
	usage string
}

// Unwrap returns the error without the usage.
func (e wrongUse) Unwrap() error { return e.error }

// report prints an error and returns the exit code: 0 where all went well, 1 for
// a failure, 2 for wrong use.
func report(stderr io.Writer, err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintf(stderr, "sozdex: %v\n", err)
	var wrong wrongUse
	if errors.As(err, &wrong) {
		fmt.Fprintf(stderr, "\n%s", wrong.usage)
		return 2
	}
	return 1
}

// parse reads the arguments of a subcommand that takes at most so many besides
// its flags. It returns false where only help was asked for, which it prints.
func parse(flags *flag.FlagSet, args []string, most int, usage string, stdout io.Writer) (bool, error) {
	flags.SetOutput(io.Discard)
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		return false, nil
	}
	if err == nil && flags.NArg() > most {
		err = fmt.Errorf("%q is one argument too many", flags.Arg(most))
	}
	if err != nil {
		return false, wrongUse{err, usage}
	}
	return true, nil
}
