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
	"time"

	"paperboy/data"
)

// ErrClosed is returned by every method of a closed engine.
var ErrClosed = errors.New("index is closed")

// ErrTooCostly is wrapped by the error of a search that would take far more work than
// others, and was broken off.
var ErrTooCostly = errors.New("the query takes too much work")

// ErrDiskFull is wrapped by the error of Apply and Rebuild where the disk of the index
// has no room. Searches go on; Apply works again as soon as there is room.
var ErrDiskFull = errors.New("the disk of the index is full")

// ErrReadOnly is wrapped by the error of Apply and Rebuild of an index that was opened for
// reading only.
var ErrReadOnly = errors.New("the index is open for reading only")

// ErrDamaged is wrapped by the error of a search that would have read a damaged part of
// the index. Other searches go on, and the index asks to be rebuilt (Rebuilder.Damaged).
var ErrDamaged = errors.New("a part of the index is damaged and will be rebuilt")

// Engine is an open index. All methods may be called concurrently, except that
// Apply has one caller at a time.
type Engine interface {
	Searcher
	Speller
	Rebuilder
	// Stats describes the newest view.
	Stats() Stats
	// Health says whether all of the index can be trusted, and counts what went wrong.
	Health() Health
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

// Writer takes the changes of a store's log into an index.
type Writer interface {
	// Position is how far this index has followed which store.
	Position() Position
	// Apply writes changes, in ascending sequence and at most one a paper, and
	// then remembers that all up to through are in. When it returns nil, they
	// are in the index, though perhaps not yet visible; after a crash the
	// Position tells truly what has to be applied again. After an error, the same
	// changes may or may not be in: Position says which have to be applied again. Its
	// error wraps ErrDiskFull where there is no room.
	Apply(ctx context.Context, changes []data.Change, through data.Sequence) error
	// WaitVisible returns when searches see all changes up to through.
	WaitVisible(ctx context.Context, through data.Sequence) error
}

// Rebuilder is a Writer that can be filled anew.
type Rebuilder interface {
	Writer
	// Rebuild makes an empty index beside this one, lets fill write into it,
	// and puts it in this one's place when fill returns nil. Until then searches are
	// answered from the old one, and Apply writes to the old one: fill has to bring the
	// new one as far, and let nobody call Apply from then on until Rebuild returns.
	// After an error or a crash, the old one stays. A second Rebuild waits for the first.
	Rebuild(ctx context.Context, fill func(Writer) error) error
	// Damaged receives a token when the index has found that it has to be rebuilt. The
	// channel stays the same, and holds one token at most.
	Damaged() <-chan struct{}
}

// Health is the state of an index, and what went wrong since it was opened.
type Health struct {
	// Reasons say what is wrong now, a sentence each; empty where all is well. Searches
	// are answered nevertheless.
	Reasons []string
	// Panics were recovered: each has failed one search or write, and nothing else.
	Panics int64
	// Rebuilds have put a new index in the place of the old one.
	Rebuilds int64
	// DamagedSegments were found, and VerifiedBytes compared with their checksums, by
	// Passes through all segments, the last of which ended at LastPass (zero: none yet).
	DamagedSegments, VerifiedBytes, Passes int64
	LastPass                               time.Time
}

// Position is how far an index has followed which store.
type Position struct {
	Store    string
	Sequence data.Sequence
}

// Stats describes an index.
type Stats struct {
	Papers   int           `json:"papers"`
	Sequence data.Sequence `json:"sequence"`
	Schema   int           `json:"schema"`
	// Terms is the number of different words in titles and abstracts.
	Terms     int   `json:"terms"`
	DiskBytes int64 `json:"disk_bytes"`
	// MemoryBytes is what the engine keeps in memory for as long as it is open.
	MemoryBytes int64 `json:"memory_bytes"`
	// Engine counts what this kind of engine consists of, by plural nouns ("segments").
	Engine map[string]int64 `json:"engine,omitempty"`
}
