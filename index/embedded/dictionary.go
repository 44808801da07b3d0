package embedded

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/analysis"
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

func readTermIndex(ctx context.Context, seg segment.Segment, name string) (*termIndex, error) {
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

// fieldReader goes through the terms of one field in a segment.
type fieldReader struct {
	name       string
	detail     detail
	dictionary segment.TermDictionary
	terms      segment.DictionaryIterator
	list       segment.PostingsList
	iterator   segment.PostingsIterator

	// term and postings are the current ones, until next is called again; term
	// is empty at the end.
	term     string
	postings []posting
	err      error

	positions []uint32 // of all postings
	ends      []uint32 // of each posting's
}

// detail is what is read of a posting.
type detail int

const (
	onlyPapers       detail = iota // every tf is 1
	contentPositions               // tf, and the positions of what is no function word
)

type posting struct{ doc, tf uint32 }

// readField begins to read.
func readField(seg segment.Segment, name string, detail detail) (*fieldReader, error) {
	d, err := seg.Dictionary(name)
	if err != nil {
		return nil, fmt.Errorf("read dictionary of %s: %w", name, err)
	}
	return &fieldReader{name: name, detail: detail, dictionary: d, terms: d.AutomatonIterator(nil, nil, nil)}, nil
}

// next goes to the next term. Bleve returns an entry that it uses again.
func (r *fieldReader) next() bool {
	r.term, r.postings, r.positions, r.ends = "", r.postings[:0], r.positions[:0], r.ends[:0]
	entry, err := r.terms.Next()
	if err != nil || entry == nil {
		return r.stop(err)
	}
	r.term = entry.Term
	if r.list, err = r.dictionary.PostingsList([]byte(r.term), nil, r.list); err != nil {
		return r.stop(err)
	}
	detailed := r.detail == contentPositions
	positions := detailed && !analysis.IsFunctionWord(r.term)
	r.iterator = r.list.Iterator(detailed, false, positions, r.iterator)
	for {
		p, err := r.iterator.Next()
		if err != nil {
			return r.stop(err)
		}
		if p == nil {
			return true
		}
		r.postings = append(r.postings, posting{uint32(p.Number()), uint32(p.Frequency())})
		if positions {
			for _, l := range p.Locations() {
				r.positions = append(r.positions, uint32(l.Pos()))
			}
			r.ends = append(r.ends, uint32(len(r.positions)))
		}
	}
}

// positionsOf are those of posting i.
func (r *fieldReader) positionsOf(i int) []uint32 {
	from := uint32(0)
	if i > 0 {
		from = r.ends[i-1]
	}
	return r.positions[from:r.ends[i]]
}

func (r *fieldReader) stop(err error) bool {
	r.term = ""
	if err != nil {
		r.err = fmt.Errorf("read %s: %w", r.name, err)
	}
	return false
}
