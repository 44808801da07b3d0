package lists

import (
	"time"

	"paperboy/api/fields"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/store"
)

// List is a reading list without its papers. Total is their number. EditKey is empty if the list
// was opened with its reading key. Both keys are empty if an administrator opened the list by its
// ID, because the store does not know them.
type List struct {
	ID      store.ListNumber `json:"id"`
	Name    string           `json:"name"`
	EditKey Key              `json:"edit_key,omitempty"`
	ReadKey Key              `json:"read_key,omitempty"`
	Created time.Time        `json:"created"`
	Updated time.Time        `json:"updated"`
	Total   int              `json:"total"`
}

// MayEdit reports whether the key that opened the list may change it.
func (l List) MayEdit() bool { return l.EditKey != "" }

// AllAnswer is the answer to GET /lists.
type AllAnswer struct {
	Lists []List `json:"lists"`
}

// Answer is the answer to GET /lists/{key}.
type Answer struct {
	List
	Papers []ListedPaper `json:"papers"`
	// Gone are papers of the list that were deleted. A paper that is restored returns to Papers.
	Gone []GonePaper `json:"gone"`
}

// ListedPaper is a paper of a list.
type ListedPaper struct {
	ID    data.ID      `json:"id"`
	Paper fields.Paper `json:"paper"`
	Added time.Time    `json:"added"`
	Note  string       `json:"note"`
}

// GonePaper is what a list still knows of a deleted paper.
type GonePaper struct {
	ID    data.ID   `json:"id"`
	Added time.Time `json:"added"`
	Note  string    `json:"note"`
}

// Change is the result of adding papers to a list or removing them from it.
type Change struct {
	// Changed is how many papers were added or removed. It does not count added papers that
	// were in the list already.
	Changed int `json:"changed"`
	// Missing are the requested ids that belong to no paper: of the library when adding, of
	// the list when removing. Deleted papers cannot be added.
	Missing []data.ID `json:"missing"`
	// Total is how many papers the list has after the change.
	Total int `json:"total"`
}

// Recommendations is the answer to GET /lists/{key}/recommendations. Seeds is how many of the
// list's Total papers were used: those most recently added.
type Recommendations struct {
	Name    string   `json:"name"`
	Seeds   int      `json:"seeds"`
	Total   int      `json:"total"`
	Notices []string `json:"notices"`
	similar.Answer
}
