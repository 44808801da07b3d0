package embedded

import (
	"math"

	"paperboy/index"
)

// frequency is how often a term stands in the title and in the abstract of a
// paper; one above 255 counts as 255.
type frequency uint16

func newFrequency(title, abstract uint32) frequency {
	return frequency(min(title, math.MaxUint8)<<8 | min(abstract, math.MaxUint8))
}

func (f frequency) title() uint32    { return uint32(f >> 8) }
func (f frequency) abstract() uint32 { return uint32(f & math.MaxUint8) }

func (f frequency) plus(g frequency) frequency {
	return newFrequency(f.title()+g.title(), f.abstract()+g.abstract())
}

// isThere is 1, or 0 where the frequency is 0: to branch would cost more.
func (f frequency) isThere() int { return int(uint32(f)+math.MaxUint16) >> 16 }

// weighted is tf'.
func (f frequency) weighted() float64 { return float64(index.TitleWeight*f.title() + f.abstract()) }

// postings are papers of a lane and the frequency of a term in each, which may be
// 0 where the term is one form of several (see share).
type postings struct {
	docs []uint32
	tf   []frequency
}

// Postings are kept as 16-bit entries, one for nearly each: the low byte is the
// number of papers passed over since the last posting, the high byte a code of
// the frequency. That is 2.2 bytes a posting, where a number and two bytes are 6,
// and as fast to go through: what is read is smaller.
//
// Two codes announce another entry. After jump it is the low half of a number of
// papers to pass over, whose high half is the low byte, and a posting follows.
// After rare it is the frequency itself.
const (
	jump = 0
	rare = math.MaxUint8

	// Titles with a word up to 3 times and abstracts up to 62 have codes.
	maxCodedTitle    = 3
	maxCodedAbstract = 62
	lastCode         = maxCodedTitle*(maxCodedAbstract+1) + maxCodedAbstract

	maxPassed = math.MaxUint8
	// maxLanePapers is what a jump can pass over.
	maxLanePapers = 1 << 24
)

// frequencies are those of the codes.
var frequencies = func() (t [lastCode + 1]frequency) {
	for code := range t {
		t[code] = newFrequency(uint32(code/(maxCodedAbstract+1)), uint32(code%(maxCodedAbstract+1)))
	}
	return t
}()

// entryWriter appends postings, which come by ascending paper.
type entryWriter struct {
	entries []uint16
	next    uint32 // the least paper that may come
}

func (w *entryWriter) add(doc uint32, f frequency) {
	passed := doc - w.next
	w.next = doc + 1
	if passed > maxPassed {
		w.entries = append(w.entries, uint16(passed>>16), uint16(passed))
		passed = 0
	}
	if f.title() > maxCodedTitle || f.abstract() > maxCodedAbstract {
		w.entries = append(w.entries, rare<<8|uint16(passed), uint16(f))
		return
	}
	code := f.title()*(maxCodedAbstract+1) + f.abstract()
	w.entries = append(w.entries, uint16(code<<8|passed))
}

// decode makes p the n postings of entries, for which it must have room.
func (p *postings) decode(entries []uint16, n uint32) {
	docs, tf := p.docs[:n], p.tf[:n]
	p.docs, p.tf = docs, tf
	next, k := uint32(0), 0
	for i := 0; i < len(entries); i++ {
		e := entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		if code-1 < lastCode { // neither jump nor rare
			docs[k], tf[k] = next, frequencies[code]
			next, k = next+1, k+1
			continue
		}
		i++
		if code == jump {
			high := uint32(e & maxPassed)
			next += high<<16 - high + uint32(entries[i])
			continue
		}
		docs[k], tf[k] = next, frequency(entries[i])
		next, k = next+1, k+1
	}
}

// room makes p fit for n postings.
func (p *postings) room(n uint32) {
	if cap(p.docs) < int(n) {
		p.docs, p.tf = make([]uint32, 0, n), make([]frequency, 0, n)
	}
}

// addWorth adds to the scores of the papers in entries what their frequencies
// are worth: worth by code, and factor times the weight of a rare one.
func addWorth(entries []uint16, worth *[lastCode + 1]float32, factor float64, scores []float32) {
	next := uint32(0)
	for i := 0; i < len(entries); i++ {
		e := entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		if code-1 < lastCode {
			scores[next] += worth[code]
			next++
			continue
		}
		i++
		if code == jump {
			high := uint32(e & maxPassed)
			next += high<<16 - high + uint32(entries[i])
			continue
		}
		scores[next] += float32(factor * weight(frequency(entries[i])))
		next++
	}
}
