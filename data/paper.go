// Package data defines Paperboy's basic types: the Paper, its Date and IDs, and the rules for
// merging several records of a paper.
//
// A reader (data/format) turns a page, feed or file into Records. Package ingest validates
// each record and merges it with the paper in the store (data/store), and the index is
// updated from the store. What they exchange are types of this package.
//
// The package does no I/O. Apart from data/text and data/latex, which define how text is
// compared, it uses only the standard library.
package data

import "time"

// Number identifies a paper within a store. It is assigned when the paper is first ingested,
// starts at 1, is never reused, and survives reindex, backup and restore. It breaks ties and
// is the last part of a cursor.
type Number uint32

// Sequence numbers the changes of one store, from 1, in the order in which
// they became durable.
type Sequence uint64

// Paper is a research paper, merged from all records that sources have of it. In a paper that
// has passed Validate, slices other than Groups and Editors are not nil. An unknown number is nil,
// never 0.
type Paper struct {
	ID       ID     `json:"id"`
	Title    string `json:"title"`
	Abstract string `json:"abstract"`
	// Authors are display names, "First Last", in the paper's order.
	Authors []string `json:"authors"`
	// AuthorCount may be known even if the names are not. If both are known, it is at least
	// len(Authors).
	AuthorCount *int `json:"author_count"`
	// Groups are those of Authors and Editors that are not people: collaborations and
	// corporations.
	Groups []string `json:"groups,omitempty"`
	// Date is the date of first publication, as precisely as a source has it.
	Date Date `json:"date"`
	// FeaturedDays are the days on which a daily list showed the paper, in ascending order.
	// Featured is the newest of them.
	Featured     Date   `json:"featured"`
	FeaturedDays []Date `json:"featured_days"`
	// Upvotes, Comments and Stars are the newest that a source stated. Stars are those of
	// the Repository on GitHub.
	Upvotes    *int     `json:"upvotes"`
	Comments   *int     `json:"comments"`
	Stars      *int     `json:"stars"`
	Categories []string `json:"categories"`
	// Venue is the name of the journal or conference by which people know it.
	Venue string `json:"venue"`
	// Type and what follows is what a reference needs. Container is the title of the journal,
	// proceedings or book that the paper is in, as its source writes it.
	Type      Type   `json:"type,omitempty"`
	Container string `json:"container,omitempty"`
	Volume    string `json:"volume,omitempty"`
	// Number is the issue of a journal, or the number of a report.
	Number string `json:"number,omitempty"`
	// Pages is a range, "12-34", or the number of an article that has none.
	Pages     string   `json:"pages,omitempty"`
	Publisher string   `json:"publisher,omitempty"`
	Place     string   `json:"place,omitempty"`
	Editors   []string `json:"editors,omitempty"`
	// School is the institution of a thesis or report.
	School  string `json:"school,omitempty"`
	Series  string `json:"series,omitempty"`
	Edition string `json:"edition,omitempty"`
	// ISBN and ISSN are as their source writes them, several separated by ", ".
	ISBN string `json:"isbn,omitempty"`
	ISSN string `json:"issn,omitempty"`
	// Language is the code of ISO 639 of the language that the paper is written in, "en".
	Language string `json:"language"`
	// Note is a remark of the source, such as "PhD thesis".
	Note string `json:"note,omitempty"`
	// CitationKey is the key by which texts cite the paper, "vaswani2017attention".
	CitationKey string `json:"citation_key,omitempty"`
	// DOI is bare ("10.1000/x"), lower case.
	DOI  string   `json:"doi"`
	URLs []string `json:"urls"`
	// Organization is the name of the organization that submitted the paper to a daily list.
	Organization string `json:"organization"`
	// AISummary and AIKeywords were written by a language model at the source.
	AISummary  string   `json:"ai_summary"`
	AIKeywords []string `json:"ai_keywords"`
	// Repository is the URL of the paper's code.
	Repository string `json:"repository"`
	// Observations are what sources said over time about upvotes, comments and stars, oldest
	// first.
	Observations []Observation `json:"observations,omitempty"`
	// Added and Updated are set by the store and ignored on input.
	Added   time.Time `json:"added,omitzero"`
	Updated time.Time `json:"updated,omitzero"`
	// Sources lists where the paper's fields came from, oldest first.
	Sources []Provenance `json:"sources"`
}

// Provenance says where a record of a paper came from.
type Provenance struct {
	// Source is the kind of source: "sample", "huggingface", "arxiv", "acl", "file", "api",
	// "edit".
	Source string `json:"source"`
	// Location is the file or URL, followed by the entry if that helps.
	Location string    `json:"location"`
	Fetched  time.Time `json:"fetched,omitzero"`
	// Raw holds, by field name, what the source wrote, for fields whose parsed value
	// differs.
	Raw map[string]string `json:"raw"`
	// Warnings are stable codes such as "year_assumed".
	Warnings []string `json:"warnings"`
}

// Record is what one source says about a paper. Readers yield records.
type Record struct {
	// Paper has the fields that the source states. Its ID may be empty: Validate then
	// derives one. Its Sources are empty unless the record was exported by Paperboy.
	Paper Paper
	// Aliases are further ids of the same paper.
	Aliases []ID
	// Origin says where this record came from.
	Origin Provenance
	// Entry identifies the record within its source, for people: "line 12",
	// "2024-05-27 entry 3".
	Entry string
	// Line is the line at which the entry begins, or its index in a JSON array, both counted
	// from 1. It is 0 if the format has neither. Line, File and Member are not stored: they
	// are for a Rejection.
	Line int
	// File is the path, URL or name of the input that the record was read from, and
	// Member the file within it, if the input is an archive.
	File, Member string
}

// Reject returns a Rejection of the record.
func (r *Record) Reject(code, reason string) *Rejection {
	entry := r.Entry
	if r.Member != "" {
		entry = r.Member + ", " + entry
	}
	return &Rejection{File: r.File, Entry: entry, Line: r.Line, ID: r.Paper.ID, Code: code, Reason: reason}
}

// Change is an entry in the log of a store: the current state of a paper, or its deletion.
type Change struct {
	Sequence Sequence
	Number   Number
	// Paper is nil when the paper was deleted or merged into another.
	Paper *Paper
}
