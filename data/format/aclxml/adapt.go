package aclxml

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// warnRetracted says that the Anthology has retracted or removed the paper.
const warnRetracted = "retracted"

// adapt fills the record of a paper from the paper and its volume. Errors are *data.FieldError.
func adapt(r *data.Record, w, volume wireElement) error {
	title := plain(w.Title)
	if text.OneLine(title) == "" {
		return format.ErrNoTitle("title")
	}
	format.SetTexts(r, title, plain(w.Abstract), venue(w, volume))
	keepMarkup(r, "title", w.Title)
	keepMarkup(r, "abstract", w.Abstract)
	format.SetAuthors(r, names(w.Authors))
	setReference(r, w, volume)
	year, month := w.Year, w.Month
	if year == "" {
		year, month = volume.Year, volume.Month
	}
	said := strings.TrimSpace(month + " " + year)
	format.SetDate(r, said, format.FreeDate(said))
	r.Paper.DOI = strings.TrimSpace(w.DOI)
	if id := r.Paper.ID; id != "" {
		r.Paper.URLs = []string{id.URL()}
	}
	if strings.Contains(w.URL, "://") {
		r.Paper.URLs = append(r.Paper.URLs, strings.TrimSpace(w.URL))
	}
	if w.Retracted != nil || w.Removed != nil {
		format.Warn(r, warnRetracted)
	}
	return nil
}

// names returns the names as papers print them.
func names(people []wireName) []string {
	var names []string
	for _, n := range people {
		name := text.OneLine(n.First + " " + n.Last)
		if name == "" {
			name = n.Words
		}
		names = append(names, name)
	}
	return names
}

// setReference sets what a reference to the paper needs. The Anthology has two journals, whose
// volumes name them.
func setReference(r *data.Record, w, volume wireElement) {
	ref := format.Reference{
		Type: data.TypeConferencePaper, Container: venue(w, volume), Pages: w.Pages, Publisher: plain(volume.Publisher), Place: plain(volume.Place), ISBN: volume.ISBN,
		Editors: names(volume.Editors), Volume: cmp.Or(w.Volume, volume.Volume), Number: cmp.Or(w.Issue, volume.Issue),
	}
	if plain(w.JournalTitle)+plain(volume.JournalTitle) != "" || ref.Volume != "" {
		ref.Type = data.TypeArticle
	}
	format.SetReference(r, ref)
	if w.Language != "" {
		format.SetLanguage(r, w.Language)
	}
}

// plain returns a text with its formulas in Unicode, as far as possible.
func plain(t xmlread.Text) string {
	return t.Text(func(r xmlread.Run) string {
		if r.In("tex-math") {
			return latex.Plain("$" + r.Text + "$")
		}
		return r.Text
	})
}

// keepMarkup stores the Anthology's text if a formula in it was converted.
func keepMarkup(r *data.Record, field string, t xmlread.Text) {
	said := text.Paragraphs(t.Text(func(r xmlread.Run) string {
		if r.In("tex-math") {
			return "$" + r.Text + "$"
		}
		return r.Text
	}))
	if said != text.Paragraphs(plain(t)) {
		format.Keep(r, field, said, "")
	}
}

func venue(w, volume wireElement) string {
	for _, t := range []xmlread.Text{w.JournalTitle, w.BookTitle, volume.JournalTitle, volume.BookTitle} {
		if text := plain(t); strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// idOf returns the Anthology's id of a paper, from its URL or else from its position, as the
// Anthology numbers papers (bin/anthology/utils.py, build_anthology_id).
func idOf(w wireElement, collection, volume string) data.ID {
	if id, err := data.ParseID(strings.TrimSpace(w.URL)); err == nil && id.Scheme() == data.SchemeACL {
		return id
	}
	place := fmt.Sprintf("%s-%s.%s", collection, volume, w.ID)
	if !strings.Contains(collection, ".") {
		v, err := strconv.Atoi(volume)
		p, paperErr := strconv.Atoi(w.ID)
		if err != nil || paperErr != nil {
			return ""
		}
		place = fmt.Sprintf("%s-%d%03d", collection, v, p)
		if strings.HasPrefix(collection, "W") || collection == "C69" || collection == "D19" && v >= 5 { // workshops have more volumes, each with fewer papers
			place = fmt.Sprintf("%s-%02d%02d", collection, v, p)
		}
	}
	if id, err := data.ParseID(data.SchemeACL + ":" + place); err == nil {
		return id
	}
	return ""
}
