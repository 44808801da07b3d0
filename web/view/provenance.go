package view

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/text"
)

// Provenance says where a paper comes from: its sources, the source of each field, and the merges
// of its records.
type Provenance struct {
	// Open is true after the reader undid a merge.
	Open    bool
	Summary string
	Sources []sourceNote
	Rows    []fieldRow
	Merges  []mergeNote
}

// sourceNote is a source and the warnings from reading it.
type sourceNote struct {
	ID, Name string
	Location Link
	Read     *Moment
	Warnings []string
	// Raw is the original text of fields that the paper lacks.
	Raw []Field
}

// fieldRow is a field: its value, the source of the value, and the values of other sources.
type fieldRow struct {
	Field string
	statement
	Also   string
	Others []statement
	// OthersCount says how many Others there are.
	OthersCount string
}

// statement is the value that one source has for a field. More says what is not shown.
type statement struct {
	Value  []Link
	More   string
	Raw    string
	Source Link
}

// mergeNote is a merge and how to undo it.
type mergeNote struct {
	Number  string
	Day     *Moment
	Reason  string
	Records []mergedNote
	// Undo is the address of the form that undoes the merge, Command the command that does; both
	// are empty if it is undone.
	Undo, Command string
	// Undone is when the merge was undone. Apart is the paper that the records then became.
	Undone *Moment
	Apart  Link
}

// mergedNote is a record of a merge.
type mergedNote struct {
	ID, Title, Source string
}

// A field shows this many characters of a text, and this many names of a list.
const (
	shownValue = 280
	shownNames = 8
)

// sourceID returns the anchor of the i-th source.
func sourceID(i int) string { return "source-" + strconv.Itoa(i+1) }

func NewSourceNote(i int, source data.Provenance, fields []data.FieldOrigin) sourceNote {
	v := sourceNote{ID: sourceID(i), Name: source.Source, Location: webLink(source.Location), Read: NewMoment(source.Fetched)}
	for _, code := range source.Warnings {
		v.Warnings = append(v.Warnings, data.WarningText(code))
	}
	for _, name := range slices.Sorted(maps.Keys(source.Raw)) {
		if !slices.ContainsFunc(fields, func(f data.FieldOrigin) bool { return f.Field == name }) {
			v.Raw = append(v.Raw, Field{fieldLabel(name), source.Raw[name]})
		}
	}
	return v
}

func NewFieldRow(f data.FieldOrigin, sources []data.Provenance) fieldRow {
	row := fieldRow{Field: fieldLabel(f.Field), statement: newStatement(f.Statement, sources), Also: strings.Join(f.Also, ", ")}
	for _, other := range f.Alternatives {
		row.Others = append(row.Others, newStatement(other, sources))
	}
	switch n := len(row.Others); {
	case n == 1:
		row.OthersCount = "1 other value"
	case n > 1:
		row.OthersCount = figures.Count(n, "other value")
	}
	return row
}

func newStatement(s data.Statement, sources []data.Provenance) statement {
	v := statement{Source: Link{Text: s.Source}}
	i := slices.IndexFunc(sources, func(p data.Provenance) bool {
		return p.Source == s.Source && p.Location == s.Location && p.Fetched.Equal(s.Fetched)
	})
	if i >= 0 {
		v.Source = Link{s.Source, "#" + sourceID(i)}
	}
	switch value := s.Value.(type) {
	case []string:
		for _, one := range value[:min(len(value), shownNames)] {
			v.Value = append(v.Value, webLink(one))
		}
		if more := len(value) - len(v.Value); more > 0 {
			v.More = "and " + figures.Thousands(more) + " more"
		}
	case int:
		v.Value = []Link{{Text: figures.Thousands(value)}}
	case data.Date:
		v.Value = []Link{{Text: FormatDate(value)}}
	case []data.Date:
		for _, day := range value[max(len(value)-shownNames, 0):] {
			v.Value = append(v.Value, Link{Text: FormatDate(day)})
		}
		if more := len(value) - len(v.Value); more > 0 {
			v.More = "and " + figures.Thousands(more) + " before"
		}
	default:
		v.Value = []Link{{Text: text.ClipWords(fmt.Sprint(value), shownValue)}}
	}
	v.Raw = text.ClipWords(s.Raw, shownValue)
	return v
}

// webLink returns a link to s if s is a web address, and only its text otherwise.
func webLink(s string) Link {
	if _, ok := parseWebURL(s); ok {
		return Link{text.ClipWords(s, shownValue), s}
	}
	return Link{Text: text.ClipWords(s, shownValue)}
}

// fieldLabel returns the label of a field of a paper.
func fieldLabel(name string) string {
	switch name {
	case "id":
		return "Identifier"
	case "author_count":
		return "Number of authors"
	case "date":
		return "First published"
	case "featured":
		return "Last featured on"
	case "featured_days":
		return "All days featured"
	case "ai_summary":
		return "AI summary"
	case "ai_keywords":
		return "AI keywords"
	case "container":
		return "Published in"
	case "school":
		return "Institution"
	case "doi", "isbn", "issn":
		return strings.ToUpper(name)
	case "urls":
		return "Addresses"
	case "":
		return ""
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
}

func NewMergeNote(id data.ID, m library.MergeAnswer) mergeNote {
	number := strconv.FormatUint(uint64(m.Number), 10)
	v := mergeNote{Number: number, Day: NewDay(m.At), Reason: m.Reason}
	for _, r := range m.Records {
		v.Records = append(v.Records, mergedNote{ID: string(r.ID), Title: text.ClipWords(r.Title, shownValue), Source: r.Source})
	}
	if m.Stands() {
		v.Undo = undoURL(id, number)
		v.Command = "paperboy unmerge " + shellQuote(string(id)) + " " + number
		return v
	}
	v.Undone, v.Apart = NewDay(m.Undone), Link{Text: string(m.Apart)}
	switch other := m.Apart; {
	case other == id:
		v.Apart = Link{string(m.ID), PaperURL(m.ID)}
	case other != "":
		v.Apart.URL = PaperURL(other)
	}
	return v
}

// shellQuote quotes s for a shell if necessary.
func shellQuote(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:./_-+,@%="
	if strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// undoURL returns the address of that form.
func undoURL(id data.ID, number string) string {
	return "/papers/" + url.PathEscape(string(id)) + "/merges/" + number + "/undo"
}
