package embedded

import (
	"context"
	"math"
	"sync"
)

// similarity is what the similarity formula needs of a whole collection, over
// live papers and content stems: df by stem, and norm_d = sqrt(sum a(t,d)^2 *
// idf(t)) by part and paper. It is worked out at the first question, since most
// views during an ingest are never asked.
type similarity struct {
	mu       sync.Mutex // guards what follows
	done     bool
	df       []uint32 // by stem ordinal
	norms    [][]float64
	meanNorm float64
}

// of works s out for v, once.
func (s *similarity) of(ctx context.Context, v *view) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return nil
	}
	s.df = make([]uint32, len(v.tables.stems.all()))
	err := v.everyStem(ctx, func(_ int, p *part, stem uint32, sum *postings) {
		s.df[stem] += uint32(p.countLive(sum.docs))
	})
	if err != nil {
		return err
	}
	s.norms = make([][]float64, len(v.parts))
	for i, p := range v.parts {
		s.norms[i] = make([]float64, p.papers)
	}
	err = v.everyStem(ctx, func(i int, _ *part, stem uint32, sum *postings) {
		idf := s.idf(v.papers, stem)
		norms := s.norms[i]
		for k, doc := range sum.docs {
			a := weight(sum.title[k], sum.abstract[k])
			norms[doc] += a * a * idf
		}
	})
	if err != nil {
		return err
	}
	total := 0.
	for i, p := range v.parts {
		for doc := range p.live.each {
			s.norms[i][doc] = math.Sqrt(s.norms[i][doc])
			total += s.norms[i][doc]
		}
	}
	s.meanNorm = total / float64(max(v.papers, 1))
	s.done = true
	return nil
}

// idf is ln(1 + N/df); a stem that only dead papers have gets 0.
func (s *similarity) idf(papers int, stem uint32) float64 {
	if s.df[stem] == 0 {
		return 0
	}
	return math.Log(1 + float64(papers)/float64(s.df[stem]))
}

// weight is a(t,d) = 1 + ln(3*tf(title) + tf(abstract)).
func weight(title, abstract uint8) float64 { return logs[3*int(title)+int(abstract)] }

// logs are 1 + ln(i): a logarithm for each posting would be half of the time.
var logs = func() (t [4*math.MaxUint8 + 1]float64) {
	for i := range t {
		t[i] = 1 + math.Log(float64(i))
	}
	return t
}()

// everyStem runs f for the postings of each content stem in each part. A form
// is a content word where it is no function word, whatever its stem.
func (v *view) everyStem(ctx context.Context, f func(i int, p *part, stem uint32, sum *postings)) error {
	return v.everyPart(ctx, func(i int, p *part) {
		var m merger
		var content []uint32
		for g, stem := range p.text.stems {
			content = p.text.contentForms(content[:0], p.text.group(g))
			if len(content) > 0 {
				sum := m.stem(p.text, stem, content)
				f(i, p, stem, &sum)
			}
		}
	})
}
