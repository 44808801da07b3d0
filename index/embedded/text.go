package embedded

import (
	"cmp"
	"context"
	"math"
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/analysis"
)

// textIndex is the inverted index of titles and abstracts by surface form, the
// forms grouped by stem. A stem's frequency is the sum over its forms, which
// are 1.3 to a stem: keeping its postings too would cost as much memory again, so
// that only those of the most frequent stems are kept.
type textIndex struct {
	forms dictionary
	start []uint32 // one more than forms
	postings
	// function marks the forms that are function words.
	function bitset
	// stems are ordinals of the shared table, ascending; stemForms[stemStart[i]:
	// stemStart[i+1]] are the forms of stems[i].
	stems     []uint32
	stemStart []uint32
	stemForms []uint32
	// merged are the postings of those stems of several forms, by place in stems,
	// that have the most.
	merged map[uint32]postings
	// length counts a paper's content words, those of the title twice.
	length    []uint32
	sequences sequences
}

// postings are papers and a term's frequencies in their title and abstract.
// A frequency above 255 counts as 255.
type postings struct {
	docs            []uint32
	title, abstract []uint8
}

func (p *postings) slice(from, to uint32) postings {
	return postings{p.docs[from:to:to], p.title[from:to:to], p.abstract[from:to:to]}
}

func (p *postings) add(doc, title, abstract uint32) {
	p.docs = append(p.docs, doc)
	p.title = append(p.title, uint8(min(title, math.MaxUint8)))
	p.abstract = append(p.abstract, uint8(min(abstract, math.MaxUint8)))
}

// titleWeight is how much a word of the title counts, in tf' and in len'.
const titleWeight = 2

func (x *textIndex) of(form uint32) postings { return x.slice(x.start[form], x.start[form+1]) }

// formsOf are the forms of a stem by its ordinal.
func (x *textIndex) formsOf(stem uint32) []uint32 {
	i, ok := slices.BinarySearch(x.stems, stem)
	if !ok {
		return nil
	}
	return x.group(i)
}

func (x *textIndex) group(i int) []uint32 { return x.stemForms[x.stemStart[i]:x.stemStart[i+1]] }

func (x *textIndex) bytes() int64 {
	merged := 0
	for _, p := range x.merged {
		merged += 6 * len(p.docs)
	}
	return x.forms.bytes() + int64(4*len(x.start)+6*len(x.docs)+8*len(x.function)+
		4*(len(x.stems)+len(x.stemStart)+len(x.stemForms)+len(x.length))) + x.sequences.size() + int64(merged)
}

// readTextIndex merges the two fields of a segment. tokens are the lengths of
// the papers as they were indexed: the postings must add up to them, which
// tells a damaged segment from a sound one.
func readTextIndex(ctx context.Context, seg segment.Segment, stems *names, tokens []uint32) (*textIndex, error) {
	title, err := readField(seg, titleField, contentPositions)
	if err != nil {
		return nil, err
	}
	abstract, err := readField(seg, abstractField, contentPositions)
	if err != nil {
		return nil, err
	}
	x := &textIndex{start: []uint32{0}, length: make([]uint32, len(tokens))}
	var text []byte
	var isFunction []bool
	seen := make([]uint32, len(tokens))
	order := newSequencer(tokens)
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
		from := len(x.docs)
		if err := x.merge(inTitle, inAbstract, seen, function); err != nil {
			return nil, err
		}
		if !function {
			sound := order.addAll(uint32(len(x.forms.ends)), title, inTitle, true) &&
				order.addAll(uint32(len(x.forms.ends)), abstract, inAbstract, false)
			if !sound {
				return nil, errPostings
			}
		}
		if len(x.docs) > from {
			text = append(text, form...)
			x.forms.ends = append(x.forms.ends, uint32(len(text)))
			x.start = append(x.start, uint32(len(x.docs)))
			isFunction = append(isFunction, function)
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
	x.docs, x.title, x.abstract = slices.Clone(x.docs), slices.Clone(x.title), slices.Clone(x.abstract)
	x.function = newBitset(len(isFunction))
	for i, f := range isFunction {
		if f {
			x.function.set(uint32(i))
		}
	}
	x.groupByStem(stems)
	x.sequences = order.sequences(x)
	x.mergeFrequent()
	return x, nil
}

// merge appends one form's postings and counts them.
func (x *textIndex) merge(title, abstract []posting, seen []uint32, function bool) error {
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
		x.add(doc, t, a)
		seen[doc] += t + a
		if !function {
			x.length[doc] += titleWeight*t + a
		}
	}
	return nil
}

func (x *textIndex) groupByStem(stems *names) {
	type pair struct{ stem, form uint32 }
	pairs := make([]pair, x.forms.len())
	for i := range pairs {
		pairs[i] = pair{stems.of([]byte(analysis.Stem(x.forms.at(i)))), uint32(i)}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.stem, b.stem), cmp.Compare(a.form, b.form)) })
	x.stemForms = make([]uint32, len(pairs))
	for i, p := range pairs {
		if i == 0 || p.stem != pairs[i-1].stem {
			x.stems = append(x.stems, p.stem)
			x.stemStart = append(x.stemStart, uint32(i))
		}
		x.stemForms[i] = p.form
	}
	x.stemStart = append(x.stemStart, uint32(len(pairs)))
}

// mergedBytes is what may be spent a paper on the postings of frequent stems,
// which are most of what questions read.
const mergedBytes = 160

// mergeFrequent fills merged.
func (x *textIndex) mergeFrequent() {
	var order []uint32 // stems of several forms, those with the most postings first
	for i := range x.stems {
		if len(x.group(i)) > 1 {
			order = append(order, uint32(i))
		}
	}
	codes := x.sequences.codes
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(codes[a], codes[b]) })
	x.merged = map[uint32]postings{}
	var m merger
	left := mergedBytes * len(x.length)
	for _, i := range order {
		forms := x.contentForms(nil, x.group(int(i)))
		if len(forms) < len(x.group(int(i))) {
			continue // read with and without its function words
		}
		sum := m.sum(x, forms)
		sum = sum.sorted()
		if left -= 6 * len(sum.docs); left < 0 {
			return
		}
		x.merged[i] = sum
	}
}

// sorted is a copy of its own size, by paper.
func (p *postings) sorted() postings {
	order := make([]uint64, len(p.docs))
	for i, doc := range p.docs {
		order[i] = uint64(doc)<<32 | uint64(i)
	}
	slices.Sort(order)
	tf := make([]uint8, 2*len(p.docs))
	s := postings{docs: make([]uint32, len(p.docs)), title: tf[:len(p.docs)], abstract: tf[len(p.docs):]}
	for k, o := range order {
		i := uint32(o)
		s.docs[k], s.title[k], s.abstract[k] = p.docs[i], p.title[i], p.abstract[i]
	}
	return s
}

// stem is the postings of a stem by its ordinal, whose forms are given.
func (m *merger) stem(x *textIndex, stem uint32, forms []uint32) postings {
	if p, ok := x.mergedStem(stem, forms); ok {
		return p
	}
	return m.sum(x, forms)
}

// mergedStem is the postings of a stem where they are kept.
func (x *textIndex) mergedStem(stem uint32, forms []uint32) (postings, bool) {
	if len(forms) == 1 {
		return x.of(forms[0]), true
	}
	i, ok := slices.BinarySearch(x.stems, stem)
	if !ok {
		return postings{}, true
	}
	p, ok := x.merged[uint32(i)]
	return p, ok
}

// merger adds up the postings of several forms. It belongs to one goroutine at a
// time.
type merger struct {
	tf   []uint32 // by paper, of the title in the upper half; zeros between two sums
	docs []uint32
}

// sum is the postings of the forms together; those of one form are the index's
// own and sorted, others are new, and unsorted.
func (m *merger) sum(x *textIndex, forms []uint32) postings {
	if len(forms) == 0 {
		return postings{}
	}
	if len(forms) == 1 {
		return x.of(forms[0])
	}
	m.add(x, forms)
	tf := make([]uint8, 2*len(m.docs))
	p := postings{docs: slices.Clone(m.docs), title: tf[:len(m.docs)], abstract: tf[len(m.docs):]}
	for i, doc := range m.docs {
		p.title[i], p.abstract[i] = m.take(doc)
	}
	return p
}

// add adds the forms up in tf, and lists their papers.
func (m *merger) add(x *textIndex, forms []uint32) {
	if n := len(x.length); len(m.tf) < n {
		m.tf = make([]uint32, n)
	}
	m.docs = m.docs[:0]
	for k, f := range forms {
		if k%math.MaxUint8 == math.MaxUint8-1 { // before a half overflows
			for _, doc := range m.docs {
				title, abstract := m.take(doc)
				m.tf[doc] = uint32(title)<<16 | uint32(abstract)
			}
		}
		one := x.of(f)
		title, abstract := one.title[:len(one.docs)], one.abstract[:len(one.docs)]
		for i, doc := range one.docs {
			before := m.tf[doc]
			if before == 0 {
				m.docs = append(m.docs, doc)
			}
			m.tf[doc] = before + (uint32(title[i])<<16 | uint32(abstract[i]))
		}
	}
}

// take is a paper's sum, which is 0 from then on.
func (m *merger) take(doc uint32) (title, abstract uint8) {
	tf := m.tf[doc]
	m.tf[doc] = 0
	return uint8(min(tf>>16, math.MaxUint8)), uint8(min(tf&math.MaxUint16, math.MaxUint8))
}

func addCapped(a, b uint8) uint8 {
	if a > math.MaxUint8-b {
		return math.MaxUint8
	}
	return a + b
}

// frequency is the forms' frequency in one paper.
func (x *textIndex) frequency(forms []uint32, doc uint32) (title, abstract uint8) {
	for _, f := range forms {
		p := x.of(f)
		if i, ok := slices.BinarySearch(p.docs, doc); ok {
			title, abstract = addCapped(title, p.title[i]), addCapped(abstract, p.abstract[i])
		}
	}
	return title, abstract
}

// contentForms appends the forms that are no function words.
func (x *textIndex) contentForms(dst, forms []uint32) []uint32 {
	for _, f := range forms {
		if !x.function.has(f) {
			dst = append(dst, f)
		}
	}
	return dst
}
