package lists

import (
	"time"

	"paperboy/api/fields"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/store"
)

// List is a reading list without its papers, of which it has Total. EditKey is empty where
// the list was opened by its reading key. Both keys are empty where an administrator named
// the list by its ID, as the store does not know them.
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

// ListsAnswer is the answer to GET /lists.
type AllAnswer struct {
	Lists []List `json:"lists"`
}

// ListAnswer is the answer to GET /lists/{key}.
type Answer struct {
	List
	Papers []ListedPaper `json:"papers"`
	// Gone are papers that were deleted. They come back when they are restored.
	Gone []GonePaper `json:"gone"`
}

// ListedPaper is a paper of a list.
type ListedPaper struct {
	ID    data.ID      `json:"id"`
	Paper fields.Paper `json:"paper"`
	Added time.Time    `json:"added"`
	Note  string       `json:"note"`
}

// GonePaper is all that is still said of a deleted paper.
type GonePaper struct {
	ID    data.ID   `json:"id"`
	Added time.Time `json:"added"`
	Note  string    `json:"note"`
}

// ListChange says what became of papers that were put into a list or taken out.
type Change struct {
	// Changed is how many were not in the list before, or were.
	Changed int `json:"changed"`
	// Missing are the ids asked for that no live paper answers to, or no paper of
	// the list.
	Missing []data.ID `json:"missing"`
	// Total is how many papers the list then has.
	Total int `json:"total"`
}

// RecommendationsAnswer is the answer to GET /lists/{key}/recommendations. Of the
// list's Total papers the Seeds last added were compared with.
type Recommendations struct {
	Name    string   `json:"name"`
	Seeds   int      `json:"seeds"`
	Total   int      `json:"total"`
	Notices []string `json:"notices"`
	similar.Answer
}
