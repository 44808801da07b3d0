// Package index is the port to a search engine: what a search asks (Request, SimilarRequest)
// and gets (Result, SimilarResult), how the papers spell words (Speller), and how an index
// follows a store (Writer). It also has what all engines share: the facets (FacetTable), the
// weights of the ranking (K1 and the constants beside it), and the ports of what only needs
// the language of the papers (Completer, Expander, Trends, Topics). Engines are below it; package
// indextest has the suite that each must pass, and the brute-force oracle that it is compared
// with.
//
// An engine holds nothing that cannot be rebuilt from the store. It answers with paper
// numbers; titles and abstracts for a page come from the store.
package index

import (
	"context"
	"errors"
	"time"

	"paperboy/data"
)

// ErrClosed is returned by every method of a closed engine.
var ErrClosed = errors.New("index is closed")

// ErrTooCostly is wrapped by the error of a search that was stopped because it would take far
// more work than others.
var ErrTooCostly = errors.New("the query takes too much work")

// ErrDiskFull is wrapped by the error of Apply and Rebuild if the disk of the index is full.
// Searches go on; Apply works again as soon as there is room.
var ErrDiskFull = errors.New("the disk of the index is full")

// ErrReadOnly is wrapped by the error of Apply and Rebuild if the index was opened for reading
// only.
var ErrReadOnly = errors.New("the index is open for reading only")

// ErrDamaged is wrapped by the error of a search that would have read a damaged part of the
// index. Other searches go on, and the index asks to be rebuilt (Rebuilder.Damaged).
var ErrDamaged = errors.New("a part of the index is damaged and will be rebuilt")

// Engine is an open index. All methods may be called concurrently, except that Apply has one
// caller at a time.
type Engine interface {
	Searcher
	Speller
	Rebuilder
	// Stats describes the newest snapshot.
	Stats() Stats
	// SortsWithData lists those of Sorts whose value at least one paper has, except
	// ByRelevance, which sorts by none. It must be fast enough for every page to call it.
	SortsWithData() ([]Sort, error)
	// Health says whether all of the index can be trusted, and counts what went wrong.
	Health() Health
	// Check verifies the index: every document can be read, counts match, known terms are
	// found. After an error the index has to be rebuilt.
	Check(ctx context.Context) error
	Close() error
}

// Searcher answers from the newest snapshot and nothing else, so that an answer is consistent
// in itself.
type Searcher interface {
	Search(ctx context.Context, r Request) (Result, error)
	Similar(ctx context.Context, r SimilarRequest) (SimilarResult, error)
}

// Writer takes the changes of a store's log into an index.
type Writer interface {
	// Position returns which store this index follows, and how far.
	Position() Position
	// Apply writes changes, in ascending sequence and at most one for each paper, and records
	// that all changes up to through are in the index. When it returns nil, they are durable,
	// though perhaps not yet visible. After an error, the same changes may or may not be in:
	// as after a crash, Position says which have to be applied again. The error wraps
	// ErrDiskFull if there is no room.
	Apply(ctx context.Context, changes []data.Change, through data.Sequence) error
	// WaitVisible returns when searches see all changes up to through.
	WaitVisible(ctx context.Context, through data.Sequence) error
}

// Rebuilder is a Writer whose content can be replaced.
type Rebuilder interface {
	Writer
	// Rebuild makes an empty index beside this one, lets fill write into it, and replaces this
	// one by it when fill returns nil. Until then searches are answered from the old one, and
	// Apply writes to the old one: fill must bring the new one as far, and then keep everybody
	// from calling Apply until Rebuild returns. After an error or a crash, the old one stays.
	// A second Rebuild waits for the first.
	Rebuild(ctx context.Context, fill func(Writer) error) error
	// Damaged receives a token when the index has found that it has to be rebuilt. It always
	// returns the same channel, which holds at most one token.
	Damaged() <-chan struct{}
}

// Health is the state of an index, and what went wrong since it was opened.
type Health struct {
	// Reasons say what is wrong now, a sentence each. Searches are answered nevertheless. It
	// is empty if all is well.
	Reasons []string
	// Panics is how many panics were recovered. Each has failed one search or write, and
	// nothing else.
	Panics int64
	// Rebuilds is how many times a new index has replaced the old one.
	Rebuilds int64
	// DamagedSegments is how many damaged segments were found, and VerifiedBytes how many
	// bytes were compared with their checksums, in Passes passes through all segments.
	// LastPass is when the last one ended (zero: none yet).
	DamagedSegments, VerifiedBytes, Passes int64
	LastPass                               time.Time
}

// Position is which store an index follows, and how far.
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
