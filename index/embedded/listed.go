package embedded

import (
	"slices"

	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
)

// A conjunction with a rare term is matched by the list of its papers: each other term leaves out
// those that lack it. With sets of all papers, which are copied, counted and intersected for each
// term, three words that a paper must have all took .32 ms of CPU time at p50 instead of .29.

// listShare is the least number of papers for each of those of the rarest term for which a list is
// faster than sets. With 32, the mean was that of sets, and with 8 it was 4% above.
const listShare = 128

// listWith returns the papers of segment i, among those of within, that have all of some free terms, in
// ascending order; ok is false if there may be too many to list, or one is a compound.
func (p *plan) listWith(terms []*term, i int, within bitset.Set) (papers []uint32, ok bool) {
	if slices.ContainsFunc(terms, func(t *term) bool { return t.compound != nil }) {
		return nil, false
	}
	seg, terms := &p.snap.Segments[i], p.rarestFirst(terms, i)
	first := terms[0]
	n := papersOf(seg.Text, first.picks[i])
	for _, x := range p.elsewhere(first) {
		n += len(x.docs[i])
	}
	if n*listShare > seg.Papers {
		return nil, false
	}
	if !p.spend(float64(n)) {
		return nil, true
	}
	sum := seg.Text.Sum(first.picks[i], &p.snap.Tables.Scratch)
	p.lent[i] = append(p.lent[i], sum)
	papers = sum.Docs
	for _, x := range p.elsewhere(first) {
		papers = segment.Union(papers, x.docs[i])
	}
	kept := papers[:0]
	for _, doc := range papers {
		if within.Has(doc) {
			kept = append(kept, doc)
		}
	}
	papers = kept
	for _, t := range terms[1:] {
		if len(papers) > 0 {
			papers = p.keepListed(t, i, papers)
		}
	}
	return papers, true
}

// keepListed removes from papers those of segment i that lack a free term, and returns the rest.
func (p *plan) keepListed(t *term, i int, papers []uint32) []uint32 {
	text, picks, elsewhere, kept := p.snap.Segments[i].Text, t.picks[i], p.elsewhere(t), papers[:0]
	if t.sets[i] != nil || t.known[i] || len(picks) != 1 {
		set := p.textSet(t, i)
		for _, doc := range papers {
			if set.Has(doc) || isAmong(elsewhere, i, doc) {
				kept = append(kept, doc)
			}
		}
		return kept
	}
	if !p.spend(float64(min(len(papers)*lookUpWork, int(text.GroupPapers[picks[0].Group])))) {
		return nil
	}
	c := text.Cursor(picks[0].Group)
	for _, doc := range papers {
		if c.Seek(doc) && c.Of(picks[0].Ranks) > 0 || isAmong(elsewhere, i, doc) {
			kept = append(kept, doc)
		}
	}
	return kept
}

// isAmong reports whether a paper of segment i is among those of one of some extras.
func isAmong(all []extra, i int, doc uint32) bool {
	for k := range all {
		if _, ok := slices.BinarySearch(all[k].docs[i], doc); ok {
			return true
		}
	}
	return false
}

// elsewhere returns the extras whose papers have a free term though not in their text: in a name or, in
// a query with other terms, as their year.
func (p *plan) elsewhere(t *term) []extra {
	f := p.free[t]
	switch {
	case f == nil:
		return nil
	case f.years != nil && len(p.order) > 1:
		return append(slices.Clip(f.named), *f.years)
	}
	return f.named
}
