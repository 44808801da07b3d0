package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/web/view"
)

// watched returns a paper that a list showed on four days, with a series of observations.
func watched(observations ...data.Observation) data.Record {
	number := func(n int) *int { return &n }
	return data.Record{Paper: data.Paper{
		ID: "arxiv:2511.00001", Title: "A watched paper", Abstract: "An abstract.", Upvotes: number(1094), Comments: number(0), Stars: number(1), Observations: observations,
		FeaturedDays: []data.Date{{Year: 2025, Month: 11, Day: 3}, {Year: 2025, Month: 11, Day: 4}, {Year: 2025, Month: 11, Day: 6}, {Year: 2025, Month: 11, Day: 13}},
		Organization: "The University of <b>Tokyo</b>", Repository: "https://github.com/a/b", URLs: []string{"https://github.com/a/b/"},
		AISummary: "First, <i>and</i>.\n\nSecond.", AIKeywords: []string{`on-policy "distillation"`, "<script>alert(1)</script>"},
	}}
}

// observation returns an observation of upvotes and stars some days after 13 November 2025; -1 means
// that a number is not known.
func observation(day, upvotes, stars int) data.Observation {
	o := data.Observation{At: time.Date(2025, 11, 13+day, 7, 0, 0, 0, time.UTC)}
	if upvotes >= 0 {
		o.Upvotes = &upvotes
	}
	if stars >= 0 {
		o.Stars = &stars
	}
	return o
}

func TestSignals(t *testing.T) {
	h := newHandler(t, newService(t, watched(observation(0, 2, -1), observation(1, 40, -1), observation(4, 1094, 1)), data.Record{Paper: data.Paper{ID: "x:1", Title: "Another"}}))
	doc := pageOf(t, h, http.StatusOK, "/papers/arxiv:2511.00001")
	for selector, want := range map[string][]string{
		"article > .facts .number":               {"1,094 upvotes", "1 GitHub star"},
		`.facts a[href^="/days/"]`:               {"4 Nov 2025", "6 Nov 2025", "13 Nov 2025"},
		".facts > span:last-child":               {"submitted by The University of <b>Tokyo</b>"},
		".model p":                               {"First, <i>and</i>.", "Second.", "Written by a language model at the source, not by the authors."},
		".keywords a":                            {`on-policy "distillation"`, "<script>alert(1)</script>"},
		`.actions a[href^="https://github.com"]`: {"Code"},
		".curves dt":                             {"Upvotes"},
		".curves dd .number":                     {"1,094"},
		".curves svg title":                      {"Upvotes from 13 Nov 2025 to 17 Nov 2025: 2 at first, 1,094 at last"},
		".curves tbody th":                       {"17 Nov 2025", "14 Nov 2025", "13 Nov 2025"},
		".curves tbody tr:first-child td":        {"1,094", "–", "1"},
	} {
		if diff := cmp.Diff(want, texts(doc.Find(selector))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", selector, diff)
		}
	}
	if got := doc.Find(".facts").First().Text(); !strings.Contains(got, "13 Nov 2025 and 1 day before") {
		t.Errorf("the facts %q do not count the day before", got)
	}
	if got, want := doc.Find(".keywords a").First().AttrOr("href", ""), "/search?q=%22on-policy++distillation+%22"; got != want {
		t.Errorf("the first keyword leads to %s, want %s", got, want)
	}
	if got, want := doc.Find(".curves .spark-line").AttrOr("d", ""), "M0.00 25.96L30.00 25.12L120.00 2.00"; got != want {
		t.Errorf("the line is %s, want %s", got, want)
	}
	if doc.Find(".curves .spark-now").Length() > 0 {
		t.Error("a part of the curve is shaded")
	}
	all := doc.Find(".curves a").AttrOr("href", "")
	if all != "/api/v1/papers/arxiv:2511.00001/observations" {
		t.Errorf("all observations are at %s", all)
	}
	if rel := doc.Find(`a[href^="https://github.com"]`).AttrOr("rel", ""); !strings.Contains(rel, "noreferrer") {
		t.Errorf("the link to the code has rel=%q", rel)
	}
	if other := pageOf(t, h, http.StatusOK, "/papers/x:1"); other.Find(".curves, .model, .facts .number").Length() > 0 {
		t.Error("a paper without signals shows some")
	}
}

// TestCurves counts the curves and rows of several series.
func TestCurves(t *testing.T) {
	var long []data.Observation
	for n := range 30 {
		long = append(long, observation(7*n, n, 2*n))
	}
	for name, test := range map[string]struct {
		observations []data.Observation
		curves, rows int
		older        string
	}{
		"none":                {nil, 0, 0, ""},
		"one":                 {[]data.Observation{observation(0, 2, 3)}, 0, 0, ""},
		"each number once":    {[]data.Observation{observation(0, 2, -1), observation(1, -1, 3)}, 0, 0, ""},
		"upvotes":             {[]data.Observation{observation(0, 2, -1), observation(1, 2, 3)}, 1, 2, ""},
		"upvotes always zero": {[]data.Observation{observation(0, 0, -1), observation(1, 0, -1)}, 1, 2, ""},
		"both, for long":      {long, 2, view.ShownObservations, "10 older observations"},
	} {
		got := view.NewSignals(data.Paper{ID: "x:1", Observations: test.observations})
		if len(got.Curves) != test.curves || len(got.Rows) != test.rows || got.Older != test.older {
			t.Errorf("%s: %d curves, %d rows, older %q, want %d, %d, %q", name, len(got.Curves), len(got.Rows), got.Older, test.curves, test.rows, test.older)
		}
		for _, c := range got.Curves {
			if strings.Contains(c.Spark.Line, "NaN") || strings.Contains(c.Spark.Line, "Inf") {
				t.Errorf("%s: the line of %s is %s", name, c.Name, c.Spark.Line)
			}
		}
	}
}
