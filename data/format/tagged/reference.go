package tagged

import (
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
// and Editors that are no persons.
type Reference struct {
	// Type is one of the types of data, or "".
	Type                                                         string
	Title, Abstract, Container                                   string
	Authors, Groups, Editors                                     []string
	Year, Date                                                   string
	Volume, Number, Pages, Publisher, Place, School              string
	Series, Edition, ISBN, ISSN, Language, Note, DOI, Key, Venue string
	// IDs are candidates for the id and the aliases, the best first.
	URLs, IDs, Keywords []string
}

// reference finds the fields of an entry among its tags.
func (d *Dialect) reference(e *Entry) *Reference {
	f := &d.Fields
	ref := &Reference{
		Type: typeOf(e.First(f.Type...)), Title: e.First(f.Title...), Container: e.First(f.Container...),
		Authors: format.InitialsFirst(names(e, f.Authors)), Groups: names(e, f.Groups), Editors: format.InitialsFirst(names(e, f.Editors)),
		Year: e.First(f.Year...), Date: e.First(f.Date...),
		Volume: e.First(f.Volume...), Number: e.First(f.Number...), Pages: e.First(f.Pages...),
		Publisher: e.First(f.Publisher...), Place: e.First(f.Place...), School: e.First(f.School...),
		Series: e.First(f.Series...), Edition: e.First(f.Edition...), Language: e.First(f.Language...),
		Note: e.First(f.Note...), DOI: e.First(f.DOI...), Keywords: e.All(f.Keywords...), IDs: e.All(f.IDs...),
	}
	ref.Authors = append(ref.Authors, ref.Groups...)
	for _, tag := range f.Abstract {
		if ref.Abstract = strings.Join(e.All(tag), "\n\n"); ref.Abstract != "" {
			break
		}
	}
	if first := e.First(f.FirstPage...); ref.Pages == "" && first != "" {
		ref.Pages = first
		if last := e.First(f.LastPage...); last != "" && last != first && !strings.ContainsAny(first, "-–") {
			ref.Pages += "-" + last
		}
	}
	for _, tag := range f.URLs {
		for _, text := range e.All(tag) {
			ref.URLs = append(ref.URLs, strings.Fields(text)...)
		}
	}
	ref.serialNumbers(e.All(f.ISBN...), e.All(f.ISSN...), e.All(f.SerialNumber...))
	if d.Refine != nil {
		d.Refine(e, ref)
	}
	ref.URLs = slices.DeleteFunc(ref.URLs, func(u string) bool { return !format.IsURL(u) }) // links to the owner's files
	return ref
}

// names returns the names in the fields of the first of several lists of tags. A field has one
// name, or one on each line, or several that are joined.
func names(e *Entry, lists [][]string) []string {
	for _, tags := range lists {
		var names []string
		for _, v := range e.Fields {
			if !slices.Contains(tags, v.Tag) {
				continue
			}
			for _, line := range v.lines {
				for _, name := range format.SplitField(line) {
					if name = strings.TrimSpace(name); name != "" {
						names = append(names, name)
					}
				}
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	return nil
}

var (
	issn = regexp.MustCompile(`\b\d{4}-?\d{3}[\dXx]\b`)
	isbn = regexp.MustCompile(`\b(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx]\b`)
)

// serialNumbers sets ISBN and ISSN. Numbers whose tag may be for both are recognized by their
// length.
func (ref *Reference) serialNumbers(isbns, issns, either []string) {
	for _, text := range either {
		if isbn.MatchString(text) {
			isbns = append(isbns, text)
		} else {
			issns = append(issns, text)
		}
	}
	ref.ISBN, ref.ISSN = numbersIn(isbn, isbns), numbersIn(issn, issns)
}

// numbersIn returns the numbers in texts, without duplicates.
func numbersIn(number *regexp.Regexp, texts []string) string {
	var numbers []string
	for _, text := range texts {
		for _, n := range number.FindAllString(text, -1) {
			if !slices.Contains(numbers, n) {
				numbers = append(numbers, n)
			}
		}
	}
	return strings.Join(numbers, ", ")
}

// shortRange matches a range of pages whose end is shortened: "2457-71".
var shortRange = regexp.MustCompile(`^(\d+)\s*[-–]\s*(\d+)$`)

// fullPages returns a range of pages with its end in full: "2457-2471".
func fullPages(pages string) string {
	m := shortRange.FindStringSubmatch(strings.TrimSpace(pages))
	if m == nil || len(m[2]) >= len(m[1]) {
		return pages
	}
	return m[1] + "-" + m[1][:len(m[1])-len(m[2])] + m[2]
}

// date returns the date and what the entry says of it: Date if that is in the year of publication,
// alone or together with Year, or else Year. Some programs write the day on which the entry was
// made in Date.
func (d *Dialect) date(ref *Reference) (raw string, date data.Date) {
	parse := d.ParseDate
	if parse == nil {
		parse = format.FreeDate
	}
	raw, date = ref.Year, parse(ref.Year)
	if ref.Date == "" {
		return raw, date
	}
	said, finer := ref.Date, parse(ref.Date)
	if finer.IsZero() && !date.IsZero() {
		said = ref.Date + " " + ref.Year
		finer = parse(said)
	}
	if date.IsZero() || date.Year == finer.Year && finer.Precision() > date.Precision() {
		return said, finer
	}
	return raw, date
}
