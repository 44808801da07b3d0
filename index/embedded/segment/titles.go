package segment

import (
	"slices"
	"strings"
)

// titles finds the papers of a segment by how their titles begin.
type titles struct {
	starts *TermIndex // by analysis.TitleStart
	Heads  *TermIndex // by analysis.TitleHead
	// start and head are the terms of each paper in starts and Heads, noTerm if it has none.
	start, head []uint32
}

const noTerm = ^uint32(0)

func (t *titles) bytes() int64 {
	return t.starts.bytes() + t.Heads.bytes() + 4*int64(len(t.start)+len(t.head))
}

// titlesReader collects the titles of a segment, one paper after the other.
type titlesReader struct{ start, head []string }

func newTitlesReader(papers int) *titlesReader {
	return &titlesReader{make([]string, papers), make([]string, papers)}
}

func (r *titlesReader) add(doc uint32, start, head []byte) {
	r.start[doc], r.head[doc] = string(start), string(head)
}

func (r *titlesReader) titles() *titles {
	t := &titles{starts: byValue(r.start), Heads: byValue(r.head)}
	t.start, t.head = t.starts.termByPaper(len(r.start)), t.Heads.termByPaper(len(r.head))
	return t
}

// termByPaper returns the term of each of a number of papers, each of which has at most one.
func (x *TermIndex) termByPaper(papers int) []uint32 {
	terms := make([]uint32, papers)
	for doc := range terms {
		terms[doc] = noTerm
	}
	for i := range x.Terms.Len() {
		for _, doc := range x.Papers(i) {
			terms[doc] = uint32(i)
		}
	}
	return terms
}

// byValue indexes papers by the one value that each has; an empty value is none.
func byValue(values []string) *TermIndex {
	var docs []uint32
	for doc, v := range values {
		if v != "" {
			docs = append(docs, uint32(doc))
		}
	}
	slices.SortStableFunc(docs, func(a, b uint32) int { return strings.Compare(values[a], values[b]) })
	x := &TermIndex{start: []uint32{0}, docs: slices.Clone(docs)}
	var text strings.Builder
	for i, doc := range docs {
		if i+1 < len(docs) && values[docs[i+1]] == values[doc] {
			continue
		}
		text.WriteString(values[doc])
		x.Terms.ends = append(x.Terms.ends, uint32(text.Len()))
		x.start = append(x.start, uint32(i+1))
	}
	x.Terms.text = text.String()
	return x
}

// HeadTerm returns the term in Heads of the name that a paper's title begins with; ok is false if it
// begins with none.
func (t *titles) HeadTerm(doc uint32) (term uint32, ok bool) {
	return t.head[doc], t.head[doc] != noTerm
}

// Head returns the name that a paper's title begins with, or "".
func (t *titles) Head(doc uint32) string { return t.Heads.term(t.head[doc]) }

// Start returns how a paper's title begins (analysis.TitleStart), or "" if it has no title.
func (t *titles) Start(doc uint32) string { return t.starts.term(t.start[doc]) }

func (x *TermIndex) term(term uint32) string {
	if term == noTerm {
		return ""
	}
	return x.Terms.Term(int(term))
}

// WithPrefix returns the papers whose titles begin with text, in the order of the titles.
func (t *titles) WithPrefix(text string) []uint32 {
	from, to := t.starts.Terms.PrefixRange(text)
	return t.starts.docs[t.starts.start[from]:t.starts.start[to]]
}
