// Package index is the port to a search engine: what may be asked of one
// (Request, SimilarRequest), what it answers (Result, SimilarResult), how its
// papers spell (Speller), and how it follows a store (Writer). Engines stand
// below it; the suite that each must pass, and the brute-force oracle it is
// compared with, is package indextest. What stands beside any engine, since it
// needs the papers' language alone, has its ports here too: Completer, Expander
// and Trends.
//
// An engine holds nothing that cannot be rebuilt from the store. It answers
// with paper numbers; titles and abstracts for a page come from the store.
package index

import (
	"context"
	"errors"

	"paperboy/data"
)

// ErrClosed is returned by every method of a closed engine.
var ErrClosed = errors.New("index is closed")

// ErrTooCostly is wrapped by the error of a search that would take far more work than
// others, and was broken off.
var ErrTooCostly = errors.New("the query takes too much work")

// Engine is an open index. All methods may be called concurrently, except that
// Apply has one caller at a time.
type Engine interface {
	Searcher
	Speller
	Writer
	// Stats describes the newest view.
	Stats() Stats
	// Check asks the index of itself whether it can be trusted: every document
	// readable, counts equal, canary terms found. An error means: rebuild.
	Check(ctx context.Context) error
	Close() error
}

// Searcher answers from the newest complete view and nothing else, so one
// answer is consistent in itself.
type Searcher interface {
	Search(ctx context.Context, r Request) (Result, error)
	Similar(ctx context.Context, r SimilarRequest) (SimilarResult, error)
}

// Writer lets an index follow a store's log.
type Writer interface {
	// Position is how far this index has followed which store.
	Position() Position
	// Apply writes changes, in ascending sequence and at most one a paper, and
	// then remembers that all up to through are in. When it returns nil, they
	// are in the index, though perhaps not yet visible; after a crash the
	// Position tells truly what has to be applied again.
	Apply(ctx context.Context, changes []data.Change, through data.Sequence) error
	// WaitVisible returns when searches see all changes up to through.
	WaitVisible(ctx context.Context, through data.Sequence) error
	// Rebuild makes an empty index beside this one, lets fill write into it,
	// and puts it in this one's place when fill returns nil. Searches are
	// answered from the old one until then; Apply must not be called meanwhile.
	Rebuild(ctx context.Context, fill func(Writer) error) error
}

// Position is how far an index has followed which store.
type Position struct {
	Store    string
	Sequence data.Sequence
}

// Stats describes an index.
type Stats struct {
	Papers    int           `json:"papers"`
	Sequence  data.Sequence `json:"sequence"`
	Schema    int           `json:"schema"`
	Segments  int           `json:"segments"`
	Terms     int           `json:"terms"`
	DiskBytes int64         `json:"disk_bytes"`
	LaneBytes int64         `json:"lane_bytes"`
}
