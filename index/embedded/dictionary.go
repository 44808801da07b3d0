package embedded

import (
	"context"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"paperboy/index/query"

	zap "github.com/blevesearch/scorch_segment_api/v2"
)

// dictionary holds different terms in ascending order, in one string.
type dictionary struct {
	text string
	ends []uint32
	// signatures are empty in the dictionary of ids, which nobody asks for near terms of
	// but a program that builds its own query.
	signatures signatures
}

func (d *dictionary) len() int { return len(d.ends) }

func (d *dictionary) at(i int) string {
	from := uint32(0)
	if i > 0 {
		from = d.ends[i-1]
	}
	return d.text[from:d.ends[i]]
}

func (d *dictionary) find(term string) (int, bool) {
	return sort.Find(d.len(), func(i int) int { return strings.Compare(term, d.at(i)) })
}

// prefixed is the range of the terms that begin with prefix.
func (d *dictionary) prefixed(prefix string) (from, to int) {
	from = sort.Search(d.len(), func(i int) bool { return d.at(i) >= prefix })
	to = from + sort.Search(d.len()-from, func(i int) bool { return !strings.HasPrefix(d.at(from+i), prefix) })
	return from, to
}

// last is the last of the terms from i on that begin with prefix, as term i
// does. It is most often near.
func (d *dictionary) last(i int, prefix string) int {
	has := func(k int) bool { return k < d.len() && strings.HasPrefix(d.at(k), prefix) }
	step := 1
	for has(i + step) {
		i, step = i+step, 2*step
	}
	for ; step > 0; step /= 2 {
		if has(i + step) {
			i += step
		}
	}
	return i
}

func (d *dictionary) bytes() int64 { return int64(len(d.text)+4*len(d.ends)) + d.signatures.bytes() }

// termIndex is the papers of each term of a field.
type termIndex struct {
	terms dictionary
	start []uint32 // one more than terms
	docs  []uint32
}

func (x *termIndex) of(term int) []uint32 { return x.docs[x.start[term]:x.start[term+1]] }

// exactly are the papers of a term as it is spelled, ascending: the index's own list.
func (x *termIndex) exactly(term string) []uint32 {
	if i, ok := x.terms.find(term); ok {
		return x.of(i)
	}
	return nil
}

func (x *termIndex) bytes() int64 { return x.terms.bytes() + 4*int64(len(x.start)+cap(x.docs)) }

func readTermIndex(ctx context.Context, seg zap.Segment, name string) (*termIndex, error) {
	r, err := readField(seg, name, onlyPapers)
	if err != nil {
		return nil, err
	}
	x := &termIndex{start: []uint32{0}}
	var text []byte
	for r.next() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, p := range r.postings {
			x.docs = append(x.docs, p.doc)
		}
		text = append(text, r.term...)
		x.terms.ends = append(x.terms.ends, uint32(len(text)))
		x.start = append(x.start, uint32(len(x.docs)))
	}
	x.terms.text, x.docs = string(text), slices.Clone(x.docs)
	return x, r.err
}

// matching are the terms of a dictionary that fit a folded pattern, by ordinal.
func (d *dictionary) matching(pattern string) []uint32 {
	from, to := d.mayMatch(pattern)
	var found []uint32
	for i := from; i < to; i++ {
		if query.MatchPattern(pattern, d.at(i)) {
			found = append(found, uint32(i))
		}
	}
	return found
}

// mayMatch are the terms that begin as a folded pattern does.
func (d *dictionary) mayMatch(pattern string) (from, to int) {
	if n := strings.IndexAny(pattern, "*?"); n > 0 {
		return d.prefixed(pattern[:n])
	}
	return 0, d.len()
}

// beginningNear are the terms of which some beginning is within one edit (insert, delete,
// substitute) of text, in characters, and has the same first character.
func (d *dictionary) beginningNear(text string) []uint32 {
	_, size := utf8.DecodeRuneInString(text)
	from, to := d.prefixed(text[:size])
	a := newAutomaton(text, 1)
	var found []uint32
	for t := from; t < to; t++ {
		if a.acceptsBeginning(d.at(t)) {
			found = append(found, uint32(t))
		}
	}
	return found
}

// find sets the papers of one term.
func (x *termIndex) find(term string, into bitset) { into.setAll(x.exactly(term)) }

// beginning are the papers of all terms that begin so, ascending.
func (x *termIndex) beginning(text string) []uint32 {
	from, to := x.terms.prefixed(text)
	docs := slices.Clone(x.docs[x.start[from]:x.start[to]])
	slices.Sort(docs)
	return slices.Compact(docs)
}

// named are the papers of a word of a name in any of its spellings or, of one that may go
// on, of all words that begin so.
func (x *termIndex) named(word string, prefix bool) []uint32 {
	if prefix {
		return x.beginning(word)
	}
	return x.lookup(word)
}
