package csv

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// ownTypes has names of types, as normal returns them, that mean something else in tables than elsewhere, or
// are too short to mean anything elsewhere.
var ownTypes = map[string]data.Type{
	"conferenceproceedings": data.TypeConferencePaper, "proceeding": data.TypeConferencePaper,
	"j": data.TypeArticle, "note": data.TypeArticle, "b": data.TypeBook,
}

func typeNamed(name string) data.Type {
	if t := ownTypes[normal(name)]; t != "" {
		return t
	}
	return format.TypeNamed(name)
}

// typeOf returns the type that a row states, and the kind of thesis in its words. Web of Science has "J" in one
// column and "Article; Proceedings Paper" in another: of several types, a paper in proceedings is the most exact.
func (t table) typeOf(cells []string) (known data.Type, thesis string) {
	for _, i := range t.columns[kind] {
		if i >= len(cells) {
			continue
		}
		if thesis == "" {
			thesis = thesisNote(cells[i])
		}
		if known != "" {
			continue
		}
		for _, name := range strings.FieldsFunc(cells[i], func(r rune) bool { return r == ';' || r == ',' || r == '|' }) {
			if found := typeNamed(name); found != "" && (known == "" || found == data.TypeConferencePaper) {
				known = found
			}
		}
		if known == "" {
			known = typeNamed(cells[i])
		}
	}
	return known, thesis
}

// thesisNote returns the note for a kind of thesis, or "".
func thesisNote(said string) string {
	if name := normal(said); !strings.Contains(name, "thes") && !strings.Contains(name, "diss") {
		return ""
	}
	return format.ThesisNote(said)
}
