package api

import (
	"paperboy/api/fields"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
)

// PapersAnswer is the answer to GET /papers?ids=. Missing holds the ids, as
// asked for, that no live paper answers to.
type PapersAnswer struct {
	Papers  []fields.Paper `json:"papers"`
	Missing []data.ID      `json:"missing"`
}

// AddAnswer is the answer to POST /papers, given once all that it counts is
// durable.
type AddAnswer struct {
	// Accepted records are in the store. Of these, Updated changed a paper that
	// was there, Unchanged said nothing new, and the rest began new papers.
	Accepted  int `json:"accepted"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	// Suppressed records are of papers that were deleted, and stay so.
	Suppressed int `json:"suppressed"`
	// IDs are the papers of the accepted records, in the order of the input.
	IDs []data.ID `json:"ids"`
	// Rejected records have no File or Entry in the answer to POST /papers.
	Rejected []data.Rejection `json:"rejected"`
	Sequence data.Sequence    `json:"sequence"`
	// Visible is true if the caller asked to wait until searches see the papers,
	// and they do.
	Visible bool `json:"visible"`
}

// Count returns what became of the records that a counts. Merged is not known.
func (a *AddAnswer) Count() data.Count {
	c := data.Count{
		Accepted: a.Accepted, Added: a.Accepted - a.Updated - a.Unchanged, Updated: a.Updated, Unchanged: a.Unchanged,
		Suppressed: a.Suppressed, Rejected: len(a.Rejected),
	}
	c.Read = c.Accepted + c.Suppressed + c.Rejected
	return c
}

func (a *AddAnswer) setCount(c data.Count) {
	a.Accepted, a.Updated, a.Unchanged, a.Suppressed = c.Accepted, c.Updated, c.Unchanged, c.Suppressed
}

// Add adds to a the answer to the next part of the same input.
func (a *AddAnswer) Add(next AddAnswer) {
	c := a.Count()
	c.Add(next.Count())
	a.setCount(c)
	a.IDs = append(a.IDs, next.IDs...)
	a.Rejected = append(a.Rejected, next.Rejected...)
	a.Sequence = max(a.Sequence, next.Sequence)
	a.Visible = next.Visible
}

// ReplaceAnswer is the answer to PUT /papers/{id}.
type ReplaceAnswer struct {
	ID       data.ID       `json:"id"`
	Sequence data.Sequence `json:"sequence"`
}

// DeleteAnswer is the answer to DELETE: how many papers ended, or in a dry run
// would end, and the ids asked for that no live paper answers to.
//
// Trimmed papers lost the records of a deleted source and stay.
type DeleteAnswer struct {
	Deleted  int           `json:"deleted"`
	Trimmed  int           `json:"trimmed"`
	Missing  []data.ID     `json:"missing"`
	DryRun   bool          `json:"dry_run"`
	Sequence data.Sequence `json:"sequence"`
}

// StatsAnswer is the answer to GET /stats.
type StatsAnswer struct {
	Version string `json:"version"`
	// Papers is how many a search can find.
	Papers int         `json:"papers"`
	Store  store.Stats `json:"store"`
	Index  index.Stats `json:"index"`
	Health StoreHealth `json:"health"`
	// Backup is nil where no regular backups are made.
	Backup *BackupState `json:"backup"`
}

// CheckAnswer is the answer to POST /admin/check. Problems is empty when store
// and index are sound.
type CheckAnswer struct {
	Papers   int      `json:"papers"`
	Problems []string `json:"problems"`
	TookMS   float64  `json:"took_ms"`
}

// ReindexAnswer is the answer to POST /admin/reindex.
type ReindexAnswer struct {
	Papers   int           `json:"papers"`
	Sequence data.Sequence `json:"sequence"`
	TookMS   float64       `json:"took_ms"`
}
