package segment

import (
	"encoding/binary"
	"math"
	"slices"

	"paperboy/index/embedded/bitset"
)

// Shares tell, for each posting of a group of several forms, which forms the paper has.
// Usually it is one: a byte with its rank. Otherwise it is the byte several, the number of
// forms, and for each form its rank and its frequency, in two bytes each.
const several = math.MaxUint8

// FormFrequencies sets tf to the frequencies that some forms of a group, by rank, have in the
// group's postings. tf and group may be the same slice.
func FormFrequencies(tf, group []Frequency, some bitset.Set, shares []byte) {
	var wanted [several]Frequency // all bits or none
	for rank := range some.Each {
		if rank < several {
			wanted[rank] = math.MaxUint16
		}
	}
	at := 0
	for i, all := range group[:len(tf)] {
		rank := shares[at]
		at++
		if rank != several {
			tf[i] = all & wanted[rank]
			continue
		}
		f, n := readShares(some, shares[at:])
		at += n
		tf[i] = f
	}
}

// compact drops the papers without the term.
func (p *Postings) compact() {
	kept := 0
	for i, f := range p.TF {
		p.Docs[kept], p.TF[kept] = p.Docs[i], f
		if f > 0 {
			kept++
		}
	}
	p.Docs, p.TF = p.Docs[:kept], p.TF[:kept]
}

// readShares returns the frequency that some forms have in a posting of several forms, and the
// length of its shares.
func readShares(some bitset.Set, shares []byte) (f Frequency, length int) {
	n := int(binary.LittleEndian.Uint16(shares))
	length = 2 + 4*n
	for share := shares[2:length]; len(share) > 0; share = share[4:] {
		if some.Has(uint32(binary.LittleEndian.Uint16(share))) {
			f = f.plus(Frequency(binary.LittleEndian.Uint16(share[2:])))
		}
	}
	return f, length
}

// groupWriter merges the postings of forms into those of their group, one group after the
// other.
type groupWriter struct {
	entryWriter
	shares []byte
	skip   []skip
	papers uint32 // of the current group, so far
	// firstEntry and firstShare are where the current group begins.
	firstEntry, firstShare uint32
	read                   *formPostings
	left                   []span32 // of each form's postings
	in                     []int    // ranks of the forms in the current paper
}

// span32 is the places from from up to, but not including, to.
type span32 struct{ from, to uint32 }

// reset makes room for the postings of forms, of which groups have at most as many. Five sixths
// of them are not of function words in English abstracts.
func (w *groupWriter) reset(postings int) {
	w.entries, w.shares = slices.Grow(w.entries[:0], postings), slices.Grow(w.shares[:0], postings/6*5)
	w.skip = w.skip[:0]
}

func (w *groupWriter) write(x *Text, read *formPostings) {
	w.read = read
	n := len(x.formStart) - 1
	x.GroupPapers = make([]uint32, n)
	x.entryStart, x.shareStart = append(make([]uint32, 0, n+1), 0), append(make([]uint32, 0, n+1), 0)
	x.skipStart = append(make([]uint32, 0, n+1), 0)
	for g := range x.GroupPapers {
		x.GroupPapers[g] = w.group(x.GroupForms(uint32(g)))
		x.entryStart = append(x.entryStart, uint32(len(w.entries)))
		x.shareStart = append(x.shareStart, uint32(len(w.shares)))
		x.skipStart = append(x.skipStart, uint32(len(w.skip)))
	}
	x.entries, x.shares, x.skip = slices.Clone(w.entries), slices.Clone(w.shares), slices.Clone(w.skip)
	x.formPapers = make([]uint32, len(read.start)-1)
	for f := range x.formPapers {
		x.formPapers[f] = read.start[f+1] - read.start[f]
	}
}

// group writes a group and returns the number of its papers.
func (w *groupWriter) group(forms []uint32) uint32 {
	w.next, w.papers, w.firstEntry, w.firstShare = 0, 0, uint32(len(w.entries)), uint32(len(w.shares))
	read := w.read
	if len(forms) == 1 {
		from, to := read.start[forms[0]], read.start[forms[0]+1]
		for i := from; i < to; i++ {
			w.beginPosting()
			w.add(read.Docs[i], read.TF[i])
		}
		return w.papers
	}
	w.left = w.left[:0]
	for _, f := range forms {
		w.left = append(w.left, span32{read.start[f], read.start[f+1]})
	}
	for {
		doc := uint32(math.MaxUint32)
		for rank, left := range w.left {
			if left.from == left.to {
				continue
			}
			switch d := read.Docs[left.from]; {
			case d < doc:
				doc, w.in = d, append(w.in[:0], rank)
			case d == doc:
				w.in = append(w.in, rank)
			}
		}
		if doc == math.MaxUint32 {
			return w.papers
		}
		w.beginPosting()
		w.paper(doc)
	}
}

// paper writes the posting of a paper.
func (w *groupWriter) paper(doc uint32) {
	if len(w.in) == 1 && w.in[0] < several {
		rank := w.in[0]
		w.shares = append(w.shares, byte(rank))
		w.add(doc, w.take(rank))
		return
	}
	w.shares = append(w.shares, several)
	w.shares = binary.LittleEndian.AppendUint16(w.shares, uint16(len(w.in)))
	var sum Frequency
	for _, rank := range w.in {
		f := w.take(rank)
		sum = sum.plus(f)
		w.shares = binary.LittleEndian.AppendUint16(w.shares, uint16(rank))
		w.shares = binary.LittleEndian.AppendUint16(w.shares, uint16(f))
	}
	w.add(doc, sum)
}

// take returns the frequency of a form in the current paper and moves to the form's next
// posting.
func (w *groupWriter) take(rank int) Frequency {
	f := w.read.TF[w.left[rank].from]
	w.left[rank].from++
	return f
}

// hasShare returns 1 if a posting is of the form with a rank and 0 otherwise, and the length
// of its shares.
func hasShare(shares []byte, rank int) (has, length int) {
	if first := shares[0]; first != several {
		if int(first) == rank {
			return 1, 1
		}
		return 0, 1
	}
	n := int(binary.LittleEndian.Uint16(shares[1:]))
	length = 3 + 4*n
	for share := shares[3:length]; len(share) > 0; share = share[4:] {
		if int(binary.LittleEndian.Uint16(share)) == rank {
			return 1, length
		}
	}
	return 0, length
}

// sharesLength returns the length of the shares of one posting.
func sharesLength(shares []byte) int {
	if shares[0] != several {
		return 1
	}
	return 3 + 4*int(binary.LittleEndian.Uint16(shares[1:]))
}

// CountGroup counts the live papers of a group or, unless rank is negative, those of them that
// have its form with that rank. It stops at limit, and builds no list of papers.
func (x *Text) CountGroup(group uint32, rank, limit int, live bitset.Set) int {
	entries, shares := x.Entries(group), x.Shares(group)
	next, at, n := uint32(0), 0, 0
	for i := 0; i < len(entries) && n < limit; i++ {
		e := entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		if code-1 >= LastCode { // jump or rare
			i++
			if code == jump {
				next += jumped(e, entries[i])
				continue
			}
		}
		is := int(live[next/64] >> (next % 64) & 1)
		next++
		if rank >= 0 {
			has, length := hasShare(shares[at:], rank)
			at += length
			is &= has
		}
		n += is
	}
	return n
}

// NextRanks appends the ranks of the forms that a posting is of, and returns the shares of the
// postings after it.
func NextRanks(ranks []int, shares []byte) (all []int, rest []byte) {
	if first := shares[0]; first != several {
		return append(ranks, int(first)), shares[1:]
	}
	n := int(binary.LittleEndian.Uint16(shares[1:]))
	for k := range n {
		ranks = append(ranks, int(binary.LittleEndian.Uint16(shares[3+4*k:])))
	}
	return ranks, shares[3+4*n:]
}
