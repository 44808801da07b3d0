package segment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/embedded/schema"
)

// Segment is the in-memory companion of one Bleve segment: what searching needs of
// it as plain slices, by local document number. A segment never changes, so a
// lane never does; which of its papers are live is the view's business.
type Segment struct {
	Papers    int
	Text      *Text
	Authors   *Authors
	Venues    *TermIndex
	IDs       *TermIndex
	Columns   *Columns
	Checksums *Checksums
}

var ErrPostings = errors.New("postings do not add up to the papers' lengths")

// Read reads a segment through: 100 ns a posting.
func Read(ctx context.Context, seg zap.Segment, tables *Tables) (*Segment, error) {
	blocks, err := ReadChecksums(seg)
	if err != nil {
		return nil, err
	}
	papers := int(seg.Count())
	l := &Segment{Checksums: blocks, Papers: papers, Columns: newColumns(papers)}
	tokens := make([]uint32, papers)
	names, starts := newAuthorsReader(), newTitlesReader(papers)
	for doc := range papers {
		if err := ctx.Err(); doc%1024 == 0 && err != nil {
			return nil, err
		}
		var err error
		found := false
		visit := func(name string, _ byte, value []byte, _ []uint64) bool {
			if name == schema.ColumnsField {
				tokens[doc], err = l.Columns.add(value, tables.Facets, names, starts)
				found = true
			}
			return !found
		}
		if e := seg.VisitStoredFields(uint64(doc), visit); e != nil {
			return nil, fmt.Errorf("read paper %d: %w", doc, e)
		}
		if err != nil || !found {
			return nil, fmt.Errorf("read paper %d: %w", doc, schema.ErrColumns)
		}
	}

	l.Authors, l.Columns.Titles = names.authors(), starts.titles()
	for i := range l.Columns.Values {
		v := &l.Columns.Values[i]
		v.Ords = slices.Clone(v.Ords)
	}

	if l.Text, err = readTextIndex(ctx, seg, tables, tokens); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name  string
		index **TermIndex
	}{{schema.VenueField, &l.Venues}, {schema.IDField, &l.IDs}} {
		if *f.index, err = readTermIndex(ctx, seg, f.name); err != nil {
			return nil, err
		}
	}
	for _, names := range []*Dictionary{&l.Authors.Words.Terms, &l.Venues.Terms} {
		names.signatures = newSignatures(names)
	}
	return l, nil
}

func (l *Segment) Bytes() int64 {
	return l.Text.bytes() + l.Authors.bytes() + l.Columns.Titles.bytes() + l.Venues.bytes() + l.IDs.bytes() + l.Columns.bytes()
}

// Equal reports whether two segments have the same papers and the same postings.
func (l *Segment) Equal(other *Segment) bool {
	return slices.Equal(l.Columns.Numbers, other.Columns.Numbers) && slices.Equal(l.Text.entries, other.Text.entries) && l.Text.Forms.text == other.Text.Forms.text
}

// Tables are the ordinals that all lanes of an open index share, and the memory that
// their reading and their searches use again.
type Tables struct {
	Facets *FacetInterners
	Stems  *Interner
	Scratch
	readers sync.Pool // of *textReader
}

func NewTables() *Tables {
	t := &Tables{Facets: newFacetInterners(), Stems: newInterner(nil)}
	t.readers.New = func() any { return &textReader{} }
	return t
}
