package bibtex

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
)

// These bound the memory for inheritance: the text of the fields that entries may inherit, and the
// number of the entries that wait for a parent. Entries beyond that inherit nothing.
const (
	maxParentBytes = 32 << 20
	maxChildren    = 10_000
	// maxInherited is the maximum length of a field that is inherited.
	maxInherited = 16 << 10
)

// parent has what entries may inherit from an entry.
type parent struct {
	kind   string
	fields map[string]string
}

// family lets entries inherit fields from the entries in their xdata and crossref fields, whichever
// comes first in the file.
type family struct {
	parents map[string]parent
	bytes   int
	// waiting has the children whose parent was not read yet, by the key of the parent.
	waiting  map[string][]entry
	children int
	added    int // the number of entries
}

func newFamily() *family {
	return &family{parents: map[string]parent{}, waiting: map[string][]entry{}}
}

// add emits an entry, followed by the children that waited for it. If the entry has a parent that
// was not read yet, it is kept to wait instead.
func (f *family) add(e entry, emit func(entry) bool) bool {
	f.added++
	e.number = f.added
	for key := range parentKeys(e) {
		if _, known := f.parents[key]; !known && f.children < maxChildren {
			f.waiting[key] = append(f.waiting[key], e)
			f.children++
			return true
		}
	}
	return f.settle(e, emit)
}

// settle emits an entry, which inherits from the parents that are known, and its children.
func (f *family) settle(first entry, emit func(entry) bool) bool {
	for queue := []entry{first}; len(queue) > 0; queue = queue[1:] {
		e := queue[0]
		for key, all := range parentKeys(e) {
			e.inherit(f.parents[key], all)
		}
		f.remember(e)
		if e.Type != "xdata" && !emit(e) {
			return false
		}
		key := strings.ToLower(e.Key)
		children := f.waiting[key]
		delete(f.waiting, key)
		f.children -= len(children)
		for _, child := range children {
			if missing := f.missing(child); missing != "" {
				f.waiting[missing] = append(f.waiting[missing], child)
				f.children++
			} else {
				queue = append(queue, child)
			}
		}
	}
	return true
}

// missing returns the key of a parent of the entry that was not read yet, or "".
func (f *family) missing(e entry) string {
	for key := range parentKeys(e) {
		if _, known := f.parents[key]; !known {
			return key
		}
	}
	return ""
}

// parentKeys yields the keys of the entries that an entry inherits from, and whether it inherits all of
// their fields.
func parentKeys(e entry) func(func(string, bool) bool) {
	return func(yield func(string, bool) bool) {
		if xdata := e.Fields["xdata"]; xdata != "" {
			for key := range strings.SplitSeq(xdata, ",") {
				if key = strings.ToLower(strings.TrimSpace(key)); key != "" && !yield(key, true) {
					return
				}
			}
		}
		if key := strings.ToLower(strings.TrimSpace(e.Fields["crossref"])); key != "" {
			yield(key, false)
		}
	}
}

// remember keeps the fields that children may inherit.
func (f *family) remember(e entry) {
	key := strings.ToLower(e.Key)
	if _, known := f.parents[key]; known || key == "" || f.bytes > maxParentBytes {
		return
	}
	kept := parent{kind: e.Type, fields: map[string]string{}}
	keep := func(name, value string) {
		if value != "" && len(value) <= maxInherited {
			kept.fields[name] = strings.Clone(value)
			f.bytes += len(name) + len(value)
		}
	}
	if e.Type == "xdata" {
		for name, value := range e.Fields {
			keep(name, value)
		}
	} else {
		for _, name := range slices.Concat(inherited, renamed, dateFields) {
			keep(name, e.Fields[name])
		}
	}
	f.parents[strings.Clone(key)] = kept
	f.bytes += len(key) + 100
}

// flush emits the children whose parent was not found, in the order of the input.
func (f *family) flush(emit func(entry) bool) {
	var children []entry
	for _, waiting := range f.waiting {
		children = append(children, waiting...)
	}
	slices.SortFunc(children, func(a, b entry) int { return cmp.Compare(a.number, b.number) })
	isWaiting := map[string]bool{}
	for _, e := range children {
		isWaiting[strings.ToLower(e.Key)] = true
	}
	f.waiting = map[string][]entry{}
	late := slices.DeleteFunc(slices.Clone(children), func(e entry) bool { return !isWaiting[f.missing(e)] })
	for _, e := range late { // their parents are emitted first
		f.waiting[f.missing(e)] = append(f.waiting[f.missing(e)], e)
	}
	for _, e := range children {
		if !isWaiting[f.missing(e)] && !f.settle(e, emit) {
			return
		}
	}
	for _, e := range late {
		if f.waits(e) && !emit(e) { // in a circle
			return
		}
	}
}

func (f *family) waits(e entry) bool {
	for _, waiting := range f.waiting {
		if slices.ContainsFunc(waiting, func(w entry) bool { return w.number == e.number }) {
			return true
		}
	}
	return false
}

// inherited lists the fields that an entry inherits from that in its crossref field, if it lacks them.
// biber's default is to inherit all fields; those that identify or describe the parent alone are not
// listed (BibLaTeX manual, appendix B).
var inherited = []string{
	"author", "editor", "booktitle", "booksubtitle", "maintitle", "journal", "journaltitle", "journalsubtitle", "shortjournal",
	"eventtitle", "publisher", "address", "location", "organization", "institution", "school", "series", "volume", "edition",
	"isbn", "issn", "language", "langid", "number", "issue",
}

// renamed lists the fields that become others: the title of a book is the booktitle of its chapters.
var renamed = []string{"title", "subtitle", "titleaddon"}

var dateFields = []string{"date", "year", "month", "day"}

// inherit adds the fields of a parent that the entry lacks. all is true if the parent only exists to
// be inherited from.
func (e *entry) inherit(p parent, all bool) {
	lacks := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return strings.TrimSpace(e.Fields[name]) != "" })
	}
	take := func(to, from string) {
		if value := p.fields[from]; value != "" && lacks(to) {
			e.Fields[to] = value
		}
	}
	if all {
		for name := range p.fields {
			if name != "xdata" && name != "crossref" && (!slices.Contains(dateFields, name) || lacks(name)) {
				take(name, name)
			}
		}
		return
	}
	if lacks("date", "year") {
		for _, name := range dateFields {
			take(name, name)
		}
	}
	container := lacks("booktitle", "maintitle")
	isSet := strings.HasPrefix(p.kind, "mv")
	for _, name := range inherited {
		if isSet && (name == "volume" || name == "isbn") {
			continue // of the whole set
		}
		take(name, name)
	}
	switch typeOf(*e) {
	case data.TypeArticle:
		if lacks("journal", "journaltitle") {
			take("journaltitle", "title")
			take("journalsubtitle", "subtitle")
		}
	case data.TypeBook:
		if isSet {
			take("maintitle", "title")
		}
	default:
		if container && e.Fields["booktitle"] == "" {
			take("booktitle", "title")
			take("booksubtitle", "subtitle")
		}
	}
}
