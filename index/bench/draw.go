package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// pageLimit is the number of hits that a query requests.
const pageLimit = 10

// A Sampled is a paper to make queries from.
type Sampled struct {
	Number data.Number
	Paper  data.Paper
}

// Sample returns at most n papers of a store, drawn at random.
func Sample(ctx context.Context, from store.Store, n int, seed uint64) ([]Sampled, error) {
	head, err := from.Head(ctx) // no number is greater
	if err != nil {
		return nil, err
	}
	var sample []Sampled
	seen := map[data.Number]bool{}
	order := rand.New(rand.NewPCG(seed, 1)).Perm(int(head))
	for chunk := range slices.Chunk(order, 1000) {
		numbers := make([]data.Number, len(chunk))
		for i, j := range chunk {
			numbers[i] = data.Number(j + 1)
		}
		papers, err := from.Papers(ctx, numbers)
		if err != nil {
			return nil, err
		}
		var ids []data.ID
		for _, p := range papers {
			ids = append(ids, p.ID)
		}
		live, err := from.Resolve(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, number := range numbers {
			p, ok := papers[number]
			number = live[p.ID] // that of the paper it was merged into, if it was
			if !ok || seen[number] {
				continue
			}
			seen[number] = true
			if sample = append(sample, Sampled{number, p}); len(sample) == n {
				return sample, nil
			}
		}
	}
	if len(sample) == 0 {
		return nil, ErrNoPapers
	}
	return sample, nil
}

// A Workload is a set of queries of one kind.
type Workload struct {
	Name string
	// Base is the name of the Workload with the same queries without facets, if any.
	Base    string
	Queries []Query
	// opponents holds the queries for the opponent, if they differ from Queries.
	opponents []Query
}

// ForOpponent returns the queries for the opponent.
func (w Workload) ForOpponent() []Query {
	if w.opponents != nil {
		return w.opponents
	}
	return w.Queries
}

// A Query is a search or, if Similar is not nil, a request for similar papers.
type Query struct {
	Search  index.Request
	Similar *index.SimilarRequest
}

// Ask runs the query on s. It returns the number of matching papers, or of similar papers.
func (q Query) Ask(ctx context.Context, s index.Searcher) (int, error) {
	if q.Similar != nil {
		result, err := s.Similar(ctx, *q.Similar)
		return len(result.Hits), err
	}
	result, err := s.Search(ctx, q.Search)
	if err != nil {
		return 0, fmt.Errorf("%q: %w", q.Search.Query, err)
	}
	return result.Total, nil
}

// Draw makes n queries of each kind for which papers are suitable. It uses searcher to
// find frequent words. opponent may be nil.
func Draw(ctx context.Context, papers []Sampled, n int, seed uint64, searcher index.Searcher, opponent Opponent) ([]Workload, error) {
	d := drawer{Rand: rand.New(rand.NewPCG(seed, 2)), papers: papers, n: n}
	three := d.draw(func(p data.Paper) query.Node { return conjunction(d.choose(ContentWords(p.Title), 3)) })
	broad, err := d.broad(ctx, searcher)
	if err != nil {
		return nil, err
	}
	similar, opponents, err := d.similar(ctx, opponent)
	if err != nil {
		return nil, err
	}
	two := []index.Facet{index.FacetDate, index.FacetAuthorCount}
	const words, third, facets = "3 words, any", "words in a third of all papers", ", date and author-count facets"
	workloads := []Workload{
		{Name: words, Queries: changed(three, matchAny)},
		{Name: words + facets, Base: words, Queries: changed(three, matchAny, counting(two...))},
		{Name: third, Queries: changed(broad, matchAny)},
		{Name: third + facets, Base: third, Queries: changed(broad, matchAny, counting(two...))},
		{Name: "3 words, all", Queries: changed(three, func(r *index.Request) { r.Match = index.MatchAll })},
		{Name: "all papers, date, author-count and author facets, a filter", Queries: changed(d.years(), counting(append(two, index.FacetAuthor)...))},
		{Name: "similar papers", Queries: similar, opponents: opponents},
		{Name: "prefix of 3 letters", Queries: d.draw(func(p data.Paper) query.Node {
			if w := d.letters(p, 4); w != "" {
				return query.Prefix{Text: w[:3]}
			}
			return nil
		})},
		{Name: "fuzzy word, a letter lost", Queries: d.draw(func(p data.Paper) query.Node {
			if w := d.letters(p, 5); w != "" {
				lost := 1 + d.IntN(len(w)-1)
				return query.Fuzzy{Text: w[:lost] + w[lost+1:]}
			}
			return nil
		})},
		{Name: "phrase of 2 words", Queries: d.draw(func(p data.Paper) query.Node { return d.phrase(p.Title) })},
	}
	return slices.DeleteFunc(workloads, func(w Workload) bool { return len(w.Queries) == 0 }), nil
}

func matchAny(r *index.Request) { r.Match = index.MatchAny }

// counting returns a change that requests facets.
func counting(facets ...index.Facet) func(*index.Request) {
	return func(r *index.Request) { r.Facets = facets }
}

// changed returns changed copies of queries.
func changed(queries []Query, changes ...func(*index.Request)) []Query {
	queries = slices.Clone(queries)
	for i := range queries {
		for _, change := range changes {
			change(&queries[i].Search)
		}
	}
	return queries
}

// A drawer makes queries from random papers.
type drawer struct {
	*rand.Rand
	papers []Sampled
	n      int // queries of each kind
}

// triesPerQuery limits the number of random papers to try, since not all are suitable.
const triesPerQuery = 20

// draw makes n queries from random papers. node returns the query for a paper, or nil if the
// paper is unsuitable.
func (d drawer) draw(node func(data.Paper) query.Node) []Query {
	var queries []Query
	for try := 0; try < d.n*triesPerQuery && len(queries) < d.n; try++ {
		if root := node(d.paper().Paper); root != nil {
			queries = append(queries, Query{Search: index.Request{Query: query.Query{Root: root}, Limit: pageLimit}})
		}
	}
	return queries
}

// paper returns a random paper.
func (d drawer) paper() Sampled { return d.papers[d.IntN(len(d.papers))] }

// choose returns n random words in their order, or nil if there are fewer.
func (d drawer) choose(words []string, n int) []string {
	if len(words) < n {
		return nil
	}
	positions := d.Perm(len(words))[:n]
	slices.Sort(positions)
	chosen := make([]string, n)
	for i, position := range positions {
		chosen[i] = words[position]
	}
	return chosen
}

// letters returns a random word of a title that consists of at least n letters from a to z, or
// "" if there is none.
func (d drawer) letters(p data.Paper, n int) string {
	words := slices.DeleteFunc(ContentWords(p.Title), func(w string) bool {
		return len(w) < n || strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' })
	})
	return strings.Join(d.choose(words, 1), "")
}

// phrase returns a phrase of two adjacent words of a title that are not function words, or nil
// if there are none.
func (d drawer) phrase(title string) query.Node {
	phrases := Phrases(title)
	if len(phrases) == 0 {
		return nil
	}
	return query.Phrase{Text: phrases[d.IntN(len(phrases))]}
}

// Phrases returns each two adjacent words of a text that are not function words, as written.
func Phrases(text string) []string {
	var phrases []string
	tokens := analysis.QueryTokens(nil, text)
	for i := 1; i < len(tokens); i++ {
		if !analysis.IsFunctionWord(tokens[i-1].Form) && !analysis.IsFunctionWord(tokens[i].Form) {
			phrases = append(phrases, text[tokens[i-1].Start:tokens[i].End])
		}
	}
	return phrases
}

// years returns queries for all papers, filtered by the year of a random paper.
func (d drawer) years() []Query {
	var queries []Query
	for try := 0; try < d.n*triesPerQuery && len(queries) < d.n; try++ {
		if date := d.paper().Paper.Date; !date.IsZero() {
			year := data.Date{Year: date.Year}.String()
			queries = append(queries, Query{Search: index.Request{
				Filter: index.Filter{Values: map[index.Facet][]string{index.FacetDate: {year}}},
				Limit:  pageLimit,
			}})
		}
	}
	return queries
}

// ContentWords returns the different words of a text that have at least two characters and are
// not function words.
func ContentWords(text string) []string {
	var words []string
	for _, t := range analysis.QueryTokens(nil, text) {
		if utf8.RuneCountInString(t.Form) > 1 && !analysis.IsFunctionWord(t.Form) && !slices.Contains(words, t.Form) {
			words = append(words, t.Form)
		}
	}
	return words
}

// conjunction returns the query for words side by side, or nil if there are none.
func conjunction(words []string) query.Node {
	if len(words) == 0 {
		return nil
	}
	var and query.And
	for _, w := range words {
		and.Nodes = append(and.Nodes, query.Word{Text: w})
	}
	return and
}
