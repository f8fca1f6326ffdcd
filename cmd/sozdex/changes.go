package main

import (
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/sozdex/sozdex/datasets"
)

const changesUsage = `Usage:

  sozdex changes [--data DIR] OLD

Compares the data directory OLD, an older release, with DIR or the built-in data
and prints each figure that differs as a row of changes.csv, without its header.

  --data DIR
      directory with the newer release, instead of the built-in data
`

func changes(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("changes", flag.ContinueOnError)
	data := flags.String("data", "", "")
	if ok, err := parse(flags, args, 1, changesUsage, stdout); !ok {
		return err
	}
	if flags.NArg() == 0 {
		return wrongUse{errors.New("the older data directory is missing"), changesUsage}
	}
	var releases [2]*datasets.Catalogue
	for i, name := range []string{flags.Arg(0), *data} {
		dir, err := dataDir(name)
		if err != nil {
			return wrongUse{err, changesUsage}
		}
		if releases[i], err = datasets.Load(dir); err != nil {
			return err
		}
	}
	older, newer := releases[0], releases[1]
	list := datasets.Compare(older, newer)
	if len(list) > 0 && newer.Created <= older.Created {
		return fmt.Errorf("%d figures differ, and the release of %q is not after that of %q: raise created in datapackage.json", len(list), newer.Created, older.Created)
	}
	w := csv.NewWriter(stdout)
	for _, c := range list {
		if err := w.Write(c.Cells()); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
