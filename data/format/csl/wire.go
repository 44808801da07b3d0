package csl

import (
	"strings"
	"unicode"

	"paperboy/data/format/anyjson"
)

// wireItem has the values of one item of CSL-JSON (github.com/citation-style-language/schema).
type wireItem struct {
	anyjson.Stated
	own [numOwn]anyjson.Value
}

// The variables that are not a field of a paper.
const (
	citationKey = iota
	event
	note
	genre
	number
	archiveID
	keyword
	medium
	customized
	numOwn
)

// fieldOf has the fields of the variables of CSL. Of variables for one field, the first in the item
// counts.
var fieldOf = map[string]anyjson.Field{
	"title": anyjson.Title, "abstract": anyjson.Abstract, "author": anyjson.Authors, "editor": anyjson.Editors, "issued": anyjson.Date, "year": anyjson.Year,
	"container-title": anyjson.Container, "event-title": anyjson.Event, "volume": anyjson.Volume, "issue": anyjson.Issue, "page": anyjson.Pages, "pages": anyjson.Pages,
	"page-first": anyjson.FirstPage, "article-number": anyjson.Article, "publisher": anyjson.Publisher, "publisher-place": anyjson.Place, "collection-title": anyjson.Series,
	"edition": anyjson.Edition, "ISBN": anyjson.ISBN, "ISSN": anyjson.ISSN, "language": anyjson.Language, "type": anyjson.TypeName, "id": anyjson.ID, "DOI": anyjson.DOI,
	"PMID": anyjson.PMID, "PMCID": anyjson.PMCID, "URL": anyjson.URLs,
}

// ownOf has the places of the other variables.
var ownOf = map[string]int{
	"citation-key": citationKey, "event": event, "note": note, "genre": genre, "number": number, "archive_location": archiveID, "keyword": keyword, "medium": medium, "custom": customized,
}

// add puts a variable in its place.
func (i *wireItem) add(key []byte, value anyjson.Value) {
	name := key[1 : len(key)-1]
	if field, known := fieldOf[string(name)]; known && i.Stated[field].IsEmpty() {
		i.Stated[field] = value
	} else if at, known := ownOf[string(name)]; known {
		i.own[at] = value
	}
}

// key returns the key of the item in its library.
func (i *wireItem) key() string {
	for _, v := range []anyjson.Value{i.own[citationKey], i.Stated[anyjson.ID]} {
		if key := strings.TrimSpace(v.Text()); key != "" {
			return key
		}
	}
	return ""
}

// people returns the people of a field, and which of them are groups.
func (i *wireItem) people(f anyjson.Field) (people []anyjson.Person, ok bool) {
	people, ok = anyjson.People(i.Stated[f])
	for at := range people {
		p := &people[at]
		p.IsGroup = p.IsGroup || p.IsLiteral && isGroup(p.Name)
	}
	return people, ok
}

// isGroup reports whether a name that has no parts is that of a group: it has several words, or only
// capitals.
func isGroup(name string) bool {
	return strings.Contains(name, " ") || strings.ContainsFunc(name, unicode.IsUpper) && !strings.ContainsFunc(name, unicode.IsLower)
}

// keywords returns the words of a list, or of a string in which commas or semicolons separate them.
func (i *wireItem) keywords() []string {
	var words []string
	for _, s := range i.own[keyword].Texts() {
		for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' }) {
			words = append(words, strings.TrimSpace(word))
		}
	}
	return words
}
