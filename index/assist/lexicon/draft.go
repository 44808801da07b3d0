package lexicon

import (
	"cmp"
	"slices"

	"paperboy/data"
	"paperboy/index/analysis"
)

// maxSegment is how many papers a segment has at most: it bounds how long the building
// of one takes (a second).
const maxSegment = 100_000

// entry is what is kept of a paper.
type entry struct {
	number  data.Number
	month   uint16 // see monthOf
	title   string // folded
	authors []string
	// acronyms are those that title and abstract define, see acronymsOf.
	acronyms []tag
}

// draft collects changes for the next segment.
type draft struct {
	sequence data.Sequence
	changed  bool
	entries  map[data.Number]entry
	// gone are papers that ended, or that a newer entry takes the place of.
	gone []data.Number
	// written goes on from draft to draft.
	written writings
}

func newDraft() *draft { return &draft{entries: map[data.Number]entry{}, written: writings{}} }

// next is the draft after this one, which was sealed.
func (d *draft) next() *draft {
	return &draft{sequence: d.sequence, entries: map[data.Number]entry{}, written: d.written}
}

func (d *draft) len() int { return len(d.entries) }

func (d *draft) add(c *data.Change) {
	d.sequence, d.changed = c.Sequence, true
	d.gone = append(d.gone, c.Number)
	if c.Paper == nil {
		delete(d.entries, c.Number)
		return
	}
	acronyms := acronymsOf(c.Paper)
	d.entries[c.Number] = entry{c.Number, monthOf(c.Paper.Date), analysis.Words(c.Paper.Title), c.Paper.Authors, acronyms}
	d.written.add(c.Paper, acronyms)
}

// sorted are the entries by number.
func (d *draft) sorted() []entry {
	entries := make([]entry, 0, len(d.entries))
	for _, e := range d.entries {
		entries = append(entries, e)
	}
	return sortEntries(entries)
}

func sortEntries(entries []entry) []entry {
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.number, b.number) })
	return entries
}

// monthOf is data.Date.Months; 0 where only the year is known, or
// nothing.
func monthOf(d data.Date) uint16 {
	if d.Precision() < data.MonthPrecision || d.Year < 1 || d.Year > 5000 {
		return 0
	}
	return uint16(d.Months())
}
