package main

import (
	"flag"
	"fmt"
	"io"
	"runtime"

	"github.com/sozdex/sozdex/datasets"
)

const versionUsage = `Usage:

  sozdex version
`

func printVersion(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("version", flag.ContinueOnError)
	if ok, err := parse(flags, args, 0, versionUsage, stdout); !ok {
		return err
	}
	catalogue, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		return fmt.Errorf("the built-in data: %w", err)
	}
	fmt.Fprintf(stdout, "sozdex %s\n%s %s/%s\ndata %s\n",
		version, runtime.Version(), runtime.GOOS, runtime.GOARCH, catalogue.Fingerprint)
	return nil
}
