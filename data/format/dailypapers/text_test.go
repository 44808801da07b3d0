package dailypapers

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/sample"
	"paperboy/data/text"
)

func readSample(t *testing.T) []data.Record {
	t.Helper()
	records, rejects := formattest.Read(t, readText, format.Input{
		Reader: strings.NewReader(sample.Page), Location: sample.Location, AsOf: sample.AsOf, Source: sample.Source,
	})
	if len(rejects) > 0 {
		t.Errorf("rejects of the sample: %v, want none", rejects)
	}
	return records
}

// facetOf returns the facet bucket of an author count (contract.md).
func facetOf(count *int) string {
	switch {
	case count == nil:
		return "unknown"
	case *count <= 5:
		return strconv.Itoa(*count)
	case *count <= 10:
		return "6-10"
	case *count <= 20:
		return "11-20"
	}
	return "21+"
}

func TestSample(t *testing.T) {
	years, authors, comments := map[string]int{}, map[string]int{}, map[string]int{}
	dated := 0
	records := readSample(t)
	for _, r := range records {
		p := r.Paper
		year := "unknown"
		if !p.Date.IsZero() {
			year = strconv.Itoa(p.Date.Year)
		}
		years[year]++
		authors[facetOf(p.AuthorCount)]++
		if p.AuthorCount != nil && !p.Date.IsZero() {
			dated++
		}
		if p.Comments != nil {
			comments[p.Title[:9]] = *p.Comments
		}
		if p.ID.Scheme() != data.SchemeContent || p.Upvotes != nil || !p.Featured.IsZero() || len(p.Abstract) < 500 {
			t.Errorf("%s: id %s, upvotes %v, featured %v, %d bytes of abstract", r.Entry, p.ID, p.Upvotes, p.Featured, len(p.Abstract))
		}
		if len(r.Origin.Warnings) > 0 {
			t.Errorf("%s: warnings %v, want none because the day of the page is known", r.Entry, r.Origin.Warnings)
		}
	}
	if len(records) != 40 || dated != 37 {
		t.Errorf("%d papers, %d with author count and date, want 40 and 37", len(records), dated)
	}
	for _, c := range []struct {
		what      string
		got, want map[string]int
	}{
		{"years", years, map[string]int{"2019": 1, "2022": 1, "2023": 9, "2024": 13, "2025": 13, "unknown": 3}},
		{"author counts", authors, map[string]int{"2": 2, "3": 11, "4": 8, "5": 3, "6-10": 13, "unknown": 3}},
		{"comments", comments, map[string]int{"FreeLong+": 1, "Posterior": 3, "Minimum E": 2, "HarmoniCa": 2, "Slow Perc": 2}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestSampleFinds(t *testing.T) {
	records := readSample(t)
	for find, want := range map[string]string{
		"mobius":                  "Möbius Transform for Mitigating",
		"holder continuous":       "Gradient-Normalized Smoothness",
		"source separation under": "Machine Perceptual Quality",
		"l2 norm":                 "Benign Oscillation",
		"freelong++":              "FreeLong++",
		"scaling flaws":           "Inference Scaling FLaws",
		"impressive 3.18×":        "",
		"policy pi":               "Quantifying the Sensitivity",
		"e.g. the discount":       "Quantifying the Sensitivity",
	} {
		found := false
		for _, r := range records {
			text := text.Normalize(r.Paper.Title + " " + r.Paper.Abstract)
			text = regexp.MustCompile(`[-–]`).ReplaceAllString(text, " ")
			found = found || strings.Contains(text, find) && strings.HasPrefix(r.Paper.Title, want)
		}
		if !found {
			t.Errorf("%q is not in the paper %q", find, want)
		}
	}
}

func TestSampleProvenance(t *testing.T) {
	for _, r := range readSample(t) {
		if !strings.HasPrefix(r.Paper.Title, "Inference Scaling") {
			continue
		}
		want := data.Provenance{
			Source: "sample", Location: sample.Location,
			Raw: map[string]string{"title": "Inference Scaling scriptsizeFLaws: The Limits of LLM Resampling with Imperfect Verifiers", "date": "Nov 26, 2024"},
		}
		if diff := cmp.Diff(want, r.Origin); diff != "" {
			t.Errorf("origin (-want +got):\n%s", diff)
		}
		return
	}
	t.Error("the paper is missing")
}

func TestTextYears(t *testing.T) {
	page := func(pageDate, date string) string {
		return "Daily Papers\n\n" + pageDate + "\n\nA title\n\nAn abstract.\n\n  • 1 author\n·\n" + date
	}
	fetched := time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		text     string
		asOf     data.Date
		fetched  time.Time
		want     string
		warnings []string
	}{
		"as of its day":                {page("", "May 21"), data.Date{Year: 2025, Month: 11, Day: 13}, fetched, "2025-05-21", nil},
		"last year's":                  {page("", "Dec 30"), data.Date{Year: 2025, Month: 11, Day: 13}, fetched, "2024-12-30", nil},
		"the day itself":               {page("", "Nov 13"), data.Date{Year: 2025, Month: 11, Day: 13}, fetched, "2025-11-13", nil},
		"as of a month":                {page("", "Nov 30"), data.Date{Year: 2025, Month: 11}, fetched, "2025-11-30", nil},
		"a leap day":                   {page("", "Feb 29"), data.Date{Year: 2027, Month: 1, Day: 1}, fetched, "2024-02-29", nil},
		"its own year":                 {page("", "Mar 21, 2022"), data.Date{}, fetched, "2022-03-21", nil},
		"by the page's day":            {page("Nov 13", "May 21"), data.Date{}, fetched, "2025-05-21", []string{"year_assumed"}},
		"by the page's day, last year": {page("Nov 13", "Dec 1"), data.Date{}, fetched, "2024-12-01", []string{"year_assumed"}},
		"by the day of fetching":       {page("", "Jan 15 4"), data.Date{}, fetched, "2026-01-15", []string{"year_assumed"}},
	} {
		t.Run(name, func(t *testing.T) {
			records, rejects := formattest.Read(t, readText, format.Input{Reader: strings.NewReader(test.text), AsOf: test.asOf, Fetched: test.fetched})
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%d records, %v, want 1 and none", len(records), rejects)
			}
			if got := records[0].Paper.Date.String(); got != test.want {
				t.Errorf("date %s, want %s", got, test.want)
			}
			if diff := cmp.Diff(test.warnings, records[0].Origin.Warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextRejectsADateThatIsNone(t *testing.T) {
	text := "One\nText.\n• 1 author\n·\nFeb 30\nTwo\nText.\n• 2 authors\n·\nMay 1, 2024\n"
	records, rejects := formattest.Read(t, readText, format.Input{Reader: strings.NewReader(text), AsOf: sample.AsOf})
	if len(records) != 1 || records[0].Paper.Title != "Two" {
		t.Errorf("got %v, want the paper Two", records)
	}
	if len(rejects) != 1 || !strings.HasPrefix(rejects[0], "entry 1 invalid_date: ") {
		t.Errorf("rejects %v, want invalid_date of entry 1", rejects)
	}
}

func TestRepair(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{`M\"obius`, "Möbius"},
		{`M{\"o}bius`, "Möbius"},
		{`H\"{o}lder`, "Hölder"},
		{`{M\"o}`, "{Mö}"},
		{`Ha\v{s}ek and Fran\c{c}ois`, "Hašek and François"},
		{`an 2times, 3.18times and sometimes`, "an 2×, 3.18× and sometimes"},
		{`separationx2013under`, "separation–under"},
		{`at 0x2013`, "at 0x2013"},
		{`ell_2-norm`, "ℓ2-norm"},
		{"``data inflation''", "“data inflation”"},
		{"law -- the slower", "law – the slower"},
		{`scriptsizeFLaws`, "FLaws"},
		{`a policy pi and O(1/T)`, "a policy pi and O(1/T)"},
	} {
		if got := repair(test.in); got != test.want {
			t.Errorf("repair(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add(sample.Page[:6000])
	f.Add("new\n\nNov 13\n\nT\n\nA\n\n  • 1 author\n·\nJun 30 1\n\nT2\nA2")
	f.Add("T\n• 99999999999999999999 authors\nFeb 29\n``x''\\\"{\u0301}")
	f.Fuzz(func(t *testing.T, text string) {
		in := format.Input{Reader: strings.NewReader(text), AsOf: sample.AsOf}
		for r, err := range readText(t.Context(), in) {
			if err == nil && r.Paper.Date.FirstDay() > sample.AsOf.FirstDay() && !strings.Contains(r.Origin.Raw["date"], ",") {
				t.Errorf("%q is dated %s, after the day of the page", r.Paper.Title, r.Paper.Date)
			}
		}
	})
}
