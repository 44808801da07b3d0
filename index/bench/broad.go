package bench

import (
	"cmp"
	"context"
	"slices"

	"paperboy/index"
	"paperboy/index/query"
)

const (
	// broadShare is the share of all papers that a broad query should match.
	broadShare = .35
	// broadVariants is the number of different broad queries.
	broadVariants = 10
	// frequentWords is the number of the most frequent words to make them from.
	frequentWords = 40
)

// broad returns queries that match about broadShare of all papers. It adds random frequent
// words to a query until it does.
func (d drawer) broad(ctx context.Context, searcher index.Searcher) ([]Query, error) {
	words, papers, err := d.frequent(ctx, searcher)
	if err != nil {
		return nil, err
	}
	var variants []Query
	for range broadVariants {
		r := index.Request{Match: index.MatchAny}
		var and query.And
		for _, i := range d.Perm(len(words)) {
			and.Nodes = append(and.Nodes, query.Word{Text: words[i]})
			r.Query.Root = and
			result, err := searcher.Search(ctx, r)
			if err != nil {
				return nil, err
			}
			if float64(result.Total) >= broadShare*float64(papers) {
				r.Limit = pageLimit
				variants = append(variants, Query{Search: r})
				break
			}
		}
	}
	if len(variants) == 0 {
		return nil, nil
	}
	queries := make([]Query, d.n)
	for i := range queries {
		queries[i] = variants[i%len(variants)]
	}
	return queries, nil
}

// frequent returns the number of all papers, and the most frequent words of the sampled titles
// that match less than half of broadShare.
func (d drawer) frequent(ctx context.Context, searcher index.Searcher) (words []string, papers int, err error) {
	everything, err := searcher.Search(ctx, index.Request{})
	if err != nil {
		return nil, 0, err
	}
	df := map[string]int{}
	for _, p := range d.papers {
		for _, w := range ContentWords(p.Paper.Title) {
			if _, known := df[w]; known {
				continue
			}
			found, err := searcher.Search(ctx, index.Request{Query: query.Query{Root: query.Word{Text: w}}})
			if err != nil {
				return nil, 0, err
			}
			df[w] = found.Total
			if float64(found.Total) < broadShare/2*float64(everything.Total) {
				words = append(words, w)
			}
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(df[b], df[a]) })
	return words[:min(frequentWords, len(words))], everything.Total, nil
}
