// Package csl reads CSL-JSON, the bibliography items of citeproc: what Zotero,
// Better BibTeX, Pandoc and the resolvers of DOIs write. An input is an array of
// items, one item, or an item a line.
//
// wire.go holds the shape of an item and what vendors make of it, parse.go reads
// one, adapt.go turns it into a record, with text.go and date.go for what people
// typed. Items of any type are taken that have a title; the key of an item is no
// id, as two libraries give one key to two papers.
package csl

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/source"
)

// Format is this package's entry in the table of formats.
func Format() source.Format {
	return source.Format{Name: "csl-json", Title: "CSL-JSON", Sniff: sniff, Read: Read}
}

// sniff looks at the first item: it is dated by "issued", its "author" has family
// names or literal ones, or it has a type that only CSL has. An object with
// "authors" is a paper of another kind, whatever else it has.
func sniff(head []byte) bool {
	found := false
	for key, value := range members(head) {
		switch key {
		case "authors":
			return false
		case "issued":
			found = found || bytes.HasPrefix(value, []byte("{"))
		case "author":
			found = found || bytes.HasPrefix(value, []byte("[")) &&
				(bytes.Contains(value, []byte(`"family"`)) || bytes.Contains(value, []byte(`"literal"`)))
		case "type":
			found = found || typesOfCSL[string(bytes.Trim(value, `"`))]
		}
	}
	return found
}

// typesOfCSL are the types of CSL 1.0.2, appendix III, that are no plain words.
var typesOfCSL = map[string]bool{
	"article-journal": true, "article-magazine": true, "article-newspaper": true, "entry-dictionary": true,
	"entry-encyclopedia": true, "legal_case": true, "motion_picture": true, "musical_score": true,
	"paper-conference": true, "personal_communication": true, "post-weblog": true, "review-book": true,
}

// members yields the keys and values of the first object, which may stand in an
// array. The value that head breaks off in is yielded as far as it goes.
func members(head []byte) func(yield func(key string, value []byte) bool) {
	return func(yield func(string, []byte) bool) {
		d := json.NewDecoder(bytes.NewReader(head))
		token, err := d.Token()
		if token == json.Delim('[') {
			token, err = d.Token()
		}
		if err != nil || token != json.Delim('{') {
			return
		}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return
			}
			rest := bytes.TrimLeft(head[d.InputOffset():], ": \t\r\n")
			var value json.RawMessage
			err = d.Decode(&value)
			if err != nil {
				value = rest
			}
			name, _ := key.(string)
			if !yield(name, value) || err != nil {
				return
			}
		}
	}
}

var errTooLong = &data.FieldError{Code: "entry_too_long", Reason: fmt.Sprintf("longer than %d MiB", source.MaxEntryBytes>>20)}

// Read yields the items of one input.
func Read(_ context.Context, in source.Input) source.Records {
	return func(yield func(data.Record, error) bool) {
		entries, unit := source.Entries(in)
		for entry, err := range entries {
			if err != nil {
				yield(data.Record{}, err)
				return
			}
			if !entry.TooLong && len(bytes.TrimSpace(entry.Text)) == 0 {
				continue
			}
			if !yield(read(entry, fmt.Sprintf("%s %d", unit, entry.Number), in)) {
				return
			}
		}
	}
}

func read(entry source.Entry, name string, in source.Input) (data.Record, error) {
	if entry.TooLong {
		return data.Record{}, reject(in, name, errTooLong)
	}
	item, err := parse(bytes.TrimSpace(entry.Text))
	if key := item.key(); key != "" {
		name += " (" + key + ")"
	}
	if err != nil {
		return data.Record{}, reject(in, name, err)
	}
	r := adapt(item, in)
	r.Entry = name
	return r, nil
}

// reject refuses one item for a *data.FieldError.
func reject(in source.Input, entry string, err error) *source.Reject {
	r := &source.Reject{Location: in.Location, Entry: entry, Reason: err.Error()}
	if field := (*data.FieldError)(nil); errors.As(err, &field) {
		r.Code, r.Reason = field.Code, field.Reason
	}
	return r
}
