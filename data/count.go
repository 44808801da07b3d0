package data

import (
	"fmt"

	"paperboy/data/figures"
)

// Count says what became of the records of an input:
// Read = Accepted + Suppressed + Rejected, and Accepted = Added + Updated + Unchanged.
type Count struct {
	Read int `json:"read"`
	// Accepted records are in the store.
	Accepted int `json:"accepted"`
	// Added records created a new paper.
	Added int `json:"added"`
	// Updated records changed a paper: each was a new record of it, or a newer version of
	// one.
	Updated int `json:"updated"`
	// Unchanged records repeated what the same source had already said.
	Unchanged int `json:"unchanged"`
	// Suppressed records belong to papers that were deleted.
	Suppressed int `json:"suppressed"`
	// Rejected records were not stored; each has a Rejection.
	Rejected int `json:"rejected"`
	// Merged counts papers of the store that were merged into another because a record
	// showed them to be the same.
	Merged int `json:"merged"`
}

// Add adds the counts of another input to c.
func (c *Count) Add(other Count) {
	c.Read += other.Read
	c.Accepted += other.Accepted
	c.Added += other.Added
	c.Updated += other.Updated
	c.Unchanged += other.Unchanged
	c.Suppressed += other.Suppressed
	c.Rejected += other.Rejected
	c.Merged += other.Merged
}

// Text returns c in words, without the counts that are 0: "3 records, 2 new, 1 rejected".
func (c Count) Text() string {
	text := figures.Count(c.Read, "record")
	for _, part := range []struct {
		n    int
		what string
	}{
		{c.Added, "new"}, {c.Updated, "updated"}, {c.Unchanged, "unchanged"},
		{c.Suppressed, "of deleted papers"}, {c.Rejected, "rejected"}, {c.Merged, "papers found to be one with another"},
	} {
		if part.n > 0 {
			text += fmt.Sprintf(", %s %s", figures.Thousands(part.n), part.what)
		}
	}
	return text
}
