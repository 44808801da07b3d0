package bibtex

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// These bound the memory for inheritance; a parent takes a few hundred bytes. Children beyond
// maxChildren are emitted without inherited fields.
const (
	maxParents  = 50_000
	maxChildren = 10_000
)

// inherited maps the fields that a child inherits, if it does not have them, to the fields of the
// parent that they are taken from (BibLaTeX manual, appendix B).
var inherited = map[string][]string{
	"booktitle": {"booktitle", "title"},
	"year":      {"year"},
	"month":     {"month"},
	"date":      {"date"},
}

// family lets entries inherit fields from the entry in their crossref field, whichever comes
// first.
type family struct {
	parents map[string]map[string]string
	// waiting has the children whose parent was not read yet, by the key of the parent.
	waiting  map[string][]entry
	children int
}

func newFamily() *family {
	return &family{parents: map[string]map[string]string{}, waiting: map[string][]entry{}}
}

// add emits an entry, followed by the children that waited for it. If the entry has a parent that
// was not read yet, it is kept to wait instead.
func (f *family) add(e entry, emit func(entry) bool) bool {
	if parent := strings.ToLower(e.Fields["crossref"]); parent != "" {
		fields, known := f.parents[parent]
		if !known && f.children < maxChildren {
			f.waiting[parent] = append(f.waiting[parent], e)
			f.children++
			return true
		}
		e.inherit(fields)
	}
	key := strings.ToLower(e.Key)
	f.remember(key, e)
	if !emit(e) {
		return false
	}
	children := f.waiting[key]
	delete(f.waiting, key)
	f.children -= len(children)
	for _, child := range children {
		child.inherit(e.Fields)
		if !emit(child) {
			return false
		}
	}
	return true
}

// remember keeps the fields of a book or volume that children may inherit.
func (f *family) remember(key string, e entry) {
	if e.Fields["crossref"] != "" || key == "" || len(f.parents) >= maxParents {
		return
	}
	switch e.Type {
	case "book", "proceedings", "collection", "reference", "periodical", "mvbook", "mvproceedings", "mvcollection", "mvreference":
		kept := map[string]string{}
		for name := range inherited {
			if v := e.Fields[name]; v != "" {
				kept[name] = strings.Clone(v)
			}
		}
		kept["title"] = strings.Clone(e.Fields["title"])
		f.parents[key] = kept
	}
}

// rest emits the children whose parent was not found, in the order of the input.
func (f *family) rest(emit func(entry) bool) {
	children := slices.Concat(slices.Collect(maps.Values(f.waiting))...)
	slices.SortFunc(children, func(a, b entry) int { return cmp.Compare(a.Line, b.Line) })
	for _, child := range children {
		if !emit(child) {
			return
		}
	}
}

func (e entry) inherit(parent map[string]string) {
	_, dated := e.Fields["date"]
	_, hasYear := e.Fields["year"]
	for name, from := range inherited {
		if _, own := e.Fields[name]; own || name != "booktitle" && (dated || hasYear) {
			continue
		}
		for _, f := range from {
			if v := parent[f]; v != "" {
				e.Fields[name] = v
				break
			}
		}
	}
}
