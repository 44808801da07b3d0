package store

import (
	"context"
	"errors"
	"time"

	"paperboy/data"
)

var (
	// ErrDiskFull means that the disk has less free space than the store reserves, or
	// none. Nothing was written. Reading continues, and writing works again once there
	// is space.
	ErrDiskFull = errors.New("the disk is too full to write: free some space (reading still works)")
	// ErrReadOnly means that the store cannot be written to.
	ErrReadOnly = errors.New("the store can be read but not written")
	// ErrReplaced means that the store's files were removed or replaced while it was
	// open. Nothing was written, since it would have been lost.
	ErrReplaced = errors.New("the store's files were moved, removed or replaced while it was open: put them back and restart")
	// ErrUnreadable means that a paper's row is damaged. Writing the paper or Mend
	// repairs it.
	ErrUnreadable = errors.New("the paper's row is damaged")
	// ErrDamaged means that a write needs pages that are damaged. Nothing was written.
	ErrDamaged = errors.New("the store is damaged in a place that this write needs: run 'paperboy check --repair'")
)

// MaxNamed is the maximum number of damaged papers in Health.Papers.
const MaxNamed = 1_000

// A Quarantined is a live paper that reads leave out, because its row or one of its
// records cannot be read or fails its checksum.
type Quarantined struct {
	Number data.Number `json:"number"`
	// ID is an id of the paper, empty if none can be read.
	ID     data.ID   `json:"id"`
	Reason string    `json:"reason"`
	Found  time.Time `json:"found"`
}

// Health is the damage that a store has found in itself since it was opened.
type Health struct {
	// Quarantined is the number of damaged papers. Papers holds the first MaxNamed of
	// them, sorted by number.
	Quarantined int           `json:"quarantined"`
	Papers      []Quarantined `json:"papers"`
	// Problems holds sentences about the store as a whole: a full disk, replaced files,
	// damaged pages. It is empty if there is none.
	Problems []string `json:"problems"`
	// DiskFree is the free space of the store's disk in bytes, -1 if unknown. Writes
	// are refused below MinFree bytes; 0 means never.
	DiskFree int64 `json:"disk_free"`
	MinFree  int64 `json:"min_free"`
	Scrub    Scrub `json:"scrub"`
}

// Scrub is the progress of the verification in the background.
type Scrub struct {
	// Rows is the number of rows verified since the store was opened, Bad the number of
	// these that were damaged.
	Rows int64 `json:"rows"`
	Bad  int64 `json:"bad"`
	// Passes is the number of completed passes over the store, LastPass the time at
	// which the last one ended.
	Passes   int       `json:"passes"`
	LastPass time.Time `json:"last_pass,omitzero"`
}

// Keeper is the part of a Store that takes care of its integrity.
type Keeper interface {
	// Health reports the damage found so far. It does not read papers, and takes
	// microseconds.
	Health() Health
	// Damaged returns the quarantined papers with the given numbers.
	Damaged(numbers []data.Number) []Quarantined
	// Mend repairs the quarantined papers. It rebuilds each from its own records or,
	// failing that, takes it from the first of others that has it.
	Mend(ctx context.Context, others []Copy) (Mended, error)
}

// A Copy is another source of papers for Mend: a backup or an index.
type Copy interface {
	// Name is for reports: "backup of 2026-11-28 12:00".
	Name() string
	// Copy returns the paper with a number and its records, of which there may be none.
	// ok is false if the copy does not have the paper or cannot guarantee that it is
	// intact.
	Copy(ctx context.Context, number data.Number) (e Entry, ok bool, err error)
}

// Mended is the result of Mend.
type Mended struct {
	// Restored is the number of repaired papers, From the same by what they were
	// repaired from.
	Restored int            `json:"restored"`
	From     map[string]int `json:"from"`
	// Lost holds the papers that could not be repaired. They stay quarantined.
	Lost []Quarantined `json:"lost"`
}
