// Package bibtex reads the papers of BibTeX and BibLaTeX files.
//
// split.go cuts the stream into entries, parse.go reads the fields of one and
// expands @string macros, crossref.go lets children inherit, and adapt.go makes a
// record, its LaTeX turned by package latex. An entry that is wrong or not closed
// is rejected alone. Citation keys name entries in messages; they are
// of one library only, and so no ids of papers.
package bibtex

import (
	"bytes"
	"context"
	"fmt"
	"regexp"

	"paperboy/data"
	"paperboy/data/format"
)

// Format is this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{
		Name: "bibtex", Title: "BibTeX or BibLaTeX", Sniff: sniff, Read: Read,
		Write: &format.Output{MediaType: "application/x-bibtex; charset=utf-8", Extension: "bib", New: NewWriter},
	}
}

// entryLine is a line on which an entry begins, or what else stands beside them.
var entryLine = regexp.MustCompile(`(?i)^[ \t]*@(?:(?:string|preamble|comment)\s*[{(]|[a-z]+\s*[{(][^,={}"#%@]*(?:,|$))`)

// sniff looks for a line on which an entry begins; free text may stand before it.
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

// Read yields the papers of one input, in its order but for the children of a
// crossref, which follow their parent.
func Read(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		macros, family := newMacros(), newFamily()
		emit := func(e entry) bool {
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
		family.rest(emit)
	}
}

// name is how people find the entry again.
func (e entry) name() string {
	if e.Key == "" {
		return fmt.Sprintf("line %d", e.Line)
	}
	return fmt.Sprintf("line %d (%s)", e.Line, e.Key)
}
