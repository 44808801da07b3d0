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

// pageLimit is how many hits a query asks for.
const pageLimit = 10

// Sampled is a paper of which queries are made.
type Sampled struct {
	Number data.Number
	Paper  data.Paper
}

// Sample draws at most n papers of a store.
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
		for i, place := range chunk {
			numbers[i] = data.Number(place + 1)
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
			number = live[p.ID] // another's, where the paper was merged into it
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

// Workload is queries of one kind.
type Workload struct {
	Name string
	// Base is the workload of the same queries without facets, if there is one.
	Base    string
	Queries []Query
	// opponents are the queries as the opponent takes them, if not Queries.
	opponents []Query
}

// ForOpponent are the queries as the opponent takes them.
func (w Workload) ForOpponent() []Query {
	if w.opponents != nil {
		return w.opponents
	}
	return w.Queries
}

// Query is a search or, if Similar is set, a question for similar papers.
type Query struct {
	Search  index.Request
	Similar *index.SimilarRequest
}

// Ask asks s, and returns the size of the match set or the number of similar papers.
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

// Draw makes n queries of each kind that papers are fit for. The searcher tells
// how frequent words are; opponent may be nil.
func Draw(ctx context.Context, papers []Sampled, n int, seed uint64, searcher index.Searcher, opponent Opponent) ([]Workload, error) {
	d := drawer{Rand: rand.New(rand.NewPCG(seed, 2)), papers: papers, n: n}
	three := d.draw(func(p data.Paper) query.Node { return all(d.some(contentWords(p.Title), 3)) })
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
		{Name: words, Queries: with(three, matchAny)},
		{Name: words + facets, Base: words, Queries: with(three, matchAny, counting(two...))},
		{Name: third, Queries: with(broad, matchAny)},
		{Name: third + facets, Base: third, Queries: with(broad, matchAny, counting(two...))},
		{Name: "3 words, all", Queries: with(three, func(r *index.Request) { r.Match = index.MatchAll })},
		{Name: "all papers, date, author-count and author facets, a filter", Queries: with(d.years(), counting(append(two, index.FacetAuthor)...))},
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

func counting(facets ...index.Facet) func(*index.Request) {
	return func(r *index.Request) { r.Facets = facets }
}

// with is a changed copy of queries.
func with(queries []Query, changes ...func(*index.Request)) []Query {
	queries = slices.Clone(queries)
	for i := range queries {
		for _, change := range changes {
			change(&queries[i].Search)
		}
	}
	return queries
}

// drawer makes queries of random papers.
type drawer struct {
	*rand.Rand
	papers []Sampled
	n      int
}

// triesPerQuery bounds how long papers that are fit for a kind are looked for.
const triesPerQuery = 20

// draw makes n queries of what node makes of papers, which may be nil.
func (d drawer) draw(node func(data.Paper) query.Node) []Query {
	var queries []Query
	for try := 0; try < d.n*triesPerQuery && len(queries) < d.n; try++ {
		if root := node(d.paper().Paper); root != nil {
			queries = append(queries, Query{Search: index.Request{Query: query.Query{Root: root}, Limit: pageLimit}})
		}
	}
	return queries
}

func (d drawer) paper() Sampled { return d.papers[d.IntN(len(d.papers))] }

// some are n of words at random, in their order; nil where there are fewer.
func (d drawer) some(words []string, n int) []string {
	if len(words) < n {
		return nil
	}
	places := d.Perm(len(words))[:n]
	slices.Sort(places)
	chosen := make([]string, n)
	for i, place := range places {
		chosen[i] = words[place]
	}
	return chosen
}

// letters is a random word of a title, of at least n letters a to z and nothing
// else; "" where there is none.
func (d drawer) letters(p data.Paper, n int) string {
	words := slices.DeleteFunc(contentWords(p.Title), func(w string) bool {
		return len(w) < n || strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' })
	})
	return strings.Join(d.some(words, 1), "")
}

// phrase is two neighbours of a title as they stand, neither a function word.
func (d drawer) phrase(title string) query.Node {
	var phrases []string
	tokens := analysis.QueryTokens(nil, title)
	for i := 1; i < len(tokens); i++ {
		if !analysis.IsFunctionWord(tokens[i-1].Form) && !analysis.IsFunctionWord(tokens[i].Form) {
			phrases = append(phrases, title[tokens[i-1].Start:tokens[i].End])
		}
	}
	if len(phrases) == 0 {
		return nil
	}
	return query.Phrase{Text: phrases[d.IntN(len(phrases))]}
}

// years ask for all papers, filtered by the year of one.
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

// contentWords are the different words of a text that are no function words and
// of two characters or more.
func contentWords(text string) []string {
	var words []string
	for _, t := range analysis.QueryTokens(nil, text) {
		if utf8.RuneCountInString(t.Form) > 1 && !analysis.IsFunctionWord(t.Form) && !slices.Contains(words, t.Form) {
			words = append(words, t.Form)
		}
	}
	return words
}

// all is the words next to one another; nil where there are none.
func all(words []string) query.Node {
	if len(words) == 0 {
		return nil
	}
	var and query.And
	for _, w := range words {
		and.Nodes = append(and.Nodes, query.Word{Text: w})
	}
	return and
}
