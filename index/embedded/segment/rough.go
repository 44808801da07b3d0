package segment

import (
	"encoding/binary"
	"slices"

	"paperboy/index/embedded/bitset"
)

// Terms of one group are scored together, in single precision, while its postings are decoded: a
// stem, the word and the form of the query. Every posting costs one division, and no list of
// postings is made. Three words of which any may match took a quarter less time.

// Scored is a term of a group: factor times B of the search formula.
type Scored struct {
	Ranks  bitset.Set // its forms; nil for all
	Factor float32    // with K1+1
}

var weightedCodes = func() (t [1 << 8]float32) {
	for code, f := range CodeFrequencies {
		t[code] = float32(f.Weighted())
	}
	return t
}()

// Window is successive papers of a segment while they are scored.
type Window struct {
	From   uint32    // the first
	Norms  []float32 // what is added to a frequency in the denominator of B, by paper from From on
	Scores []float32 // likewise
	// Above has, counted from From, the papers whose scores are too high because they have several
	// forms of a group. Telling these apart for all papers would take as long as the rest.
	Above bitset.Set
}

// addRough adds to the scores of a window what the postings of some blocks of a group are worth.
// next is the lowest paper that may come.
func addRough(entries []uint16, next uint32, factor float32, w *Window) {
	scores := w.Scores
	norms := w.Norms[:len(scores)]
	next -= w.From
	for i := 0; i < len(entries); i++ {
		e := entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		tf := weightedCodes[code]
		if code-1 >= LastCode { // jump or rare
			i++
			if code == jump {
				next += jumped(e, entries[i])
				continue
			}
			tf = float32(Frequency(entries[i]).Weighted())
		}
		if next < uint32(len(scores)) {
			scores[next] += factor * tf / (tf + norms[next])
		}
		next++
	}
}

// roughForms scores terms of one group of which one has not all its forms.
type roughForms struct {
	terms []Scored
	// worth is the factor of a paper with one form, by its rank. That of several is for all forms.
	worth [1 << 8]float32
}

// roughForms returns what scores terms of a group, nil if all have all its forms.
func (x *Text) roughForms(group uint32, terms []Scored) *roughForms {
	if len(x.GroupForms(group)) == 1 || !slices.ContainsFunc(terms, func(t Scored) bool { return t.Ranks != nil }) {
		return nil
	}
	r := &roughForms{terms: terms}
	forms := min(len(x.GroupForms(group)), several)
	for _, t := range terms {
		r.worth[several] += t.Factor
		for rank := range r.worth[:forms] {
			if t.Ranks == nil || t.Ranks.Has(uint32(rank)) {
				r.worth[rank] += t.Factor
			}
		}
	}
	return r
}

// add is addRough for such terms.
func (r *roughForms) add(entries []uint16, shares []byte, next uint32, w *Window) {
	scores, above := w.Scores, w.Above
	norms := w.Norms[:len(scores)]
	next -= w.From
	at := 0
	for i := 0; i < len(entries); i++ {
		e := entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		tf := weightedCodes[code]
		if code-1 >= LastCode { // jump or rare
			i++
			if code == jump {
				next += jumped(e, entries[i])
				continue
			}
			tf = float32(Frequency(entries[i]).Weighted())
		}
		rank := shares[at]
		at++
		if rank == several {
			at += 2 + 4*int(binary.LittleEndian.Uint16(shares[at:]))
			if next < uint32(len(scores)) {
				above[next/64] |= 1 << (next % 64)
			}
		}
		if next < uint32(len(scores)) {
			scores[next] += r.worth[rank] * tf / (tf + norms[next])
		}
		next++
	}
}

// several returns what the terms are worth to a paper with several forms of their group, which
// has them tf times.
func (r *roughForms) several(shares []byte, tf, norm float32) float32 {
	sum := float32(0)
	for _, t := range r.terms {
		own := tf
		if t.Ranks != nil {
			f, _ := readShares(t.Ranks, shares)
			own = float32(f.Weighted())
		}
		if own > 0 {
			sum += t.Factor * own / (own + norm)
		}
	}
	return sum
}
