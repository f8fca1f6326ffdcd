package locale_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts/locale"
)

// messages are the texts of a language by id: one, or one a plural form.
func messages(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	raw, err := os.ReadFile(lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]any
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Fatal(err)
	}
	of := map[string]map[string]string{}
	for id, entry := range entries {
		of[id] = map[string]string{}
		switch entry := entry.(type) {
		case string:
			of[id][""] = entry
		case map[string]any:
			for form, text := range entry {
				of[id][form], _ = text.(string)
			}
		}
	}
	return of
}

var argument = regexp.MustCompile(`\.([A-Z]\w*)`)

func TestMessagesTakeTheSame(t *testing.T) {
	arguments := func(forms map[string]string) []string {
		seen := map[string]bool{}
		for _, text := range forms {
			for _, action := range regexp.MustCompile(`{{[^}]*}}`).FindAllString(text, -1) {
				for _, name := range argument.FindAllStringSubmatch(action, -1) {
					seen[name[1]] = true
				}
			}
		}
		return slices.Sorted(maps.Keys(seen))
	}
	en := messages(t, "en")
	for _, lang := range locale.Languages() {
		own := messages(t, lang)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(en)), slices.Sorted(maps.Keys(own))); diff != "" {
			t.Errorf("messages (-en +%s):\n%s", lang, diff)
		}
		for id, forms := range own {
			if diff := cmp.Diff(arguments(en[id]), arguments(forms)); diff != "" {
				t.Errorf("%s: arguments of %s (-en +%s):\n%s", lang, id, lang, diff)
			}
			for form, text := range forms {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s: %s %s is empty", lang, id, form)
				}
			}
		}
	}
}

// TestPluralForms are those of CLDR for each language.
func TestPluralForms(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"one", "other"},
		"ru": {"few", "many", "one", "other"},
		"kk": {"one", "other"},
	} {
		for id, forms := range messages(t, lang) {
			_, plural := messages(t, "en")[id]["one"]
			if _, single := forms[""]; single && !plural {
				continue
			}
			if diff := cmp.Diff(want, slices.Sorted(maps.Keys(forms))); diff != "" {
				t.Errorf("%s: plural forms of %s (-want +got):\n%s", lang, id, diff)
			}
		}
	}
}

// TestMessagesAreUsed: every message that the program or a page says exists,
// and every message is said. An id is a text of the form "family.rest", of a
// family that there are messages of; one that is put together begins with a
// text that ends in a dot, and uses the family.
func TestMessagesAreUsed(t *testing.T) {
	known := messages(t, "en")
	families := map[string]bool{}
	for id := range known {
		family, _, _ := strings.Cut(id, ".")
		families[family] = true
	}
	ids := regexp.MustCompile(`^[a-z_]+(\.[a-z0-9_]+)*\.?$`)
	used := map[string]bool{}
	say := func(where, text string) {
		family, _, dotted := strings.Cut(text, ".")
		switch {
		case !dotted || !families[family] || !ids.MatchString(text):
		case slices.Contains([]string{".html", ".css", ".js", ".csv"}, filepath.Ext(text)):
		case strings.HasSuffix(text, "."):
			found := false
			for id := range known {
				if strings.HasPrefix(id, text) {
					used[id], found = true, true
				}
			}
			if !found {
				t.Errorf("%s says %q…, of which there is no message", where, text)
			}
		default:
			if known[text] == nil {
				t.Errorf("%s says %q, which is no message", where, text)
			}
			used[text] = true
		}
	}
	root := filepath.Join("..", "..")
	for _, dir := range []string{"charts", "server"} {
		eachGoText(t, filepath.Join(root, dir), say)
	}
	pages, err := filepath.Glob(filepath.Join(root, "static", "templates", "*.html"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, action := range regexp.MustCompile(`{{.*?}}`).FindAllString(string(text), -1) {
			for _, quoted := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(action, -1) {
				say(page, quoted[1])
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(known)) {
		if !used[id] {
			t.Errorf("the message %s is never said", id)
		}
	}
}

// eachGoText calls say for every string in the Go files below a directory, tests left out.
func eachGoText(t *testing.T, dir string, say func(where, text string)) {
	t.Helper()
	files := token.NewFileSet()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				if s, err := strconv.Unquote(text.Value); err == nil {
					say(files.Position(text.Pos()).String(), s)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
