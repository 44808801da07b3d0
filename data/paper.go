// Package data is Paperboy's vocabulary: the Paper, its Date and IDs, and the rules by
// which two records of one paper become one.
//
// A source (data/format) turns a page, feed or file into Records. Ingest validates each
// record and merges it with what the store (data/store) knows, and the index follows the
// store. Everything that passes between them is a type of this package.
//
// The package does no I/O. Apart from data/text and data/latex, which know how text is
// compared, it uses only the standard library.
package data

import "time"

// Number addresses a paper within one store. It is given at the paper's first
// ingest, starts at 1, is never reused, and survives reindex, backup and
// restore. It breaks ties and ends cursors.
type Number uint32

// Sequence numbers the changes of one store, from 1, in the order in which
// they became durable.
type Sequence uint64

// Paper is one research paper as everybody sees it: merged from all records
// that sources gave of it. Slices are never nil in a paper that has passed
// Validate; an unknown number is nil, never 0.
type Paper struct {
	ID       ID     `json:"id"`
	Title    string `json:"title"`
	Abstract string `json:"abstract"`
	// Authors are display names, "First Last", in the paper's order.
	Authors []string `json:"authors"`
	// AuthorCount may be known where names are not. Where both are known it is
	// at least len(Authors).
	AuthorCount *int `json:"author_count"`
	// Date is the first publication, as precisely as a source knew it.
	Date Date `json:"date"`
	// Featured is the day on which a daily list showed the paper.
	Featured   Date     `json:"featured"`
	Upvotes    *int     `json:"upvotes"`
	Comments   *int     `json:"comments"`
	Categories []string `json:"categories"`
	Venue      string   `json:"venue"`
	// Language is the code of ISO 639 of the language that the paper is written in, "en".
	Language string `json:"language"`
	// DOI is bare ("10.1000/x"), lower case.
	DOI  string   `json:"doi"`
	URLs []string `json:"urls"`
	// Added and Updated are set by the store and ignored on input.
	Added   time.Time `json:"added,omitzero"`
	Updated time.Time `json:"updated,omitzero"`
	// Sources say where the paper's fields came from, oldest first.
	Sources []Provenance `json:"sources"`
}

// Provenance says where one record of a paper came from.
type Provenance struct {
	// Source names the kind of place: "sample", "huggingface", "arxiv", "acl",
	// "file", "api", "edit".
	Source string `json:"source"`
	// Location is the file or URL, and within it the entry where that helps.
	Location string    `json:"location"`
	Fetched  time.Time `json:"fetched,omitzero"`
	// Raw holds, by field name, what the source said where the parsed field
	// differs from it. A field that is absent here was taken as it stood.
	Raw map[string]string `json:"raw"`
	// Warnings are stable codes such as "year_assumed".
	Warnings []string `json:"warnings"`
}

// Record is one source's word on one paper: what a reader yields.
type Record struct {
	// Paper has whatever fields the source knew. Its ID may be empty: Validate
	// then gives it the hash of its raw title and abstract. Its Sources are
	// empty unless the record was exported by a Paperboy.
	Paper Paper
	// Aliases are further ids of the same paper.
	Aliases []ID
	// Origin is where this record came from.
	Origin Provenance
	// Entry names the record within its source for people: "line 12",
	// "2024-05-27 entry 3".
	Entry string
	// Line is the line at which the entry begins, or its place in a JSON array, both
	// counted from 1; 0 where the format has neither. Line, File and Member are not
	// stored: they are for a Rejection.
	Line int
	// File is the path, URL or name of the input that the record was read from, and
	// Member the file within it, if the input is an archive.
	File, Member string
}

// Reject refuses the record.
func (r *Record) Reject(code, reason string) *Rejection {
	entry := r.Entry
	if r.Member != "" {
		entry = r.Member + ", " + entry
	}
	return &Rejection{File: r.File, Entry: entry, Line: r.Line, ID: r.Paper.ID, Code: code, Reason: reason}
}

// Change is one step of a store's log: a paper as it now stands, or its end.
type Change struct {
	Sequence Sequence
	Number   Number
	// Paper is nil when the paper was deleted or merged into another.
	Paper *Paper
}
