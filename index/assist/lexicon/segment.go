package lexicon

import (
	"bytes"
	"slices"

	"paperboy/data"
)

// segment is what is known of some papers. It never changes.
type segment struct {
	numbers  []data.Number // ascending
	months   []uint16      // see monthOf
	titles   suffixes
	phrases  phrases
	authors  tags
	acronyms tags
	// starts is where each title begins in the blob of titles.
	starts []uint32
}

// newSegment is of entries in the order of their numbers.
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
	}
	s.titles = newSuffixes(texts)
	s.phrases = newPhrases(s.titles, len(entries))
	s.authors = newTags(len(entries), func(i int) []tag { return authorsOf(entries[i]) })
	s.acronyms = newTags(len(entries), func(i int) []tag { return entries[i].acronyms })
	return s
}

func (s *segment) len() int { return len(s.numbers) }

func (s *segment) bytes() int64 {
	return int64(len(s.numbers)*(4+2+4)) + s.titles.bytes() + s.phrases.bytes() + s.authors.bytes() + s.acronyms.bytes()
}

// find is the place of a paper.
func (s *segment) find(n data.Number) (int, bool) { return slices.BinarySearch(s.numbers, n) }

// entry is a paper as newSegment took it.
func (s *segment) entry(i int) entry {
	title := s.titles.blob[s.starts[i]:]
	e := entry{number: s.numbers[i], month: s.months[i], title: string(title[:bytes.IndexByte(title, end)])}
	for _, ord := range s.authors.of(i) {
		e.authors = append(e.authors, s.authors.names.at(int(ord)))
	}
	for _, ord := range s.acronyms.of(i) {
		e.acronyms = append(e.acronyms, tag{s.acronyms.key(int(ord)), s.acronyms.names.at(int(ord))})
	}
	return e
}
