package segment

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/segmentfile"
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

// textReader reads the words of the papers of one segment, one after the other. It is memory for
// further segments: allocating and growing it each time took a seventh of the time.
type textReader struct {
	words *segmentfile.Dictionary
	// codes and start are the sequences.
	codes  []byte
	start  []uint32
	hidden []hiddenForm
	last   []uint32 // by form: the last paper with it, plus 1
	papers []uint32 // by form
	read   formPostings
	groups groupWriter
}

// hiddenForm is a hidden form that a paper has.
type hiddenForm struct {
	doc, form uint32
	f         Frequency
}

// formPostings are the postings of all forms of a segment.
type formPostings struct {
	Postings
	start    []uint32 // one more than forms
	function []bool   // which forms are function words
}

// begin prepares for the papers of a file.
func (r *textReader) begin(file *segmentfile.File) (err error) {
	if file.Count() >= maxPapers {
		return errors.New("more papers in a segment than it may have")
	}
	if r.words, err = file.Words(); err != nil {
		return err
	}
	n := len(r.words.Forms)
	r.codes, r.start, r.hidden = r.codes[:0], append(r.start[:0], 0), r.hidden[:0]
	r.last, r.papers = zeroed(r.last, n), zeroed(r.papers, n)
	return nil
}

// zeroed returns n zeros, in the memory of list if there is enough.
func zeroed(list []uint32, n int) []uint32 {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// add takes the words of the next paper, which has this many tokens, and counts the papers of each
// form. The words must add up to the tokens, which tells a damaged segment from a sound one.
func (r *textReader) add(p *segmentfile.Paper, tokens uint32) error {
	doc := uint32(len(r.start) - 1)
	forms := r.words.Codes.ByCode
	ends, places := 0, uint32(0)
	for at := 0; at < len(p.Words); {
		code := uint64(p.Words[at])
		if at++; code >= 1<<7 {
			var n int
			if code, n = binary.Uvarint(p.Words[at-1:]); n <= 0 {
				return ErrPostings
			}
			at += n - 1
		}
		if code < firstOfForm {
			if code == EndOfTitle {
				ends++
			} else if at == len(p.Words) || p.Words[at] < firstOfForm {
				return ErrPostings
			}
			continue
		}
		if code-firstOfForm >= uint64(len(forms)) {
			return ErrPostings
		}
		places++
		r.count(forms[code-firstOfForm], doc)
	}
	bad := ends != 1
	p.EachHidden(func(form uint32, inAbstract bool) {
		if int(form) >= len(r.papers) {
			bad = true
			return
		}
		places++
		r.count(form, doc)
		f := NewFrequency(1, 0)
		if inAbstract {
			f = NewFrequency(0, 1)
		}
		r.hidden = append(r.hidden, hiddenForm{doc, form, f})
	})
	if bad || places != tokens {
		return ErrPostings
	}
	r.codes = append(r.codes, p.Words...)
	r.start = append(r.start, uint32(len(r.codes)))
	return nil
}

// count counts a paper of a form once.
func (r *textReader) count(form, doc uint32) {
	if r.last[form] != doc+1 {
		r.last[form] = doc + 1
		r.papers[form]++
	}
}

// text returns the inverted index of the papers that were added.
func (r *textReader) text(ctx context.Context, stems *Interner) (*Text, error) {
	forms := r.words.Forms
	x := &Text{
		Lengths: make([]uint32, len(r.start)-1),
		Codes:   formCodes{r.words.Codes.ByForm, r.words.Codes.ByCode, r.words.Codes.First, r.words.Codes.Last},
	}
	x.Forms.set(forms)
	read := &r.read
	read.start, read.function = append(read.start[:0], 0), read.function[:0]
	for form, n := range r.papers {
		if n == 0 {
			return nil, ErrPostings // only forms that occur are in a dictionary
		}
		read.start = append(read.start, read.start[form]+n)
		read.function = append(read.function, analysis.IsFunctionWord(forms[form]))
	}
	all := int(read.start[len(forms)])
	read.Docs, read.TF = slices.Grow(read.Docs[:0], all)[:all], slices.Grow(read.TF[:0], all)[:all]
	if err := r.invert(ctx, x); err != nil {
		return nil, err
	}
	r.words = nil
	x.Forms.signatures = newSignatures(&x.Forms)
	x.groupByStem(read, stems)
	r.groups.reset(all)
	r.groups.write(x, read)
	x.Sequences = sequences{slices.Clone(r.codes), slices.Clone(r.start)}
	return x, nil
}

// invert sorts the words of all papers by form, and counts the lengths of papers. A form's next
// posting comes to r.papers[form], counted from the start of the form.
func (r *textReader) invert(ctx context.Context, x *Text) error {
	clear(r.papers)
	clear(r.last)
	forms, hidden := r.words.Codes.ByCode, r.hidden
	for doc := range x.Lengths {
		if err := ctx.Err(); doc%1024 == 0 && err != nil {
			return err
		}
		once, weight := NewFrequency(1, 0), uint32(index.TitleWeight)
		words := SequenceReader{r.codes[r.start[doc]:r.start[doc+1]]}
		for len(words.Codes) > 0 {
			code := words.Next()
			if code < firstOfForm {
				if code == EndOfTitle {
					once, weight = NewFrequency(0, 1), 1
				}
				continue
			}
			r.post(forms[code-firstOfForm], uint32(doc), once)
			if x.Codes.IsContent(code) {
				x.Lengths[doc] += weight
			}
		}
		for len(hidden) > 0 && hidden[0].doc == uint32(doc) {
			r.post(hidden[0].form, uint32(doc), hidden[0].f)
			hidden = hidden[1:]
		}
	}
	return nil
}

// post adds to the posting of a form and a paper.
func (r *textReader) post(form, doc uint32, f Frequency) {
	read := &r.read
	if r.last[form] != doc+1 {
		r.last[form] = doc + 1
		r.papers[form]++
		at := read.start[form] + r.papers[form] - 1
		read.Docs[at], read.TF[at] = doc, f
		return
	}
	at := read.start[form] + r.papers[form] - 1
	read.TF[at] = read.TF[at].plus(f)
}

// set makes d the dictionary of terms, which must ascend.
func (d *Dictionary) set(terms []string) {
	var text strings.Builder
	d.ends = make([]uint32, 0, len(terms))
	for _, term := range terms {
		text.WriteString(term)
		d.ends = append(d.ends, uint32(text.Len()))
	}
	d.text = text.String()
}
