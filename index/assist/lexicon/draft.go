package lexicon

import (
	"cmp"
	"slices"

	"paperboy/data"
	"paperboy/index/analysis"
)

// maxSegment is the number of papers in a segment. It bounds the time to build one, which
// is about a second.
const maxSegment = 100_000

// entry is what the lexicon keeps of a paper.
type entry struct {
	number  data.Number
	month   uint16 // see monthOf
	title   string // normalized
	written string // the title as the paper writes it
	authors []string
	// acronyms are defined in the title or the abstract, see acronymsOf.
	acronyms []tag
}

// draft collects changes for the next segment.
type draft struct {
	sequence data.Sequence
	changed  bool
	entries  map[data.Number]entry
	// gone lists the papers whose entries in earlier segments are out of date: they were
	// deleted, or changed.
	gone []data.Number
	// written and venues are passed on from draft to draft.
	written writings
	venues  venueNames
}

func newDraft() *draft {
	return &draft{entries: map[data.Number]entry{}, written: writings{}, venues: venueNames{}}
}

// next returns the draft that follows d, after d was sealed.
func (d *draft) next() *draft {
	return &draft{sequence: d.sequence, entries: map[data.Number]entry{}, written: d.written, venues: d.venues}
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
	d.entries[c.Number] = entry{c.Number, monthOf(c.Paper.Date), analysis.Words(c.Paper.Title), c.Paper.Title, c.Paper.Authors, acronyms}
	d.written.add(c.Paper, acronyms)
	d.venues.add(c.Paper.Venue)
}

// sorted returns the entries by ascending number.
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

// monthOf returns data.Date.Months, or 0 if the month is not known.
func monthOf(d data.Date) uint16 {
	if d.Precision() < data.MonthPrecision || d.Year < 1 || d.Year > 5000 {
		return 0
	}
	return uint16(d.Months())
}
