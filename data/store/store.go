// Package store is the port to durable storage: the papers as ingested, and what
// people created, such as reading lists and API keys. The store is the record; the
// index is derived from it.
//
// A store holds the source records of a paper separately from the merged paper, so
// that a merge can be undone. It holds every id that a paper ever had as an alias,
// so that old links keep working. Its log is the sequence of its papers in the order
// of their last change: each write of a paper moves it to the next Sequence, in the
// same transaction, and Changes reads papers in that order. The log is therefore
// always compact and never contains an older version of a paper.
//
// This package does not decide which records are one paper: package index/ingest
// does, inside Update.
package store

import (
	"context"
	"errors"
	"time"

	"paperboy/data"
)

var (
	// ErrNotFound means that no live paper has an id or number.
	ErrNotFound = errors.New("paper not found")
	// ErrNewer means that the store was written by a newer version of Paperboy.
	ErrNewer = errors.New("store was written by a newer paperboy")
)

// A Store is a durable set of papers and of what people created. Its methods may be
// called concurrently. One Update runs at a time, and readers never wait for it.
type Store interface {
	Lists
	Feeds
	Keys
	Subscriptions
	Keeper
	// Identity returns a random name that the store got when it was created. Backups
	// have the same identity. An index uses it to tell whether it belongs to a store.
	Identity() string
	// Head returns the sequence of the newest change, 0 for an empty store.
	Head(ctx context.Context) (data.Sequence, error)
	// Changes returns at most limit changes with a sequence above after, in
	// ascending order. The Sources of papers lack Raw. The change of a damaged paper
	// has no Paper, like that of a deleted or merged one.
	Changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error)
	// Resolve returns the numbers of the live papers that have the given ids. It
	// leaves out ids that no live paper has.
	Resolve(ctx context.Context, ids []data.ID) (map[data.ID]data.Number, error)
	// IDs returns the ids of the papers that Papers would return, by number.
	IDs(ctx context.Context, numbers []data.Number) (map[data.Number]data.ID, error)
	// IDsAfter returns the ids of at most limit live papers with numbers above after, in
	// ascending order of their numbers. It leaves out damaged papers.
	IDsAfter(ctx context.Context, after data.Number, limit int) ([]NumberedID, error)
	// LastNumber returns the highest number that a paper has or had, 0 for an empty store.
	LastNumber(ctx context.Context) (data.Number, error)
	// Papers returns the live papers with the given numbers, by number, without
	// Sources. For the number of a merged paper it returns the paper that it was
	// merged into. It leaves out damaged papers, which Damaged returns.
	Papers(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error)
	// PapersWithSources returns the same papers as Papers, with Sources.
	PapersWithSources(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error)
	// Paper returns the live paper that has an id, with Sources, and its number. The
	// error wraps ErrNotFound, or ErrUnreadable if the paper is damaged.
	Paper(ctx context.Context, id data.ID) (data.Paper, data.Number, error)
	// Entry returns the live paper that has an id, with the records that it was merged
	// from. Its errors are those of Paper.
	Entry(ctx context.Context, id data.ID) (Entry, error)
	// Merges returns the merges that concern a paper, oldest first: all merges into it,
	// including those that were undone, and the undone merges of it into others.
	Merges(ctx context.Context, number data.Number) ([]Merge, error)
	// NewestMerges returns at most limit merges of the store with numbers below before,
	// newest first. If before is 0, it starts with the newest.
	NewestMerges(ctx context.Context, before MergeNumber, limit int) ([]Merge, error)
	// Update runs f in a transaction. When it returns nil, the changes are durable:
	// they survive a power failure. If f returns an error, Update rolls everything
	// back and returns that error. Other errors may wrap ErrDiskFull, ErrReadOnly,
	// ErrReplaced or ErrDamaged.
	Update(ctx context.Context, f func(Tx) error) error
	// Stats counts what the store holds.
	Stats(ctx context.Context) (Stats, error)
	// Check verifies the integrity of the store: pages, checksums and references.
	// Health then includes the damaged papers that Check found.
	Check(ctx context.Context) error
	// Backup writes a consistent copy to path, which must not exist, and verifies it.
	// Reads and writes continue meanwhile. When Backup returns nil, the file is
	// complete and durable; otherwise Backup leaves no file. Damaged papers are copied
	// as they are.
	Backup(ctx context.Context, path string) error
	Close() error
}

// A NumberedID is the number and the id of a paper, and when the paper last changed.
type NumberedID struct {
	Number  data.Number
	ID      data.ID
	Updated time.Time
}

// A Tx is the transaction of an Update. Most of its methods take batches, since a query
// for each record would make an ingest slow.
type Tx interface {
	ListTx
	FeedTx
	KeyTx
	SubscriptionTx
	// Numbers returns the numbers of the live and deleted papers that have the given ids.
	Numbers(ids []data.ID) (map[data.ID]data.Number, error)
	// ByID returns the live and deleted entries that have the given ids.
	ByID(ids []data.ID) (map[data.ID]Entry, error)
	// ByNumber returns the live and deleted entries with the given numbers. For the
	// number of a merged paper it returns the entry that it was merged into.
	ByNumber(numbers []data.Number) (map[data.Number]Entry, error)
	// ByTitle returns the live entries whose text.TitleKey is among keys.
	ByTitle(keys []string) (map[string][]Entry, error)
	// Create returns the next number, for a new paper that the caller must Put.
	Create() (data.Number, error)
	// Put writes live papers with their source records and aliases, and moves each
	// to the next sequence. The records replace the paper's earlier ones. Aliases are
	// added, never removed; an alias of another paper stays with that paper. Put sets
	// Added when a number is first written, and Updated each time.
	Put(papers []Write) error
	// Merge stores why records became part of Into, a live paper. If From is set, its
	// aliases and records move to Into and From is logged as merged; the caller must
	// then Put Into. Number and At are ignored.
	Merge(m Merge) error
	// Unmerge undoes a merge and returns the number of the paper that is split off.
	// This is From, live again with its former aliases and the papers that had been
	// merged into it, or a new number if the merge has no From. The caller must then
	// Put both papers with the records that each has now. The error wraps ErrNoMerge if
	// there is no such merge or it was undone before.
	Unmerge(p Parting) (data.Number, error)
	// Merges is Store.Merges within this transaction.
	Merges(number data.Number) ([]Merge, error)
	// Delete logs live papers as deleted. Their ids stay known.
	Delete(numbers []data.Number) error
	// Restore undoes Delete and moves each paper to the next sequence.
	Restore(numbers []data.Number) error
	// FromSource returns the numbers of the live papers that have a record from a
	// source (all), and of those that have records from no other source (only).
	FromSource(name string) (all, only []data.Number, err error)
	// Sequence returns the sequence of the newest change, including those of this
	// transaction.
	Sequence() data.Sequence
}

// An Entry is a paper with the records that it was merged from.
type Entry struct {
	Number  data.Number
	Deleted bool
	// Damaged is true if the paper's row or one of its records cannot be read.
	// Unreadable is true if it is the row: then Paper is made of the readable Records,
	// or has only an id. Putting the paper repairs it.
	Damaged, Unreadable bool
	Paper               data.Paper
	Records             []data.Record
	// Foreign holds ids that a record claims but another paper has. This happens when
	// a merge is undone.
	Foreign []data.ID
	// Apart holds the papers that are known to be different from this one, because a
	// merge with them was undone. If such a paper was merged into another, it holds
	// that one.
	Apart []data.Number
}

// A Write is what Put stores of a paper: the merged paper, all its source records, and
// the ids that it has besides its own.
type Write struct {
	Number  data.Number
	Paper   data.Paper
	Records []data.Record
	Aliases []data.ID
	Foreign []data.ID // see Entry
}

// Stats are the numbers of things in a store.
type Stats struct {
	Papers  int `json:"papers"`
	Deleted int `json:"deleted"`
	// Records is the number of records of live papers, Sources the same by source.
	Records  int            `json:"records"`
	Sources  map[string]int `json:"sources"`
	Bytes    int64          `json:"bytes"`
	Sequence data.Sequence  `json:"sequence"`
	// LastIngest is when papers were last written.
	LastIngest time.Time `json:"last_ingest,omitzero"`
	// Lists is the number of reading lists.
	Lists int `json:"lists"`
	// Subscriptions counts mail subscriptions.
	Subscriptions SubscriptionCounts `json:"subscriptions,omitzero"`
}
