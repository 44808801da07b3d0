package snapshot

import (
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"paperboy/index"
	"paperboy/index/embedded/segment"
)

// Similarity holds what the formula for similar papers (index.SimilarTitleWeight) needs of the
// whole collection, over live papers and content stems: df by stem, and norm_d by segment and
// paper. It is computed by the first question, at 1 ns a posting: most snapshots made during
// an ingest are never asked for similar papers.
type Similarity struct {
	mu       sync.Mutex // guards what follows
	done     bool
	DF       []uint32 // by stem ordinal
	norms    [][]float64
	meanNorm float64
	// Lengths holds Length of all papers in single precision, by segment, and Floors the least
	// of each block of FloorBlock.
	Lengths, Floors [][]float32
}

// FloorBlock is the number of papers that share a lower bound of their lengths. A search skips
// a paper whose sum is too small for it by one comparison.
const FloorBlock = 16

// Prepare computes s for v, unless that was done before.
func (s *Similarity) Prepare(ctx context.Context, v *Snapshot) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return nil
	}
	s.DF = make([]uint32, v.Tables.Stems.Values().Len())
	err := v.EachSegment(ctx, func(_, _ int, seg *Segment) {
		seg.EachStem(func(stem, group uint32) {
			atomic.AddUint32(&s.DF[stem], seg.countGroup(group))
		})
	})
	if err != nil {
		return err
	}
	s.norms = make([][]float64, len(v.Segments))
	idf := make([]float64, len(s.DF))
	for stem := range idf {
		idf[stem] = s.IDF(v.Papers, uint32(stem))
	}
	err = v.EachSegment(ctx, func(_, i int, seg *Segment) { s.norms[i] = seg.norms(idf) })
	if err != nil {
		return err
	}
	total := 0.
	for i := range v.Segments {
		for doc := range v.Segments[i].Live.Each {
			total += s.norms[i][doc]
		}
	}
	s.meanNorm = total / float64(max(v.Papers, 1))
	s.setLengths()
	s.done = true
	return nil
}

// norms returns norm_d of all papers of a segment, given the idf of each stem.
func (s *Segment) norms(idf []float64) []float64 {
	norms := make([]float64, s.Papers)
	var read segment.Postings
	s.EachStem(func(stem, group uint32) {
		n := s.Text.GroupPapers[group]
		read.Grow(n)
		read.Decode(s.Text.Entries(group), n)
		for k, doc := range read.Docs {
			a := segment.SimilarWeight(read.TF[k])
			norms[doc] += a * a * idf[stem]
		}
	})
	for doc, squared := range norms {
		norms[doc] = math.Sqrt(squared)
	}
	return norms
}

// countGroup counts the live papers that have a group.
func (s *Segment) countGroup(group uint32) uint32 {
	if !s.HasDeleted {
		return s.Text.GroupPapers[group]
	}
	var read segment.Postings
	n := s.Text.GroupPapers[group]
	read.Grow(n)
	read.Decode(s.Text.Entries(group), n)
	return uint32(s.CountPostings(&read))
}

func (s *Similarity) setLengths() {
	s.Lengths, s.Floors = make([][]float32, len(s.norms)), make([][]float32, len(s.norms))
	for i, norms := range s.norms {
		s.Lengths[i] = make([]float32, len(norms))
		for doc := range norms {
			s.Lengths[i][doc] = float32(s.Length(i, uint32(doc)))
		}
		for block := range slices.Chunk(s.Lengths[i], FloorBlock) {
			s.Floors[i] = append(s.Floors[i], slices.Min(block))
		}
	}
}

// Length returns the divisor of a paper's score: (1-PivotSlope)*mean norm + PivotSlope*norm_d.
func (s *Similarity) Length(part int, doc uint32) float64 {
	return s.EmptyLength() + index.PivotSlope*s.norms[part][doc]
}

// EmptyLength returns the Length of a paper without words. No Length is less.
func (s *Similarity) EmptyLength() float64 { return (1 - index.PivotSlope) * s.meanNorm }

// IDF returns index.IDF of a stem, and 0 for a stem that no live paper has.
func (s *Similarity) IDF(papers int, stem uint32) float64 {
	if s.DF[stem] == 0 {
		return 0
	}
	return index.IDF(papers, int(s.DF[stem]))
}
