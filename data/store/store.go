// Package store is the port to the record: every paper as ingested, and
// everything people made. The store is the truth; the index is derived from it.
//
// A store keeps source records apart from the merged paper, so that a merge can
// be undone, and keeps every id it ever gave out as an alias, so that an old
// link keeps answering. Its log is its papers in the order of their last
// change: each write of a paper moves it to the next Sequence, in the same
// transaction, and Changes reads them in that order. The log is thus compact by
// construction and never repeats an older version of a paper.
//
// What this package does not do: decide which records are one paper. That is
// ingest's business, inside Update.
package store

import (
	"context"
	"errors"
	"time"

	"paperboy/data"
)

var (
	// ErrNotFound means that no live paper answers to an id.
	ErrNotFound = errors.New("paper not found")
	// ErrNewer means that the store was written by a newer Paperboy.
	ErrNewer = errors.New("store was written by a newer paperboy")
)

// Store is a durable set of papers, and of what people made of them. All methods
// may be called concurrently; one Update runs at a time, and readers never wait
// for it.
type Store interface {
	Lists
	Feeds
	Keys
	Keeper
	// Identity is a random name given at creation, kept by backup and restore
	// of the same data. An index remembers whose it is by it.
	Identity() string
	// Head is the sequence of the newest change, 0 in an empty store.
	Head(ctx context.Context) (data.Sequence, error)
	// Changes returns at most limit changes with a sequence above after, in
	// ascending order. Papers come without Sources' raw strings. A damaged paper
	// has a change without a Paper, as one that ended has.
	Changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error)
	// Resolve returns the number of each id that a live paper answers to.
	Resolve(ctx context.Context, ids []data.ID) (map[data.ID]data.Number, error)
	// IDs returns the ids of those of numbers that are live, by number, as Papers would.
	IDs(ctx context.Context, numbers []data.Number) (map[data.Number]data.ID, error)
	// Papers returns the live papers of numbers, by number, without Sources. The
	// number of a merged paper gives the one that it was merged into. Damaged papers
	// are left out; Damaged names them.
	Papers(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error)
	// PapersWithSources is Papers with Sources.
	PapersWithSources(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error)
	// Paper returns one live paper with its Sources. The error wraps ErrNotFound, or
	// ErrUnreadable where the paper is damaged.
	Paper(ctx context.Context, id data.ID) (data.Paper, data.Number, error)
	// Entry is Paper with the records that the paper was merged from.
	Entry(ctx context.Context, id data.ID) (Entry, error)
	// Merges returns what made a paper what it is, the oldest first: the merges into
	// it, those undone among them, and those undone that had put it into another.
	Merges(ctx context.Context, number data.Number) ([]Merge, error)
	// NewestMerges returns at most limit merges of the whole store, the newest first,
	// of numbers below before; 0: from the newest on.
	NewestMerges(ctx context.Context, before MergeNumber, limit int) ([]Merge, error)
	// Update runs f in one transaction. When it returns nil the changes are
	// durable: they survive a power cut. An error from f rolls back all. The error may
	// wrap ErrDiskFull, ErrReadOnly, ErrReplaced or ErrDamaged.
	Update(ctx context.Context, f func(Tx) error) error
	// Stats counts what the store holds.
	Stats(ctx context.Context) (Stats, error)
	// Check verifies the store's integrity: pages, checksums, references. What it
	// finds of single papers is in Health afterwards.
	Check(ctx context.Context) error
	// Backup writes a consistent copy to path, which must not exist, while others
	// read and write, and verifies it. The file is there whole and durable, or not at
	// all. Damaged papers are in it as they are here.
	Backup(ctx context.Context, path string) error
	Close() error
}

// Tx is what may be done within one Update. Its methods take batches, because a
// query each for every record is what makes an ingest slow.
type Tx interface {
	ListTx
	FeedTx
	KeyTx
	// ByID returns the entries, live and deleted, that answer to the ids.
	ByID(ids []data.ID) (map[data.ID]Entry, error)
	// ByNumber returns the entries, live and deleted, of numbers; the number of
	// a merged paper gives the entry that it was merged into.
	ByNumber(numbers []data.Number) (map[data.Number]Entry, error)
	// ByTitle returns the live entries whose text.TitleKey is among keys.
	ByTitle(keys []string) (map[string][]Entry, error)
	// Create gives the next number to a new paper.
	Create() (data.Number, error)
	// Put writes live papers with their source records and aliases, and moves
	// each to the next sequence. The records replace those it had; aliases are
	// added, never removed, and one that another paper holds stays that paper's.
	// It sets Added at a number's first Put and Updated at each.
	Put(papers []Write) error
	// Merge remembers why records became part of Into, a live paper. Where From is
	// not 0, that live paper's aliases and source records become those of Into, and
	// it ends in the log; the caller then Puts Into. Number and At are not asked.
	Merge(m Merge) error
	// Unmerge undoes a merge that stands, and returns the number of the paper that
	// leaves: From, live again under the aliases that it had and with the papers that
	// had ended in it, or a new one. The caller then Puts both with the records that
	// each has now. The error wraps ErrNoMerge where no such merge stands.
	Unmerge(p Parting) (data.Number, error)
	// Merges is Store's, of this transaction.
	Merges(number data.Number) ([]Merge, error)
	// Delete ends live papers in the log. Their ids stay known as deleted.
	Delete(numbers []data.Number) error
	// Restore undoes Delete, moving each paper to the next sequence.
	Restore(numbers []data.Number) error
	// FromSource returns the numbers of live papers with a record of a source,
	// and of those the ones that have records of no other.
	FromSource(name string) (all, only []data.Number, err error)
	// Sequence is that of the newest change, those of this Update included.
	Sequence() data.Sequence
}

// Entry is a paper with the records it was merged from.
type Entry struct {
	Number  data.Number
	Deleted bool
	// Damaged means that the paper's row or a record of it cannot be read, and
	// Unreadable that it is the row: Paper is then what the Records say that can be
	// read, or has nothing but an id. Putting the paper mends it.
	Damaged, Unreadable bool
	Paper               data.Paper
	Records             []data.Record
	// Foreign are ids that a record claims and that answer for another paper, as they
	// do once a merge was undone.
	Foreign []data.ID
	// Apart are the papers that this one was merged with until that was undone: it is
	// known not to be one with them. Of a paper that ended it has what it became.
	Apart []data.Number
}

// Write is what Put stores of one paper: the merged paper, all source records
// it now consists of, and the ids that it answers to beside its own.
type Write struct {
	Number  data.Number
	Paper   data.Paper
	Records []data.Record
	Aliases []data.ID
	Foreign []data.ID // see Entry
}

// Stats counts what a store holds.
type Stats struct {
	Papers  int `json:"papers"`
	Deleted int `json:"deleted"`
	// Records are those of live papers, Sources the same by source.
	Records  int            `json:"records"`
	Sources  map[string]int `json:"sources"`
	Bytes    int64          `json:"bytes"`
	Sequence data.Sequence  `json:"sequence"`
	// LastIngest is when papers were last written.
	LastIngest time.Time `json:"last_ingest,omitzero"`
	// Lists are the reading lists.
	Lists int `json:"lists"`
}
