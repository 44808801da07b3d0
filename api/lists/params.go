package lists

import (
	"encoding/json"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data"
)

// IDs are the ids of papers in the body of a request, in any usual spelling.
type IDs []data.ID

// MarshalJSON writes an empty array for nil, which is not the same as null.
func (ids IDs) MarshalJSON() ([]byte, error) { return json.Marshal(append([]data.ID{}, ids...)) }

func (ids *IDs) check() (err error) {
	*ids, err = params.ParseIDs("ids", *ids)
	return err
}

// NewList are the parameters of [Service.Create].
type NewList struct {
	Name string `json:"name"`
	IDs  IDs    `json:"ids"`
}

// Check brings the ids into their usual form.
func (n *NewList) Check() error { return n.IDs.check() }

// Renaming are the parameters of [Service.Rename].
type Renaming struct {
	Name string `json:"name"`
}

// Addition are papers to add to a reading list. If Note is not nil, it becomes the note of all of
// them, including those that were in the list already.
type Addition struct {
	IDs  IDs     `json:"ids"`
	Note *string `json:"note,omitempty"`
}

// Check brings the ids into their usual form, and refuses an addition without any.
func (a *Addition) Check() error {
	if len(a.IDs) == 0 {
		return fault.New(fault.MissingParameter, "ids", "say which papers: a list of ids")
	}
	return a.IDs.check()
}

// KeyKind names one of the two keys of a reading list.
type KeyKind string

// The kinds.
const (
	EditKey KeyKind = "edit"
	ReadKey KeyKind = "read"
)

// Renewal says which key of a reading list to replace.
type Renewal struct {
	Key KeyKind `json:"key"`
}

// Check refuses other kinds of keys.
func (r *Renewal) Check() error {
	if r.Key != EditKey && r.Key != ReadKey {
		return fault.New(fault.InvalidValue, "key", "say which key: edit or read")
	}
	return nil
}
