// Package bibtex reads the papers of BibTeX and BibLaTeX files.
//
// split.go splits the stream into entries, parse.go parses the fields of an entry and expands
// @string macros, with mend.go for malformed ones, crossref.go lets entries inherit fields, and
// adapt.go makes a record, with LaTeX converted by package latex. A field that is malformed, or an
// entry that is not closed, is read as far as possible, with a warning. Citation keys are unique only
// within a library, so they are not used as ids of papers.
package bibtex

import (
	"bytes"
	"context"
	"fmt"
	"regexp"

	"paperboy/data"
	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{
		Name: "bibtex", Title: "BibTeX or BibLaTeX", Sniff: sniff, Read: Read,
		Write: &format.Output{MediaType: "application/x-bibtex; charset=utf-8", Extension: "bib", New: NewWriter},
	}
}

// entryLine matches a line on which an entry, macro, preamble or comment begins.
var entryLine = regexp.MustCompile(`(?i)^[ \t]*@[ \t]*(?:(?:string|preamble|comment)\s*[{(]|` + entryType + `\s*[{(](?:[^,={}"#%@]*|[^,{}\s]*)(?:,|$))`)

// sniff looks for a line on which an entry begins. Other text may precede it.
func sniff(head []byte) bool {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))
	if len(head) == 0 || bytes.IndexByte([]byte("{[<"), head[0]) >= 0 || bytes.IndexByte(head, 0) >= 0 {
		return false
	}
	for line := range bytes.Lines(head) {
		if entryLine.Match(line) {
			return true
		}
	}
	return false
}

// Read yields the papers of one input in order, except that the children of a crossref follow their
// parent.
func Read(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		macros, family := newMacros(), newFamily()
		emit := func(e entry) bool {
			if err := e.unreadable(); err != nil {
				return yield(data.Record{}, in.Reject(data.Record{Entry: e.name(), Line: e.Line}, err))
			}
			return yield(adapt(e, in), nil)
		}
		for block, err := range blocks(in) {
			if err != nil {
				yield(data.Record{}, err)
				return
			}
			e, err := parse(block, macros)
			switch {
			case err != nil:
				if !yield(data.Record{}, in.Reject(data.Record{Entry: e.name(), Line: e.Line}, err)) {
					return
				}
			case e.Type == "": // a macro, preamble or comment
			case !family.add(e, emit):
				return
			}
		}
		family.flush(emit)
	}
}

// name returns the name of the entry for people.
func (e entry) name() string {
	if e.Key == "" {
		return fmt.Sprintf("line %d", e.Line)
	}
	return fmt.Sprintf("line %d (%s)", e.Line, e.Key)
}
