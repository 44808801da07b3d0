package segment

import (
	"fmt"

	zap "github.com/blevesearch/scorch_segment_api/v2"
)

// fieldReader reads the terms of one field of a Bleve segment, one after the other.
type fieldReader struct {
	name       string
	detail     detail
	dictionary zap.TermDictionary
	terms      zap.DictionaryIterator
	list       zap.PostingsList
	iterator   zap.PostingsIterator

	// term and postings are the current ones until the next call of next; term is empty at the
	// end.
	term     string
	postings []posting
	err      error

	positions []uint32 // of all postings
	ends      []uint32 // of each posting's positions
}

// detail says how much of a posting is read.
type detail int

const (
	onlyPapers    detail = iota // every tf is 1
	withPositions               // tf, and the positions of forms that are not hidden
)

type posting struct{ doc, tf uint32 }

// readField returns a reader of the field name.
func readField(seg zap.Segment, name string, detail detail) (*fieldReader, error) {
	d, err := seg.Dictionary(name)
	if err != nil {
		return nil, fmt.Errorf("read dictionary of %s: %w", name, err)
	}
	return &fieldReader{name: name, detail: detail, dictionary: d, terms: d.AutomatonIterator(nil, nil, nil)}, nil
}

// next moves to the next term. Bleve reuses the entry it returns.
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
	detailed := r.detail == withPositions
	positions := detailed && !isHidden(r.term)
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

// positionsOf returns the positions of posting i.
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
