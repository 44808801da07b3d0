package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/embedded/mapped"
	"paperboy/index/embedded/schema"
)

// The slices of a Segment, its lanes, are kept in a file beside that of its papers (package mapped):
// making them takes about 30 us of CPU time a paper, opening the file 1. The file says from which
// content it was made, by the length and checksum of the other, and with which versions of the
// program. It is only ever a copy: one that is missing, damaged or of another version is made again.

// lanesVersion changes with the list of lanes and with what Read puts into them.
// TestLanesVersion tells when it must.
const lanesVersion = 3

// LanesSuffix ends the name of a file of lanes, in place of that of the papers' file.
const LanesSuffix = ".lanes"

// each calls the methods of l for all lanes of s, in the order of the file.
func (s *Segment) each(l *lanes) {
	x := s.Text
	l.dictionary(&x.Forms)
	lane(l, &x.FormGroups)
	lane(l, &x.formPapers)
	lane(l, &x.Stems.ordinals)
	lane(l, &x.Stems.byStem)
	lane(l, &x.Stems.first)
	number(l, &x.ContentGroups)
	lane(l, &x.formStart)
	lane(l, &x.groupForms)
	lane(l, &x.GroupPapers)
	lane(l, &x.entryStart)
	lane(l, &x.entries)
	lane(l, &x.shareStart)
	lane(l, &x.shares)
	lane(l, &x.skipStart)
	lane(l, &x.skip)
	lane(l, &x.Lengths)
	lane(l, &x.Sequences.codes)
	lane(l, &x.Sequences.start)
	lane(l, &x.Codes.byForm)
	lane(l, &x.Codes.byCode)
	number(l, &x.Codes.first)
	number(l, &x.Codes.last)
	for _, index := range []*TermIndex{s.Authors.Words, s.Authors.Surnames, s.Venues.Words, s.Venues.names, s.Columns.Titles.starts, s.Columns.Titles.Heads} {
		l.dictionary(&index.Terms)
		lane(l, &index.start)
		lane(l, &index.docs)
	}
	lane(l, &s.IDs.text)
	lane(l, &s.IDs.blocks)
	lane(l, &s.IDs.docs)
	s.Columns.each(l)
	lane(l, &s.Checksums.sums)
	s.Checksums.sums = slices.Clone(s.Checksums.sums) // damage to this file must not look like damage to the other
}

func (c *Columns) each(l *lanes) {
	lane(l, &c.Numbers)
	lane(l, &c.Dates.First)
	lane(l, &c.Dates.Days)
	lane(l, &c.Months)
	lane(l, &c.AuthorCounts)
	lane(l, &c.AuthorBuckets)
	lane(l, &c.Upvotes)
	lane(l, &c.Comments)
	lane(l, &c.Added)
	lane(l, &c.Updated)
	for i := range c.Values {
		lane(l, &c.Values[i].Starts)
		lane(l, &c.Values[i].Ords)
	}
	lane(l, &c.Titles.start)
	lane(l, &c.Titles.head)
	lane(l, &c.Featured.Docs)
	lane(l, &c.Featured.places)
	l.signals(c)
}

// lanes are those of a segment that is written to a file, or read from one.
type lanes struct {
	from     *mapped.File // nil: sections are collected
	sections [][]byte
	err      error
}

func (l *lanes) next() []byte {
	if len(l.sections) == 0 {
		l.err = mapped.ErrUnfit
		return nil
	}
	section := l.sections[0]
	l.sections = l.sections[1:]
	return section
}

// lane writes a slice, or makes it a view of the file.
func lane[T any](l *lanes, list *[]T) {
	if l.from == nil {
		l.sections = append(l.sections, mapped.Bytes(*list))
		return
	}
	view, err := mapped.View[T](l.next())
	l.err = errors.Join(l.err, err)
	*list = view
}

func number[T int | uint32 | uint64](l *lanes, n *T) {
	list := []uint64{uint64(*n)}
	if lane(l, &list); len(list) == 1 {
		*n = T(list[0])
	}
}

func (l *lanes) dictionary(d *Dictionary) {
	text := mapped.TextBytes(d.text)
	lane(l, &text)
	d.text = mapped.Text(text)
	lane(l, &d.ends)
	lane(l, &d.signatures.heads)
	lane(l, &d.signatures.start)
	lane(l, &d.signatures.tails)
	lane(l, &d.signatures.lengths)
	lane(l, &d.signatures.from)
}

// signals writes or reads those of the featured papers. They are few, and are not kept as they
// are in memory.
func (l *lanes) signals(c *Columns) {
	var packed []byte
	for _, s := range c.Featured.signals {
		packed = schema.AppendSignals(packed, s)
	}
	lane(l, &packed)
	if l.from == nil || l.err != nil {
		return
	}
	d := schema.NewDecoder(packed)
	for _, doc := range c.Featured.Docs {
		s := d.Signals()
		if s == nil || int(doc) >= len(c.Upvotes) {
			l.err = mapped.ErrUnfit
			return
		}
		s.Upvotes.Value = c.Upvotes[doc]
		c.Featured.signals = append(c.Featured.signals, s)
	}
}

// identity says what the lanes of a segment are made from. ok is false if that is not a file.
func identity(seg zap.Segment) (id mapped.Identity, ok bool) {
	file, ok := seg.(File)
	if !ok || len(file.Data()) < ChecksumLen {
		return nil, false
	}
	data := file.Data()
	sum := binary.BigEndian.Uint32(data[len(data)-ChecksumLen:])
	return mapped.Identity{lanesVersion, schema.Version, uint64(len(data)), uint64(sum), seg.Count()}, true
}

// Open maps the lanes of a segment of scorch. Its error wraps fs.ErrNotExist or mapped.ErrUnfit if
// there are none that can be used.
func Open(path string, seg zap.Segment, tables *Tables) (*Segment, error) {
	id, ok := identity(seg)
	if !ok {
		return nil, fs.ErrNotExist
	}
	file, err := mapped.Open(path, id)
	if err != nil {
		return nil, err
	}
	return view(file, int(seg.Count()), tables)
}

// view returns a segment whose slices are views of a file. It closes one that is unfit.
func view(file *mapped.File, papers int, tables *Tables) (*Segment, error) {
	s := &Segment{
		Papers: papers, Text: &Text{}, Authors: &Authors{&TermIndex{}, &TermIndex{}}, Venues: &Venues{&TermIndex{}, &TermIndex{}}, IDs: &IDs{},
		Columns: newColumns(0), Checksums: &Checksums{}, Lanes: file,
	}
	s.Columns.Titles = &titles{starts: &TermIndex{}, Heads: &TermIndex{}}
	l := &lanes{from: file}
	for i := range file.Sections() {
		l.sections = append(l.sections, file.Section(i))
	}
	var stamp uint64
	number(l, &stamp)
	s.each(l)
	if l.err == nil && (len(l.sections) > 0 || len(s.Columns.Numbers) != papers || !tables.kept.has(stamp)) {
		l.err = mapped.ErrUnfit
	}
	if l.err != nil {
		return nil, errors.Join(l.err, file.Close())
	}
	return s, nil
}

// Keep writes the lanes of a segment that Read made, and returns the segment as Open would.
func Keep(path string, seg zap.Segment, s *Segment, tables *Tables) (*Segment, error) {
	id, ok := identity(seg)
	if !ok || s.Checksums == nil {
		return nil, fs.ErrNotExist
	}
	stamp, err := tables.keep()
	if err != nil {
		return nil, err
	}
	l := &lanes{}
	number(l, &stamp)
	s.each(l)
	file, err := mapped.Write(path, id, l.sections)
	if err != nil {
		return nil, err
	}
	kept, err := view(file, s.Papers, tables)
	if err != nil {
		return nil, fmt.Errorf("read back %s: %w", path, errors.Join(err, os.Remove(path)))
	}
	return kept, nil
}
