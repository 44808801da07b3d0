package csv

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
)

// cited matches volume, issue and pages in PubMed's citations: "Eur J Med Genet. 2020 Feb;63(2):103640. doi: ...".
var cited = regexp.MustCompile(`\b\d{4}[^;:.]*;\s*([\w-]+)?(?:\s*\(([^)]+)\))?:([\w-]+)`)

// sourced matches Embase's sources: "J Med (2014) 3:3 (152-160). Date of Publication: 1 May 2014".
var sourced = regexp.MustCompile(`^(.+?) \((\d{4})\)(?: ([\w-]+)(?::([^ ]+))?)?(?: (?:Article Number: \S+|\(([^)]+)\)))?\.?(?: Date of Publication: (.+))?$`)

// source returns the parts of Embase's source in the column of the venue: title, year, volume, issue, pages and date.
// They are nil if it is a title.
func (t table) source(cells []string) []string {
	if !t.has("source") {
		return nil
	}
	match := sourced.FindStringSubmatch(t.cell(cells, venue))
	if match == nil {
		return nil
	}
	return match[1:]
}

// setReference sets what the row says about the publication.
func (t table) setReference(r *data.Record, cells []string) {
	get := func(f field) string { return t.cell(cells, f) }
	kind, thesis := t.typeOf(cells)
	ref := format.Reference{
		Type: kind, Container: get(venue), Volume: get(volume), Number: get(issue), Pages: get(pages), FirstPage: get(firstPage), LastPage: get(lastPage),
		Publisher: get(publisher), Place: get(place), School: get(school), Series: get(series), Edition: get(edition),
		ISBN: numbers(get(isbn)), ISSN: numbers(get(issn) + " " + get(eissn)), Note: cmp.Or(thesis, get(note)),
		Editors: t.splitNames(get(editors)),
	}
	if said := cited.FindStringSubmatch(get(citation)); said != nil && ref.Volume+ref.Number+ref.Pages+ref.FirstPage == "" {
		ref.Volume, ref.Number, ref.Pages = said[1], said[2], said[3]
	}
	if from := t.source(cells); from != nil {
		r.Paper.Venue, ref.Container = "", from[0]
		ref.Volume, ref.Number = cmp.Or(ref.Volume, from[2]), cmp.Or(ref.Number, from[3])
		if ref.FirstPage == "" {
			ref.Pages = cmp.Or(ref.Pages, from[4])
		}
	}
	if ref.Pages == "" && ref.FirstPage == "" {
		ref.Pages = get(articleNumber)
	}
	if format.HasSchool(kind) && ref.School == "" {
		ref.School, ref.Publisher = ref.Publisher, "" // as in Zotero
	}
	if kind == data.TypeBook && strings.EqualFold(ref.Container, r.Paper.Title) {
		ref.Container, r.Paper.Venue = "", ""
	}
	format.SetReference(r, ref)
}

// numbers joins the ISSNs or ISBNs of a cell by commas, each once, without the words around them. An ISSN without a
// hyphen gets one.
func numbers(cell string) string {
	var found []string
	for _, n := range strings.FieldsFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(";,|()", r) }) {
		digits := strings.ReplaceAll(strings.ToUpper(n), "-", "")
		if strings.Trim(digits, "0123456789X") != "" || len(digits) != 8 && len(digits) != 10 && len(digits) != 13 {
			continue
		}
		if n == digits && len(digits) == 8 {
			n = n[:4] + "-" + n[4:]
		}
		if !slices.Contains(found, n) {
			found = append(found, n)
		}
	}
	if len(found) == 0 {
		return strings.TrimSpace(cell)
	}
	return strings.Join(found, ", ")
}
