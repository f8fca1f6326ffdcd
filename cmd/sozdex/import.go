package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/datasets/adilsoz"
)

const importUsage = `Usage:

  sozdex import adilsoz [flags] FILE...

Reads reports of Adil Soz, each a text or a saved HTML page in English or
Russian, in UTF-8 or Windows-1251, and prints their tallies as rows of
adilsoz.csv. FILE may be - for standard input. On standard error it lists what
looks like a tally and could not be read for certain, what cannot all be right,
and whether the figures of indices that a report quotes are those of the data.
Where one FILE is no report, nothing is printed and the code is 1.

  --period PERIOD
      what the report is about, YYYY-MM or YYYY, instead of what its title says
  --title TITLE
      title of the report, instead of the one in the text
  --url URL
      address of the report, instead of the one in the page
  --data DIR
      directory with the data to compare quoted figures with, instead of the built-in data
  --into DIR
      data directory to add the tallies, the source and the quoted figures to, all or nothing, after the
      rules of "sozdex check"; what it has already stays. Quoted figures are compared with its own
  --replace
      with --into, put figures that differ from those at hand in their place, instead of refusing them
`

// importSettings are the flags of import.
type importSettings struct {
	adilsoz.Options
	data    string
	into    string
	replace bool
}

func importFrom(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if len(args) > 0 && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help") {
		fmt.Fprint(stdout, importUsage)
		return nil
	}
	if len(args) == 0 || args[0] != "adilsoz" {
		return wrongUse{errors.New("it is to be said whose reports to import, adilsoz"), importUsage}
	}
	var s importSettings
	flags := flag.NewFlagSet("import adilsoz", flag.ContinueOnError)
	flags.StringVar(&s.Period, "period", "", "")
	flags.StringVar(&s.Title, "title", "", "")
	flags.StringVar(&s.URL, "url", "", "")
	flags.StringVar(&s.data, "data", "", "")
	flags.StringVar(&s.into, "into", "", "")
	flags.BoolVar(&s.replace, "replace", false, "")
	if ok, err := parse(flags, args[1:], len(args), importUsage, stdout); !ok {
		return err
	}
	files := flags.Args()
	if err := s.check(files); err != nil {
		return wrongUse{err, importUsage}
	}
	dir, err := dataDir(cmp.Or(s.into, s.data))
	if err != nil {
		return wrongUse{fmt.Errorf("--into or --data: %w", err), importUsage}
	}
	catalogue, err := datasets.Load(dir)
	if err != nil {
		return fmt.Errorf("the data is not sound: %w", err)
	}
	reports, err := importReports(files, s.Options, stdin)
	if err != nil {
		return err
	}
	var tallies []datasets.Tally
	var additions []datasets.Addition
	for _, r := range reports {
		quotes := r.tell(stderr, catalogue)
		tallies = append(tallies, r.Tallies...)
		additions = append(additions, datasets.Addition{Source: r.source(time.Now()), Tallies: r.Tallies, Quotes: quotes})
	}
	if s.into == "" {
		_, err = stdout.Write(charts.TallyRecords(tallies).CSV())
		return err
	}
	added, err := datasets.Add(s.into, additions, s.replace)
	if conflicts, ok := errors.AsType[datasets.Conflicts](err); ok {
		return fmt.Errorf("%s differs, and nothing was written; --replace puts the figures of the report in place:\n%w", s.into, conflicts)
	}
	if err != nil {
		return fmt.Errorf("--into %s: nothing was written unless it says so: %w", s.into, err)
	}
	fmt.Fprintf(stdout, "%s: %d sources and %d figures added, %d replaced, %d as they were\n", s.into, added.Sources, added.New, added.Replaced, added.Unchanged)
	return nil
}

// source is the report as a row of sources.csv.
func (r imported) source(read time.Time) datasets.Source {
	return datasets.Source{
		ID: r.Source, Publisher: "Adil Soz", Title: r.Title, URL: r.URL,
		Licence:   "© Adil Soz; figures quoted with attribution",
		Retrieved: read.Format(time.DateOnly), Via: "the report itself",
	}
}

// check says what is wrong with the flags.
func (s importSettings) check(files []string) error {
	standard := 0
	for _, file := range files {
		if file == "-" {
			standard++
		}
	}
	switch {
	case len(files) == 0:
		return errors.New("FILE is missing")
	case s.into != "" && s.data != "":
		return errors.New("--into compares quoted figures with its own directory; leave out --data")
	case s.replace && s.into == "":
		return errors.New("--replace is for --into")
	case len(files) > 1 && s.Options != adilsoz.Options{}:
		return errors.New("--period, --title and --url are of one report; give one FILE with them")
	case standard > 1:
		return errors.New("standard input can be read once only")
	case s.Period != "":
		if err := adilsoz.CheckPeriod(s.Period); err != nil {
			return fmt.Errorf("--period: %w", err)
		}
	}
	return nil
}

// imported is a report with the file that it was read from.
type imported struct {
	file string
	*adilsoz.Report
}

// importReports reads every file, or none: the error says all that is wrong.
func importReports(files []string, o adilsoz.Options, stdin io.Reader) ([]imported, error) {
	var reports []imported
	var errs []error
	of := map[string]string{}
	for _, file := range files {
		text, err := readReport(file, stdin)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		report, err := adilsoz.Read(text, o)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", file, err))
			continue
		}
		if other, ok := of[report.Source]; ok {
			errs = append(errs, fmt.Errorf("%s: is the report %s, as %s is; import one of the two", file, report.Source, other))
			continue
		}
		of[report.Source] = file
		reports = append(reports, imported{file, report})
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return reports, nil
}

// readReport returns the bytes of a file, of which no more are read than a report may have.
func readReport(file string, stdin io.Reader) ([]byte, error) {
	in := stdin
	if file != "-" {
		// Stat comes before Open, which would wait for ever on a named pipe.
		info, err := os.Stat(file)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s: is not a regular file", file)
		}
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, adilsoz.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return text, nil
}

// tell prints what a person must look at before the tallies are believed, and
// returns the figures that the report quotes of indices, each with its edition.
func (r imported) tell(stderr io.Writer, catalogue *datasets.Catalogue) []datasets.Quote {
	for _, line := range r.Unsure {
		fmt.Fprintf(stderr, "%s:%v: not taken\n", r.file, line)
	}
	for _, line := range r.Warnings {
		fmt.Fprintf(stderr, "%s:%v\n", r.file, line)
	}
	var quotes []datasets.Quote
	for _, index := range catalogue.Indices {
		quotes = append(quotes, r.compare(stderr, index)...)
	}
	fmt.Fprintf(stderr, "%s: %s, %q: %d tallies, %d not taken, %d warnings\n",
		r.file, r.Source, r.Title, len(r.Tallies), len(r.Unsure), len(r.Warnings))
	return quotes
}

// compare holds the figures that a report quotes of an index against the data.
//
// A report quotes the newest edition, which may not be out yet early in the
// year: of the two newest whose covered year was over, it is the one that
// agrees with more of the figures, and the newer one where both agree alike.
func (r imported) compare(stderr io.Writer, index *datasets.Index) []datasets.Quote {
	var quotes []adilsoz.Quote
	for _, q := range r.Quotes {
		if q.Index == index.Name {
			quotes = append(quotes, q)
		}
	}
	if len(quotes) == 0 {
		return nil
	}
	var best comparison
	tried := 0
	editions := index.Main().Editions()
	for i := len(editions) - 1; i >= 0 && tried < 2; i-- {
		if index.Covers(editions[i]) >= r.From.Year() {
			continue
		}
		if c := compareWith(index, editions[i], quotes); tried == 0 || c.confirmed > best.confirmed {
			best = c
		}
		tried++
	}
	if tried == 0 {
		fmt.Fprintf(stderr, "%s: %s: there is no edition that could be compared with the %d figures quoted\n", r.file, index.Title, len(quotes))
		return nil
	}
	for _, line := range best.lines {
		fmt.Fprintf(stderr, "%s:%s\n", r.file, line)
	}
	fmt.Fprintf(stderr, "%s: %s, edition %d: %d of %d figures confirmed\n", r.file, index.Title, best.edition, best.confirmed, len(quotes))
	return best.quotes
}

// comparison is what comes of comparing quoted figures with an edition.
type comparison struct {
	edition   int
	confirmed int
	lines     []string // one for each figure that is not confirmed
	quotes    []datasets.Quote
}

func compareWith(index *datasets.Index, edition int, quotes []adilsoz.Quote) comparison {
	c := comparison{edition: edition}
	for _, q := range quotes {
		name := q.Measure
		if name == "score" {
			name = index.Main().Name
		}
		wrong := func(format string, args ...any) {
			c.lines = append(c.lines, fmt.Sprintf("%d: %s %s of %s is %v in the report, ", q.Line, index.Title, name, q.Country, q.Value)+fmt.Sprintf(format, args...))
		}
		m := index.Measure(name)
		if m == nil {
			wrong("and unknown to the data")
			continue
		}
		c.quotes = append(c.quotes, datasets.Quote{Index: index.Name, Edition: edition, Country: q.Country, Measure: m.Name, Value: q.Value})
		o, ok := m.At(q.Country, edition)
		rank, _ := index.Main().WorldRank(q.Country, edition)
		switch {
		case !ok:
			wrong("and not in edition %d of the data", edition)
		case o.Value != q.Value:
			wrong("%s in edition %d of the data", o.Text, edition)
		case m.Role == datasets.WorldRank && cmp.Or(q.Of, rank.Of) != rank.Of:
			wrong("out of %d; out of %d in edition %d of the data", q.Of, rank.Of, edition)
		default:
			c.confirmed++
		}
	}
	return c
}
