package crossrefxml

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"slices"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// entry is a work with what it is in.
type entry struct {
	xmlread.Element[wireElement]
	// around has the metadata of the journal, proceedings or book, issue that of the journal's
	// issue, and event that of the conference. editors are those of the conference.
	around, issue, event wireElement
	editors              wireContributors
}

// kinds says what the elements are: works by themselves, parts of what is around them, or wholes
// that the parts follow.
var kinds = map[string]kind{
	"journal_article": part, "conference_paper": part, "content_item": part, "dataset": part,
	"dissertation": work, "report-paper_metadata": work, "report-paper_series_metadata": work, "posted_content": work, "standard_metadata": work,
	"peer_review": work, "pending_publication": work, "query": work, "error": work,
	"journal_metadata": whole, "proceedings_metadata": whole, "proceedings_series_metadata": whole, "database_metadata": whole,
	"book_metadata": whole, "book_series_metadata": whole, "book_set_metadata": whole,
	"journal_issue": around, "event_metadata": around, "contributors": around,
}

type kind int

const (
	work kind = iota + 1
	part
	whole
	around
)

// headBytes is how much of a document is searched for metadata within queries.
const headBytes = 64 << 10

// elementNames returns the names of the elements to read, and a reader of the whole document. A
// query is an element of its own only if there is no metadata within it.
func elementNames(in io.Reader) (io.Reader, []string) {
	r := bufio.NewReaderSize(in, headBytes)
	head, _ := r.Peek(headBytes)
	var names []string
	for name := range kinds {
		if name != "query" || !bytes.Contains(head, []byte("<crossref>")) && !bytes.Contains(head, []byte("<crossref ")) {
			names = append(names, name)
		}
	}
	return r, names
}

// entries yields the works of an input.
func entries(in format.Input) iter.Seq2[entry, error] {
	r, names := elementNames(in)
	return func(yield func(entry, error) bool) {
		var now entry      // what is around the next part
		isWaiting := false // the whole is a record if no part follows
		count := 0
		yieldNext := func(e entry) bool {
			count++
			e.Number = count
			return yield(e, nil)
		}
		for e, err := range xmlread.Elements[wireElement](r, names...) {
			k := kinds[e.Tag.Name.Local]
			if isWaiting && (err != nil || k == work || k == whole || k == around && e.Tag.Name.Local != "journal_issue") {
				if isWaiting = false; !yieldNext(now) {
					return
				}
			}
			switch {
			case err != nil:
				yield(entry{}, err)
				return
			case k == whole:
				if now.Number > 0 {
					now = entry{}
				}
				now.Element, now.around, isWaiting = e, e.Value, true
			case k == around:
				now.set(e)
			default:
				isWaiting = false
				one := entry{Element: e}
				if k == part {
					one.around, one.issue, one.event, one.editors = now.around, now.issue, now.event, now.editors
				}
				if !yieldNext(one) {
					return
				}
			}
		}
		if isWaiting {
			yieldNext(now)
		}
	}
}

// set sets a part of what is around the next works. The contributors and the event of a conference
// precede the metadata of its proceedings.
func (e *entry) set(context xmlread.Element[wireElement]) {
	w := context.Value
	if context.Tag.Name.Local == "journal_issue" {
		e.issue = w
		return
	}
	if e.Number > 0 { // of the conference before
		*e = entry{}
	}
	if context.Tag.Name.Local == "event_metadata" {
		e.event = w
	} else {
		e.editors = wireContributors{All: slices.Concat(w.Persons, w.Organizations)}
	}
}
