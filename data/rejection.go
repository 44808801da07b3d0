package data

import "fmt"

// Rejection says which record of an input was refused, and why. It is an error, so
// that a reader can yield it in place of the record and go on.
type Rejection struct {
	// File is the path, URL or name of the input. A file within an archive is
	// named in Entry.
	File string `json:"file,omitempty"`
	// Entry says where in the file the record is, in the terms of its format:
	// "line 12", "2024-05-27 entry 3", "a.jsonl, line 12" in an archive, or "file"
	// for all of it.
	Entry string `json:"entry,omitempty"`
	// Line is the line at which the record begins, or its place in a JSON array.
	// Both count from 1; 0 means that the format has neither.
	Line int `json:"line"`
	// ID is the record's own, as far as it could be read.
	ID ID `json:"id"`
	// Code is stable, for programs: "missing_title", "invalid_json", "line_too_long".
	Code string `json:"code"`
	// Reason is a short sentence for people.
	Reason string `json:"reason"`
}

func (r *Rejection) Error() string { return fmt.Sprintf("%s: %s: %s", r.File, r.Entry, r.Reason) }
