package segment

import (
	"encoding/binary"

	"paperboy/index/embedded/bitset"
)

// Terms of one group that are scored together, in single precision, while its postings are
// decoded: a stem, the word and the form of the query. Every posting costs one division, and
// no list of postings is made. Three words of which any may match took a quarter less time.

// Scored is a term of a group that AddRough scores: factor times B of the search formula.
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

// AddRough adds to scores what the terms of a group are worth to its papers. norms holds, by
// paper, what is added to a frequency in the denominator of B.
func (x *Text) AddRough(group uint32, terms []Scored, norms, scores []float32) {
	shares := x.Shares(group)
	if len(shares) > 0 && anyRanks(terms) {
		x.addRoughForms(group, terms, norms, scores)
		return
	}
	factor := float32(0)
	for _, t := range terms {
		factor += t.Factor
	}
	scores = scores[:len(norms)]
	next, entries := uint32(0), x.Entries(group)
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
		scores[next] += factor * tf / (tf + norms[next])
		next++
	}
}

func anyRanks(terms []Scored) bool {
	for _, t := range terms {
		if t.Ranks != nil {
			return true
		}
	}
	return false
}

// addRoughForms is AddRough for terms of which one has not all forms of the group.
func (x *Text) addRoughForms(group uint32, terms []Scored, norms, scores []float32) {
	var worth [1 << 8]float32 // factor of a paper with one form, by its rank
	for _, t := range terms {
		for rank := range worth[:several] {
			if t.Ranks == nil || rank < 64*len(t.Ranks) && t.Ranks.Has(uint32(rank)) {
				worth[rank] += t.Factor
			}
		}
	}
	scores = scores[:len(norms)]
	next, entries, shares, at := uint32(0), x.Entries(group), x.Shares(group), 0
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
		if rank != several {
			scores[next] += worth[rank] * tf / (tf + norms[next])
			next++
			continue
		}
		addRoughSeveral(&scores[next], shares[at:], terms, tf, norms[next])
		at += 2 + 4*int(binary.LittleEndian.Uint16(shares[at:]))
		next++
	}
}

// addRoughSeveral adds what the terms are worth to a paper with several forms of their group,
// which has them tf times.
func addRoughSeveral(score *float32, shares []byte, terms []Scored, tf, norm float32) {
	for _, t := range terms {
		own := tf
		if t.Ranks != nil {
			f, _ := readShares(t.Ranks, shares)
			own = float32(f.Weighted())
		}
		if own > 0 {
			*score += t.Factor * own / (own + norm)
		}
	}
}
