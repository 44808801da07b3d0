package api

// Format is a format of export.
type Format string

// The formats of export.
const (
	JSONL  Format = "jsonl"
	BibTeX Format = "bibtex"
)

// Formats lists them.
var Formats = []Format{JSONL, BibTeX}
