package api

import (
	"time"

	"paperboy/data"
	"paperboy/data/store"
)

// MergeNumber names a merge.
type MergeNumber = store.MergeNumber

// MergesAnswer is the answer to GET /papers/{id}/merges and GET /merges.
type MergesAnswer struct {
	Merges []MergeAnswer `json:"merges"`
	// NextBefore is what GET /merges takes as before to go on; absent at the end.
	NextBefore MergeNumber `json:"next_before,omitempty"`
}

// MergeAnswer says which records became part of a paper, when and why.
type MergeAnswer struct {
	Number MergeNumber `json:"number"`
	// ID and Title are of the paper that took them in, as it is now; empty where it has
	// been deleted.
	ID     data.ID   `json:"id"`
	Title  string    `json:"title"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
	// Undone is when the merge was undone; absent while it stands.
	Undone time.Time `json:"undone,omitzero"`
	// Apart is the paper that the records are of since.
	Apart   data.ID        `json:"apart,omitempty"`
	Records []MergedRecord `json:"records"`
}

// Stands reports that the merge was not undone.
func (m *MergeAnswer) Stands() bool { return m.Undone.IsZero() }

// MergedRecord is one record of a merge. Title and Fetched are absent where the
// paper has it no more.
type MergedRecord struct {
	// ID is what the source calls the paper.
	ID       data.ID   `json:"id"`
	Title    string    `json:"title,omitempty"`
	Source   string    `json:"source"`
	Location string    `json:"location"`
	Fetched  time.Time `json:"fetched,omitzero"`
}

// MergedAnswer is the answer to POST /papers/{id}/merges: the paper that the two are.
type MergedAnswer struct {
	ID       data.ID       `json:"id"`
	Sequence data.Sequence `json:"sequence"`
}

// UnmergeAnswer is the answer to POST /papers/{id}/merges/{number}/undo.
type UnmergeAnswer struct {
	// ID is the paper that the merge was undone of, Apart the one that left it.
	ID       data.ID       `json:"id"`
	Apart    data.ID       `json:"apart"`
	Sequence data.Sequence `json:"sequence"`
}
