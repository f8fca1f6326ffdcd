package datasets_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/datasets"
)

// small returns a copy of the small, valid directory in testdata.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	dir := os.DirFS("testdata/small")
	names, err := fs.Glob(dir, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

func faults(err error) []string {
	var all datasets.Faults
	if err != nil && !errors.As(err, &all) {
		return []string{"not of type Faults: " + err.Error()}
	}
	var lines []string
	for _, f := range all {
		lines = append(lines, f.String())
	}
	return lines
}

func TestSmallDirectory(t *testing.T) {
	c, err := datasets.Load(small(t))
	if err != nil {
		t.Fatalf("Load(small) = %v, want no fault", err)
	}
	var notes []string
	for _, n := range c.Notes {
		notes = append(notes, n.String())
	}
	want := []string{
		`echoes.csv:3 value: 4 is not the 3 of KAZ 2016 rank in press.csv`,
		`press.csv:12 value: 50 is not 40.5, the mean of law, life: as printed`,
		`watch.csv:5 value: 6 is more than the 4 acts that it is part of (row 4): as printed`,
	}
	if diff := cmp.Diff(want, notes); diff != "" {
		t.Errorf("Notes (-want +got):\n%s", diff)
	}
}

// edit replaces old by new in a file of the small directory; an empty old
// stands for the whole file.
type edit struct{ file, old, new string }

func TestBrokenDirectories(t *testing.T) {
	score := func(row string) edit { return edit{"press.csv", "KAZ,2010,score,60,,,a,\n", row + "\n"} }
	press := func(old, new string) edit { return edit{"press.csv", old, new} }
	watch := func(old, new string) edit { return edit{"watch.csv", old, new} }
	pack := func(old, new string) edit { return edit{"datapackage.json", old, new} }
	line := func(row string) edit {
		return edit{"watch.csv", "2020-01-01,2020-12-31,year,claimed,1000000,KZT,a,secondhand,\n", row + "\n"}
	}

	tests := []struct {
		name  string
		edits []edit
		want  []string
	}{
		// The text of a file.
		{"byte order mark", []edit{press("country,", "\uFEFFcountry,")},
			[]string{`press.csv:1: the file begins with a byte order mark; save it as plain UTF-8, not "UTF-8 with BOM"`}},
		{"UTF-16", []edit{press("", "\xff\xfec\x00o\x00")}, []string{`press.csv:1: the file is UTF-16; save it as UTF-8`}},
		{"carriage returns", []edit{score("KAZ,2010,score,60,,,a,\r")},
			[]string{`press.csv:2: the line holds a carriage return; save the file with LF line ends`}},
		{"NUL", []edit{score("KAZ,2010,score,60,,,a,\x00")},
			[]string{`press.csv:2: the line holds a NUL byte; save the file as UTF-8 text`}},
		{"not UTF-8", []edit{score("KAZ,2010,score,60,,,a,caf\xe9")}, []string{`press.csv:2: the line is not UTF-8; save the file as UTF-8`}},
		{"mojibake", []edit{
			score("KAZ,2010,score,60,,,a,cafÃ©"),
			{"words.csv", "Балл", "Ð‘Ð°Ð»Ð»"},
			{"cases.csv", "Almaty", "Алма\uFFFDы"},
			{"origin.csv", "a copy", "РєРѕРїРёСЏ Р°"},
		}, []string{
			`cases.csv:2: "` + "\uFFFD" + `" was once read in a wrong encoding; take the text from its origin again and save it as UTF-8`,
			`origin.csv:2: "Р°" was once read in a wrong encoding; take the text from its origin again and save it as UTF-8`,
			`press.csv:2: "Ã©" was once read in a wrong encoding; take the text from its origin again and save it as UTF-8`,
			`words.csv:2: "Ð‘" was once read in a wrong encoding; take the text from its origin again and save it as UTF-8`,
		}},
		{"long line", []edit{score(strings.Repeat("x", 64<<10))},
			[]string{`press.csv:2: the line is longer than 64 KiB; is a quote missing, or the file no text?`}},

		// The table.
		{"empty file", []edit{press("", "\n")},
			[]string{`press.csv:1: the header is missing; write country,edition,measure,value,low,high,source,note`}},
		{"semicolons", []edit{press("", "country;edition;measure;value;low;high;source;note\n")},
			[]string{`press.csv:1: the cells are separated by semicolons; separate them with commas`}},
		{"tabs", []edit{press("", "country\tedition\tmeasure\tvalue\tlow\thigh\tsource\tnote\n")},
			[]string{`press.csv:1: the cells are separated by tabs; separate them with commas`}},
		{"missing header", []edit{press("edition,measure", "measure")},
			[]string{`press.csv:1 edition: the header has no such column; write country,edition,measure,value,low,high,source,note`}},
		{"reordered header", []edit{press("country,edition,", "edition,country,")},
			[]string{`press.csv:1: the header is "edition,country,measure,value,low,high,source,note"; write country,edition,measure,value,low,high,source,note`}},
		{"quote in the header", []edit{press("country,", `co"untry,`)},
			[]string{`press.csv:1: a double quote stands where none may; write country,edition,measure,value,low,high,source,note`}},
		{"cells", []edit{score("KAZ,2010,score,60,,,a"), press("KGZ,2010,score,140.5,,,a,", "KGZ,2010,score,140,5,,,a,")}, []string{
			`press.csv:2: the row has 7 cells, not 8; write country,edition,measure,value,low,high,source,note, and a cell that holds a comma in double quotes`,
			`press.csv:3: the row has 9 cells, not 8; write country,edition,measure,value,low,high,source,note, and a cell that holds a comma in double quotes`,
		}},
		{"bare quote", []edit{score(`KAZ,2010,score,60,,,a,the "old" method`)},
			[]string{`press.csv:2: a double quote stands where none may; put the whole cell in double quotes and double those within`}},
		{"row numbers after a cell of two lines", []edit{press("KAZ,2016,status,2", "KAZ,2016,status,x")},
			[]string{`press.csv:18 value: "x" is not a number; write digits with a decimal point, or nothing where the figure is missing`}},

		// The figures of an index.
		{"decimal comma", []edit{score(`KAZ,2010,score,"3,14",,,a,`)},
			[]string{`press.csv:2 value: "3,14" is not a number; write 3.14 with a decimal point`}},
		{"thousands comma", []edit{score(`KAZ,2010,score,"1,234",,,a,`)},
			[]string{`press.csv:2 value: "1,234" is not a number; write 1234 without thousands marks`}},
		{"too many digits", []edit{score(`KAZ,2010,score,0.1234567890123456,,,a,`)},
			[]string{`press.csv:2 value: "0.1234567890123456" has more than 15 digits; round it`}},
		{"missing value", []edit{score("KAZ,2010,score,,,,a,")},
			[]string{`press.csv:2 value: is empty; write the figure, or leave the row out where there is none`}},
		{"all faults in one go", []edit{
			score("kaz,20x,points,NaN,1 0,0x1,b,"),
			{"cases.csv", "2021-08-02,KAZ", "2021-13-02,KA"},
		}, []string{
			`cases.csv:2 date: "2021-13-02" is not a date; write YYYY-MM-DD or YYYY-MM`,
			`cases.csv:2 country: "KA" is not a country code; write ISO 3166-1 alpha-3, such as KAZ`,
			`press.csv:2 country: "kaz" is not a country code; write ISO 3166-1 alpha-3, such as KAZ`,
			`press.csv:2 source: "b" is not in the list of sources; write the id of a row there, or add one`,
			`press.csv:2 value: "NaN" is not a number; write digits with a decimal point, or nothing where the figure is missing`,
			`press.csv:2 low: "1 0" is not a number; write digits with a decimal point, or nothing where the figure is missing`,
			`press.csv:2 high: "0x1" is not a number; write digits with a decimal point, or nothing where the figure is missing`,
			`press.csv:2 edition: "20x" is not an edition; write a year from 1900 to 2100`,
			`press.csv:2 measure: "points" is not a measure of press; write one that datapackage.json declares`,
		}},
		{"edition out of range", []edit{score("KAZ,1899,score,60,,,a,")},
			[]string{`press.csv:2 edition: "1899" is not an edition; write a year from 1900 to 2100`}},
		{"edition of no regime", []edit{score("KAZ,2009,score,60,,,a,")},
			[]string{`press.csv:2 edition: 2009 is in no regime of score; extend one in datapackage.json`}},
		{"edition that never was", []edit{score("KAZ,2012,score,60,,,a,")},
			[]string{`press.csv:2 edition: 2012 is one of editions_without in datapackage.json; take it out there, or the row here`}},
		{"duplicate key", []edit{score("KAZ,2015,score,42,,,a,")},
			[]string{`press.csv:4: KAZ 2015 score stands in row 2 already; remove one of the two`}},
		{"off the scale", []edit{score("KAZ,2020,score,100.5,,,a,"), press("KAZ,2016,trust,0.5,0.4,0.6", "KAZ,2016,trust,0.5,-0.1,1.1")}, []string{
			`press.csv:2 value: 100.5 is above the scale; write 100 or less`,
			`press.csv:16 low: -0.1 is below the scale; write 0 or more`,
			`press.csv:16 high: 1.1 is above the scale; write 1 or less`,
		}},
		{"interval of one end", []edit{press("0.5,0.4,0.6", "0.5,0.4,")},
			[]string{`press.csv:16 high: is empty; write both low and high, or neither`}},
		{"no interval", []edit{press("0.5,0.4,0.6", "0.5,,")},
			[]string{`press.csv:16 low: is empty; trust has an interval: write low and high`}},
		{"outside of its interval", []edit{press("0.5,0.4,0.6", "0.7,0.4,0.6")},
			[]string{`press.csv:16 value: 0.7 is not between low 0.4 and high 0.6`}},
		{"not whole", []edit{press("rank,3,", "rank,3.5,"), press("jailed,0,", "jailed,0.5,")}, []string{
			`press.csv:11 value: 3.5 is not whole; a rank is a whole number`,
			`press.csv:17 value: 0.5 is not whole; a count is a whole number`,
		}},
		{"no category", []edit{press("status,2,", "status,1,")},
			[]string{`press.csv:18 value: 1 is not a category of status; write 0 or 2`}},

		// The rules that datapackage.json states.
		{"mean", []edit{press("life,44", "life,45")},
			[]string{`press.csv:4 value: 42 is not 42.5, the mean of law, life; correct the figure, or list it as an exception of the rule`}},
		{"sum", []edit{pack(`"kind": "mean"`, `"kind": "sum"`)}, []string{
			`press.csv:4 value: 42 is not 84, the sum of law, life; correct the figure, or list it as an exception of the rule`,
			`press.csv:8 value: 40.5 is not 81, the sum of law, life; correct the figure, or list it as an exception of the rule`,
		}},
		{"exception without need", []edit{press("KGZ,2016,score,50", "KGZ,2016,score,40.5")},
			[]string{`datapackage.json:49 resources[0].sozdex.rules[0].except[0]: KGZ 2016 does not break the rule; remove the exception`}},
		{"equal", []edit{press("KAZ,2016,score,40.5", "KAZ,2016,score,40.6")},
			[]string{`press.csv:8 value: 40.6 is not the figure that is known; write 40.5`}},
		{"equal without a figure", []edit{pack(`{"KAZ": 40.5}`, `{"UZB": 40.5}`)},
			[]string{`datapackage.json:50 resources[0].sozdex.rules[1].values.UZB: there is no such figure; add it to press.csv`}},
		{"opposite", []edit{press("KAZ,2016,rank,3", "KAZ,2016,rank,6")},
			[]string{`datapackage.json:51 resources[0].sozdex.rules[2].countries: none of the fifteen rose in rank and fell in score; correct the figures, or the list`}},
		{"rule of unknown kind and measure", []edit{pack(`"kind": "opposite"`, `"kind": "median"`), pack(`"of": ["law", "life"]`, `"of": ["law", "strife"]`)}, []string{
			`datapackage.json:49 resources[0].sozdex.rules[0].of[1]: "strife" is not a measure of press; write one that is declared`,
			`datapackage.json:51 resources[0].sozdex.rules[2].kind: "median" is not a kind of rule here; write mean, sum, equal or opposite`,
		}},

		// Tallies.
		{"tally", []edit{line("2020-12-01,2020-12-32,week,suits,-1.5,EUR,b,odd,")}, []string{
			`watch.csv:7 to: "2020-12-32" is not a date; write YYYY-MM-DD`,
			`watch.csv:7 measure: "suits" is in no group; write a measure of a group in datapackage.json`,
			`watch.csv:7 value: -1.5 is not a count; write a whole number, 0 or more`,
			`watch.csv:7 unit: "EUR" is not known; write cases, reports or KZT`,
			`watch.csv:7 source: "b" is not in the list of sources; write the id of a row there, or add one`,
			`watch.csv:7 flag: "odd" is not known; write suspect or secondhand`,
		}},
		{"basis", []edit{line("2020-01-01,2020-12-31,week,claimed,1,KZT,a,,")},
			[]string{`watch.csv:7 basis: "week" is not known; write month, ytd, quarter or year`}},
		{"period that runs back", []edit{line("2020-02-01,2020-01-31,month,claimed,1,KZT,a,,")},
			[]string{`watch.csv:7 to: 2020-01-31 is before 2020-02-01; write the first day as from, the last as to`}},
		{"no month", []edit{line("2020-02-01,2020-02-28,month,claimed,1,KZT,a,,")},
			[]string{`watch.csv:7 basis: 2020-02-01 to 2020-02-28 is no month; a month runs from its first to its last day`}},
		{"no ytd", []edit{line("2020-02-01,2020-03-31,ytd,claimed,1,KZT,a,,")},
			[]string{`watch.csv:7 basis: 2020-02-01 to 2020-03-31 is no ytd; a ytd runs from 1 January to the end of a month of that year`}},
		{"no quarter", []edit{line("2020-02-01,2020-04-30,quarter,claimed,1,KZT,a,,")},
			[]string{`watch.csv:7 basis: 2020-02-01 to 2020-04-30 is no quarter; a quarter runs from its first to its last day`}},
		{"no year", []edit{line("2020-01-01,2020-11-30,year,claimed,1,KZT,a,,")},
			[]string{`watch.csv:7 basis: 2020-01-01 to 2020-11-30 is no year; a year runs from 1 January to 31 December`}},
		{"tally of no regime", []edit{line("2019-01-01,2019-12-31,year,claimed,1,KZT,a,,")},
			[]string{`watch.csv:7 from: 2019-01-01 is in no regime of watch; extend one in datapackage.json`}},
		{"tally twice", []edit{line("2020-01-01,2020-01-31,month,acts,5,cases,a,,")},
			[]string{`watch.csv:7: 2020-01-01 to 2020-01-31 month acts stands in row 2 already; remove one of the two`}},
		{"money and counts", []edit{line("2020-01-01,2020-12-31,year,acts,9,KZT,a,,")},
			[]string{`watch.csv:7 unit: acts is counted in cases above; do not mix money and counts`}},
		{"part above its whole", []edit{watch("acts_won,3", "acts_won,5")},
			[]string{`watch.csv:3 value: 5 is more than the 4 acts that it is part of (row 2); correct it, or flag it as suspect where it is printed so`}},
		{"ytd that falls", []edit{watch("2021-01-01,2021-01-31,ytd,acts,5", "2021-01-01,2021-01-31,ytd,acts,10")},
			[]string{`watch.csv:9 value: 9 since January is less than the 10 to 2021-01-31 (row 8); correct it, or flag it as suspect where it is printed so`}},
		{"one period, two figures", []edit{line("2020-01-01,2020-01-31,ytd,acts,5,cases,a,,")},
			[]string{`watch.csv:7 value: 5 as ytd is not the 4 as month (row 2); correct it, or flag it as suspect where it is printed so`}},
		{"known tally", []edit{watch("ytd,acts,9", "ytd,acts,8"), pack(`"values": {"acts": 9}`, `"values": {"acts": 9, "claimed": 1}`)}, []string{
			`datapackage.json:70 resources[1].sozdex.rules[0].values.claimed: there is no such figure; add it to watch.csv`,
			`watch.csv:9 value: 8 is not the figure that is known; write 9`,
		}},

		// The lists.
		{"sources", []edit{{"origin.csv", "a copy\n", "a copy\na,,The index,javascript:alert(1),free,today,a copy\n"}}, []string{
			`origin.csv:3 publisher: is empty; every row needs one`,
			`origin.csv:3 retrieved: "today" is not a date; write YYYY-MM-DD`,
			`origin.csv:3 url: "javascript:alert(1)" is not the address of a page; write https://...`,
			`origin.csv:3 id: "a" stands in row 2 already; remove one of the two`,
		}},
		{"quotes", []edit{{"echoes.csv", "a,press,2016,UZB,score,12\n", `b,press,2016,UZB,score,"1,2"
a,press,2016,uzb,points,12
a,press,16,UZB,score,12
a,press,2012,UZB,score,12
a,fee,2016,UZB,score,
a,press,2016,KAZ,score,41
`}}, []string{
			`echoes.csv:4 source: "b" is not in the list of sources; write the id of a row there, or add one`,
			`echoes.csv:4 value: "1,2" is not a number; write 1.2 with a decimal point`,
			`echoes.csv:5 country: "uzb" is not a country code; write ISO 3166-1 alpha-3, such as KAZ`,
			`echoes.csv:5 measure: "points" is not a measure of press; write one that datapackage.json declares`,
			`echoes.csv:6 edition: "16" is not an edition; write a year from 1900 to 2100`,
			`echoes.csv:7 edition: 2012 is one of editions_without in datapackage.json; take it out there, or the row here`,
			`echoes.csv:8 value: is empty; write the figure, or leave the row out where there is none`,
			`echoes.csv:8 index: "fee" is not an index; write the name of one in datapackage.json`,
			`echoes.csv:9: a press KAZ 2016 score stands in row 2 already; remove one of the two`,
		}},
		{"translations", []edit{{"words.csv", "Law,The law,Право,", "Score,The score,,"}}, []string{
			`words.csv:3 ru: neither ru nor kk is filled in; fill in both`,
			`words.csv:3 text: "Score" stands in row 2 already; remove one of the two`,
		}},

		// datapackage.json.
		{"JSON", []edit{pack(`"title": "A small directory",`, `"title": "A small directory"`)},
			[]string{`datapackage.json:4: is not JSON: invalid character '"' after object key:value pair`}},
		{"unknown, missing, twice", []edit{
			pack(`"name": "small"`, `"name": "small", "nmae": "small", "created": "24.11.2026"`),
			pack(`"publisher": "A Publisher"`, `"kind": "index"`),
			pack(`"covers_offset": -1`, `"covers_offset": "-1"`),
			pack(`"field": "world"`, `"field": "moon"`),
			pack(`"title": "Law", "role": "component"`, `"title": "", "role": "part"`),
		}, []string{
			`datapackage.json:1 created: "24.11.2026" is not a date; write YYYY-MM-DD`,
			`datapackage.json:2 nmae: is not a property that is known here; write one of name, title, created, resources`,
			`datapackage.json:9 resources[0].sozdex.publisher: is missing`,
			`datapackage.json:11 resources[0].sozdex.kind: stands there twice; remove one`,
			`datapackage.json:12 resources[0].sozdex.covers_offset: is not a whole number`,
			`datapackage.json:15 resources[0].sozdex.measures[0].field: "moon" is not known; write world or post-soviet`,
			`datapackage.json:33 resources[0].sozdex.measures[1].title: is empty`,
			`datapackage.json:33 resources[0].sozdex.measures[1].role: "part" is not known; write headline, rank, component, rating, category or count`,
		}},
		{"better", []edit{pack(`"better": "high", "decimals": 1},
          {"name": "life"`, `"decimals": 1},
          {"name": "life"`), pack(`"better": "low", "decimals": 0`, `"better": "more", "decimals": -1`)}, []string{
			`datapackage.json:33 resources[0].sozdex.measures[1].better: is missing; write high or low`,
			`datapackage.json:37 resources[0].sozdex.measures[5].better: "more" is not known; write high or low`,
			`datapackage.json:37 resources[0].sozdex.measures[5].decimals: -1 is out of range; write 0 to 6`,
		}},
		{"kind", []edit{pack(`"kind": "incidents"`, `"kind": "cases"`)},
			[]string{`datapackage.json:73 resources[2].sozdex.kind: "cases" is not known; write index, tally, incidents, quotes, changes, sources or translations`}},
		{"two lists", []edit{pack(`"kind": "incidents"`, `"kind": "translations"`), {"cases.csv", "", "text,en,ru,kk\n"}},
			[]string{`datapackage.json:75 resources[4].sozdex.kind: there is a resource of kind translations above; keep one`}},
		{"no sources", []edit{pack(`{"name": "origin", "path": "origin.csv", "sozdex": {"kind": "sources"}},`, ``)},
			[]string{`datapackage.json:1 resources: lists no sources; add a resource of the kind sources`}},
		{"missing file", []edit{pack(`cases.csv`, `case.csv`)},
			[]string{`case.csv: there is no such file; add it, or take its entry out of datapackage.json`}},
		{"path out of the directory", []edit{pack(`"cases.csv"`, `"../cases.csv"`), pack(`"words.csv"`, `"/etc/passwd"`), pack(`"watch.csv"`, `"a\\b.csv"`)}, []string{
			`datapackage.json:55 resources[1].path: "a\\b.csv" leads out of the directory; write a path within it, with /`,
			`datapackage.json:73 resources[2].path: "../cases.csv" leads out of the directory; write a path within it, with /`,
			`datapackage.json:75 resources[4].path: "/etc/passwd" leads out of the directory; write a path within it, with /`,
		}},
		{"names", []edit{pack(`"name": "cases", "path": "cases.csv"`, `"name": "press", "path": "press.csv"`), pack(`"name": "words"`, `"name": "Words-1"`), pack(`"name": "life"`, `"name": "law"`), pack(`"claimed"`, `"acts"`)}, []string{
			`datapackage.json:34 resources[0].sozdex.measures[2].name: "law" is taken by an entry above; write another name`,
			`datapackage.json:49 resources[0].sozdex.rules[0].of[1]: "life" is not a measure of press; write one that is declared`,
			`datapackage.json:59 resources[1].sozdex.groups.money[0]: "acts" is taken by an entry above; write another name`,
			`datapackage.json:73 resources[2].name: "press" is taken by an entry above; write another name`,
			`datapackage.json:73 resources[2].path: "press.csv" is taken; write another file`,
			`datapackage.json:75 resources[4].name: "Words-1" is not a name; write a small letter, then small letters, digits and _`,
			`press.csv:6 measure: "life" is not a measure of press; write one that datapackage.json declares`,
			`press.csv:10 measure: "life" is not a measure of press; write one that datapackage.json declares`,
			`press.csv:15 measure: "life" is not a measure of press; write one that datapackage.json declares`,
			`watch.csv:7 measure: "claimed" is in no group; write a measure of a group in datapackage.json`,
		}},
		{"regimes with a hole", []edit{pack(`"from": 2015, "reason"`, `"from": 2016, "reason"`)}, []string{
			`datapackage.json:25 resources[0].sozdex.measures[0].regimes[1].from: 2016 does not follow on 2014, where the regime above ends; write 2015`,
			`press.csv:4 edition: 2015 is in no regime of score; extend one in datapackage.json`,
		}},
		{"regimes that overlap", []edit{pack(`"from": 2015, "reason"`, `"from": 2014, "reason"`)},
			[]string{`datapackage.json:25 resources[0].sozdex.measures[0].regimes[1].from: 2014 does not follow on 2014, where the regime above ends; write 2015`}},
		{"regime without end", []edit{pack(`"from": 2010, "to": 2014, "reason"`, `"from": 2010, "reason"`)}, []string{
			`datapackage.json:25 resources[0].sozdex.measures[0].regimes[1].from: the regime above has no end; give it one; only the last may stay open`,
			`datapackage.json:51 resources[0].sozdex.rules[2].countries: none of the fifteen rose in rank and fell in score; correct the figures, or the list`,
		}},
		{"counting rules", []edit{pack(`"from": "2021-01-01", "counts"`, `"from": "2021-02-01", "counts"`), pack(`"to": "2020-12-31", "counts"`, `"to": "2020-02-31", "counts"`)}, []string{
			`datapackage.json:66 resources[1].sozdex.regimes[0].to: "2020-02-31" is not a date; write YYYY-MM-DD`,
			`datapackage.json:67 resources[1].sozdex.regimes[1].from: the regime above has no end; give it one; only the last may stay open`,
		}},
		{"bands", []edit{pack(`{"above": null, "name": "bad"}`, `{"above": 60, "name": "good"}`)}, []string{
			`datapackage.json:15 resources[0].sozdex.measures[0].bands[1].name: "good" is taken by an entry above; write another name`,
			`datapackage.json:15 resources[0].sozdex.measures[0].bands[1].above: only the last band is open below; write null there and a number in the others`,
		}},
		{"scale", []edit{pack(`{"min": 1, "max": 10}`, `{"min": 10, "max": 1}`)}, []string{
			`datapackage.json:35 resources[0].sozdex.measures[3].scale: max is not above min; write the lower end as min; null is an open end`,
			`press.csv:7 value: 5 is below the scale; write 10 or more`,
			`press.csv:11 value: 3 is below the scale; write 10 or more`,
		}},
		{"parts, country, events", []edit{pack(`["acts_won", "acts"]]`, `["acts_lost", "acts"]]`), pack(`"country": "KAZ",
        "groups"`, `"country": "Kaz",
        "groups"`), pack(`"date": "2020-06"`, `"date": "June 2020"`)}, []string{
			`datapackage.json:59 resources[1].sozdex.country: "Kaz" is not a country code; write ISO 3166-1 alpha-3, such as KAZ`,
			`datapackage.json:59 resources[1].sozdex.parts[0][0]: "acts_lost" is in no group; write a measure of a group`,
			`datapackage.json:69 resources[1].sozdex.events[0].date: "June 2020" is not a date; write YYYY-MM-DD`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := small(t)
			for _, e := range tt.edits {
				file := files[e.file]
				if e.old == "" {
					file.Data = []byte(e.new)
					continue
				}
				if !bytes.Contains(file.Data, []byte(e.old)) {
					t.Fatalf("%s holds no %q", e.file, e.old)
				}
				file.Data = bytes.Replace(file.Data, []byte(e.old), []byte(e.new), 1)
			}
			_, err := datasets.Load(files)
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFaultsAreBounded(t *testing.T) {
	files := small(t)
	files["press.csv"].Data = append(files["press.csv"].Data, strings.Repeat("x\n", 2500)...)
	_, err := datasets.Load(files)
	got := faults(err)
	if len(got) != 1001 || got[1000] != "and 1500 more" {
		t.Errorf("Load gave %d faults, the last %q; want 1001, the last %q", len(got), got[len(got)-1], "and 1500 more")
	}
}

func TestNoDirectory(t *testing.T) {
	_, err := datasets.Load(fstest.MapFS{})
	want := []string{"datapackage.json: there is no such file; a data directory is described by it"}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// endless serves one file as a line of 100 MB, of which only what is read exists.
type endless struct {
	fs.FS
	name string
	read *int
}

func (e endless) Open(name string) (fs.File, error) {
	if name != e.name {
		return e.FS.Open(name)
	}
	return &endlessFile{left: 100 << 20, read: e.read}, nil
}

type endlessFile struct {
	left int
	read *int
}

func (f *endlessFile) Read(p []byte) (int, error) {
	n := min(len(p), f.left)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range n {
		p[i] = 'x'
	}
	f.left -= n
	*f.read += n
	return n, nil
}

func (f *endlessFile) Close() error               { return nil }
func (f *endlessFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *endlessFile) Name() string               { return "press.csv" }
func (f *endlessFile) Mode() fs.FileMode          { return 0o444 }
func (f *endlessFile) ModTime() time.Time         { return time.Time{} }
func (f *endlessFile) IsDir() bool                { return false }
func (f *endlessFile) Sys() any                   { return nil }

// Size lies, as that of a file in /proc does.
func (f *endlessFile) Size() int64 { return 0 }

func TestLineOfHundredMegabytes(t *testing.T) {
	read := 0
	_, err := datasets.Load(endless{small(t), "press.csv", &read})
	want := []string{`press.csv:1: the line is longer than 64 KiB; is a quote missing, or the file no text?`}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if read > 1<<20 {
		t.Errorf("Load read %d bytes of the line, want less than 1 MiB", read)
	}
}

// sized is a file system whose files are as large as it says.
type sized struct {
	fs.FS
	size int64
}

func (s sized) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(s.FS, name)
	return sizedInfo{info, s.size}, err
}

type sizedInfo struct {
	fs.FileInfo
	size int64
}

func (i sizedInfo) Size() int64 { return i.size }

func TestLargeFile(t *testing.T) {
	_, err := datasets.Load(sized{small(t), 33 << 20})
	want := []string{`datapackage.json: the file is larger than 32 MiB; keep the rows that are needed`}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
