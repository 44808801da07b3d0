package segment

import (
	"slices"
	"strings"

	"paperboy/index/embedded/mapped"
)

// idsReader collects the ids of the papers of a segment, one paper after the other.
type idsReader struct {
	text []byte
	all  []idOf
}

// idOf is an id of a paper, which is a part of the text.
type idOf struct{ from, to, doc uint32 }

func (r *idsReader) add(doc uint32, id []byte) {
	if len(id) == 0 {
		return
	}
	from := uint32(len(r.text))
	r.text = append(r.text, id...)
	r.all = append(r.all, idOf{from, uint32(len(r.text)), doc})
}

// index returns a TermIndex of the ids.
func (r *idsReader) index() *TermIndex {
	text := mapped.Text(r.text)
	term := func(id idOf) string { return text[id.from:id.to] }
	slices.SortFunc(r.all, func(a, b idOf) int {
		if c := strings.Compare(term(a), term(b)); c != 0 {
			return c
		}
		return int(int64(a.doc) - int64(b.doc))
	})
	x := &TermIndex{start: append(make([]uint32, 0, len(r.all)+1), 0)}
	x.Terms.ends, x.docs = make([]uint32, 0, len(r.all)), make([]uint32, 0, len(r.all))
	var sorted strings.Builder
	sorted.Grow(len(text))
	for i, id := range r.all {
		isNew := i == 0 || term(id) != term(r.all[i-1])
		switch {
		case isNew:
			sorted.WriteString(term(id))
			x.Terms.ends = append(x.Terms.ends, uint32(sorted.Len()))
			x.start = append(x.start, x.start[len(x.start)-1])
		case id.doc == r.all[i-1].doc:
			continue
		}
		x.docs = append(x.docs, id.doc)
		x.start[len(x.start)-1] = uint32(len(x.docs))
	}
	x.Terms.text = sorted.String()
	return x
}
