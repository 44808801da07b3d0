package segment

import (
	"math"

	"paperboy/index"
)

// Frequency is how often a term is in the title (high byte) and in the abstract (low byte) of
// a paper. Above 255 it counts as 255.
type Frequency uint16

// NewFrequency returns the frequency of a term that is in the title and the abstract this
// often.
func NewFrequency(title, abstract uint32) Frequency {
	return Frequency(min(title, math.MaxUint8)<<8 | min(abstract, math.MaxUint8))
}

// Title returns how often the term is in the title.
func (f Frequency) Title() uint32 { return uint32(f >> 8) }

// Abstract returns how often the term is in the abstract.
func (f Frequency) Abstract() uint32 { return uint32(f & math.MaxUint8) }

// IsCut reports whether the term may be in the title or abstract more often than that.
func (f Frequency) IsCut() bool { return f.Title() == math.MaxUint8 || f.Abstract() == math.MaxUint8 }

func (f Frequency) plus(g Frequency) Frequency {
	return NewFrequency(f.Title()+g.Title(), f.Abstract()+g.Abstract())
}

// Indicator returns 0 if the frequency is 0 and 1 otherwise, without a branch, which would
// cost more.
func (f Frequency) Indicator() int { return int(uint32(f)+math.MaxUint16) >> 16 }

// Weighted returns tf' of the search formula (index.K1).
func (f Frequency) Weighted() float64 { return float64(index.TitleWeight*f.Title() + f.Abstract()) }

// Postings are papers of a segment and the frequency of a term in each. The frequency may be 0
// if the term is one form of several (FormFrequencies).
type Postings struct {
	Docs []uint32
	TF   []Frequency
}

// Postings are kept as 16-bit entries, nearly always one for each: the low byte is the number
// of papers skipped since the last posting, the high byte a code for the frequency. That takes
// 2.2 bytes a posting instead of 6 for a number and two bytes. It is as fast to read, since
// there is less to read.
//
// Two codes announce a second entry. After jump it is the low half of a number of papers to
// skip, whose high half is the low byte of the first, and a posting follows. After rare it is
// the frequency itself.
const (
	jump = 0
	rare = math.MaxUint8

	// Titles with a word up to 3 times and abstracts with up to 62 have codes.
	maxCodedTitle    = 3
	maxCodedAbstract = 62
	LastCode         = maxCodedTitle*(maxCodedAbstract+1) + maxCodedAbstract

	maxPassed = math.MaxUint8
	// maxPapers is what a jump can skip.
	maxPapers = 1 << 24
)

// jumped returns how many papers the two entries of a jump skip.
func jumped(first, second uint16) uint32 {
	high := uint32(first & maxPassed)
	return high<<16 - high + uint32(second)
}

// CodeFrequencies holds the frequency of each code.
var CodeFrequencies = func() (t [LastCode + 1]Frequency) {
	for code := range t {
		t[code] = NewFrequency(uint32(code/(maxCodedAbstract+1)), uint32(code%(maxCodedAbstract+1)))
	}
	return t
}()

// entryWriter appends postings, which must come by ascending paper.
type entryWriter struct {
	entries []uint16
	next    uint32 // the lowest paper that may come
}

func (w *entryWriter) add(doc uint32, f Frequency) {
	passed := doc - w.next
	w.next = doc + 1
	if passed > maxPassed {
		w.entries = append(w.entries, uint16(passed>>16), uint16(passed))
		passed = 0
	}
	if f.Title() > maxCodedTitle || f.Abstract() > maxCodedAbstract {
		w.entries = append(w.entries, rare<<8|uint16(passed), uint16(f))
		return
	}
	code := f.Title()*(maxCodedAbstract+1) + f.Abstract()
	w.entries = append(w.entries, uint16(code<<8|passed))
}

// Decode makes p the n postings of entries. p must have room for them.
func (p *Postings) Decode(entries []uint16, n uint32) {
	docs, tf := p.Docs[:n], p.TF[:n]
	p.Docs, p.TF = docs, tf
	next, k := uint32(0), 0
	for i := 0; i < len(entries); i++ {
		e := entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		if code-1 < LastCode { // neither jump nor rare
			docs[k], tf[k] = next, CodeFrequencies[code]
			next, k = next+1, k+1
			continue
		}
		i++
		if code == jump {
			next += jumped(e, entries[i])
			continue
		}
		docs[k], tf[k] = next, Frequency(entries[i])
		next, k = next+1, k+1
	}
}

// Grow makes room in p for n postings.
func (p *Postings) Grow(n uint32) {
	if cap(p.Docs) < int(n) {
		p.Docs, p.TF = make([]uint32, 0, n), make([]Frequency, 0, n)
	}
}

// AddWorth adds to the scores of the papers in entries what their frequencies are worth: worth
// by code, or factor times SimilarWeight for a rare frequency.
func AddWorth(entries []uint16, worth *[LastCode + 1]float32, factor float64, scores []float32) {
	next := uint32(0)
	for i := 0; i < len(entries); i++ {
		e := entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		if code-1 < LastCode {
			scores[next] += worth[code]
			next++
			continue
		}
		i++
		if code == jump {
			next += jumped(e, entries[i])
			continue
		}
		scores[next] += float32(factor * SimilarWeight(Frequency(entries[i])))
		next++
	}
}

// SimilarWeight returns a(t,d) of the formula for similar papers (index.SimilarTitleWeight).
func SimilarWeight(f Frequency) float64 { return logs[index.SimilarTitleWeight*f.Title()+f.Abstract()] }

// logs holds 1 + ln(i). Computing a logarithm for each posting would take half of the time.
var logs = func() (t [(index.SimilarTitleWeight+1)*math.MaxUint8 + 1]float64) {
	for i := range t {
		t[i] = 1 + math.Log(float64(i))
	}
	return t
}()

// MaxSimilarWeight is the greatest SimilarWeight of a frequency.
var MaxSimilarWeight = logs[len(logs)-1]
