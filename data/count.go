package data

// Count counts the records of an input by outcome:
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
