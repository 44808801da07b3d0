package store

import (
	"errors"
	"time"

	"paperboy/data"
)

var (
	// ErrNoMerge means that a paper has no merge of a number that stands.
	ErrNoMerge = errors.New("no such merge stands")
	// ErrInseparable means that a merge cannot be undone: its records are gone, are all
	// that the paper has, or have nothing that tells them from the others.
	ErrInseparable = errors.New("the merge cannot be undone")
	// ErrOnePaper means that two papers that are to be merged are one already.
	ErrOnePaper = errors.New("the two are one paper already")
)

// MergeNumber names a merge within one store, from 1.
type MergeNumber uint32

// Merge says why records became part of a paper. Either another paper ended in it,
// or the records were found to be of it when they came.
type Merge struct {
	// Number is given by the store.
	Number MergeNumber
	// Into is the paper that took the records in. It may have ended in another since.
	Into data.Number
	// From is the paper that the records were until then, or that they became when
	// the merge was undone; 0 where there was none.
	From    data.Number
	Records []data.RecordKey
	Reason  string
	// At is set by the store.
	At time.Time
	// Undone is when it was; zero while the merge stands.
	Undone time.Time
}

// Stands reports that the merge was not undone.
func (m *Merge) Stands() bool { return m.Undone.IsZero() }

// Parting is what Unmerge does beside ending a merge.
type Parting struct {
	Merge MergeNumber
	// IDs answer for the paper that leaves from now on.
	IDs []data.ID
	// Along are merges whose records leave with it: they become merges into it.
	Along []MergeNumber
}
