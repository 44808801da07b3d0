package embedded

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// sequences are the content stems of each paper in the order of its texts, which
// is what pairs are found in: 1.7 bytes a word, since stems that many papers have
// get the small codes. Bleve's positions would do for phrases only: they count
// function words too, and of 200 papers they take milliseconds.
type sequences struct {
	codes []uint32 // by place in textIndex.stems
	bytes []byte   // varints
	start []uint32 // one more than papers
}

// What a sequence holds beside the codes of stems.
const (
	endOfTitle  = iota
	sameAgain   // the next code is a further reading of the same place
	firstOfCode // the code of the stem with the most postings
)

func (s *sequences) of(doc uint32) []byte { return s.bytes[s.start[doc]:s.start[doc+1]] }

func (s *sequences) size() int64 { return int64(4*len(s.codes) + cap(s.bytes) + 4*len(s.start)) }

// sequencer puts the forms of all papers of a segment, which come by form, in
// the order of the texts.
type sequencer struct {
	start []uint32 // of a paper's places: the title's from the front, the abstract's from the back
	forms []uint32 // by place, one more than the form; 0 where there is no content word
	title []uint32 // places of the title, by paper
	more  []reading
}

// hasMore marks places that have further readings.
const hasMore = 1 << 31

// reading is a further reading of a place.
type reading struct{ place, form uint32 }

// newSequencer makes room for papers of so many tokens, more than they have places.
func newSequencer(tokens []uint32) *sequencer {
	s := &sequencer{start: make([]uint32, len(tokens)+1), title: make([]uint32, len(tokens))}
	for doc, n := range tokens {
		s.start[doc+1] = s.start[doc] + n
	}
	s.forms = make([]uint32, s.start[len(tokens)])
	return s
}

// add puts a form at positions, which count from 1, of a title or abstract. It
// reports whether they can be.
func (s *sequencer) add(doc, form uint32, positions []uint32, inTitle bool) bool {
	from, to := s.start[doc], s.start[doc+1]
	for _, position := range positions {
		if position < 1 || position > to-from {
			return false
		}
		place := to - position
		if inTitle {
			place = from + position - 1
			s.title[doc] = max(s.title[doc], position)
		}
		if s.forms[place] == 0 {
			s.forms[place] = form + 1
		} else {
			s.more = append(s.more, reading{place, form})
			s.forms[place] |= hasMore
		}
	}
	return true
}

// addAll adds the postings that r stands at.
func (s *sequencer) addAll(form uint32, r *fieldReader, postings []posting, inTitle bool) bool {
	for i, p := range postings {
		if !s.add(p.doc, form, r.positionsOf(i), inTitle) {
			return false
		}
	}
	return true
}

// sequences are what was added, by the stems of x.
func (s *sequencer) sequences(x *textIndex) sequences {
	codes := x.stemCodes()
	byForm := make([]uint32, x.forms.len())
	for i, code := range codes {
		for _, form := range x.group(i) {
			byForm[form] = code
		}
	}
	slices.SortFunc(s.more, func(a, b reading) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.form, b.form)) })
	q := sequences{codes: codes, bytes: make([]byte, 0, len(s.forms)), start: make([]uint32, len(s.start))}
	put := func(place uint32) {
		form := s.forms[place]
		if form == 0 {
			return
		}
		if form&hasMore != 0 {
			i, _ := slices.BinarySearchFunc(s.more, place, func(r reading, place uint32) int { return cmp.Compare(r.place, place) })
			for ; i < len(s.more) && s.more[i].place == place; i++ {
				q.bytes = binary.AppendUvarint(q.bytes, uint64(byForm[s.more[i].form]))
				q.bytes = append(q.bytes, sameAgain)
			}
		}
		q.bytes = binary.AppendUvarint(q.bytes, uint64(byForm[form&^hasMore-1]))
	}
	for doc := range s.title {
		title := s.start[doc] + s.title[doc]
		for place := s.start[doc]; place < title; place++ {
			put(place)
		}
		q.bytes = append(q.bytes, endOfTitle)
		for place := s.start[doc+1]; place > title; place-- {
			put(place - 1)
		}
		q.start[doc+1] = uint32(len(q.bytes))
	}
	q.bytes = slices.Clip(slices.Clone(q.bytes))
	return q
}

// stemCodes numbers the stems by falling number of postings.
func (x *textIndex) stemCodes() []uint32 {
	type frequency struct{ stem, postings uint32 }
	order := make([]frequency, len(x.stems))
	for i := range order {
		order[i].stem = uint32(i)
		for _, form := range x.group(i) {
			order[i].postings += x.start[form+1] - x.start[form]
		}
	}
	slices.SortFunc(order, func(a, b frequency) int {
		return cmp.Or(cmp.Compare(b.postings, a.postings), cmp.Compare(a.stem, b.stem))
	})
	codes := make([]uint32, len(order))
	for i, f := range order {
		codes[f.stem] = firstOfCode + uint32(i)
	}
	return codes
}
