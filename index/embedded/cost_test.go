package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/query"
)

const costlyPapers = 5000

// openCostly opens an engine whose papers all have the same function words, in other
// orders, so that phrases of them have many candidates. One of 500 has a rare word.
func openCostly(t *testing.T) *embedded.Engine {
	t.Helper()
	engine, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: "costly"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	words := strings.Fields("of the in to and for a on with by from state art model is are as it that this")
	var changes []data.Change
	for n := 1; n <= costlyPapers; n++ {
		var text strings.Builder
		for i := range 40 {
			text.WriteString(words[(i*n+i/20)%len(words)] + " ")
		}
		if n%500 == 0 {
			text.WriteString("rare")
		}
		p := &data.Paper{ID: data.ID(fmt.Sprintf("x:%d", n)), Title: "State of the art", Abstract: strings.Join(words, " ") + " " + text.String()}
		changes = append(changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: p})
	}
	if err := engine.Apply(t.Context(), changes, costlyPapers); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), costlyPapers); err != nil {
		t.Fatal(err)
	}
	return engine
}

// spent searches for text, and returns its work.
func spent(t *testing.T, engine *embedded.Engine, r index.Request) (int64, error) {
	t.Helper()
	var work index.Work
	_, err := engine.Search(index.WithWork(t.Context(), &work), r)
	return work.Spent(), err
}

func phrases(n int, join string) string {
	words := strings.Fields("of the in to and for a on with by from is are as it that this")
	var all []string
	for i := 0; len(all) < n; i++ {
		all = append(all, fmt.Sprintf("%q", words[i%len(words)]+" "+words[(i/len(words)+i+1)%len(words)]))
	}
	return strings.Join(all, join)
}

// TestCostly refuses queries that read the papers of frequent words again and again, and
// names the part to leave out.
func TestCostly(t *testing.T) {
	engine := openCostly(t)
	many := func(word string, n int) string { return strings.TrimSpace(strings.Repeat(word, n)) }
	// This is what embedded documents for so many papers.
	const budget = 2_600_000 + 7*costlyPapers
	for _, test := range []struct {
		name, text string
		match      index.Match
		part       string // of a query that is refused; "" for none
	}{
		{name: "keywords", text: "state model"},
		{name: "one phrase", text: `"of the"`},
		{name: "one phrase 64 times", text: many(`"of the" `, 64)},
		{name: "64 phrases, of which a rare word leaves few papers", text: "+rare " + phrases(64, " ")},
		{name: "64 phrases", text: phrases(64, " "), part: `"`},
		{name: "64 alternatives", text: phrases(64, " OR "), part: `"`},
		{name: "64 exclusions", text: "model -" + phrases(64, " -"), part: `"`},
		{name: "64 near", text: strings.ReplaceAll(phrases(64, " "), `" "`, `"~3 "`) + "~3", part: "~3"},
		{name: "a long phrase that one word decides", text: `"` + many("of ", 2500) + ` rare"`},
		{name: "a long phrase", text: `"` + many("of the ", 1200) + `"`},
		{name: "a long compound", text: many("of-the-", 1200) + "of"},
		{name: "a pasted abstract", text: many("state of the art in model, as it is from that for this ", 40), match: index.MatchAny},
		{name: "10,000 characters", text: many("state model art rare ", 475), match: index.MatchAny},
		{name: "brackets", text: many("(state OR ", 18) + ` "of the"` + many(")", 18)},
		{name: "400 categories", text: "cat:x" + many(" OR cat:y", 399), part: ""},
		{name: "400 different categories", text: func() string {
			var all []string
			for i := range 400 {
				all = append(all, fmt.Sprintf("cat:c%d", i))
			}
			return strings.Join(all, " OR ")
		}(), part: "cat:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			work, err := spent(t, engine, index.Request{Query: query.Parse(test.text), Match: test.match, Limit: 20, Facets: index.Facets})
			if test.part == "" {
				if err != nil || work > budget || work == 0 {
					t.Errorf("%.60q: work %d, want at most %d; %.80v", test.text, work, budget, err)
				}
				return
			}
			var costly *index.TooCostlyError
			if !errors.Is(err, index.ErrTooCostly) || !errors.As(err, &costly) || !strings.Contains(costly.Part, test.part) {
				t.Errorf("%.60q: %v after work of %d, want it refused for %q", test.text, err, work, test.part)
			}
		})
	}
}

// TestCostNarrowed reads the texts of few papers where the rest of a query leaves few.
func TestCostNarrowed(t *testing.T) {
	engine := openCostly(t)
	one, err := spent(t, engine, index.Request{Query: query.Parse(`"of the"`)})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`"of the" +rare`, `+rare "of the"`, `+rare ("of the" OR "in the")`, `+rare -"of the"`, `+rare "of the"~4`} {
		if narrowed, err := spent(t, engine, index.Request{Query: query.Parse(text)}); err != nil || 4*narrowed > one {
			t.Errorf("%s: work %d, %v; %q takes %d", text, narrowed, err, "of the", one)
		}
	}
}

// TestCostShared has the searches of one request share its budget, and those beside it a
// part of their own.
func TestCostShared(t *testing.T) {
	engine := openCostly(t)
	r := index.Request{Query: query.Parse(phrases(9, " OR "))}
	var work index.Work
	ctx := index.WithWork(t.Context(), &work)
	search := func(ctx context.Context) (n int) {
		for n < 100 {
			if _, err := engine.Search(ctx, r); err != nil {
				if !errors.Is(err, index.ErrTooCostly) {
					t.Fatal(err)
				}
				return n
			}
			n++
		}
		return n
	}
	beside := search(index.BesideSearch(ctx))
	main := search(ctx)
	if main == 0 || beside >= main || main == 100 {
		t.Errorf("%d searches beside %d fit into the budget", beside, main)
	}
	if again := search(t.Context()); again != 100 {
		t.Errorf("after %d searches of requests of their own, one is refused", again)
	}
}
