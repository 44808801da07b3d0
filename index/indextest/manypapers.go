package indextest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// testManyPapers asks for words that thousands of papers have, in several forms, together with
// words that few have: engines may read such lists in parts, or score them roughly first.
func testManyPapers(t *testing.T, open opener) {
	const papers = 2000
	m := newMaker(21)
	word := func() string {
		n := min(m.IntN(60), m.IntN(60), m.IntN(60))
		return fmt.Sprintf("q%c%cz", 'a'+n/26, 'a'+n%26) + pick(m, []string{"", "", "s", "ing", "ed"})
	}
	text := func(words int) string {
		list := make([]string, words)
		for i := range list {
			list[i] = word()
		}
		return strings.Join(list, " ")
	}
	var changes []data.Change
	for i := range papers {
		p := data.Paper{ID: data.ID(fmt.Sprint("x:", i)), Title: text(2), Abstract: text(3 + m.IntN(20)), Date: data.Date{Year: 1990 + m.IntN(30)}}
		if m.IntN(300) == 0 {
			p.Abstract += strings.Repeat(" "+word(), 70)
		}
		changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &p})
	}
	deletions := make([]data.Change, 40)
	for i := range deletions {
		deletions[i] = data.Change{Sequence: data.Sequence(papers + i + 1), Number: data.Number(1 + i*7)}
	}
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, [][]data.Change{changes[:papers-200], changes[papers-200:], deletions}, engine, oracle)
	for range 60 {
		words := query.And{}
		for range 1 + m.IntN(4) {
			words.Nodes = append(words.Nodes, pick(m, []query.Node{query.Word{Text: word()}, query.Word{Text: word()}, query.Word{Text: word()},
				query.Phrase{Text: word() + " " + word()}, query.Prefix{Text: word()[:2]}, query.Word{Field: query.Title, Text: word()}}))
		}
		r := index.Request{Query: query.Query{Root: words}, Limit: 10, Match: pick(m, []index.Match{index.MatchAny, index.MatchAll, index.MatchMost, index.MatchAuto})}
		if m.IntN(3) == 0 {
			r.Filter.Values = map[index.Facet][]string{index.FacetDate: {"1995"}}
		}
		r.Offset = pick(m, []int{0, 0, 5, 195, 600})
		if m.IntN(5) == 0 { // one word has no pairs, and many titles begin with what is typed
			r.Query.Root, r.NoPrior = query.Typed{Text: word()[:3]}, true
		} else if search(t, engine, index.Request{Query: r.Query, Match: r.Match, Filter: r.Filter}).Total > 200 { // engines need not count pairs in more
			r.Query.Root, r.NoPrior = apart(words.Nodes), true
		}
		first := compareAnswers(t, engine, oracle, r)
		if first.More && r.Offset == 0 {
			after := first.Hits[len(first.Hits)-1].Key
			next := r
			next.After = &after
			r.Offset = len(first.Hits)
			byKey, byOffset := search(t, engine, next).Hits, search(t, engine, r).Hits
			same := func(a, b index.Hit) bool { return a.Number == b.Number && a.Score == b.Score }
			if !slices.EqualFunc(byKey, byOffset, same) {
				t.Fatalf("%s: after the cursor %v, by offset %v", describe(r), byKey, byOffset)
			}
		}
	}
}

// apart returns a query of those nodes that are no phrases, without pairs among them.
func apart(nodes []query.Node) query.Node {
	var all query.And
	for _, n := range nodes {
		if _, ok := n.(query.Phrase); !ok {
			all.Nodes = append(all.Nodes, n, query.Not{Node: query.Word{Field: query.Venue, Text: "nowhere"}})
		}
	}
	return all
}

// testNoContentWords asks papers that have function words alone.
func testNoContentWords(t *testing.T, open opener) {
	var papers []data.Paper
	for i := range 60 {
		papers = append(papers, data.Paper{Title: "Of the" + strings.Repeat(" of", i%7), Abstract: "And to the."})
	}
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, one(papers...), engine, oracle)
	r := index.Request{Query: query.Query{Root: query.Word{Text: "of"}}, Match: index.MatchAny, Limit: 10}
	if got := compareAnswers(t, engine, oracle, r); len(got.Hits) != 10 || !(got.Hits[0].Score > 0) {
		t.Errorf("hits %+v", got.Hits)
	}
}
