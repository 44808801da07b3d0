package segment

import (
	"slices"
	"strings"
)

// titles finds the papers of a lane by how their titles begin.
type titles struct {
	starts *TermIndex // by analysis.TitleStart
	Heads  *TermIndex // by analysis.TitleHead
	// start and head are the places of each paper's in starts and heads, noTerm where
	// it has none.
	start, head []uint32
}

const noTerm = ^uint32(0)

func (t *titles) bytes() int64 {
	return t.starts.bytes() + t.Heads.bytes() + 4*int64(len(t.start)+len(t.head))
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
	t := &titles{starts: byValue(r.start), Heads: byValue(r.head)}
	t.start, t.head = t.starts.termByPaper(len(r.start)), t.Heads.termByPaper(len(r.head))
	return t
}

// termByPaper is the term of each of so many papers, which have one at most.
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

// byValue finds papers by the one value that each has or, where it is empty, lacks.
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

// Head is the name that a paper's title begins with, empty for none.
func (t *titles) Head(doc uint32) string { return t.Heads.term(t.head[doc]) }

// Start is how a paper's title begins, empty for no title.
func (t *titles) Start(doc uint32) string { return t.starts.term(t.start[doc]) }

func (x *TermIndex) term(term uint32) string {
	if term == noTerm {
		return ""
	}
	return x.Terms.Term(int(term))
}

// WithPrefix are the papers whose titles begin so.
func (t *titles) WithPrefix(text string) []uint32 {
	from, to := t.starts.Terms.PrefixRange(text)
	return t.starts.docs[t.starts.start[from]:t.starts.start[to]]
}
