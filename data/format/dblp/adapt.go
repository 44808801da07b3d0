package dblp

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// warnWithdrawn says that the paper was withdrawn, as the Anthology's warning does.
const warnWithdrawn = "retracted"

// adapt fills the record of one of DBLP's. Errors are *data.FieldError.
func adapt(r *data.Record, e xmlread.Element[wireRecord]) error {
	w, name := e.Value, e.Tag.Name.Local
	key := cmp.Or(w.Key, text.OneLine(w.AnswerKey))
	if key != "" {
		r.Entry = key
	}
	if name == "www" {
		return format.ErrSkip
	}
	setIDs(r, w)
	title := xmlread.First(w.Titles...)
	if title == "" {
		return format.ErrNoTitle("title")
	}
	ref := w.reference(name)
	if key != "" {
		ref.CitationKey = "DBLP:" + key
	}
	if strings.Contains(w.PubType, "withdrawn") {
		format.Warn(r, warnWithdrawn)
	}
	format.SetTexts(r, title, "", ref.Container)
	if bare := strings.TrimSuffix(r.Paper.Title, "."); !strings.HasSuffix(bare, ".") { // DBLP ends every title with a full stop
		r.Paper.Title = format.Keep(r, "title", r.Paper.Title, bare)
	}
	format.SetReference(r, ref)
	format.SetNames(r, people(slices.Concat(w.Authors, w.Authors2)), people(w.Editors))
	said := text.OneLine(w.Month + " " + w.Year)
	format.SetDate(r, said, format.FreeDate(said))
	return nil
}

// reference returns what a record with a name says about the publication.
func (w wireRecord) reference(name string) format.Reference {
	container := xmlread.First(w.Journal, w.BookTitle, w.Venue)
	ref := format.Reference{
		Type: kinds[name], Container: container, Volume: w.Volume, Number: w.Number, Pages: w.Pages, Publisher: xmlread.First(w.Publisher...), Place: w.Address,
		ISBN: xmlread.Joined(w.ISBN), Series: xmlread.First(w.Series), School: xmlread.First(w.Schools...),
	}
	if name == "info" {
		ref.Type = format.TypeNamed(w.Kind)
	}
	switch {
	case name == "mastersthesis":
		ref.Note = format.MastersThesis
	case name == "phdthesis":
		ref.Note = format.PhDThesis
	case strings.Contains(w.PubType, "informal"), container == "CoRR":
		ref.Type = data.TypePreprint
	case strings.Contains(w.PubType, "software"):
		ref.Type = data.TypeSoftware
	}
	if ref.Type == data.TypeBook {
		ref.Container = ""
	}
	return ref
}

// numbered matches what DBLP adds to names that several people have.
var numbered = regexp.MustCompile(`\s+\d{4}$`)

func people(names []string) []format.Name {
	var people []format.Name
	for _, name := range names {
		people = append(people, format.Name{Text: numbered.ReplaceAllString(text.OneLine(name), "")})
	}
	return people
}

// setIDs sets the ids that the links of a record have, and the links.
func setIDs(r *data.Record, w wireRecord) {
	if w.DOI != "" {
		r.Paper.DOI = text.OneLine(w.DOI)
		format.SetIDs(r, r.Paper.DOI)
	}
	for _, link := range w.Links {
		link = text.OneLine(link)
		id, err := data.ParseID(link)
		if err == nil && id.Scheme() == data.SchemeDOI && r.Paper.DOI == "" {
			r.Paper.DOI = link
		}
		format.SetIDs(r, link)
		if format.IsURL(link) && (err != nil || id.Scheme() != data.SchemeDOI) {
			r.Paper.URLs = append(r.Paper.URLs, link)
		}
	}
}
