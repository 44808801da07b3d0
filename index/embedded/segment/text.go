package segment

import (
	"cmp"
	"context"
	"errors"
	"slices"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/schema"
)

// Text is the inverted index of the titles and abstracts of a segment.
//
// Its postings are those of groups. A group is the forms of one stem that are function words,
// or those that are not. Most searches need whole stems, and find their postings ready. Which
// of a group's forms a posting is of is told by shares beside the postings, so forms have no
// postings of their own. Groups are numbered by falling number of postings, those of content
// words first.
type Text struct {
	Forms      Dictionary
	FormGroups []uint32 // of each form

	Stems         stemTable
	ContentGroups int      // the number of groups of content words
	formStart     []uint32 // one more than groups
	groupForms    []uint32 // ascending; a form's rank is its place in its group
	GroupPapers   []uint32 // how many papers have a group
	formPapers    []uint32 // how many papers have a form
	skipStart     []uint32 // one more than groups
	skip          []skip
	entryStart    []uint32 // one more than groups
	entries       []uint16 // see entryWriter
	shareStart    []uint32 // one more than groups
	shares        []byte   // see groupWriter

	// Lengths counts a paper's content words, weighted as in the search formula.
	Lengths   []uint32
	Sequences sequences
	Codes     formCodes // of the sequences
}

// IsContent reports whether a group is of content words.
func (x *Text) IsContent(g uint32) bool { return int(g) < x.ContentGroups }

// GroupForms returns the forms of a group, in ascending order.
func (x *Text) GroupForms(g uint32) []uint32 { return x.groupForms[x.formStart[g]:x.formStart[g+1]] }

// Entries returns the encoded postings of a group, for Postings.Decode and AddWorth.
func (x *Text) Entries(g uint32) []uint16 { return x.entries[x.entryStart[g]:x.entryStart[g+1]] }

// Shares returns the shares of a group of several forms.
func (x *Text) Shares(g uint32) []byte { return x.shares[x.shareStart[g]:x.shareStart[g+1]] }

func (x *Text) bytes() int64 {
	return x.Forms.bytes() + x.Stems.bytes() + x.Sequences.bytes() + x.Codes.bytes() + int64(len(x.shares)) + 2*int64(len(x.entries)) + 12*int64(len(x.skip)) +
		4*int64(len(x.formPapers)+len(x.skipStart)+len(x.FormGroups)+len(x.formStart)+len(x.groupForms)+len(x.GroupPapers)+len(x.entryStart)+len(x.shareStart)+len(x.Lengths))
}

// ContentGroup returns the group of a stem's forms that are not function words.
func (x *Text) ContentGroup(stem uint32) (g uint32, ok bool) {
	groups := x.Stems.Groups(stem)
	if len(groups) == 0 || !x.IsContent(groups[0]) {
		return 0, false
	}
	return groups[0], true
}

// textReader is memory for reading the texts of one segment after the other. Allocating and
// growing it each time took a seventh of the time.
type textReader struct {
	read   formPostings
	order  sequencer
	groups groupWriter
	places sequenceWriter
}

// reset makes room for papers with these numbers of tokens. Of the words of English abstracts,
// three quarters are different words of their paper, and five eighths are not function words.
func (r *textReader) reset(tokens []uint32) {
	all := 0
	for _, n := range tokens {
		all += int(n)
	}
	postings, content := all/4*3, all/8*5
	r.read.Docs, r.read.TF = slices.Grow(r.read.Docs[:0], postings), slices.Grow(r.read.TF[:0], postings)
	r.read.start, r.read.occurrences, r.read.function = append(r.read.start[:0], 0), r.read.occurrences[:0], r.read.function[:0]
	r.groups.entries, r.groups.shares = slices.Grow(r.groups.entries[:0], postings), slices.Grow(r.groups.shares[:0], content)
	r.groups.skip = r.groups.skip[:0]
	r.places.codes = slices.Grow(r.places.codes[:0], all*2)
	r.order.reset(tokens)
}

// formPostings are the postings of all forms of a segment, as they are read.
type formPostings struct {
	Postings
	start       []uint32 // one more than forms
	occurrences []uint32 // of each form, all in all
	function    []bool   // which forms are function words
}

// readText merges the title and abstract fields of a segment. tokens are the lengths of the
// papers as they were indexed. The postings must add up to them, which tells a damaged segment
// from a sound one.
func readText(ctx context.Context, seg zap.Segment, tables *Tables, tokens []uint32) (*Text, error) {
	if len(tokens) >= maxPapers {
		return nil, errors.New("more papers in a segment than it may have")
	}
	title, err := readField(seg, schema.TitleField, withPositions)
	if err != nil {
		return nil, err
	}
	abstract, err := readField(seg, schema.AbstractField, withPositions)
	if err != nil {
		return nil, err
	}
	r := tables.readers.Get().(*textReader)
	defer tables.readers.Put(r)
	r.reset(tokens)
	read, order := &r.read, &r.order
	x := &Text{Lengths: make([]uint32, len(tokens))}
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
		from := len(read.Docs)
		if err := x.merge(&read.Postings, inTitle, inAbstract, seen, function); err != nil {
			return nil, err
		}
		occurrences := 0
		if !isHidden(form) {
			if inTitle != nil {
				occurrences += len(title.positions)
			}
			if inAbstract != nil {
				occurrences += len(abstract.positions)
			}
			sound := order.addAll(uint32(len(x.Forms.ends)), title, inTitle, true) &&
				order.addAll(uint32(len(x.Forms.ends)), abstract, inAbstract, false)
			if !sound {
				return nil, ErrPostings
			}
		}
		if len(read.Docs) > from {
			text = append(text, form...)
			x.Forms.ends = append(x.Forms.ends, uint32(len(text)))
			read.start = append(read.start, uint32(len(read.Docs)))
			read.occurrences = append(read.occurrences, uint32(occurrences))
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
		return nil, ErrPostings
	}
	x.Forms.text = string(text)
	x.Forms.signatures = newSignatures(&x.Forms)
	x.groupByStem(read, tables.Stems)
	r.groups.write(x, read)
	x.Codes = newFormCodes(&x.Forms, read.occurrences, read.function)
	x.Sequences = r.places.write(order, &x.Codes)
	return x, nil
}

// merge appends the postings of one form and counts them.
func (x *Text) merge(p *Postings, title, abstract []posting, seen []uint32, function bool) error {
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
			return ErrPostings
		}
		p.Docs, p.TF = append(p.Docs, doc), append(p.TF, NewFrequency(t, a))
		seen[doc] += t + a
		if !function {
			x.Lengths[doc] += index.TitleWeight*t + a
		}
	}
	return nil
}
