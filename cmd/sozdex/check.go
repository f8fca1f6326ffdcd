package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/sozdex/sozdex/datasets"
)

const checkUsage = `Usage:

  sozdex check [DIR]

Says what is wrong with the data directory DIR, or with the built-in data, one
fault a line, and ends with 1 where anything is. A note is a contradiction that
the data itself flags; it is no fault.
`

func check(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	if ok, err := parse(flags, args, 1, checkUsage, stdout); !ok {
		return err
	}
	dir, err := dataDir(flags.Arg(0))
	if err != nil {
		return wrongUse{err, checkUsage}
	}
	catalogue, err := datasets.Load(dir)
	var faults datasets.Faults
	if errors.As(err, &faults) {
		fmt.Fprintln(stdout, faults)
		return errors.New(count(faults))
	}
	if err != nil {
		return err
	}
	for _, note := range catalogue.Notes {
		fmt.Fprintf(stdout, "note: %v\n", note)
	}
	figures, tallies := 0, 0
	for _, index := range catalogue.Indices {
		figures += len(index.Observations())
	}
	for _, monitor := range catalogue.Monitors {
		tallies += len(monitor.Tallies())
	}
	fmt.Fprintf(stdout, "%d indices, %d figures, %d tallies, %d sources: no faults\n",
		len(catalogue.Indices), figures, tallies, len(catalogue.Sources))
	return nil
}

// dataDir returns the files of a data directory, or the built-in ones for "".
func dataDir(name string) (fs.FS, error) {
	if name == "" {
		return datasets.BuiltIn(), nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is not a directory", name)
	}
	return os.DirFS(name), nil
}

// count says how many faults there are. The last of a long list stands for all
// that were left out.
func count(faults datasets.Faults) string {
	switch n := len(faults); {
	case n == 1:
		return "1 fault"
	case n > 1000:
		return "more than 1000 faults"
	default:
		return fmt.Sprintf("%d faults", n)
	}
}
