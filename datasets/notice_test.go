package datasets_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/datasets"
)

// NOTICE repeats the terms that sources.csv states, so that they reach readers
// of the code who never open the data.
func TestNotice(t *testing.T) {
	c, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range c.Sources {
		line := "- " + s.Publisher + ": " + s.Licence
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	want := "Sozdex\n\nThe code is licensed under the Apache License 2.0 (see LICENSE). The figures in\n" +
		"datasets/data are not: they keep the terms of their publishers, as sources.csv\nstates them.\n\n" +
		strings.Join(lines, "\n") + "\n\n" +
		"The pages contain Apache ECharts, borders from Natural Earth (public domain) and\nfonts; the licences are served with them as licences.txt.\n"
	const file = "../NOTICE"
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("NOTICE differs from sources.csv; run go test ./datasets -update (-want +got):\n%s", diff)
	}
}
