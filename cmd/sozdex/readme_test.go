package main

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The README has a row for each flag: | `--addr` | `SOZDEX_ADDR` | `127.0.0.1:8080` | what it does |.
// Where a flag is empty by default, so is the third cell.
func TestREADMEListsTheFlags(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `--([a-z-]+)`[^|]*\\| `([A-Z_]+)` \\|([^|]*)\\|")
	rows := map[string][]string{}
	for _, found := range row.FindAllStringSubmatch(string(readme), -1) {
		rows[found[1]] = found[2:]
	}
	flags := new(settings).flags()
	flags.VisitAll(func(f *flag.Flag) {
		cells, ok := rows[f.Name]
		if !ok {
			t.Errorf("README.md has no row for --%s", f.Name)
			return
		}
		delete(rows, f.Name)
		if want := variable(f.Name); cells[0] != want {
			t.Errorf("README.md gives --%s the variable %s, want %s", f.Name, cells[0], want)
		}
		// 168h and 168h0m0s are the same default.
		if err := f.Value.Set(strings.Trim(cells[1], " `")); err != nil || f.Value.String() != f.DefValue {
			t.Errorf("README.md gives --%s the default %s, want `%s`", f.Name, cells[1], f.DefValue)
		}
	})
	for name := range rows {
		t.Errorf("README.md has a row for --%s, which does not exist", name)
	}
}
