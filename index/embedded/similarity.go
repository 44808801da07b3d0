package embedded

import (
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"paperboy/index"
)

// similarity is what the similarity formula needs of a whole collection, over
// live papers and content stems: df by stem, and norm_d = sqrt(sum a(t,d)^2 *
// idf(t)) by part and paper. It is worked out at the first question, since most
// views during an ingest are never asked: 1 ns a posting.
type similarity struct {
	mu       sync.Mutex // guards what follows
	done     bool
	df       []uint32 // by stem ordinal
	norms    [][]float64
	meanNorm float64
	// lengths are those of all papers in single precision, by part, and floors the
	// least of each block.
	lengths, floors [][]float32
}

// floorBlock is the number of papers that a question passes over by one
// comparison each, and one bound together.
const floorBlock = 16

// of works s out for v, once.
func (s *similarity) of(ctx context.Context, v *view) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return nil
	}
	s.df = make([]uint32, len(v.tables.stems.all()))
	err := v.shareParts(ctx, func(_, _ int, p *part) {
		p.everyStem(func(stem, group uint32) {
			atomic.AddUint32(&s.df[stem], p.countGroup(group))
		})
	})
	if err != nil {
		return err
	}
	s.norms = make([][]float64, len(v.parts))
	idf := make([]float64, len(s.df))
	for stem := range idf {
		idf[stem] = s.idf(v.papers, uint32(stem))
	}
	err = v.shareParts(ctx, func(_, i int, p *part) { s.norms[i] = p.norms(idf) })
	if err != nil {
		return err
	}
	total := 0.
	for i, p := range v.parts {
		for doc := range p.live.each {
			total += s.norms[i][doc]
		}
	}
	s.meanNorm = total / float64(max(v.papers, 1))
	s.setLengths()
	s.done = true
	return nil
}

// norms are norm_d of all papers of a part, with idf by stem.
func (p *part) norms(idf []float64) []float64 {
	norms := make([]float64, p.papers)
	var read postings
	p.everyStem(func(stem, group uint32) {
		n := p.text.papers[group]
		read.room(n)
		read.decode(p.text.entriesOf(group), n)
		for k, doc := range read.docs {
			a := weight(read.tf[k])
			norms[doc] += a * a * idf[stem]
		}
	})
	for doc, squared := range norms {
		norms[doc] = math.Sqrt(squared)
	}
	return norms
}

// countGroup counts the live papers that have a group.
func (p *part) countGroup(group uint32) uint32 {
	if !p.deleted {
		return p.text.papers[group]
	}
	var read postings
	n := p.text.papers[group]
	read.room(n)
	read.decode(p.text.entriesOf(group), n)
	return uint32(p.countLive(&read))
}

func (s *similarity) setLengths() {
	s.lengths, s.floors = make([][]float32, len(s.norms)), make([][]float32, len(s.norms))
	for i, norms := range s.norms {
		s.lengths[i] = make([]float32, len(norms))
		for doc := range norms {
			s.lengths[i][doc] = float32(s.length(i, uint32(doc)))
		}
		for block := range slices.Chunk(s.lengths[i], floorBlock) {
			s.floors[i] = append(s.floors[i], slices.Min(block))
		}
	}
}

// length is the divisor of a paper's similarity.
func (s *similarity) length(part int, doc uint32) float64 {
	return s.emptyLength() + index.PivotSlope*s.norms[part][doc]
}

// emptyLength is that of a paper without words: no length is less.
func (s *similarity) emptyLength() float64 { return (1 - index.PivotSlope) * s.meanNorm }

// idf is index.IDF; a stem that only dead papers have gets 0.
func (s *similarity) idf(papers int, stem uint32) float64 {
	if s.df[stem] == 0 {
		return 0
	}
	return index.IDF(papers, int(s.df[stem]))
}

// weight is a(t,d) of the formula for similar papers.
func weight(f frequency) float64 { return logs[index.SimilarTitleWeight*f.title()+f.abstract()] }

// logs are 1 + ln(i): a logarithm for each posting would be half of the time.
var logs = func() (t [(index.SimilarTitleWeight+1)*math.MaxUint8 + 1]float64) {
	for i := range t {
		t[i] = 1 + math.Log(float64(i))
	}
	return t
}()

// everyStem runs f for the content group of each stem of a lane that has one.
func (l *lane) everyStem(f func(stem, group uint32)) {
	t := &l.text.stems
	for i, stem := range t.ordinals {
		if group := t.byStem[i]; l.text.isContent(group) {
			f(stem, group)
		}
	}
}
