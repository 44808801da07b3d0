package embedded

import (
	"slices"
	"strings"
)

// titles finds the papers of a lane by how their titles begin.
type titles struct {
	starts *termIndex // by analysis.TitleStart
	heads  *termIndex // by analysis.TitleHead
	// start and head are the places of each paper's in starts and heads, noTerm where
	// it has none.
	start, head []uint32
}

const noTerm = ^uint32(0)

func (t *titles) bytes() int64 {
	return t.starts.bytes() + t.heads.bytes() + 4*int64(len(t.start)+len(t.head))
}

// titlesReader collects the titles of a lane, one paper after the other.
type titlesReader struct{ start, head []string }

func newTitlesReader(papers int) *titlesReader {
	return &titlesReader{make([]string, papers), make([]string, papers)}
}

func (r *titlesReader) add(doc uint32, start, head []byte) {
	r.start[doc], r.head[doc] = string(start), string(head)
}

func (r *titlesReader) titles() *titles {
	t := &titles{starts: byValue(r.start), heads: byValue(r.head)}
	t.start, t.head = t.starts.termsOf(len(r.start)), t.heads.termsOf(len(r.head))
	return t
}

// termsOf is the term of each of so many papers, which have one at most.
func (x *termIndex) termsOf(papers int) []uint32 {
	terms := make([]uint32, papers)
	for doc := range terms {
		terms[doc] = noTerm
	}
	for i := range x.terms.len() {
		for _, doc := range x.of(i) {
			terms[doc] = uint32(i)
		}
	}
	return terms
}

// byValue finds papers by the one value that each has or, where it is empty, lacks.
func byValue(values []string) *termIndex {
	var docs []uint32
	for doc, v := range values {
		if v != "" {
			docs = append(docs, uint32(doc))
		}
	}
	slices.SortStableFunc(docs, func(a, b uint32) int { return strings.Compare(values[a], values[b]) })
	x := &termIndex{start: []uint32{0}, docs: slices.Clone(docs)}
	var text strings.Builder
	for i, doc := range docs {
		if i+1 < len(docs) && values[docs[i+1]] == values[doc] {
			continue
		}
		text.WriteString(values[doc])
		x.terms.ends = append(x.terms.ends, uint32(text.Len()))
		x.start = append(x.start, uint32(i+1))
	}
	x.terms.text = text.String()
	return x
}

// headOf is the name that a paper's title begins with, empty for none.
func (t *titles) headOf(doc uint32) string { return t.heads.termAt(t.head[doc]) }

// startOf is how a paper's title begins, empty for no title.
func (t *titles) startOf(doc uint32) string { return t.starts.termAt(t.start[doc]) }

func (x *termIndex) termAt(term uint32) string {
	if term == noTerm {
		return ""
	}
	return x.terms.at(int(term))
}

// beginning are the papers whose titles begin so.
func (t *titles) beginning(text string) []uint32 {
	from, to := t.starts.terms.prefixed(text)
	return t.starts.docs[t.starts.start[from]:t.starts.start[to]]
}
