package mods

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// hosts maps the genres of what a record is part of to the type of the record.
var hosts = map[string]data.Type{
	"periodical": data.TypeArticle, "academicjournal": data.TypeArticle, "journal": data.TypeArticle, "magazine": data.TypeArticle, "newspaper": data.TypeArticle,
	"conferencepublication": data.TypeConferencePaper, "proceedings": data.TypeConferencePaper,
	"book": data.TypeChapter, "collection": data.TypeChapter, "multivolumemonograph": data.TypeChapter,
}

// normalGenre returns a genre as it is in hosts.
func normalGenre(genre string) string {
	genre = strings.ToLower(strings.Join(strings.Fields(genre), ""))
	return strings.TrimSuffix(genre[strings.LastIndexByte(genre, '/')+1:], "(s)")
}

// typeOfGenre returns the type for a genre of marcgt (loc.gov/standards/valuelist/marcgt.html), of bibutils
// or of Zotero.
func typeOfGenre(genre string) data.Type {
	if genre = normalGenre(genre); genre == "workingpaper" {
		return data.TypePreprint
	}
	return format.TypeNamed(genre)
}

// typeOf returns the type of a record by its genres, by those of what it is in, or by whether that
// is issued continually.
func typeOf(w wireItem, host *wireRelated) data.Type {
	if host != nil { // the genres of a part may be those of its host: "conference publication"
		for _, genre := range slices.Concat(host.Genres, w.Genres) {
			if kind, ok := hosts[normalGenre(genre)]; ok {
				return kind
			}
		}
	}
	for _, genre := range w.Genres {
		if kind := typeOfGenre(genre); kind != "" && (host == nil || kind != data.TypeBook) {
			return kind
		}
	}
	if host == nil && slices.ContainsFunc(w.Resource, func(kind string) bool { return strings.HasPrefix(strings.TrimSpace(kind), "software") }) {
		return data.TypeSoftware
	}
	issuance := ""
	for _, o := range w.Origins {
		issuance += o.Issuance
	}
	switch {
	case host == nil && strings.Contains(issuance, "monographic"):
		return data.TypeBook
	case host != nil:
		for _, o := range host.Origins {
			if o.Issuance == "continuing" || o.Issuance == "serial" {
				return data.TypeArticle
			}
		}
		if _, issn := host.number("issn"); issn {
			return data.TypeArticle
		}
		if slices.ContainsFunc(host.Names, func(n wireName) bool { return n.has("editor", "edt") }) {
			return data.TypeChapter // of an edited book
		}
	}
	return ""
}
