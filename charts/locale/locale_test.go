package locale_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts/locale"
)

func printer(t *testing.T, lang string) *locale.Printer {
	t.Helper()
	bundle, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.In(lang)
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		v          float64
		decimals   int
		en, ru, kk string
	}{
		{0, 0, "0", "0", "0"},
		{0, 2, "0.00", "0,00", "0,00"},
		{3.14, 2, "3.14", "3,14", "3,14"},
		{5, 2, "5.00", "5,00", "5,00"},
		{999, 0, "999", "999", "999"},
		{1234.5, 1, "1,234.5", "1\u00a0234,5", "1\u00a0234,5"},
		{101500000, 0, "101,500,000", "101\u00a0500\u00a0000", "101\u00a0500\u00a0000"},
		{-0.05, 2, "−0.05", "−0,05", "−0,05"},
		{-0.001, 2, "0.00", "0,00", "0,00"},
		{-1234.5, 1, "−1,234.5", "−1\u00a0234,5", "−1\u00a0234,5"},
	} {
		for lang, want := range map[string]string{"en": tt.en, "ru": tt.ru, "kk": tt.kk} {
			if got := printer(t, lang).Number(tt.v, tt.decimals); got != want {
				t.Errorf("%s: Number(%v, %d) = %q, want %q", lang, tt.v, tt.decimals, got, want)
			}
		}
	}
}

func TestSigned(t *testing.T) {
	for _, tt := range []struct {
		v          float64
		decimals   int
		en, ru, kk string
	}{
		{0.2, 2, "+0.20", "+0,20", "+0,20"},
		{-0.2, 2, "−0.20", "−0,20", "−0,20"},
		{0, 2, "0.00", "0,00", "0,00"},
		{0.001, 2, "0.00", "0,00", "0,00"},
		{-0.001, 2, "0.00", "0,00", "0,00"},
		{33, 0, "+33", "+33", "+33"},
		{0.5, 0, "0", "0", "0"},
	} {
		for lang, want := range map[string]string{"en": tt.en, "ru": tt.ru, "kk": tt.kk} {
			if got := printer(t, lang).Signed(tt.v, tt.decimals); got != want {
				t.Errorf("%s: Signed(%v, %d) = %q, want %q", lang, tt.v, tt.decimals, got, want)
			}
		}
	}
}

func TestDate(t *testing.T) {
	for _, tt := range []struct{ text, en, ru, kk string }{
		{"2021-08-02", "2 August 2021", "2 августа 2021", "2021 жылғы 2 тамыз"},
		{"2024-05-31", "31 May 2024", "31 мая 2024", "2024 жылғы 31 мамыр"},
		{"2021-08", "August 2021", "август 2021", "2021 жылғы тамыз"},
		{"2021-13", "2021-13", "2021-13", "2021-13"},
		{"2021-02-30", "2021-02-30", "2021-02-30", "2021-02-30"},
		{"", "", "", ""},
	} {
		for lang, want := range map[string]string{"en": tt.en, "ru": tt.ru, "kk": tt.kk} {
			if got := printer(t, lang).Date(tt.text); got != want {
				t.Errorf("%s: Date(%q) = %q, want %q", lang, tt.text, got, want)
			}
		}
	}
}

func TestMonth(t *testing.T) {
	oct := time.Date(2024, time.October, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ lang, long, short string }{
		{"en", "October 2024", "Oct 2024"},
		{"ru", "октябрь 2024", "окт. 2024"},
		{"kk", "2024 жылғы қазан", "2024 ж. қаз."},
	} {
		p := printer(t, tt.lang)
		if got := p.Month(oct); got != tt.long {
			t.Errorf("%s: Month(%v) = %q, want %q", tt.lang, oct, got, tt.long)
		}
		if got := p.ShortMonth(oct); got != tt.short {
			t.Errorf("%s: ShortMonth(%v) = %q, want %q", tt.lang, oct, got, tt.short)
		}
		seen := map[string]bool{}
		for m := time.January; m <= time.December; m++ {
			seen[p.Month(time.Date(2024, m, 1, 0, 0, 0, 0, time.UTC))] = true
			seen[p.ShortMonth(time.Date(2025, m, 1, 0, 0, 0, 0, time.UTC))] = true
		}
		if len(seen) != 24 {
			t.Errorf("%s has %d names of months, want 24", tt.lang, len(seen))
		}
	}
}

func TestCountry(t *testing.T) {
	for _, tt := range []struct{ code, en, ru, kk string }{
		{"ARM", "Armenia", "Армения", "Армения"},
		{"AZE", "Azerbaijan", "Азербайджан", "Әзірбайжан"},
		{"BLR", "Belarus", "Беларусь", "Беларусь"},
		{"EST", "Estonia", "Эстония", "Эстония"},
		{"GEO", "Georgia", "Грузия", "Грузия"},
		{"KAZ", "Kazakhstan", "Казахстан", "Қазақстан"},
		{"KGZ", "Kyrgyzstan", "Киргизия", "Қырғызстан"},
		{"LTU", "Lithuania", "Литва", "Литва"},
		{"LVA", "Latvia", "Латвия", "Латвия"},
		{"MDA", "Moldova", "Молдова", "Молдова"},
		{"RUS", "Russia", "Россия", "Ресей"},
		{"TJK", "Tajikistan", "Таджикистан", "Тәжікстан"},
		{"TKM", "Turkmenistan", "Туркменистан", "Түрікменстан"},
		{"UKR", "Ukraine", "Украина", "Украина"},
		{"UZB", "Uzbekistan", "Узбекистан", "Өзбекстан"},
		{"ISR_TERRITORY", "ISR_TERRITORY", "ISR_TERRITORY", "ISR_TERRITORY"},
		{"", "", "", ""},
	} {
		for lang, want := range map[string]string{"en": tt.en, "ru": tt.ru, "kk": tt.kk} {
			if got := printer(t, lang).Country(tt.code); got != want {
				t.Errorf("%s: Country(%q) = %q, want %q", lang, tt.code, got, want)
			}
		}
	}
}

func TestList(t *testing.T) {
	for _, tt := range []struct {
		items      []string
		en, ru, kk string
	}{
		{nil, "", "", ""},
		{[]string{"А"}, "А", "А", "А"},
		{[]string{"А", "Б"}, "А and Б", "А и Б", "А және Б"},
		{[]string{"А", "Б", "В"}, "А, Б and В", "А, Б и В", "А, Б және В"},
	} {
		for lang, want := range map[string]string{"en": tt.en, "ru": tt.ru, "kk": tt.kk} {
			if got := printer(t, lang).List(tt.items); got != want {
				t.Errorf("%s: List(%q) = %q, want %q", lang, tt.items, got, want)
			}
		}
	}
}

// TestCompare sorts the letters as the dictionaries of each language do.
func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		lang string
		want []string
	}{
		{"en", []string{"Armenia", "Azerbaijan", "Latvia", "Lithuania"}},
		{"ru", []string{"Азербайджан", "Армения", "Ёлка", "Жук", "Эстония"}},
		{"kk", []string{"Армения", "Әзірбайжан", "Беларусь", "Грузия", "Ғалым", "Киргизия", "Қазақстан", "Литва", "Молдова",
			"Наурыз", "Ңа", "Осетия", "Өзбекстан", "Украина", "Ұлытау", "Үлбі", "Хакасия", "Һа", "Ыстық", "Іле", "Эстония"}},
	} {
		p := printer(t, tt.lang)
		got := slices.Clone(tt.want)
		slices.Reverse(got)
		slices.SortFunc(got, p.Compare)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("order in %s (-want +got):\n%s", tt.lang, diff)
		}
	}
}

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		n          int
		en, ru, kk string
	}{
		{0, "0 sources", "0 источников", "0 дереккөз"},
		{1, "1 source", "1 источник", "1 дереккөз"},
		{2, "2 sources", "2 источника", "2 дереккөз"},
		{5, "5 sources", "5 источников", "5 дереккөз"},
		{11, "11 sources", "11 источников", "11 дереккөз"},
		{21, "21 sources", "21 источник", "21 дереккөз"},
		{1004, "1,004 sources", "1\u00a0004 источника", "1\u00a0004 дереккөз"},
	} {
		for lang, want := range map[string]string{"en": tt.en, "ru": tt.ru, "kk": tt.kk} {
			if got := printer(t, lang).Count("sources.count", tt.n); got != want {
				t.Errorf("%s: Count(sources.count, %d) = %q, want %q", lang, tt.n, got, want)
			}
		}
	}
}

func TestUnknown(t *testing.T) {
	bundle, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	if got := bundle.In("de"); got != nil {
		t.Errorf("In(de) = %v, want nil", got)
	}
	if got := bundle.In("en").Text("no.such"); got != "[no.such]" {
		t.Errorf("Text(no.such) = %q, want it in brackets", got)
	}
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	p := printer(t, "kk")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				_ = p.Number(1234.5, 1) + p.Country("KAZ") + p.Text("list.last", locale.Args{"Items": "a", "Last": "b"}) + p.Count("sources.count", 2)
				_ = p.Compare("Ә", "А")
			}
		})
	}
	wg.Wait()
}
