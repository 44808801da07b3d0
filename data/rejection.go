package data

import "fmt"

// Rejection says which record of an input was rejected, and why. It is an error that a reader
// can yield in place of the record, and then continue.
type Rejection struct {
	// File is the path, URL or name of the input. Entry has the name of a file within an
	// archive.
	File string `json:"file,omitempty"`
	// Entry says where the record is in the file, in the terms of its format: "line 12",
	// "2024-05-27 entry 3", "a.jsonl, line 12" in an archive, or "file" for all of it.
	Entry string `json:"entry,omitempty"`
	// Line is the line at which the record begins, or its index in a JSON array, both
	// counted from 1. It is 0 if the format has neither.
	Line int `json:"line"`
	// ID is the id of the record, as far as it could be read.
	ID ID `json:"id"`
	// Code is stable, for programs: "missing_title", "invalid_json", "line_too_long".
	Code string `json:"code"`
	// Reason is a short sentence for people.
	Reason string `json:"reason"`
}

func (r *Rejection) Error() string { return fmt.Sprintf("%s: %s: %s", r.File, r.Entry, r.Reason) }
