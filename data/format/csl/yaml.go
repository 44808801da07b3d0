package csl

import (
	"bytes"
	"context"
	"io"
	"regexp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
)

// YAML returns the entry of CSL in YAML in the table of formats.
func YAML() format.Format {
	return format.Format{Name: "csl-yaml", Title: "CSL in YAML", Sniff: sniffYAML, Read: readYAML}
}

var (
	// references matches the key of Pandoc's list of items, at the beginning of a line, and the
	// first item.
	references = regexp.MustCompile(`(?m)^references:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*-[ \t]`)
	// itemKey matches a variable of an item.
	itemKey = regexp.MustCompile(`(?m)^[ \t]*(?:-[ \t]+)?["']?(?:issued|author|container-title|type|title|DOI)["']?:`)
	// firstItem matches the beginning of a list of items.
	firstItem = regexp.MustCompile(`^(?:---[ \t]*\r?\n)?(?:#.*\r?\n|[ \t]*\r?\n)*-[ \t]+["']?(?:id|title|type|author|issued|citation-key|DOI|abstract|URL)["']?:`)
	// documentEnd matches the end of the head of a Markdown text.
	documentEnd = regexp.MustCompile(`(?m)^(?:---|\.\.\.)[ \t]*\r?$`)
)

// sniffYAML looks for Pandoc's list of references, or for a list whose first item has variables of CSL.
func sniffYAML(head []byte) bool {
	if len(head) == 0 || bytes.IndexByte([]byte("{[<@%"), head[0]) >= 0 {
		return false
	}
	if at := references.FindIndex(head); at != nil {
		return itemKey.Match(head[at[1]-2:])
	}
	return firstItem.Match(head) && len(itemKey.FindAll(head, 3)) >= 3
}

// readYAML yields the items of a list, or of the references of the first document.
func readYAML(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		text, err := io.ReadAll(io.LimitReader(in, format.MaxEntryBytes+1))
		if err == nil && len(text) > format.MaxEntryBytes {
			err = format.ErrTooLong
		}
		var v anyjson.Value
		if err == nil {
			v, err = anyjson.FromYAML(firstDocument(text))
		}
		if err != nil {
			yield(data.Record{}, in.Reject(data.Record{Entry: "file"}, err))
			return
		}
		items := v
		if v.Kind() == anyjson.Object {
			items = v.Member("references")
		}
		entries := func(yield func(format.Entry, error) bool) {
			n := 0
			for one := range items.Elements() {
				if n++; !yield(format.Entry{Unit: "entry", Number: n, Text: one}, nil) {
					return
				}
			}
		}
		format.OrNone(in, format.Each(in, entries, func(entry format.Entry) (data.Record, error) {
			return read(in, entry)
		}))(yield)
	}
}

// firstDocument returns the first document of a YAML file, or the head of a Markdown text.
func firstDocument(text []byte) []byte {
	text = bytes.TrimLeft(text, " \t\r\n")
	begin := 0
	if bytes.HasPrefix(text, []byte("---")) {
		begin = len("---")
	}
	if end := documentEnd.FindIndex(text[begin:]); end != nil && end[0] > 0 {
		return text[begin : begin+end[0]]
	}
	return text[begin:]
}
