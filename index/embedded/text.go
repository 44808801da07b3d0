package embedded

import (
	"cmp"
	"context"
	"errors"
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index"
	"paperboy/index/analysis"
)

// textIndex is the inverted index of the titles and abstracts of a lane.
//
// Its postings are those of groups: the forms of one stem that are function
// words, or those that are none. A stem is what most questions ask for, and comes
// without adding up. What of it belongs to which of several forms is told by
// shares, beside the postings, so that forms have none of their own. Groups are
// numbered by falling number of postings, those of content words first.
type textIndex struct {
	forms dictionary
	group []uint32 // of each form

	stems      stemTable
	content    int      // the number of groups of content words
	formStart  []uint32 // one more than groups
	groupForms []uint32 // ascending; a form's rank is its place in its group
	papers     []uint32 // how many papers have a group
	entryStart []uint32 // one more than groups
	entries    []uint16 // see entryWriter
	shareStart []uint32 // one more than groups
	shares     []byte   // see groupWriter

	// length counts a paper's content words, those of the title twice.
	length    []uint32
	sequences sequences
}

func (x *textIndex) isContent(g uint32) bool     { return int(g) < x.content }
func (x *textIndex) formsOf(g uint32) []uint32   { return x.groupForms[x.formStart[g]:x.formStart[g+1]] }
func (x *textIndex) entriesOf(g uint32) []uint16 { return x.entries[x.entryStart[g]:x.entryStart[g+1]] }
func (x *textIndex) sharesOf(g uint32) []byte    { return x.shares[x.shareStart[g]:x.shareStart[g+1]] }

func (x *textIndex) bytes() int64 {
	return x.forms.bytes() + x.stems.bytes() + x.sequences.bytes() + int64(len(x.shares)) + 2*int64(len(x.entries)) +
		4*int64(len(x.group)+len(x.formStart)+len(x.groupForms)+len(x.papers)+len(x.entryStart)+len(x.shareStart)+len(x.length))
}

// contentGroup is the group of a stem's forms that are no function words.
func (x *textIndex) contentGroup(stem uint32) (g uint32, ok bool) {
	groups := x.stems.groups(stem)
	if len(groups) == 0 || !x.isContent(groups[0]) {
		return 0, false
	}
	return groups[0], true
}

// textReader is the memory in which the texts of one segment after the other are
// read: to make it anew, and to let it grow, took a seventh of the time.
type textReader struct {
	read   formPostings
	order  sequencer
	groups groupWriter
	places sequenceWriter
}

// reset makes room for papers of so many tokens. Of English abstracts three
// quarters are different words of their paper, and five eighths no function words.
func (r *textReader) reset(tokens []uint32) {
	all := 0
	for _, n := range tokens {
		all += int(n)
	}
	postings, content := all/4*3, all/8*5
	r.read.docs, r.read.tf = slices.Grow(r.read.docs[:0], postings), slices.Grow(r.read.tf[:0], postings)
	r.read.start, r.read.function = append(r.read.start[:0], 0), r.read.function[:0]
	r.groups.entries, r.groups.shares = slices.Grow(r.groups.entries[:0], postings), slices.Grow(r.groups.shares[:0], content)
	r.places.codes = slices.Grow(r.places.codes[:0], content*2)
	r.order.reset(tokens)
}

// formPostings are the postings of all forms of a segment, as they are read.
type formPostings struct {
	postings
	start    []uint32 // one more than forms
	function []bool   // which forms are function words
}

// readTextIndex merges the two fields of a segment. tokens are the lengths of
// the papers as they were indexed: the postings must add up to them, which
// tells a damaged segment from a sound one.
func readTextIndex(ctx context.Context, seg segment.Segment, tables *tables, tokens []uint32) (*textIndex, error) {
	if len(tokens) >= maxLanePapers {
		return nil, errors.New("more papers in a segment than it may have")
	}
	title, err := readField(seg, titleField, contentPositions)
	if err != nil {
		return nil, err
	}
	abstract, err := readField(seg, abstractField, contentPositions)
	if err != nil {
		return nil, err
	}
	r := tables.readers.Get().(*textReader)
	defer tables.readers.Put(r)
	r.reset(tokens)
	read, order := &r.read, &r.order
	x := &textIndex{length: make([]uint32, len(tokens))}
	var text []byte
	seen := make([]uint32, len(tokens))
	title.next()
	abstract.next()
	for title.term != "" || abstract.term != "" {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		form := title.term
		if form == "" || abstract.term != "" && abstract.term < form {
			form = abstract.term
		}
		var inTitle, inAbstract []posting
		if title.term == form {
			inTitle = title.postings
		}
		if abstract.term == form {
			inAbstract = abstract.postings
		}
		function := analysis.IsFunctionWord(form)
		from := len(read.docs)
		if err := x.merge(&read.postings, inTitle, inAbstract, seen, function); err != nil {
			return nil, err
		}
		if !function {
			sound := order.addAll(uint32(len(x.forms.ends)), title, inTitle, true) &&
				order.addAll(uint32(len(x.forms.ends)), abstract, inAbstract, false)
			if !sound {
				return nil, errPostings
			}
		}
		if len(read.docs) > from {
			text = append(text, form...)
			x.forms.ends = append(x.forms.ends, uint32(len(text)))
			read.start = append(read.start, uint32(len(read.docs)))
			read.function = append(read.function, function)
		}
		if inTitle != nil {
			title.next()
		}
		if inAbstract != nil {
			abstract.next()
		}
	}
	if err := cmp.Or(title.err, abstract.err); err != nil {
		return nil, err
	}
	if !slices.Equal(seen, tokens) {
		return nil, errPostings
	}
	x.forms.text = string(text)
	x.forms.signatures = newSignatures(&x.forms)
	x.groupByStem(read, tables.stems)
	r.groups.write(x, read)
	x.sequences = r.places.write(order, x.group)
	return x, nil
}

// merge appends one form's postings and counts them.
func (x *textIndex) merge(p *postings, title, abstract []posting, seen []uint32, function bool) error {
	for len(title) > 0 || len(abstract) > 0 {
		var doc, t, a uint32
		switch {
		case len(abstract) == 0 || len(title) > 0 && title[0].doc < abstract[0].doc:
			doc, t, title = title[0].doc, title[0].tf, title[1:]
		case len(title) == 0 || abstract[0].doc < title[0].doc:
			doc, a, abstract = abstract[0].doc, abstract[0].tf, abstract[1:]
		default:
			doc, t, a, title, abstract = title[0].doc, title[0].tf, abstract[0].tf, title[1:], abstract[1:]
		}
		if int(doc) >= len(seen) {
			return errPostings
		}
		p.docs, p.tf = append(p.docs, doc), append(p.tf, newFrequency(t, a))
		seen[doc] += t + a
		if !function {
			x.length[doc] += index.TitleWeight*t + a
		}
	}
	return nil
}
