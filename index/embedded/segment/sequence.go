package segment

import (
	"bytes"
	"encoding/binary"

	"paperboy/index"
	"paperboy/index/embedded/segmentfile"
	"paperboy/index/query"
)

// sequences holds the words of each paper in the order of its texts. Phrases are found and pairs
// of words counted in it. A word takes 1.6 bytes, since frequent forms have short codes.
//
// Its words are forms, function words among them, so that searches for phrases read nothing else:
// Bleve's positions took several times as long. That is 260 bytes a paper of the ACL Anthology.
// Content stems alone took 186, with the number of function words between them and marks for
// the forms of a stem 247, and stems, function words and marks would take 280.
type sequences struct {
	codes []byte   // varints
	start []uint32 // one more than papers
}

// Codes with a meaning of their own. Those of forms follow (formCodes).
const (
	EndOfTitle  = segmentfile.EndOfTitle
	SameAgain   = segmentfile.SameAgain // the next code is another reading of the same place
	firstOfForm = segmentfile.FirstOfForm
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

// formCodes holds the code of each form in the sequences of a segment (segmentfile.Codes).
type formCodes struct {
	byForm      []uint32
	byCode      []uint32 // forms, from the code firstOfForm on
	first, last uint32   // from the first code of a content word up to, but not including, last
}

// Len returns the number after the highest code.
func (c *formCodes) Len() int { return firstOfForm + len(c.byCode) }

// IsContent reports whether a code is of a form that is not a function word.
func (c *formCodes) IsContent(code uint32) bool { return code-c.first < c.last-c.first }

// Form returns the form of a code.
func (c *formCodes) Form(code uint32) uint32 { return c.byCode[code-firstOfForm] }

func (c *formCodes) bytes() int64 { return 4 * int64(len(c.byForm)+cap(c.byCode)) }

// EachCode calls f with the codes of the forms of a group.
func (x *Text) EachCode(group uint32, f func(code uint32)) {
	for _, form := range x.GroupForms(group) {
		f(x.Codes.byForm[form])
	}
}
