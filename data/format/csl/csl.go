// Package csl reads CSL-JSON, the bibliography items of citeproc, which Zotero, Better BibTeX,
// Pandoc and the resolvers of DOIs write, and the same items in YAML. An input is an array of items,
// a single item, one item per line, or an object with a list of items, which is "items" in Zotero and
// "references" in Pandoc. YAML may be the head of a text in Markdown.
//
// wire.go has the variables of an item, adapt.go turns them into a record, and yaml.go reads YAML.
// Items of any type are accepted if they have a title. The key of an item is not used as an id,
// because two libraries may have the same key for different papers. Of the people, only authors and
// editors are read: not translators, editors of the series (collection-editor), authors of the
// container (container-author), directors, illustrators, interviewers, recipients and reviewed
// authors.
package csl

import (
	"bytes"
	"context"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
	"paperboy/data/text"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{
		Name: "csl-json", Title: "CSL-JSON", Sniff: sniff, Read: Read,
		Write: &format.Output{MediaType: "application/vnd.citationstyles.csl+json", Extension: "json", New: NewWriter},
	}
}

// sniff looks at the first item, which may be wrapped. It accepts an item with the date "issued",
// with an "author" that has family names or literal names, or with a type that only CSL has. It
// does not accept an object with "authors", which is a paper in another format.
func sniff(head []byte) bool {
	found := false
	for key, value := range format.Members(head) {
		switch key {
		case "authors":
			return false
		case "items", "references":
			found = found || bytes.HasPrefix(value, []byte("[")) && sniff(value)
		case "issued":
			found = found || bytes.HasPrefix(value, []byte("{")) || bytes.HasPrefix(value, []byte("["))
		case "container-title", "publisher-place", "collection-title", "citation-key":
			found = true
		case "author":
			found = found || bytes.HasPrefix(value, []byte("[")) &&
				(bytes.Contains(value, []byte(`"family"`)) || bytes.Contains(value, []byte(`"literal"`)))
		case "type":
			found = found || typesOfCSL[string(bytes.Trim(value, `"`))]
		}
	}
	return found
}

// typesOfCSL has the types of CSL 1.0.2, appendix III, that are not ordinary words.
var typesOfCSL = map[string]bool{
	"article-journal": true, "article-magazine": true, "article-newspaper": true, "entry-dictionary": true,
	"entry-encyclopedia": true, "legal_case": true, "motion_picture": true, "musical_score": true,
	"paper-conference": true, "personal_communication": true, "post-weblog": true, "review-book": true,
}

// Read yields the items of one input.
func Read(_ context.Context, in format.Input) format.Records {
	return format.OrNone(in, format.Each(in, format.ResponseEntries(in, "items", "references"), func(entry format.Entry) (data.Record, error) {
		return read(in, entry)
	}))
}

// maxKeyRunes is the number of characters of a key in the name of an entry.
const maxKeyRunes = 60

func read(in format.Input, entry format.Entry) (data.Record, error) {
	r := in.NewRecord(entry.Name(), entry.Number, format.SourceFile)
	if entry.TooLong {
		return r, format.ErrTooLong
	}
	var i wireItem
	err := anyjson.Each(entry.Text, i.add)
	if key := []rune(text.OneLine(i.key())); len(key) > 0 {
		r.Entry += " (" + string(key[:min(len(key), maxKeyRunes)]) + ")"
	}
	if err == nil {
		adapt(&r, &i)
	}
	return r, err
}
