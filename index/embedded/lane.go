package embedded

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	zap "github.com/blevesearch/scorch_segment_api/v2"
)

// lane is the in-memory companion of one Bleve segment: what searching needs of
// it as plain slices, by local document number. A segment never changes, so a
// lane never does; which of its papers are live is the view's business.
type lane struct {
	papers  int
	text    *textIndex
	people  *people
	venue   *termIndex
	ids     *termIndex
	columns *columns
	blocks  *blocks
}

var errPostings = errors.New("postings do not add up to the papers' lengths")

// readLane reads a segment through: 100 ns a posting.
func readLane(ctx context.Context, seg zap.Segment, tables *tables) (*lane, error) {
	blocks, err := readBlocks(seg)
	if err != nil {
		return nil, err
	}
	papers := int(seg.Count())
	l := &lane{blocks: blocks, papers: papers, columns: newColumns(papers)}
	tokens := make([]uint32, papers)
	names, starts := newPeopleReader(), newTitlesReader(papers)
	for doc := range papers {
		if err := ctx.Err(); doc%1024 == 0 && err != nil {
			return nil, err
		}
		var err error
		found := false
		visit := func(name string, _ byte, value []byte, _ []uint64) bool {
			if name == columnsField {
				tokens[doc], err = l.columns.add(value, tables.names, names, starts)
				found = true
			}
			return !found
		}
		if e := seg.VisitStoredFields(uint64(doc), visit); e != nil {
			return nil, fmt.Errorf("read paper %d: %w", doc, e)
		}
		if err != nil || !found {
			return nil, fmt.Errorf("read paper %d: %w", doc, errColumns)
		}
	}

	l.people, l.columns.titles = names.people(), starts.titles()
	for i := range l.columns.values {
		v := &l.columns.values[i]
		v.ord = slices.Clone(v.ord)
	}

	if l.text, err = readTextIndex(ctx, seg, tables, tokens); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name  string
		index **termIndex
	}{{venueField, &l.venue}, {idField, &l.ids}} {
		if *f.index, err = readTermIndex(ctx, seg, f.name); err != nil {
			return nil, err
		}
	}
	for _, names := range []*dictionary{&l.people.words.terms, &l.venue.terms} {
		names.signatures = newSignatures(names)
	}
	return l, nil
}

func (l *lane) bytes() int64 {
	return l.text.bytes() + l.people.bytes() + l.columns.titles.bytes() + l.venue.bytes() + l.ids.bytes() + l.columns.bytes()
}

// equal reports whether two segments have the same papers and the same postings.
func (l *lane) equal(other *lane) bool {
	return slices.Equal(l.columns.number, other.columns.number) && slices.Equal(l.text.entries, other.text.entries) && l.text.forms.text == other.text.forms.text
}

// tables are the ordinals that all lanes of an open index share, and the memory that
// their reading and their searches use again.
type tables struct {
	names *nameTables
	stems *names
	scratch
	readers sync.Pool // of *textReader
}

func newTables() *tables {
	t := &tables{names: newNameTables(), stems: newNames(nil)}
	t.readers.New = func() any { return &textReader{} }
	return t
}
