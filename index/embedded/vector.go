package embedded

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"paperboy/index"
	"paperboy/index/embedded/segment"
)

// queryVector is a weighted set of stems resolved against one snapshot.
type queryVector struct {
	searcher
	terms  []vectorTerm
	groups [][]uint32 // by segment and term: the group plus 1; 0 if there is none
}

// vectorTerm is a stem of a queryVector.
type vectorTerm struct {
	stem    string
	ordinal uint32
	factor  float64                       // a(t,q) * idf(t) / norm_q
	worth   [segment.LastCode + 1]float32 // what frequencies add to a sum, by code
}

// vector returns the heaviest terms that live papers have, by |weight|*idf. The weights of one
// stem are added up.
func (v searcher) vector(asked []index.Term, most int) *queryVector {
	weights := map[string]float64{}
	for _, t := range asked {
		weights[t.Stem] += t.Weight
	}
	b := &queryVector{searcher: v, groups: make([][]uint32, len(v.Segments))}
	for stem, w := range weights {
		ord, known := v.Tables.Stems.Lookup(stem)
		if w == 0 || !known || int(ord) >= len(v.Similarity.DF) || v.Similarity.DF[ord] == 0 {
			continue
		}
		b.terms = append(b.terms, vectorTerm{stem: stem, ordinal: ord, factor: w * v.Similarity.IDF(v.Papers, ord)})
	}
	slices.SortFunc(b.terms, func(a, b vectorTerm) int {
		return cmp.Or(cmp.Compare(math.Abs(b.factor), math.Abs(a.factor)), strings.Compare(a.stem, b.stem))
	})
	b.terms = b.terms[:min(cmp.Or(most, index.DefaultTerms), index.MaxTerms, len(b.terms))]
	squared := 0.
	for _, t := range b.terms {
		squared += t.factor * weights[t.stem]
	}
	for k := range b.terms {
		t := &b.terms[k]
		t.factor /= math.Sqrt(squared)
		for code, f := range segment.CodeFrequencies {
			t.worth[code] = float32(t.factor * segment.SimilarWeight(f))
		}
	}
	return b
}

// postings returns how many papers the terms have together.
func (b *queryVector) postings() float64 {
	n := 0
	for _, t := range b.terms {
		n += int(b.Similarity.DF[t.ordinal])
	}
	return float64(n)
}

// slack bounds the error of rough sums that negative terms cause.
func (b *queryVector) slack() float32 {
	sum := 0.
	for _, t := range b.terms {
		sum += max(0, -t.factor)
	}
	return float32(rounding * sum * segment.MaxSimilarWeight)
}

// addRough adds what the terms are worth to the papers of segment i.
func (b *queryVector) addRough(i int, scores []float32) {
	text := b.Segments[i].Text
	b.groups[i] = make([]uint32, len(b.terms))
	for k := range b.terms {
		t := &b.terms[k]
		if group, ok := text.ContentGroup(t.ordinal); ok {
			b.groups[i][k] = group + 1
			segment.AddWorth(text.Entries(group), &t.worth, t.factor, scores)
		}
	}
}

// mark returns, by code of segment i's sequences, the number of its term plus 1, or 0. The
// slice is borrowed.
func (b *queryVector) mark(i int) []uint8 {
	marks := b.Tables.Marks.Get(b.Segments[i].Text.Codes.Len())
	b.setMarks(i, marks, 1)
	return marks
}

func (b *queryVector) unmark(i int, marks []uint8) {
	b.setMarks(i, marks, 0)
	b.Tables.Marks.Put(marks)
}

// setMarks sets the marks of the term with number k to (k+1)*by.
func (b *queryVector) setMarks(i int, marks []uint8, by int) {
	text := b.Segments[i].Text
	for k, group := range b.groups[i] {
		if group > 0 {
			text.EachCode(group-1, func(code uint32) { marks[code] = uint8((k + 1) * by) })
		}
	}
}

// score returns a paper's exact similarity.
func (b *queryVector) score(i int, doc uint32, marks []uint8) float64 {
	var tf [index.MaxTerms]segment.Frequency
	b.Segments[i].Text.Overlap(doc, marks, &tf)
	sum := 0.
	for k := range b.terms {
		if tf[k] > 0 {
			sum += b.terms[k].factor * segment.SimilarWeight(tf[k])
		}
	}
	return sum / b.Similarity.Length(i, doc)
}

// shared returns what each term adds to the similarity of a paper, heaviest first.
func (b *queryVector) shared(found place, marks []uint8) []index.Term {
	var tf [index.MaxTerms]segment.Frequency
	b.Segments[found.segment].Text.Overlap(found.doc, marks, &tf)
	length := b.Similarity.Length(found.segment, found.doc)
	var shared []index.Term
	for k := range b.terms {
		if t := &b.terms[k]; tf[k] > 0 {
			shared = append(shared, index.Term{Stem: t.stem, Weight: t.factor * segment.SimilarWeight(tf[k]) / length})
		}
	}
	slices.SortFunc(shared, func(a, b index.Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Stem, b.Stem))
	})
	return shared
}
