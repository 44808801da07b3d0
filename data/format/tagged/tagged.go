// Package tagged reads papers from formats of tagged lines, in which databases and reference managers
// export them: a field begins with a line that has a tag, and lines without one continue it. Each
// format is a Dialect: how its lines are split, and a table that says which tags have a field.
//
// entry.go splits lines into entries, reference.go finds the fields of an entry among its tags,
// and adapt.go makes a record of them. The other files have one dialect each; to read another tag,
// add it to the table of its dialect. RIS, which is written too, has its own package. An invalid
// entry is rejected, with the number of its first line; the others are not affected.
package tagged

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// Dialect is a format of tagged lines.
type Dialect struct {
	// Name, Title and Sniff are those of format.Format.
	Name, Title string
	Sniff       func(head []byte) bool
	// Source returns the source of an entry. nil means format.SourceFile.
	Source func(*Entry) string
	// Split returns a function that splits the lines of one input, from the first to the last. It
	// gets empty lines as "", and what it returns for them is ignored.
	Split func() func(line string) Line
	// EmptyEnds says that an entry ends at an empty line that a field follows.
	EmptyEnds bool
	// IsNoise reports whether fields are between entries and belong to no entry. It is called at an
	// empty line and at the end of the input. nil means that all fields belong to entries.
	IsNoise func(*Entry) bool
	// BareTitles says that brackets around a title mark a translation.
	BareTitles bool
	// CleanName, if not nil, changes a line of names before they are split.
	CleanName func(string) string
	// Fields has the tags of the fields.
	Fields Fields
	// Refine, if not nil, adds to a reference what the table of fields can't say.
	Refine func(*Entry, *Reference)
}

// Formats returns the formats of this package for the table of formats.
func Formats() []format.Format {
	var formats []format.Format
	for _, d := range []*Dialect{&medline, &wos, &ovid, &ovidNames, &refworks, &refer, &platter, &nep} {
		formats = append(formats, d.Format())
	}
	return append(formats, wosTable())
}

// Format returns the entry of the dialect in the table of formats.
func (d *Dialect) Format() format.Format {
	return format.Format{Name: d.Name, Title: d.Title, Sniff: d.Sniff, Read: d.Read}
}

// Read yields the papers of one input.
func (d *Dialect) Read(_ context.Context, in format.Input) format.Records {
	return format.Each(in, d.entries(in), func(e Entry) (data.Record, error) { return d.record(in, &e) })
}

// record makes a record of an entry.
func (d *Dialect) record(in format.Input, e *Entry) (data.Record, error) {
	source := format.SourceFile
	if d.Source != nil {
		source = d.Source(e)
	}
	r := in.NewRecord(e.Name(), e.Line, source)
	if e.TooLong {
		return r, format.ErrTooLong
	}
	ref := d.reference(e)
	if ref.Title == "" {
		format.SetIDs(&r, ref.IDs...)
		return r, format.ErrNoTitle(either(d.Fields.Title))
	}
	d.adapt(&r, ref)
	return r, nil
}

// either lists tags for people: "TI, BTI or TT".
func either(tags []string) string {
	last := len(tags) - 1
	if last == 0 {
		return tags[0]
	}
	return strings.Join(tags[:last], ", ") + " or " + tags[last]
}

// firstLines yields the lines at the beginning of an input, without empty ones, until the end of
// head or until yield returns false. The last line may be cut off.
func firstLines(head []byte, yield func(line string) bool) {
	for line := range bytes.Lines(bytes.TrimPrefix(head, []byte(byteOrderMark))) {
		if text := strings.TrimRight(string(line), "\r\n\t "); text != "" && !yield(text) {
			return
		}
	}
}

// begins reports whether an input begins with an entry: its first fields, up to the max-th line, have
// all tags of need, and there is no text before them.
func begins(head []byte, split func(string) Line, max int, need ...string) bool {
	found, n := map[string]bool{}, 0
	firstLines(head, func(line string) bool {
		at := split(line)
		if n++; n > max || len(found) == 0 && at.Mark == Text {
			return false
		}
		if at.Value != "" {
			found[at.Tag] = true
		}
		return at.Mark != End
	})
	return !slices.ContainsFunc(need, func(tag string) bool { return !found[tag] })
}
