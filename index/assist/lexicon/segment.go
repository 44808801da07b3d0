package lexicon

import (
	"bytes"
	"slices"

	"paperboy/data"
	"paperboy/index/embedded/mapped"
)

// segment holds the lookup structures of some papers. It is immutable.
type segment struct {
	numbers  []data.Number // ascending
	months   []uint16      // see monthOf
	titles   suffixes
	phrases  phrases
	authors  tags
	acronyms tags
	// starts are the offsets of the titles in titles.blob.
	starts []uint32
	// written are the titles as the papers write them.
	written names
	// file has all of these if it is not nil, and must be reachable while they are used.
	file *mapped.File
}

// newSegment returns a segment of entries, which must be sorted by number.
func newSegment(entries []entry) *segment {
	s := &segment{}
	texts := make([]string, len(entries))
	at := uint32(0)
	for i, e := range entries {
		s.numbers = append(s.numbers, e.number)
		s.months = append(s.months, e.month)
		s.starts = append(s.starts, at)
		at += uint32(len(e.title)) + 1
		texts[i] = e.title
		s.written.add(e.written)
	}
	s.titles = newSuffixes(texts)
	s.phrases = newPhrases(s.titles, len(entries))
	s.authors = newTags(len(entries), func(i int) []tag { return authorsOf(entries[i]) }, data.KeySpellings)
	s.acronyms = newTags(len(entries), func(i int) []tag { return entries[i].acronyms }, func(string) []string { return nil })
	return s
}

func (s *segment) len() int { return len(s.numbers) }

func (s *segment) bytes() int64 {
	return int64(len(s.numbers)*(4+2+4+4)+len(s.written.blob)) + s.titles.bytes() + s.phrases.bytes() + s.authors.bytes() + s.acronyms.bytes()
}

// find returns the index of a paper in the segment.
func (s *segment) find(n data.Number) (int, bool) { return slices.BinarySearch(s.numbers, n) }

// title returns the normalized title of paper i.
func (s *segment) title(i int) string {
	title := s.titles.blob[s.starts[i]:]
	return string(title[:bytes.IndexByte(title, end)])
}

// entry returns the entry that newSegment made paper i of.
func (s *segment) entry(i int) entry {
	e := entry{number: s.numbers[i], month: s.months[i], title: s.title(i), written: s.written.get(i)}
	for _, ord := range s.authors.ordinals(i) {
		e.authors = append(e.authors, s.authors.names.get(int(ord)))
	}
	for _, ord := range s.acronyms.ordinals(i) {
		e.acronyms = append(e.acronyms, tag{s.acronyms.key(int(ord)), s.acronyms.names.get(int(ord))})
	}
	return e
}
