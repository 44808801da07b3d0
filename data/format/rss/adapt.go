package rss

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// adapt fills the record of an item. Errors are *data.FieldError.
func adapt(r *data.Record, e xmlread.Element[wireItem]) error {
	w := e.Value
	setIDs(r, w)
	title := strings.TrimPrefix(xmlread.First(w.Titles...), "[ASAP] ") // as the American Chemical Society marks new papers
	if title == "" {
		return format.ErrNoTitle("title")
	}
	d := describe(append(w.Descriptions, w.Encoded)...)
	journal := text.PlainLine(cmp.Or(w.Journal, last(w.Sources), d.journal))
	format.SetTexts(r, title, d.abstract, journal)
	ref := format.Reference{
		Container: journal, Volume: cmp.Or(w.Volume, d.volume), Number: cmp.Or(w.Number, d.issue), FirstPage: cmp.Or(w.FirstPage, w.StartPage),
		LastPage: cmp.Or(w.LastPage, w.EndPage), Pages: w.Pages, Publisher: w.Publisher, ISSN: xmlread.Joined(append(w.ISSN, w.EISSN...)), ISBN: xmlread.Joined(w.ISBN),
	}
	if ref.FirstPage == "" {
		ref.Pages = cmp.Or(ref.Pages, d.page)
	}
	format.SetReference(r, ref)
	format.SetAuthors(r, w.authors(d.authors))
	if w.Language != "" {
		format.SetLanguage(r, w.Language)
	}
	for _, said := range append([]string{w.PublicationDate}, append(w.Date, w.Published, w.CoverDate, d.date)...) {
		if said = text.OneLine(said); said != "" {
			format.SetDate(r, said, dayOf(said))
			break
		}
	}
	return nil
}

func last(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[len(texts)-1]
}

// layouts lists the layouts of the times of RSS (RFC 822 and its successors).
var layouts = []string{"Mon, _2 Jan 2006 15:04:05 -0700", time.RFC1123, "Mon, _2 Jan 2006 15:04 -0700", "_2 Jan 2006 15:04:05 -0700", "_2 Jan 2006 15:04:05 MST", time.RFC3339}

// dayOf returns the day of a time, where it was stated. A bare date is read as FreeDate does.
func dayOf(said string) data.Date {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, said); err == nil {
			return data.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
		}
	}
	return format.FreeDate(said)
}

// inAddress matches the DOI in the address of a publisher: "https://example.org/doi/full/10.1/x?af=R".
var inAddress = regexp.MustCompile(`/(?:doi|article)/(?:abs/|full/|pdf/|epdf/)?(10\.\d{4,9}/[^?#\s]+)`)

// setIDs sets the ids and addresses of an item.
func setIDs(r *data.Record, w wireItem) {
	stated := append([]string{w.DOI}, w.Identifiers...)
	slices.SortStableFunc(stated, func(a, b string) int { return strings.Compare(schemeOf(a), schemeOf(b)) }) // "doi" before "pmid"
	stated = append(append(stated, w.GUID), w.Links...)
	for _, s := range append(stated, w.About) {
		s = text.OneLine(s)
		if number, ok := strings.CutPrefix(s, "pubmed:"); ok {
			s = format.PubMedID(format.SchemePMID, number)
		}
		if found := inAddress.FindStringSubmatch(s); found != nil {
			s = found[1]
		}
		if id, err := data.ParseID(s); err == nil && id.Scheme() == data.SchemeDOI && r.Paper.DOI == "" {
			r.Paper.DOI = s
		}
		format.SetIDs(r, s)
	}
	for _, link := range w.Links {
		if link = text.OneLine(link); format.IsURL(link) && !slices.Contains(r.Paper.URLs, link) {
			r.Paper.URLs = append(r.Paper.URLs, link)
		}
	}
}

func schemeOf(id string) string {
	parsed, _ := data.ParseID(text.OneLine(id))
	return parsed.Scheme()
}

// mailbox matches the author of RSS 2.0: "ada@example.org (Ada Lovelace)".
var mailbox = regexp.MustCompile(`^\S+@\S+\s*\((.+)\)$`)

// authors returns the names of the authors. Most feeds have an element for each, others a list.
// described is the list in the description.
func (w wireItem) authors(described string) []string {
	said := w.Creators
	if len(said) == 0 {
		said = w.Authors
	}
	if len(said) == 0 {
		said = []string{cmp.Or(w.List, described)}
	}
	var names []string
	for _, s := range said {
		s = text.PlainLine(s)
		if found := mailbox.FindStringSubmatch(s); found != nil {
			s = found[1]
		}
		if strings.Contains(s, "@") {
			continue
		}
		if len(said) > 1 && strings.Count(s, ",") < 2 {
			names = append(names, s)
			continue
		}
		names = append(names, format.SplitNames(s)...)
	}
	return names
}
