package server

import (
	"bytes"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/option"
)

// FuzzQuery asks every form of a chart with any query: whatever it is, the
// answer is no failure of the server.
func FuzzQuery(f *testing.F) {
	for _, v := range views {
		u, err := url.Parse(v)
		if err != nil {
			f.Fatal(err)
		}
		slug := u.Path
		f.Add(uint8(slices.IndexFunc(charts.All(), func(c *charts.Chart) bool { return c.Slug == slug })), u.RawQuery)
	}
	for i, query := range []string{
		"", "?", "&", "=", "%", "%zz", ";", "a;b", "index", "index=", "index=&index=", "index=nope", "measure=rsf.score", "measure=.", "measure=rsf.", "measure=.score",
		"countries=", "countries=,", "countries=,,KAZ,,", "countries=kaz&countries=KAZ", "countries=ARM,AZE,BLR,EST,GEO,KAZ,KGZ,LTU,LVA,MDA",
		"from=2020&to=2010", "from=-1", "from=99999999999999999999", "from=2011&to=2011&index=rsf", "index=eiu&from=2007&to=2007", "year=2011", "year=0",
		"index=cpj&measure=killed_motive_confirmed&from=1992&to=1992", "index=vdem&year=2026", "index=fiw&year=2003", "index=rsf&year=2022&countries=TKM",
		"basis=quarter", "basis=ytd&from=2010&to=2010", "basis=year&measure=damages_awarded_kzt&from=2024", "measure=judicial_acts&from=2009&to=2009",
		"theme=dark&theme=light", "lang=ru", "lang=de", "sort=eiu", "sort=nope", "sort=eiu&sort=rsf", "%00", "\xff", "</script>", "{{.}}", "measure=__f__",
	} {
		f.Add(uint8(i), query)
		f.Add(uint8(len(charts.All())-1), query) // tallies, whose periods end with the data
	}
	s := shared()
	f.Fuzz(func(t *testing.T, which uint8, query string) {
		all := s.charts
		slug := all[int(which)%len(all)].Slug
		// Nothing is drawn for a reader who has a copy; what would be is made below.
		for _, path := range []string{"/kk/charts/" + slug, "/kk/embed/" + slug, "/kk/charts/" + slug + ".svg", "/kk/charts/" + slug + ".png"} {
			if a := get(t, s, path+"?"+query, "If-None-Match", "*"); a.status >= 500 {
				t.Errorf("GET %s?%s with a copy at hand = %d", path, query, a.status)
			}
		}
		sent, _ := url.ParseQuery(query)
		view, problems := charts.ParseView(s.Catalogue, charts.Find(slug), sent)
		figure := view.Chart.Figure(s.Catalogue, view, s.bundle.In("kk"))
		built, err := option.Build(figure)
		if err != nil {
			t.Errorf("the option of %s?%s: %v", slug, query, err)
		}
		for _, form := range []string{"page", "embed"} {
			if _, err := s.pages.render(form, s.bundle.In("kk"), problems, s.chartPage(view, figure, drawn{Option: built}, s.bundle.In("kk"))); err != nil {
				t.Errorf("the %s of %s?%s: %v", form, slug, query, err)
			}
		}
		paths := []string{"/en/charts/" + slug + ".json", "/kk/charts/" + slug + ".csv", "/api/v1/charts/" + slug, "/api/v1/tallies", "/api/v1/tallies.csv"}
		if strings.Contains(query, "sort") {
			// Made anew for each mistake, it takes longer than all the others.
			paths = append(paths, "/en/")
		}
		for _, path := range paths {
			a := get(t, s, path+"?"+query)
			if a.status >= 500 {
				t.Errorf("GET %s?%s = %d", path, query, a.status)
			}
			if a.header.Get("ETag") == "" {
				continue
			}
			again := get(t, s, path+"?"+query)
			if a.status != again.status || !bytes.Equal(a.body, again.body) || !maps.EqualFunc(a.header, again.header, slices.Equal) {
				t.Errorf("GET %s?%s = %d, %v and then %d, %v", path, query, a.status, a.header, again.status, again.header)
			}
		}
	})
}
