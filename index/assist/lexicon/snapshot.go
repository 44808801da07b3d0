package lexicon

import (
	"slices"
	"sync"

	"paperboy/data"
	"paperboy/index"
)

// snapshot is what is known at one moment. It never changes.
type snapshot struct {
	parts    []part
	sequence data.Sequence
	// written says how papers write the short forms that some define.
	written map[string]writing
	memo    memo
}

// memo is what was worked out of a snapshot and may be asked again.
type memo struct {
	sync.Mutex // guards what follows, and lets nothing be worked out twice
	rising     map[uint16]index.RisingResult
	last       *uint16 // see lastMonth
}

// part is a segment and what became of its papers since it was made.
type part struct {
	*segment
	dead []uint64 // a bit a paper; nil while all live
	live int
	// papers is how many live ones each author has, defining how many define each
	// acronym.
	papers, defining []uint32
}

func (p *part) isDead(i uint32) bool { return p.dead != nil && p.dead[i/64]>>(i%64)&1 == 1 }

// mergeFactor is how much larger a segment may be than the one after it to be merged
// with it: each paper takes part in few merges, and there are few segments.
const mergeFactor = 4

// with is the snapshot after a draft.
func (s *snapshot) with(d *draft) *snapshot {
	after := &snapshot{parts: slices.Clone(s.parts), sequence: d.sequence, written: d.written.copied()}
	for i := range after.parts {
		after.parts[i] = after.parts[i].without(d.gone)
	}
	if d.len() > 0 {
		after.parts = append(after.parts, newPart(d.sorted()))
	}
	after.parts = slices.DeleteFunc(after.parts, func(p part) bool { return p.live == 0 })
	for n := len(after.parts); n > 1; n = len(after.parts) {
		a, b := after.parts[n-2], after.parts[n-1]
		if a.live+b.live > maxSegment || a.live > mergeFactor*b.live {
			break
		}
		after.parts = append(after.parts[:n-2], newPart(sortEntries(append(a.entries(), b.entries()...))))
	}
	return after
}

func newPart(entries []entry) part {
	s := newSegment(entries)
	return part{segment: s, live: s.len(), papers: s.authors.papers, defining: s.acronyms.papers}
}

// without marks papers as dead.
func (p part) without(gone []data.Number) part {
	copied := false
	for _, n := range gone {
		i, found := p.find(n)
		if !found || p.isDead(uint32(i)) {
			continue
		}
		if !copied {
			copied = true
			p.papers, p.defining = slices.Clone(p.papers), slices.Clone(p.defining)
			if p.dead = slices.Clone(p.dead); p.dead == nil {
				p.dead = make([]uint64, (p.len()+63)/64)
			}
		}
		p.dead[i/64] |= 1 << (i % 64)
		p.live--
		for _, ord := range p.authors.of(i) {
			p.papers[ord]--
		}
		for _, ord := range p.acronyms.of(i) {
			p.defining[ord]--
		}
	}
	return p
}

// entries are the live papers.
func (p part) entries() []entry {
	entries := make([]entry, 0, p.live)
	for i := range p.len() {
		if !p.isDead(uint32(i)) {
			entries = append(entries, p.entry(i))
		}
	}
	return entries
}

// writingBytes is about what an entry of a map takes, with its key, here and in the draft.
const writingBytes = 100

func (s *snapshot) bytes() int64 {
	n := int64(writingBytes * len(s.written))
	for _, p := range s.parts {
		n += p.segment.bytes() + int64(8*len(p.dead))
	}
	return n
}
