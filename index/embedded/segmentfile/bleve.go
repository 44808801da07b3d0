package segmentfile

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"
	bleve "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data"
	"paperboy/index/embedded/schema"
)

// Plugin makes, opens and merges segments for scorch. Its documents have to implement Document.
type Plugin struct{}

// Document is a paper as scorch takes it.
type Document interface {
	bleve.Document
	Draft() *Draft
}

// Type and Version name the format in scorch's root.bolt.
const (
	Type    = "paperboy"
	Version = 1
)

// Type returns Type.
func (Plugin) Type() string { return Type }

// Version returns Version.
func (Plugin) Version() uint32 { return Version }

// New returns a segment of documents, which is in memory, and its size in bytes.
func (Plugin) New(documents []bleve.Document) (zap.Segment, uint64, error) {
	drafts := make([]*Draft, len(documents))
	for i, d := range documents {
		doc, ok := d.(Document)
		if !ok {
			return nil, 0, fmt.Errorf("a document is %T, not a paper", d)
		}
		drafts[i] = doc.Draft()
	}
	f, err := Build(drafts)
	if err != nil {
		return nil, 0, err
	}
	return f, uint64(len(f.data)), nil
}

// NewUsing is New.
func (p Plugin) NewUsing(documents []bleve.Document, _ map[string]any) (zap.Segment, uint64, error) {
	return p.New(documents)
}

// Open opens the file of a segment.
func (Plugin) Open(path string) (zap.Segment, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	return Written{f}, nil
}

// OpenUsing is Open.
func (p Plugin) OpenUsing(path string, _ map[string]any) (zap.Segment, error) { return p.Open(path) }

// Merge writes the papers of segments, except those of drops, to a new file. Its error is
// zap.ErrClosed if cancel was closed.
func (Plugin) Merge(segments []zap.Segment, drops []*roaring.Bitmap, path string, cancel chan struct{}, stats zap.StatsReporter) ([][]uint64, uint64, error) {
	files := make([]*File, len(segments))
	for i, s := range segments {
		var err error
		if files[i], err = Of(s); err != nil {
			return nil, 0, err
		}
	}
	report := func(bytes int) {
		if stats != nil {
			stats.ReportBytesWritten(uint64(bytes))
		}
	}
	return merge(files, drops, path, cancel, report)
}

// MergeUsing is Merge.
func (p Plugin) MergeUsing(segments []zap.Segment, drops []*roaring.Bitmap, path string, cancel chan struct{}, stats zap.StatsReporter, _ map[string]any) ([][]uint64, uint64, error) {
	return p.Merge(segments, drops, path, cancel, stats)
}

// Of returns the file that a segment of scorch is.
func Of(s zap.Segment) (*File, error) {
	switch s := s.(type) {
	case *File:
		return s, nil
	case Written:
		return s.File, nil
	}
	return nil, fmt.Errorf("a segment is %T, not a file of papers", s)
}

// Written is a segment that is on disk, which scorch tells by its path.
type Written struct{ *File }

// Path returns the path of the file.
func (w Written) Path() string { return w.path }

// Data returns the content, which is mapped.
func (w Written) Data() []byte { return w.data }

var errNoTerms = errors.New("a segment of papers has no terms: searches read the lanes")

// Dictionary returns an error.
func (f *File) Dictionary(string) (zap.TermDictionary, error) { return nil, errNoTerms }

// VisitStoredFields visits the id of a paper. Records are read in order, by Papers.
func (f *File) VisitStoredFields(doc uint64, visit zap.StoredFieldValueVisitor) error {
	id, err := f.DocID(doc)
	if err == nil && id != nil {
		visit(idField, 't', id, nil)
	}
	return err
}

const idField = "_id"

// Fields returns the name of the field of ids.
func (f *File) Fields() []string { return []string{idField} }

// DocID returns the id of a paper, nil if there is no such paper.
func (f *File) DocID(doc uint64) ([]byte, error) {
	if doc >= uint64(len(f.numbers)) {
		return nil, nil
	}
	return []byte(schema.DocumentID(data.Number(f.numbers[doc]))), nil
}

// Count returns the number of papers.
func (f *File) Count() uint64 { return uint64(len(f.numbers)) }

// DocNumbers returns the papers with some ids.
func (f *File) DocNumbers(ids []string) (*roaring.Bitmap, error) {
	found := roaring.New()
	for _, id := range ids {
		number, err := strconv.ParseUint(id, 16, 32)
		if err != nil {
			continue // no id of a paper
		}
		if doc, ok := f.find(uint32(number)); ok {
			found.Add(doc)
		}
	}
	return found, nil
}

// Size returns about how much memory the segment takes.
func (f *File) Size() int { return len(f.data) }

// AddRef adds a reference.
func (f *File) AddRef() { f.refs.Add(1) }

// DecRef drops a reference. With the last one, the segment is closed.
func (f *File) DecRef() error {
	if f.refs.Add(-1) == 0 {
		return f.close()
	}
	return nil
}

// Close drops a reference.
func (f *File) Close() error { return f.DecRef() }

// BytesRead and the two below are statistics that nobody reads.
func (f *File) BytesRead() uint64     { return 0 }
func (f *File) ResetBytesRead(uint64) {}
func (f *File) BytesWritten() uint64  { return 0 }
