package search

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// builtIn is made once: no test changes it.
var builtIn = sync.OnceValues(func() (*Finder, error) {
	cat, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		return nil, err
	}
	bundle, err := locale.Load()
	if err != nil {
		return nil, err
	}
	return New(cat, charts.All(), bundle), nil
})

func finder(t testing.TB) *Finder {
	t.Helper()
	f, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFind: the first result of each query, in every language of the reader.
func TestFind(t *testing.T) {
	f := finder(t)
	for _, tt := range []struct{ query, path string }{
		{"Kazakhstan", "countries/KAZ"},
		{"kazakh", "countries/KAZ"},
		{"KAZ", "countries/KAZ"},
		{"kz", "countries/KAZ"},
		{"Kazakhtsan", "countries/KAZ"},
		{"Казахстана", "countries/KAZ"},
		{"казакстан", "countries/KAZ"},
		{"ҚАЗАҚСТАНДА", "countries/KAZ"},
		{"Qazaqstan", "countries/KAZ"},
		{"Kyrgyzstan", "countries/KGZ"},
		{"Kirghizia", "countries/KGZ"},
		{"киргизия", "countries/KGZ"},
		{"Кыргызстан", "countries/KGZ"},
		{"қырғызстан", "countries/KGZ"},
		{"Молдавия", "countries/MDA"},
		{"Молдова", "countries/MDA"},
		{"белоруссия", "countries/BLR"},
		{"Туркмения", "countries/TKM"},
		{"o'zbekiston", "countries/UZB"},
		{"rsf", "sources#rsf"},
		{"V-Dem", "sources#vdem"},
		{"freedom house", "sources#fiw"},
		{"свобода прессы", "sources#rsf"},
		{"Баспасөз бостандығы", "sources#rsf"},
		{"eiu electoral process", "charts/trend?index=eiu&measure=electoral_process"},
		{"histogram", ""},
		{"damages awarded", "charts/monthly?measure=damages_awarded_kzt&basis=ytd"},
		{"нападения на журналистов", "charts/monthly?measure=attacks_on_journalists"},
		{"August 2021", "monitor/2021-08"},
		{"август 2021", "monitor/2021-08"},
		{"тамыз 2021", "monitor/2021-08"},
		{"2021-08", "monitor/2021-08"},
		{"adil soz august 2021", "monitor/2021-08"},
		{"sources", "sources"},
		{"Adil Soz", "monitor"},
		{"Әділ сөз", "monitor"},
		{"Kazakhstan RSF", "charts/trend?index=rsf&measure=score&countries=KAZ"},
		{"kazakhstan uzbekistan democracy index", "charts/trend?index=eiu&measure=score&countries=KAZ,UZB"},
		{"казахстан свобода прессы 2020", "charts/trend?index=rsf&measure=score&countries=KAZ"},
		{"press freedom in Kazakhstan", "charts/trend?index=rsf&measure=score&countries=KAZ"},
		{"rsf 2020", "charts/ranking?index=rsf&measure=score&year=2020"},
		{"қазақстан демократия индексі", "charts/trend?index=eiu&measure=score&countries=KAZ"},
	} {
		for _, lang := range locale.Languages() {
			results := f.Find(tt.query, f.bundle.In(lang))
			got := ""
			if len(results) > 0 {
				got = results[0].Path
			}
			if got != tt.path {
				t.Errorf("%s: Find(%q) begins with %q, want %q", lang, tt.query, got, tt.path)
			}
		}
	}
}

// A result says which other name it was found by.
func TestAlso(t *testing.T) {
	f := finder(t)
	for _, tt := range []struct{ query, lang, title, also string }{
		{"Kirghizia", "en", "Kyrgyzstan", "Kirghizia"},
		{"Kirghizia", "kk", "Қырғызстан", "Kirghizia"},
		{"Белоруссия", "ru", "Беларусь", "Белоруссия"},
		{"Казахстан", "ru", "Казахстан", ""},
		{"Kazakhstan", "ru", "Казахстан", "Kazakhstan"},
		{"казакстан", "kk", "Қазақстан", ""},
		{"gaps included", "en", "What Adil Soz counted", ""},
	} {
		results := f.Find(tt.query, f.bundle.In(tt.lang))
		if len(results) == 0 || results[0].Title != tt.title || results[0].Also != tt.also {
			t.Errorf("%s: Find(%q) = %+v, want %s by %q first", tt.lang, tt.query, results, tt.title, tt.also)
		}
	}
}

// Everything is found by its own title, whatever language the reader reads.
func TestTitles(t *testing.T) {
	f := finder(t)
	langs := locale.Languages()
	for i, e := range f.entries {
		title, reader := e.titles[langs[i%len(langs)]], f.bundle.In(langs[(i+1)%len(langs)])
		if !slices.ContainsFunc(f.Find(title, reader), func(r Result) bool { return r.Path == e.path }) {
			t.Errorf("%s: Find(%q) lacks %s", reader.Lang, title, e.path)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		word, of string
		want     likeness
	}{
		{"latvia", "latvia", alike},
		{"lat", "latvia", begun},
		{"l", "latvia", unlike},
		{"казахстанда", "казахстан", inflected},
		{"latvja", "latvia", misspelt},
		{"lativa", "latvia", misspelt},
		{"latva", "latvia", misspelt},
		{"lativaa", "latvia", unlike},
		{"turkmensitam", "turkmenistan", misspelt},
		{"2021", "2022", unlike},
		{"lots", "lost", unlike},
	} {
		if got := compare(tt.word, tt.of); got != tt.want {
			t.Errorf("compare(%q, %q) = %v, want %v", tt.word, tt.of, got, tt.want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"Қырғыз Республикасы", []string{"кыргыз", "республикасы"}},
		{"ЁЛКА й Oʻzbekiston", []string{"елка", "и", "ozbekiston"}},
		{"V-Dem (v16)", []string{"v", "dem", "v16"}},
		{" \t…\x00 ", nil},
	} {
		if diff := cmp.Diff(tt.want, words(tt.text), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("words(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}

// FuzzFind: whatever is asked, what is found is bounded and whole.
func FuzzFind(f *testing.F) {
	for _, query := range []string{"", "Kazakhstan RSF 2020", "  ", "ﷺﷺﷺ", strings.Repeat("a ", 200), strings.Repeat("я", 500), "\xff\xfe", "2021", "e\u0301\u0301\u0301"} {
		f.Add(query)
	}
	of := finder(f)
	p := of.bundle.In("kk")
	f.Fuzz(func(t *testing.T, query string) {
		results := of.Find(query, p)
		if most := maxResults + 2*maxDirect; len(results) > most {
			t.Errorf("Find(%q) = %d results, want at most %d", query, len(results), most)
		}
		for _, r := range results {
			if r.Kind == "" || r.Title == "" || !utf8.ValidString(r.Also) {
				t.Errorf("Find(%q) has %+v", query, r)
			}
		}
	})
}

// BenchmarkFind is a query of as many long words as count, none of them known.
func BenchmarkFind(b *testing.B) {
	f := finder(b)
	p := f.bundle.In("en")
	query := strings.Repeat("kazahhstam ", maxWords)
	for b.Loop() {
		f.Find(query, p)
	}
}
