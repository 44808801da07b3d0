package tagged

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// Fields has the tags of each field, in order of preference: the first that has a text is taken.
// Of names, the tags of a list are read together, and the first list that has names is taken.
// SerialNumber has tags with an ISSN or an ISBN. Year has tags with at least the year of
// publication, and Date those that may be more precise.
type Fields struct {
	Type, Title, Abstract, Container                         []string
	Authors, Groups, Editors                                 [][]string
	Year, Date                                               []string
	Volume, Number, Pages, FirstPage, LastPage               []string
	Publisher, Place, School, Series, Edition, Language      []string
	ISBN, ISSN, SerialNumber, Note, DOI, URLs, IDs, Keywords []string
}

// Reference is what an entry says, with the texts as they are written. Groups are those of Authors
// and Editors that are not people. Venue may differ from the container.
type Reference struct {
	format.Reference
	Title, Abstract, Venue string
	Authors, Groups        []string
	Year, Date             string
	Language, DOI          string
	// IDs are candidates for the id and the aliases, the best first.
	URLs, IDs, Keywords []string
}

// reference finds the fields of an entry among its tags.
func (d *Dialect) reference(e *Entry) *Reference {
	f := &d.Fields
	ref := &Reference{
		Reference: format.Reference{
			Type: format.TypeIn(e.First(f.Type...)), Container: e.First(f.Container...), Volume: e.First(f.Volume...), Number: e.First(f.Number...),
			Pages:     pages(e.First(f.Pages...), e.First(f.FirstPage...), e.First(f.LastPage...)),
			Publisher: e.First(f.Publisher...), Place: e.First(f.Place...), School: e.First(f.School...),
			Series: e.First(f.Series...), Edition: e.First(f.Edition...), Note: e.First(f.Note...),
			Editors: d.names(e, f.Editors),
		},
		Title: e.First(f.Title...), Authors: d.names(e, f.Authors), Groups: d.names(e, f.Groups),
		Year: e.First(f.Year...), Date: e.First(f.Date...), Language: e.First(f.Language...),
		DOI: e.First(f.DOI...), Keywords: e.All(f.Keywords...), IDs: e.All(f.IDs...),
	}
	ref.Authors = append(ref.Authors, ref.Groups...)
	for _, tag := range f.Abstract {
		if ref.Abstract = strings.Join(e.All(tag), "\n\n"); ref.Abstract != "" {
			break
		}
	}
	for _, tag := range f.URLs {
		for _, text := range e.All(tag) {
			if strings.Count(text, "://") > 1 {
				text = nextURL.ReplaceAllString(text, " $1")
			}
			ref.URLs = append(ref.URLs, strings.Fields(text)...)
		}
	}
	ref.serialNumbers(e.All(f.ISBN...), e.All(f.ISSN...), e.All(f.SerialNumber...))
	if d.Refine != nil {
		d.Refine(e, ref)
	}
	ref.finish()
	ref.URLs = slices.DeleteFunc(ref.URLs, func(u string) bool { return !format.IsURL(u) }) // links to the owner's files
	return ref
}

// nextURL matches what separates URLs, and the beginning of the next.
var nextURL = regexp.MustCompile(`\s*[;,]\s*(https?://)`)

// numberOfPages matches the extent of a book or thesis: "XX, 327 p.".
var numberOfPages = regexp.MustCompile(`^(?:[ivxlcIVXLC]+\s*[,+]\s*)?\d+\s*(?:pp?|s|S|pages|leaves|Seiten)?\.?$`)

// maxKind is more than the length of a text that only says the kind of a thesis.
const maxKind = 40

// finish normalizes names, and the notes and pages of some types, in the same way for all dialects. A comma after a name marks a
// group, as EndNote wants it.
func (ref *Reference) finish() {
	for _, list := range [][]string{ref.Authors, ref.Editors} {
		for i, name := range list {
			if strings.HasSuffix(name, ",") {
				list[i] = strings.TrimRight(name, ", ")
				ref.Groups = append(ref.Groups, list[i])
			}
		}
	}
	if kind := format.ThesisNote(ref.Note); ref.Type == data.TypeThesis && kind != "" && len(ref.Note) < maxKind {
		ref.Note = kind
	}
	switch ref.Type {
	case data.TypeBook, data.TypeThesis, data.TypeSoftware:
		if numberOfPages.MatchString(strings.TrimSpace(ref.Pages)) {
			ref.Pages = ""
		}
	}
}

// names returns the names in fields as Names does, after CleanName.
func (d *Dialect) names(e *Entry, lists [][]string) []string {
	if d.CleanName == nil {
		return Names(e, lists)
	}
	clean := Entry{}
	for _, v := range e.Fields {
		for _, line := range v.lines {
			clean.Fields = append(clean.Fields, Value{Tag: v.Tag, lines: []string{d.CleanName(line)}})
		}
	}
	return Names(&clean, lists)
}

// maxNames is more than the number of names that data.Validate accepts.
const maxNames = 100_000

// maxScalar is more than the length in bytes of a date, a number or a citation. What is longer is not
// searched for them, since a hostile entry may have millions of bytes there.
const maxScalar = 4_000

// clip returns the beginning of a text, of maxScalar bytes at most.
func clip(s string) string {
	if len(s) <= maxScalar {
		return s
	}
	return strings.ToValidUTF8(s[:maxScalar], "")
}

// Names returns the names in the fields of the first of several lists of tags. A field has one
// name, or one on each line, or several that are joined. Initials after a family name are moved to
// the front if most names have them.
func Names(e *Entry, lists [][]string) []string {
	for _, tags := range lists {
		var names []string
		for _, v := range e.Fields {
			if !slices.Contains(tags, v.Tag) {
				continue
			}
			for _, line := range v.lines {
				names = appendNames(names, line)
			}
		}
		if len(names) > 0 {
			return format.CatalogueInitialsFirst(names)
		}
	}
	return nil
}

// appendNames appends the names in a line, as long as there are not too many.
func appendNames(names []string, line string) []string {
	if strings.Count(line, ";")+strings.Count(line, ",") > 4*maxNames {
		line = line[:maxNames] // it is not a list of people
	}
	for _, name := range format.SplitField(line) {
		if name = strings.TrimSpace(name); name != "" && len(names) < maxNames {
			names = append(names, name)
		}
	}
	return names
}

// serialNumbers sets ISBN and ISSN by the fields for them and those that may have either.
func (ref *Reference) serialNumbers(isbns, issns, either []string) {
	isbn, issn := format.SerialNumbers(either...)
	ref.ISBN, ref.ISSN = format.ISBNs(append(isbns, isbn)...), format.ISSNs(append(issns, issn)...)
}

// pages returns a range of pages. The first page may be the whole range.
func pages(whole, first, last string) string {
	switch {
	case whole != "":
		return whole
	case first == "" || last == "" || first == last || strings.ContainsAny(first, "-–"):
		return cmp.Or(first, last)
	}
	return format.FullPages(first + "-" + last)
}

// date returns the date and what the entry says of it: Date if that is in the year of publication,
// alone or together with Year, or else Year. Some programs write the day on which the entry was
// made in Date.
func (ref *Reference) date() (raw string, date data.Date) {
	ref.Year, ref.Date = clip(ref.Year), clip(ref.Date)
	raw, date = ref.Year, format.FreeDate(ref.Year)
	if ref.Date == "" {
		return raw, date
	}
	said, finer := ref.Date, format.FreeDate(ref.Date)
	if finer.IsZero() && !date.IsZero() {
		said = ref.Date + " " + ref.Year
		finer = format.FreeDate(said)
	}
	if date.IsZero() || date.Year == finer.Year && finer.Precision() > date.Precision() {
		return said, finer
	}
	return raw, date
}
