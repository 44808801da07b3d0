package segment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"paperboy/index"
	"paperboy/index/query"
)

// sequences holds the words of each paper in the order of its texts. Phrases are found and pairs
// of words counted in it. A word takes 1.6 bytes, since frequent forms have short codes.
//
// Its words are forms, function words among them, so that no search reads Bleve's positions of
// texts, which takes several times as long. That is 260 bytes a paper of the ACL Anthology.
// Content stems alone took 186, with the number of function words between them and marks for
// the forms of a stem 247, and stems, function words and marks would take 280.
type sequences struct {
	codes []byte   // varints
	start []uint32 // one more than papers
}

// Codes with a meaning of their own. Those of forms follow (formCodes).
const (
	EndOfTitle  = iota
	SameAgain   // the next code is another reading of the same place
	firstOfForm // the lowest code of a form
)

// Codes returns the sequence of a paper.
func (s *sequences) Codes(doc uint32) []byte { return s.codes[s.start[doc]:s.start[doc+1]] }

// Texts returns the parts of a paper's sequence that are its title and its abstract.
func (s *sequences) Texts(doc uint32) (title, abstract []byte) {
	codes := s.Codes(doc)
	end := bytes.IndexByte(codes, EndOfTitle) // no other code has a byte 0
	return codes[:end], codes[end+1:]
}

// TextOf returns the part in which a field is: for query.AnyText all of it, with EndOfTitle
// between title and abstract.
func (s *sequences) TextOf(doc uint32, field query.Field) []byte {
	if field == query.AnyText {
		return s.Codes(doc)
	}
	title, abstract := s.Texts(doc)
	if field == query.Title {
		return title
	}
	return abstract
}

// SequenceReader reads the rest of a sequence.
type SequenceReader struct{ Codes []byte }

// Next reads a code. Codes must not be empty.
func (r *SequenceReader) Next() uint32 {
	code := uint32(r.Codes[0])
	if code < 1<<7 {
		r.Codes = r.Codes[1:]
		return code
	}
	return r.long()
}

func (r *SequenceReader) long() uint32 {
	code, n := binary.Uvarint(r.Codes)
	r.Codes = r.Codes[n:]
	return uint32(code)
}

func (s *sequences) bytes() int64 { return int64(cap(s.codes) + 4*len(s.start)) }

// sequencer puts the forms of all papers of a segment, which arrive by form, into the order of
// the texts. It collects them by blocks of papers first: writing each to its final place at
// once would miss the caches (60 ns a word).
type sequencer struct {
	start  []uint32 // of a paper's places: the title's from the front, the abstract's from the back
	title  []uint32 // places of the title, by paper
	blocks [][]reading
}

// reading is a form at a place.
type reading struct{ place, form uint32 }

// blockPapers is the number of papers in a block. Their places fill half a megabyte.
const blockPapers = 1 << 10

// reset prepares for papers with these numbers of tokens.
func (s *sequencer) reset(tokens []uint32) {
	s.start = append(s.start[:0], 0)
	for doc, n := range tokens {
		s.start = append(s.start, s.start[doc]+n)
	}
	s.title = append(s.title[:0], make([]uint32, len(tokens))...)
	n := (len(tokens) + blockPapers - 1) / blockPapers
	s.blocks = slices.Grow(s.blocks[:0], n)[:n]
	for i := range s.blocks {
		first, last := i*blockPapers, min((i+1)*blockPapers, len(tokens))
		s.blocks[i] = slices.Grow(s.blocks[i][:0], int(s.start[last]-s.start[first]))
	}
}

// add puts a form at positions, counted from 1, of a title or abstract. It reports whether the
// paper has these positions.
func (s *sequencer) add(doc, form uint32, positions []uint32, inTitle bool) bool {
	from, to := s.start[doc], s.start[doc+1]
	block := &s.blocks[doc/blockPapers]
	for _, position := range positions {
		if position < 1 || position > to-from {
			return false
		}
		place := to - position
		if inTitle {
			place = from + position - 1
			s.title[doc] = max(s.title[doc], position)
		}
		*block = append(*block, reading{place, form})
	}
	return true
}

// addAll adds the current postings of r.
func (s *sequencer) addAll(form uint32, r *fieldReader, postings []posting, inTitle bool) bool {
	for i, p := range postings {
		if !s.add(p.doc, form, r.positionsOf(i), inTitle) {
			return false
		}
	}
	return true
}

// sequenceWriter writes the sequences of one block after the other.
type sequenceWriter struct {
	sequences
	forms    *formCodes
	from     uint32   // the first place of the block
	codeAt   []uint32 // by place from there on; 0 if there is no word
	more     []reading
	readings []uint32 // codes of one place
}

// hasMore marks places with further readings.
const hasMore = 1 << 31

// write returns the sequences of what was added to s, given the codes of the forms.
func (w *sequenceWriter) write(s *sequencer, forms *formCodes) sequences {
	w.forms, w.start = forms, append(w.start[:0], 0)
	for i := range s.blocks {
		w.block(s, i)
	}
	w.forms = nil
	return sequences{slices.Clone(w.codes), slices.Clone(w.start)}
}

func (w *sequenceWriter) block(s *sequencer, block int) {
	first, last := block*blockPapers, min((block+1)*blockPapers, len(s.title))
	w.from, w.more = s.start[first], w.more[:0]
	w.codeAt = append(w.codeAt[:0], make([]uint32, s.start[last]-w.from)...)
	for _, r := range s.blocks[block] {
		at, code := &w.codeAt[r.place-w.from], w.forms.byForm[r.form]
		if *at == 0 {
			*at = code
		} else {
			*at |= hasMore
			w.more = append(w.more, reading{r.place, code})
		}
	}
	slices.SortFunc(w.more, func(a, b reading) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.form, b.form)) })
	for doc := first; doc < last; doc++ {
		title := s.start[doc] + s.title[doc]
		for place := s.start[doc]; place < title; place++ {
			w.put(place)
		}
		w.codes = append(w.codes, EndOfTitle)
		for place := s.start[doc+1]; place > title; place-- {
			w.put(place - 1)
		}
		w.start = append(w.start, uint32(len(w.codes)))
	}
}

// put writes the readings of a place, those that are function words last: who skips these need
// not know whether the place has others.
func (w *sequenceWriter) put(place uint32) {
	code := w.codeAt[place-w.from]
	if code == 0 {
		return
	}
	w.readings = append(w.readings[:0], code&^hasMore)
	if code&hasMore != 0 {
		i, _ := slices.BinarySearchFunc(w.more, place, func(r reading, place uint32) int { return cmp.Compare(r.place, place) })
		for ; i < len(w.more) && w.more[i].place == place; i++ {
			w.readings = append(w.readings, w.more[i].form)
		}
		slices.SortFunc(w.readings, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(w.forms.rank(a), w.forms.rank(b)), cmp.Compare(a, b))
		})
	}
	for i, code := range w.readings {
		if i > 0 {
			w.codes = append(w.codes, SameAgain)
		}
		w.codes = binary.AppendUvarint(w.codes, uint64(code))
	}
}

// hasAbstract reports whether a paper has a content word after its title.
func (x *Text) hasAbstract(doc uint32) bool {
	_, abstract := x.Sequences.Texts(doc)
	for r := (SequenceReader{abstract}); len(r.Codes) > 0; {
		if x.Codes.IsContent(r.Next()) {
			return true
		}
	}
	return false
}

// Overlap counts in tf how often each marked term is in a paper. marks holds, by code, the
// number of its term plus 1, or 0.
func (x *Text) Overlap(doc uint32, marks []uint8, tf *[index.MaxTerms]Frequency) {
	title, abstract := x.Sequences.Texts(doc)
	overlap(title, marks, NewFrequency(1, 0), tf)
	overlap(abstract, marks, NewFrequency(0, 1), tf)
}

func overlap(codes []byte, marks []uint8, once Frequency, tf *[index.MaxTerms]Frequency) {
	for r := (SequenceReader{codes}); len(r.Codes) > 0; {
		if m := marks[r.Next()]; m > 0 {
			tf[m-1] = tf[m-1].plus(once)
		}
	}
}
