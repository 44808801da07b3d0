package recommend

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"paperboy/data"
	"paperboy/index"
)

// Neighbourhood is a paper, those most similar to it, and which of all these are alike: a
// connected graph.
type Neighbourhood struct {
	Paper      data.Paper
	Neighbours []Hit  // most similar first
	Links      []Link // most alike first
	Sequence   data.Sequence
}

// Link joins two papers that are alike. From and To, From < To, are 0 for the paper of the
// request and i+1 for Neighbours[i].
type Link struct {
	From, To int
	// Cosine is that of the two texts, above 0 and at most 1, with idf among the papers of the
	// neighbourhood.
	Cosine float64
}

const (
	// nearest is the number of most similar papers that each paper is linked to. Fifty papers
	// of ACL with 30 neighbours have 47 links on average. With one there are 30, the tree, in
	// which no groups show; with three 67, a thicket.
	nearest = 2
	// alike is the least cosine of two papers that are linked for being near: in a scattered
	// neighbourhood, even the nearest have little in common.
	alike = .1
)

// Neighbourhood finds at most limit papers like that of id that pass filter, as Similar does,
// with its errors. A paper without words has no neighbours.
func (r *Recommender) Neighbourhood(ctx context.Context, id data.ID, limit int, filter index.Filter) (Neighbourhood, error) {
	seeds, err := r.lookUp(ctx, "neighbourhood of", []data.ID{id})
	if err != nil {
		return Neighbourhood{}, err
	}
	papers := papersOf(seeds)
	similar, err := r.answer(ctx, Request{Limit: limit, Filter: filter}, newProfile(papers, nil), seeds)
	if err != nil {
		return Neighbourhood{}, fmt.Errorf("neighbourhood of %s: %w", id, err)
	}
	for _, h := range similar.Hits {
		papers = append(papers, h.Paper)
	}
	return Neighbourhood{Paper: seeds[0].Paper, Neighbours: similar.Hits, Links: Links(papers), Sequence: similar.Sequence}, nil
}

// Links returns which of the papers are alike, most alike first, as in a [Neighbourhood]: From and To
// are indexes of papers. Together the links connect all papers that have a word in common.
func Links(papers []data.Paper) []Link { return links(vectorsOf(papers)) }

// links joins each paper to the nearest ones that are alike, and adds only the links without
// which the graph would not be connected: by a maximum spanning tree (Kruskal 1956).
func links(vectors []vector) []Link {
	var pairs []Link
	for i := range vectors {
		for j := i + 1; j < len(vectors); j++ {
			if c := cosine(vectors[i], vectors[j]); c > 0 {
				pairs = append(pairs, Link{i, j, c})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b Link) int { return cmp.Compare(b.Cosine, a.Cosine) })
	kept := pairs[:0]
	met := make([]int, len(vectors)) // how many pairs with each came before
	part := make([]int, len(vectors))
	for i := range part {
		part[i] = i
	}
	for _, p := range pairs {
		near := p.Cosine >= alike && min(met[p.From], met[p.To]) < nearest
		met[p.From]++
		met[p.To]++
		from, to := part[p.From], part[p.To]
		if !near && from == to {
			continue
		}
		kept = append(kept, p)
		for i := range part {
			if part[i] == from {
				part[i] = to
			}
		}
	}
	return kept
}
