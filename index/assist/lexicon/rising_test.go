package lexicon

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/standin"
	"paperboy/index"
)

var update = flag.Bool("update", false, "rewrite testdata")

// monthlyPapers returns the papers of 24 months, 40 per month. In the last three months,
// one in four is about rising winds; in all months, one in four is about steady rain; the
// rest is noise.
func monthlyPapers() []*data.Paper {
	random := rand.New(rand.NewPCG(5, 6))
	var papers []*data.Paper
	for m := range 24 {
		for i := range 40 {
			title := fmt.Sprintf("noise%d of thing%d", random.IntN(5000), random.IntN(5000))
			switch {
			case i%4 == 0:
				title += " and steady rain"
			case i%4 == 1 && m >= 21:
				title = "Rising winds: " + title
			case i == 2 && m%6 == 0:
				title = "Rising winds, once"
			}
			papers = append(papers, &data.Paper{Title: title, Date: data.Date{Year: 2024 + m/12, Month: time.Month(m%12 + 1)}})
		}
	}
	return append(papers, &data.Paper{Title: "rising winds in a year", Date: data.Date{Year: 2025}})
}

func TestRising(t *testing.T) {
	l, log := open(t, monthlyPapers()...)
	rising := func(month data.Date) index.RisingResult {
		t.Helper()
		r, err := l.Rising(t.Context(), index.RisingRequest{Month: month, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := rising(data.Date{})
	if r.Month != (data.Date{Year: 2025, Month: 12}) || r.First != (data.Date{Year: 2024, Month: 1}) || r.Papers != 120 || r.Before != 480 || len(r.Series) != index.SeriesMonths || r.Series[23] != 40 {
		t.Errorf("compared: %+v", r)
	}
	if len(r.Terms) != 1 {
		t.Fatalf("terms %+v, want rising winds", r.Terms)
	}
	got := r.Terms[0]
	if got.Text != "Rising winds" || got.Papers != 30 || got.Before != 2 || got.Series[23] != 10 || got.Series[18] != 1 || got.Score < 1 {
		t.Errorf("term %+v", got)
	}
	if again := rising(data.Date{Year: 2025, Month: 12}); !gocmp.Equal(again, r) {
		t.Errorf("for an explicit month: %+v, want the same as for the last: %+v", again, r)
	}
	if early := rising(data.Date{Year: 2024, Month: 8}); len(early.Terms) > 0 || early.Papers != 120 {
		t.Errorf("August 2024: %+v, want 120 papers and no terms", early)
	}
	if start := rising(data.Date{Year: 2024, Month: 2}); len(start.Terms) > 0 || start.Before != 0 {
		t.Errorf("February 2024: %+v, want nothing to compare", start)
	}

	// A month that has just begun is not compared by default.
	log.put(9999, &data.Paper{Title: "New year", Date: data.Date{Year: 2026, Month: 1}})
	read(t, l, log)
	if r := rising(data.Date{}); r.Month != (data.Date{Year: 2025, Month: 12}) || r.Last != (data.Date{Year: 2026, Month: 1}) {
		t.Errorf("after an incomplete month: compared %s, last %s; want 2025-12 and 2026-01", r.Month, r.Last)
	}

	// Deleted papers don't count.
	for n, p := range log.papers() {
		if strings.HasPrefix(p.Title, "Rising winds:") {
			log.put(n, nil)
		}
	}
	read(t, l, log)
	r = rising(data.Date{})
	if r.Papers != 90 || slices.ContainsFunc(r.Terms, func(t index.RisingTerm) bool { return t.Text == "Rising winds" }) {
		t.Errorf("after the deletion: %+v", r)
	}
}

func TestRisingInSmallLibraries(t *testing.T) {
	for name, papers := range map[string][]*data.Paper{
		"nothing":    nil,
		"one":        {paper("Rising winds")},
		"years only": {{Title: "Rising winds", Date: data.Date{Year: 2020}}},
		"no dates":   {{Title: "Rising winds"}},
	} {
		l, _ := open(t, papers...)
		r, err := l.Rising(t.Context(), index.RisingRequest{Limit: 10})
		if err != nil || len(r.Terms) > 0 {
			t.Errorf("%s: got %+v, %v; want no terms", name, r, err)
		}
		if hasMonth := !r.Month.IsZero(); hasMonth != (name == "one") {
			t.Errorf("%s: unexpected month %s", name, r.Month)
		}
	}
}

func TestDropRepeats(t *testing.T) {
	term := func(text string, papers int, score float64) rise {
		return rise{RisingTerm: index.RisingTerm{Text: text, Papers: papers, Score: score}}
	}
	got := dropRepeats([]rise{
		term("large language", 50, 3), term("language models", 60, 2.9), term("large language models", 48, 2.8),
		term("agents", 30, 2), term("agent", 20, 1.5), term("agent memory", 5, 1.4), term("models", 90, 1), term("rain", 9, .5),
	})
	var texts []string
	for _, term := range got {
		texts = append(texts, term.Text)
	}
	if diff := gocmp.Diff([]string{"large language models", "agents", "rain"}, texts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestStandIn compares the results for a library generated from a seed, which every clone
// has, with a golden file: the terms that rose in four months, with their scores, and the
// most frequent acronyms.
func TestStandIn(t *testing.T) {
	var papers []*data.Paper
	for _, p := range standin.New(1, 3000).Papers {
		papers = append(papers, &p)
	}
	l, _ := open(t, papers...)
	compare(t, "standin.txt", risingTable(t, l, 5, data.Date{Year: 2017, Month: 6}, data.Date{Year: 2019, Month: 6}, data.Date{Year: 2021, Month: 6}, data.Date{Year: 2024, Month: 6})+acronymTable(l, 20))
}

// TestCorpora compares the results for real papers with golden files: the terms that rose in
// four months, and the fifty most frequent acronyms. To rewrite them:
//
//	go test ./index/assist/lexicon -run Corpora -update
func TestCorpora(t *testing.T) {
	log := realLog(t)
	l := New()
	if err := l.Read(t.Context(), log); err != nil {
		t.Fatal(err)
	}
	compare(t, "rising.txt", risingTable(t, l, 15, data.Date{Year: 2017, Month: 6}, data.Date{Year: 2019, Month: 6}, data.Date{Year: 2025, Month: 6}, data.Date{Year: 2026, Month: 6}))
	compare(t, "acronyms.txt", acronymTable(l, 50))
}

// risingTable lists the terms with the highest scores in each of the months.
func risingTable(t *testing.T, l *Lexicon, limit int, months ...data.Date) string {
	t.Helper()
	var table strings.Builder
	for _, month := range months {
		r, err := l.Rising(t.Context(), index.RisingRequest{Month: month, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&table, "%s: %d papers, %d before\n", month, r.Papers, r.Before)
		for _, term := range r.Terms {
			fmt.Fprintf(&table, "  %.2f %s %d %d\n", term.Score, term.Text, term.Papers, term.Before)
		}
	}
	return table.String()
}

// acronymTable lists the acronyms that the most papers define.
func acronymTable(l *Lexicon, limit int) string {
	type defined struct {
		name   string
		papers int
	}
	all := map[string]defined{}
	for _, p := range l.now.Load().parts {
		for ord, n := range p.defining {
			key := p.acronyms.key(ord)
			all[key] = defined{p.acronyms.names.get(ord), all[key].papers + int(n)}
		}
	}
	frequent := slices.SortedFunc(maps.Values(all), func(a, b defined) int {
		return cmp.Or(b.papers-a.papers, strings.Compare(a.name, b.name))
	})
	var table strings.Builder
	for _, d := range frequent[:min(limit, len(frequent))] {
		fmt.Fprintf(&table, "%d\t%s\n", d.papers, d.name)
	}
	return table.String()
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
