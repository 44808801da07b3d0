package endnotexml

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// codes has the types of papers for the numbers of EndNote's types of references.
var codes = map[string]data.Type{
	"17": data.TypeArticle, "0": data.TypeArticle, "5": data.TypeChapter, "6": data.TypeBook, "28": data.TypeBook, "10": data.TypeConferencePaper, "47": data.TypeConferencePaper,
	"3": data.TypeConferencePaper, "32": data.TypeThesis, "2": data.TypeThesis, "27": data.TypeReport, "59": data.TypeDataset, "9": data.TypeSoftware, "43": data.TypeArticle, "44": data.TypeBook,
}

// typeOf returns the type for the name or else the number of a type of references. EndNote's
// "Conference Proceedings" is a paper in them.
func typeOf(name, code string) data.Type {
	if strings.EqualFold(strings.TrimSpace(name), "conference proceedings") {
		return data.TypeConferencePaper
	}
	return cmp.Or(format.TypeNamed(name), codes[strings.TrimSpace(code)])
}

// adapt fills the record of a reference. Errors are *data.FieldError.
func adapt(r *data.Record, e xmlread.Element[wireRecord]) error {
	w := e.Value
	setIDs(r, w)
	title := xmlread.First(w.Title)
	if title == "" {
		return format.ErrNoTitle("title")
	}
	ref := w.reference()
	format.SetTexts(r, title, w.Abstract.Plain(), ref.Container)
	format.SetReference(r, ref)
	authors := names(w.Authors)
	var editors []format.Name
	switch {
	case strings.EqualFold(w.Kind.Name, "edited book"):
		authors, editors = nil, authors
	case ref.Type == data.TypeChapter, ref.Type == data.TypeConferencePaper, ref.Type == data.TypeBook && len(authors) == 0:
		editors = names(w.Secondary)
	}
	format.SetNames(r, authors, editors)
	setDate(r, w)
	if language := xmlread.First(w.Language); language != "" {
		format.SetLanguage(r, language)
	}
	return nil
}

// names returns names. EndNote marks that of a group by a comma at its end.
func names(people []xmlread.Text) []format.Name {
	var names []format.Name
	for _, p := range people {
		said := xmlread.First(p)
		group, isGroup := strings.CutSuffix(said, ",")
		names = append(names, format.Name{Text: group, IsGroup: isGroup})
	}
	return names
}

// reference returns what a reference says about the publication. What the elements mean depends on
// the type.
func (w wireRecord) reference() format.Reference {
	kind := typeOf(w.Kind.Name, w.Kind.Code)
	first := xmlread.First
	ref := format.Reference{
		Type: kind, Container: first(w.Container, w.Periodical, w.Abbreviation), Volume: first(w.Volume), Number: first(w.Issue), Pages: first(w.Pages),
		Publisher: first(w.Publisher), Place: first(w.Place), Edition: first(w.Edition), CitationKey: first(w.Label), Note: first(w.Notes...),
	}
	var numbers []string
	for _, t := range w.ISBN {
		numbers = append(numbers, strings.FieldsFunc(t.Plain(), func(c rune) bool { return strings.ContainsRune("\r\n;,", c) })...)
	}
	ref.ISBN, ref.ISSN = format.SerialNumbers(numbers...)
	switch kind {
	case data.TypeBook:
		ref.Series, ref.Container = first(w.Container), ""
	case data.TypeThesis:
		ref.School, ref.Container, ref.Publisher = ref.Publisher, "", ""
		ref.Note = cmp.Or(ref.Note, format.ThesisNote(first(w.WorkType), first(w.Volume)), first(w.WorkType))
	case data.TypeReport:
		ref.School, ref.Series, ref.Container = ref.Publisher, first(w.Container), ""
	case data.TypeChapter, data.TypeConferencePaper:
		ref.Series = first(w.Series)
	}
	return ref
}

func setIDs(r *data.Record, w wireRecord) {
	doi := xmlread.First(w.DOI)
	if id, err := data.ParseID(doi); err == nil && id.Scheme() == data.SchemeDOI || strings.HasPrefix(doi, "10.") {
		r.Paper.DOI = doi
	}
	format.SetIDs(r, doi)
	for _, t := range slices.Concat(w.URLs, w.WebURLs) {
		for address := range strings.FieldsSeq(t.Plain()) {
			if format.IsURL(address) {
				format.SetIDs(r, address)
				r.Paper.URLs = append(r.Paper.URLs, address)
			}
		}
	}
	if database := strings.ToLower(xmlread.First(w.Database)); strings.Contains(database, "medline") || strings.Contains(database, "pubmed") || database == "nlm" {
		format.SetIDs(r, format.PubMedID(format.SchemePMID, xmlread.First(w.Accession)))
	}
	if pmc := strings.ToLower(xmlread.First(w.Custom2)); strings.HasPrefix(pmc, "pmc") {
		format.SetIDs(r, format.PubMedID(format.SchemePMCID, pmc))
	}
}

// setDate sets the date: the year, with the month and day of publication if they have none of
// another year.
func setDate(r *data.Record, w wireRecord) {
	year := xmlread.First(w.Year)
	if year == "" {
		year = xmlread.First(w.Days...)
		format.SetDate(r, year, format.FreeDate(year))
		return
	}
	said, date := year, format.FreeDate(year)
	for _, d := range w.Days {
		day := text.OneLine(d.Plain())
		if !strings.Contains(day, year) {
			day = day + " " + year
		}
		if full := format.FreeDate(day); full.Year == date.Year && full.Month > 0 {
			said, date = day, full
			break
		}
	}
	format.SetDate(r, said, date)
}
