package cff

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
)

// work is one of the works in a citation file.
type work struct {
	name string
	anyjson.Value
	// isSubject says that the file describes the work.
	isSubject bool
}

// works yields the works of a file: its subject, the preferred citation, and the references. The
// preferred citation is left out if it is the subject itself.
func works(root anyjson.Value) iter.Seq2[work, error] {
	return func(yield func(work, error) bool) {
		if root.IsEmpty() || !yield(work{"the file's subject", root, true}, nil) {
			return
		}
		if v := root.Member("preferred-citation"); !v.IsEmpty() && !yield(work{"preferred-citation", v, false}, nil) {
			return
		}
		n := 0
		for v := range root.Member("references").Elements() {
			if n++; !yield(work{fmt.Sprintf("reference %d", n), v, false}, nil) {
				return
			}
		}
	}
}

// layout has the fields of a work. "pages" is the number of its pages.
var layout = anyjson.Layout{
	anyjson.Title: anyjson.At("title"), anyjson.Abstract: anyjson.At("abstract"), anyjson.Authors: anyjson.At("authors"), anyjson.Editors: anyjson.At("editors"),
	anyjson.Date: anyjson.At("date-published | date-released | issue-date"), anyjson.Year: anyjson.At("year | year-original"), anyjson.Month: anyjson.At("month"),
	anyjson.Container: anyjson.At("journal | collection-title | conference.name"), anyjson.Volume: anyjson.At("volume"), anyjson.Issue: anyjson.At("issue | number"),
	anyjson.FirstPage: anyjson.At("start"), anyjson.LastPage: anyjson.At("end"), anyjson.Publisher: anyjson.At("publisher.name | publisher"),
	anyjson.Place: anyjson.At("publisher.city | location.city | location.name | conference.city"), anyjson.School: anyjson.At("institution.name | institution"),
	anyjson.Edition: anyjson.At("edition"), anyjson.ISBN: anyjson.At("isbn"), anyjson.ISSN: anyjson.At("issn"), anyjson.Language: anyjson.At("languages"),
	anyjson.Note: anyjson.At("notes"), anyjson.TypeName: anyjson.At("type"), anyjson.DOI: anyjson.At("doi | identifiers[type=doi].value"),
	anyjson.ID: anyjson.At("identifiers.value"), anyjson.PMCID: anyjson.At("pmcid"), anyjson.URLs: anyjson.At("url | url-landing | identifiers[type=url].value | repository"),
	anyjson.Repository: anyjson.At("repository-code | repository"),
}

// adapt fills the record of a work.
func (w work) adapt(r *data.Record) error {
	if w.Kind() != anyjson.Object {
		return &data.FieldError{Code: "invalid_type", Reason: "must be a mapping"}
	}
	s := layout.Find(w.Value)
	s.SetText(anyjson.TypeName, string(w.kind(s.Text(anyjson.TypeName))))
	if s.Text(anyjson.Note) == "" {
		s.SetText(anyjson.Note, format.ThesisNote(w.Member("thesis-type").Text()))
	}
	authors, areRead := people(s[anyjson.Authors])
	editors, _ := people(s[anyjson.Editors])
	if !areRead {
		format.Unread(r, "authors", s[anyjson.Authors])
	}
	s[anyjson.Authors], s[anyjson.Editors] = nil, nil
	s.Fill(r)
	anyjson.SetPeople(r, authors, editors)
	return nil
}

// people returns persons and entities. An entity has only a name, and a person may have only an
// alias.
func people(v anyjson.Value) (people []anyjson.Person, areRead bool) {
	areRead = true
	for one := range v.Elements() {
		found, ok := anyjson.People(one)
		if alias := one.Member("alias").Text(); !ok && alias != "" {
			found, ok = []anyjson.Person{{Name: alias}}, true
		}
		for i := range found {
			found[i].IsGroup = found[i].IsLiteral
		}
		people, areRead = append(people, found...), areRead && ok
	}
	return people, areRead
}

// kind returns the type of a work. The subject of a file is software unless it says otherwise.
func (w work) kind(name string) data.Type {
	switch {
	case w.isSubject && name == "", strings.HasPrefix(name, "software"):
		return data.TypeSoftware
	case slices.Contains([]string{"art", "database", "conference"}, name):
		return map[string]data.Type{"database": data.TypeDataset, "conference": data.TypeBook}[name]
	case name == "edited-work":
		return data.TypeBook
	}
	return format.TypeNamed(name)
}
