package store

import (
	"errors"
	"time"

	"paperboy/data"
)

var (
	// ErrNoMerge means that there is no merge with a number, or that it was undone.
	ErrNoMerge = errors.New("there is no such merge, or it was undone before")
	// ErrInseparable means that a merge cannot be undone: its records are gone, are the
	// only records of the paper, or cannot be told from the others.
	ErrInseparable = errors.New("the merge cannot be undone")
	// ErrOnePaper means that two papers to be merged are already one.
	ErrOnePaper = errors.New("the two are already one paper")
)

// A MergeNumber identifies a merge within one store, from 1.
type MergeNumber uint32

// A Merge says why records became part of a paper: another paper was merged into it, or
// new records were found to belong to it.
type Merge struct {
	// Number is set by the store.
	Number MergeNumber
	// Into is the paper that received the records. It may have been merged itself since.
	Into data.Number
	// From is the paper that had the records before, or that got them when the merge
	// was undone; 0 if there is none.
	From    data.Number
	Records []data.RecordKey
	Reason  string
	// At is set by the store.
	At time.Time
	// Undone is when the merge was undone; zero if it was not.
	Undone time.Time
}

// Stands reports whether the merge is in force, that is, was not undone.
func (m *Merge) Stands() bool { return m.Undone.IsZero() }

// A Parting says how Unmerge undoes a merge.
type Parting struct {
	Merge MergeNumber
	// IDs are the ids that move to the paper that is split off.
	IDs []data.ID
	// Along are earlier merges whose records leave too. They become merges into the
	// paper that is split off.
	Along []MergeNumber
}
