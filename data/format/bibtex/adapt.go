package bibtex

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// adapt returns the record of one entry. It does not check for missing fields, such as the title;
// data.Validate does.
func adapt(e entry, in format.Input) data.Record {
	r := in.NewRecord(e.name(), e.Line, format.SourceFile)
	p := &r.Paper
	raw := title(e)
	p.Title = format.Keep(&r, "title", raw, text.Plain(latex.Title(raw)))
	raw = e.Fields["abstract"]
	p.Abstract = format.Keep(&r, "abstract", raw, plain(raw))
	format.SetLanguage(&r, plain(first(e, "language", "langid")))
	setPeople(&r, e)
	setDate(&r, e)
	setIDs(&r, e)
	setReference(&r, e)
	format.AddCategories(&r, keywords(first(e, "primaryclass", "eprintclass")+","+first(e, "keywords", "keyword"))...)
	if e.Unclosed {
		format.Warn(&r, WarnUnclosed)
	}
	if len(e.Malformed) > 0 {
		format.Warn(&r, WarnMalformed)
		format.Keep(&r, "malformed", strings.Join(e.Malformed, "; "), "")
	}
	return r
}

// title returns the title with its subtitle and addition. The title of a volume may be in booktitle.
func title(e entry) string {
	whole := first(e, "title")
	if whole == "" && typeOf(e) == data.TypeBook {
		whole = first(e, "booktitle", "maintitle")
	}
	if whole == "" {
		return ""
	}
	return joined(joined(whole, ": ", first(e, "subtitle")), ". ", first(e, "titleaddon"))
}

// joined joins two texts by a separator, or by its space if the first ends in a punctuation mark.
func joined(a, separator, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	if strings.ContainsAny(strings.TrimRight(a, "} ")[max(0, len(strings.TrimRight(a, "} "))-1):], ".:;,?!") {
		separator = " "
	}
	return a + separator + b
}

// first returns the first of several fields that is not empty, or "".
func first(e entry, names ...string) string {
	for _, name := range names {
		if v := strings.TrimSpace(e.Fields[name]); v != "" {
			return v
		}
	}
	return ""
}

// plain returns raw as Unicode, without LaTeX and markup.
func plain(raw string) string { return text.Plain(latex.Plain(raw)) }

// setPeople sets the authors and editors.
func setPeople(r *data.Record, e entry) {
	raw := first(e, "author", "authors")
	editors := readPeople(first(e, "editor", "editors"))
	authors := readPeople(raw)
	r.Paper.Authors = authors.names
	format.Keep(r, "authors", raw, strings.Join(authors.names, " and "))
	if authors.others {
		format.Warn(r, data.WarnAuthorsIncomplete)
	}
	if editors.others {
		format.Warn(r, data.WarnEditorsIncomplete)
	}
	format.Keep(r, "editors", first(e, "editor", "editors"), strings.Join(editors.names, " and "))
	format.SetEditors(r, editors.names)
	format.SetGroups(r, authors.groups...)
	format.SetGroups(r, editors.groups...)
}

// keywords splits a list at commas and semicolons.
func keywords(list string) []string {
	return strings.FieldsFunc(latex.Plain(list), func(r rune) bool { return r == ',' || r == ';' })
}
