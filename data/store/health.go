package store

import (
	"context"
	"errors"
	"time"

	"paperboy/data"
)

var (
	// ErrDiskFull means that the disk has less free space than a store leaves
	// alone, or none. Nothing was written; reads go on, and writes work again
	// once there is space.
	ErrDiskFull = errors.New("the disk is too full to write: free some space, reading goes on")
	// ErrReadOnly means that the store's folder cannot be written to.
	ErrReadOnly = errors.New("the store can be read, not written")
	// ErrReplaced means that the store's files were removed or replaced while it
	// was open. Nothing was written: it would have been lost.
	ErrReplaced = errors.New("the store's files were moved, removed or replaced while it was open: put them back and restart")
	// ErrUnreadable means that a paper's row is damaged. Writing the paper anew
	// mends it, and so does Mend.
	ErrUnreadable = errors.New("the paper's row is damaged")
	// ErrDamaged means that pages which a write needs are damaged. Nothing was
	// written.
	ErrDamaged = errors.New("the store is damaged where this is written: 'paperboy check --repair' mends it")
)

// MaxNamed is how many damaged papers Health names. It counts all.
const MaxNamed = 1_000

// Quarantined is a live paper that is left out of every answer, because its row
// or a record of it cannot be read or is not what was written.
type Quarantined struct {
	Number data.Number `json:"number"`
	// ID is an id that the paper answers to, empty where none can be read.
	ID     data.ID   `json:"id"`
	Reason string    `json:"reason"`
	Found  time.Time `json:"found"`
}

// Health is what a store has found to be wrong with itself since it was opened.
type Health struct {
	// Quarantined counts the damaged papers; Papers names the first MaxNamed of
	// them, by number.
	Quarantined int           `json:"quarantined"`
	Papers      []Quarantined `json:"papers"`
	// Problems are sentences about the store as a whole: a full disk, files that
	// were replaced, damaged pages. Empty where all is well.
	Problems []string `json:"problems"`
	// DiskFree is the free space of the store's disk in bytes, -1 where unknown.
	// Writes are refused below MinFree, 0 for never.
	DiskFree int64 `json:"disk_free"`
	MinFree  int64 `json:"min_free"`
	Scrub    Scrub `json:"scrub"`
}

// Scrub is how far the verification in the background is.
type Scrub struct {
	// Rows and Bad count the rows that were verified and those found damaged, since
	// the store was opened.
	Rows int64 `json:"rows"`
	Bad  int64 `json:"bad"`
	// Passes counts the passes over the whole store, LastPass is when the last ended.
	Passes   int       `json:"passes"`
	LastPass time.Time `json:"last_pass,omitzero"`
}

// Keeper is the part of a Store that looks after its own integrity.
type Keeper interface {
	// Health reports what was found so far. It does not read papers, and takes
	// microseconds.
	Health() Health
	// Damaged returns those of numbers that are quarantined, by number.
	Damaged(numbers []data.Number) []Quarantined
	// Mend writes the papers anew that Health names: from what their records say, else
	// as one of others has the paper of that number. Others are asked in their order.
	Mend(ctx context.Context, others []Copy) (Mended, error)
}

// Copy is another place that may know a paper: a backup, or an index.
type Copy interface {
	// Name is for reports: "backup of 2026-11-28 12:00".
	Name() string
	// Copy returns the paper of a number with its records, which may be none. ok is
	// false where the copy does not have it or cannot vouch for it.
	Copy(ctx context.Context, number data.Number) (e Entry, ok bool, err error)
}

// Mended is what Mend did.
type Mended struct {
	// Restored counts papers that are whole again, From by where they came from.
	Restored int            `json:"restored"`
	From     map[string]int `json:"from"`
	// Lost are the papers that nothing could be found of. They stay quarantined.
	Lost []Quarantined `json:"lost"`
}
