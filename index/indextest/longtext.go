package indextest

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// shorten returns a query of which at most query.MaxWords stems are left.
func shorten(q query.Query, papers []*paper) query.Query {
	all, ok := q.Root.(query.And)
	if !ok {
		return q
	}
	counts := query.Stems(all)
	if len(counts) <= query.MaxWords {
		return q
	}
	weights := map[string]float64{}
	for stem, count := range counts {
		df := 0.
		for _, p := range papers {
			if t := stemTerm(stem); t.in(p.title) || t.in(p.abstract) {
				df++
			}
		}
		weights[stem] = float64(count) * math.Log(1+(float64(len(papers))-df+.5)/(df+.5))
	}
	stems := slices.SortedFunc(maps.Keys(weights), func(a, b string) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b))
	})
	kept := map[string]bool{}
	for _, s := range stems[:query.MaxWords] {
		kept[s] = true
	}
	q.Root = query.KeepStems(all, kept)
	return q
}

// testLongTexts asks for more words than are searched, some of them often.
func testLongTexts(t *testing.T, open opener) {
	m := newMaker(12)
	word := func() string { return fmt.Sprintf("word%d", m.IntN(1+m.IntN(300))) }
	text := func(words int) (text string) {
		for range words {
			text += " " + word()
		}
		return text
	}
	var papers []data.Paper
	for range 60 {
		papers = append(papers, data.Paper{Title: text(4), Abstract: text(30)})
	}
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, one(papers...), engine, oracle) // none is deleted: an engine may also count deleted ones
	for range 20 {
		q := query.Parse(text(150+m.IntN(400)) + ` the "of" and-word1`)
		if n := len(query.Stems(q.Root.(query.And))); n <= query.MaxWords || len(q.Notices) == 0 {
			t.Fatalf("only %d words, notices %q", n, q.Notices)
		}
		compareAnswers(t, engine, oracle, index.Request{Query: q, Limit: 10, Explain: true})
	}
}
