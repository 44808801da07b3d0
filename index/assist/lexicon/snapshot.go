package lexicon

import (
	"maps"
	"slices"
	"sync"

	"paperboy/data"
	"paperboy/index"
)

// snapshot is the content of a Lexicon at one moment. Apart from memo it is immutable.
type snapshot struct {
	parts    []part
	sequence data.Sequence
	// written says how papers write the short forms that some of them define.
	written map[string]writing
	// venues are the names of venues that papers state.
	venues venueNames
	memo   memo
}

// memo holds results computed from a snapshot, for reuse.
type memo struct {
	sync.Mutex // guards the fields below, and is held while a result is computed
	rising     map[uint16]index.RisingResult
	last       *uint16 // see lastMonth
}

// part is a segment in a snapshot, with the deletions since it was made.
type part struct {
	*segment
	dead []uint64 // one bit per paper; nil if all are live
	live int      // number of live papers
	// papers counts the live papers of each author, defining those that define each
	// acronym.
	papers, defining []uint32
}

func (p *part) isDead(i uint32) bool { return p.dead != nil && p.dead[i/64]>>(i%64)&1 == 1 }

// A segment is merged with its successor if it has at most mergeFactor times as many live
// papers. This keeps segments few, and each paper takes part in few merges.
const mergeFactor = 4

// add returns the snapshot that follows s when a draft is sealed.
func (s *snapshot) add(d *draft) *snapshot {
	after := &snapshot{parts: slices.Clone(s.parts), sequence: d.sequence, written: d.written.clone(), venues: maps.Clone(d.venues)}
	for i := range after.parts {
		after.parts[i] = after.parts[i].remove(d.gone)
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

// remove returns p with papers marked as dead.
func (p part) remove(gone []data.Number) part {
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
		for _, ord := range p.authors.ordinals(i) {
			p.papers[ord]--
		}
		for _, ord := range p.acronyms.ordinals(i) {
			p.defining[ord]--
		}
	}
	return p
}

// entries returns the entries of the live papers.
func (p part) entries() []entry {
	entries := make([]entry, 0, p.live)
	for i := range p.len() {
		if !p.isDead(uint32(i)) {
			entries = append(entries, p.entry(i))
		}
	}
	return entries
}

// writingSize is the approximate size of an entry of written with its key, in the snapshot
// and in the draft together.
const writingSize = 100

// live returns the number of live papers.
func (s *snapshot) live() (n int) {
	for i := range s.parts {
		n += s.parts[i].live
	}
	return n
}

func (s *snapshot) bytes() int64 {
	n := int64(writingSize * len(s.written))
	for _, p := range s.parts {
		n += p.segment.bytes() + int64(8*len(p.dead))
	}
	return n
}
