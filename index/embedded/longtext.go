package embedded

import (
	"cmp"
	"slices"

	"paperboy/index"
	"paperboy/index/query"
)

// shorten returns the root of a query without the words that say least about its papers: if an
// And has more than query.MaxWords different stems as free words, those of least weight
// (occurrences times idf) are replaced by an Or of nothing.
func (v searcher) shorten(root query.Node) query.Node {
	all, ok := root.(query.And)
	if !ok {
		return root
	}
	bytes := 0
	for _, n := range all.Nodes {
		if w, ok := n.(query.Word); ok {
			bytes += len(w.Text)
		}
	}
	if bytes <= query.MaxWords/2 { // a character of three bytes may stand for four words, never more
		return root
	}
	counts := query.Stems(all)
	if len(counts) <= query.MaxWords {
		return root
	}
	type weighted struct {
		stem   string
		weight float64
	}
	var stems []weighted
	for stem, count := range counts {
		df := v.StemPapers(stem)
		stems = append(stems, weighted{stem, float64(count) * index.SearchIDF(v.Papers, df)})
	}
	slices.SortFunc(stems, func(a, b weighted) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.stem, b.stem)) })
	kept := make(map[string]bool, query.MaxWords)
	for _, s := range stems[:query.MaxWords] {
		kept[s.stem] = true
	}
	return query.KeepStems(all, kept)
}
