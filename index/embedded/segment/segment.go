// Package segment holds one immutable segment of the index as slices. Read makes it from the file of
// the segment (package segmentfile), Keep writes the slices to another, and Open maps that
// (lanes.go):
//
//	text.go         the words of titles and abstracts: forms, grouped by stem (group.go),
//	                postings of groups (postings.go), and which form a posting is of (share.go)
//	sequence.go     the words of each paper in order, as codes
//	dictionary.go   sorted terms, found by prefix, pattern and edits (automaton.go, signature.go)
//	authors.go      papers by the words of names; titles.go, by how titles begin; venues.go, by
//	                the words and the whole of their venue
//	columns.go      date, counts, times and facet values, by paper
//
// pick.go and phrase.go read what a search needs of the words, clause.go and byauthor.go match
// a part of a query without scores. checksum.go guards the file of the segment. The ordinals and the
// memory that segments share are in interner.go and scratch.go; the ordinals are kept in a file
// (kept.go), since those of segments refer to them.
//
// The package knows neither which papers are live (package snapshot) nor any score.
package segment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/embedded/mapped"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segmentfile"
)

// Segment is the in-memory companion of one file of papers: what searches need of it as plain
// slices, by local document number. It never changes. Its slices, and strings that are parts of
// them, are valid until it is released: an answer has copies of them. Which of its papers are live
// depends on the snapshot.
type Segment struct {
	Papers    int
	Text      *Text
	Authors   *Authors
	Venues    *Venues
	IDs       *IDs
	Columns   *Columns
	Checksums *Checksums
	// Lanes is the file that the slices are in. It is nil if they are in memory of their own.
	Lanes *mapped.File
	refs  atomic.Int64 // Lanes is closed with the last one
}

// Retain adds a reference to the segment.
func (s *Segment) Retain() { s.refs.Add(1) }

// Release drops a reference. The segment cannot be used after the last one.
func (s *Segment) Release() error {
	if s.refs.Add(-1) == 0 && s.Lanes != nil {
		return s.Lanes.Close()
	}
	return nil
}

// ErrPostings means that the postings of a segment do not match its papers.
var ErrPostings = errors.New("postings do not add up to the papers' lengths")

// Read reads all of a segment of scorch, at about 30 us of CPU time a paper on a busy machine. Its error wraps
// ErrChecksum, ErrPostings, segmentfile.ErrDamaged or schema.ErrColumns if the segment is damaged.
func Read(ctx context.Context, seg zap.Segment, tables *Tables) (*Segment, error) {
	checksums, err := ReadChecksums(seg)
	if err != nil {
		return nil, err
	}
	file, err := segmentfile.Of(seg)
	if err != nil {
		return nil, err
	}
	papers := int(seg.Count())
	s := &Segment{Checksums: checksums, Papers: papers, Columns: newColumns(papers)}
	texts := tables.readers.Get().(*textReader)
	defer tables.readers.Put(texts)
	if err := texts.begin(file); err != nil {
		return nil, err
	}
	names, starts, venues := newAuthorsReader(), newTitlesReader(papers), newVenuesReader()
	ids := &idsReader{}
	rest := recordReaders{tables.Facets, names, starts, venues, ids}
	if err := s.readPapers(ctx, file, texts, rest); err != nil {
		return nil, err
	}
	s.Authors, s.Columns.Titles, s.Venues, s.IDs = names.authors(), starts.titles(), venues.venues(), ids.ids()
	for i := range s.Columns.Values {
		v := &s.Columns.Values[i]
		v.Ords = slices.Clone(v.Ords)
	}
	if s.Text, err = texts.text(ctx, tables.Stems); err != nil {
		return nil, err
	}
	for _, names := range []*Dictionary{&s.Authors.Words.Terms, &s.Venues.Words.Terms} {
		names.signatures = newSignatures(names)
	}
	return s, nil
}

// readPapers passes the papers of a file to what collects their words and the rest.
func (s *Segment) readPapers(ctx context.Context, file *segmentfile.File, texts *textReader, rest recordReaders) error {
	read := file.Papers()
	defer read.Close()
	for doc := range s.Papers {
		if err := ctx.Err(); doc%1024 == 0 && err != nil {
			return err
		}
		err := read.Next()
		tokens := uint32(0)
		if err == nil {
			tokens, err = s.Columns.add(read.Paper.Record, rest)
		}
		if err == nil {
			err = texts.add(&read.Paper, tokens)
		}
		if err == nil && uint32(s.Columns.Numbers[doc]) != file.Numbers()[doc] {
			err = schema.ErrColumns
		}
		if err != nil {
			return fmt.Errorf("read paper %d: %w", doc, err)
		}
	}
	if !read.AtEnd() {
		return segmentfile.ErrDamaged
	}
	return nil
}

// Bytes returns about how much memory the segment takes.
func (s *Segment) Bytes() int64 {
	return s.Text.bytes() + s.Authors.bytes() + s.Columns.Titles.bytes() + s.Venues.bytes() + s.IDs.bytes() + s.Columns.bytes()
}

// Equal reports whether two segments have the same papers and the same postings.
func (s *Segment) Equal(other *Segment) bool {
	return slices.Equal(s.Columns.Numbers, other.Columns.Numbers) && slices.Equal(s.Text.entries, other.Text.entries) && s.Text.Forms.text == other.Text.Forms.text
}

// Tables holds the ordinals that all segments of an open index share, and memory that reading
// and searching them reuses.
type Tables struct {
	Facets *FacetInterners
	Stems  *Interner
	Scratch
	readers sync.Pool // of *textReader
	kept    kept
}
