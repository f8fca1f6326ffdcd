// Package locale says things in English, Russian and Kazakh: messages, numbers,
// dates and the names of countries.
//
// It knows languages and nothing else: no data, no charts, no pages.
package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

//go:embed en.json ru.json kk.json
var files embed.FS

// Languages returns the languages that everything is said in, the default first.
func Languages() []string { return []string{"en", "ru", "kk"} }

// Bundle holds a Printer for each language.
type Bundle struct{ printers map[string]*Printer }

// Printer says things in one language. It is safe for concurrent use.
type Printer struct {
	Lang      string
	localizer *i18n.Localizer
	numbers   *message.Printer
	regions   display.Namer
}

// Load reads the messages. It fails when a language lacks a message that
// another has, naming both.
func Load() (*Bundle, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	ids := map[string][]string{}
	for _, lang := range Languages() {
		raw, err := files.ReadFile(lang + ".json")
		if err != nil {
			return nil, err
		}
		var messages map[string]any
		if err := json.Unmarshal(raw, &messages); err != nil {
			return nil, fmt.Errorf("locale: %s.json: %w", lang, err)
		}
		ids[lang] = slices.Sorted(maps.Keys(messages))
		if _, err := bundle.ParseMessageFileBytes(raw, lang+".json"); err != nil {
			return nil, fmt.Errorf("locale: %s.json: %w", lang, err)
		}
	}
	b := &Bundle{printers: map[string]*Printer{}}
	for _, lang := range Languages() {
		for _, other := range Languages() {
			for _, id := range ids[other] {
				if _, found := slices.BinarySearch(ids[lang], id); !found {
					return nil, fmt.Errorf("locale: %s.json lacks the message %q that %s.json has", lang, id, other)
				}
			}
		}
		tag := language.MustParse(lang)
		b.printers[lang] = &Printer{
			Lang:      lang,
			localizer: i18n.NewLocalizer(bundle, lang),
			numbers:   message.NewPrinter(tag),
			regions:   display.Regions(tag),
		}
	}
	return b, nil
}

// In returns the printer of a language, or nil where there is no such language.
func (b *Bundle) In(lang string) *Printer { return b.printers[lang] }

// Args are the named values of a message.
type Args map[string]any

// Text says a message. An id that does not exist is a mistake in the program;
// it comes out in brackets, which tests look for.
func (p *Printer) Text(id string, args ...Args) string {
	return p.say(&i18n.LocalizeConfig{MessageID: id, TemplateData: merge(args)})
}

// Count says a message in the plural form of n, which the message may show as {{.N}}.
func (p *Printer) Count(id string, n int, args ...Args) string {
	data := merge(args)
	data["N"] = p.Number(float64(n), 0)
	return p.say(&i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: n})
}

func (p *Printer) say(c *i18n.LocalizeConfig) string {
	said, err := p.localizer.Localize(c)
	if err != nil {
		return "[" + c.MessageID + "]"
	}
	return said
}

func merge(args []Args) Args {
	data := Args{}
	for _, a := range args {
		maps.Copy(data, a)
	}
	return data
}

// Number writes a number with that many decimals.
func (p *Printer) Number(v float64, decimals int) string {
	s := p.numbers.Sprint(number.Decimal(v, number.Scale(decimals)))
	if !strings.ContainsAny(s, "123456789") {
		// What rounds to zero has no sign.
		return strings.TrimPrefix(s, "-")
	}
	return strings.Replace(s, "-", "−", 1)
}

// Short writes a number in little room: as many decimals as it has, and from a
// hundred thousand on only its thousands or millions.
func (p *Printer) Short(v float64) string {
	switch size := math.Abs(v); {
	case size >= 1e6:
		return p.Text("number.million", Args{"N": p.short(v / 1e6)})
	case size >= 1e5:
		return p.Text("number.thousand", Args{"N": p.short(v / 1e3)})
	}
	return p.short(v)
}

func (p *Printer) short(v float64) string {
	_, decimals, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	return p.Number(v, min(len(decimals), 3))
}

// Signed writes a difference, always with its sign unless it is zero.
func (p *Printer) Signed(v float64, decimals int) string {
	s := p.Number(v, decimals)
	if v > 0 && strings.ContainsAny(s, "123456789") {
		return "+" + s
	}
	return s
}

// Month names a month, "October 2024".
func (p *Printer) Month(t time.Time) string {
	return p.Text("month.name", Args{"Month": p.Text("month." + t.Format("01")), "Year": t.Year()})
}

// Date names a day, "2 August 2021", or a month: YYYY-MM-DD or YYYY-MM. Any
// other text stands for itself.
func (p *Printer) Date(text string) string {
	if month, err := time.Parse("2006-01", text); err == nil {
		return p.Month(month)
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return p.Text("day.name", Args{"Day": day.Day(), "Month": p.Text("month.of." + day.Format("01")), "Year": day.Year()})
}

// ShortMonth names a month in little room, "Oct 2024".
func (p *Printer) ShortMonth(t time.Time) string {
	return p.Text("month.short", Args{"Month": p.Text("month.short." + t.Format("01")), "Year": t.Year()})
}

// Country names a country by its ISO 3166-1 alpha-3 code; a code that CLDR
// does not know stands for itself.
func (p *Printer) Country(iso3 string) string {
	region, err := language.ParseRegion(iso3)
	if err != nil {
		return iso3
	}
	return p.regions.Name(region)
}

// Compare orders two texts as a dictionary of the language would.
func (p *Printer) Compare(a, b string) int {
	return collate.New(language.MustParse(p.Lang)).CompareString(a, b)
}

// List joins items as a sentence would, "a, b and c".
func (p *Printer) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return p.Text("list.last", Args{"Items": strings.Join(items[:last], ", "), "Last": items[last]})
}
