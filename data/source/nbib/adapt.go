package nbib

import (
	"strings"

	"paperboy/data"
	"paperboy/data/source"
)

// sourcePubMed names where the papers came from, unless the caller knows better.
const sourcePubMed = "pubmed"

// The warnings that this reader gives.
const (
	// warnDateUnread: a date was given in which there is no year.
	warnDateUnread = "date_unread"
	// warnEtAl: authors are missing behind those that are named.
	warnEtAl = "authors_incomplete"
)

// adapt makes a record of an entry. What differs from its words is kept raw.
func adapt(w wirePaper, in source.Input) data.Record {
	r := data.Record{Origin: data.Provenance{Source: in.Source, Location: in.Location, Fetched: in.Fetched, Raw: map[string]string{}}}
	if r.Origin.Source == "" {
		r.Origin.Source = sourcePubMed
	}
	keep := func(field, raw, parsed string) string {
		if parsed != raw {
			r.Origin.Raw[field] = raw
		}
		return parsed
	}
	p := &r.Paper
	p.Title = keep("title", data.OneLine(w.title), bareTitle(data.OneLine(source.PlainText(w.title))))
	p.Abstract = keep("abstract", data.Paragraphs(w.abstract), data.Paragraphs(source.PlainText(w.abstract)))
	p.Venue = keep("venue", data.OneLine(w.venue), data.OneLine(source.PlainText(w.venue)))
	p.DOI = w.doi
	for _, name := range w.authors {
		if source.IsEtAl(name) {
			r.Origin.Warnings = append(r.Origin.Warnings, warnEtAl)
			continue
		}
		p.Authors = append(p.Authors, data.OneLine(source.GivenFirst(name)))
	}
	keep("authors", strings.Join(w.authors, "; "), strings.Join(p.Authors, "; "))
	setDate(&r, w)
	setIDs(&r, w)
	return r
}

// bareTitle takes off the full stop that MEDLINE ends a title with, and the
// brackets that say that it was translated.
func bareTitle(title string) string {
	if !strings.HasSuffix(title, "..") {
		title = strings.TrimSuffix(title, ".")
	}
	if inner, ok := strings.CutPrefix(title, "["); ok && inner != "" && strings.IndexByte(inner, ']') == len(inner)-1 {
		return strings.TrimSuffix(inner[:len(inner)-1], ".")
	}
	return title
}

// setDate takes the first publication: the electronic one, unless the journal is
// dated before it.
func setDate(r *data.Record, w wirePaper) {
	date, raw := source.FreeDate(w.published), w.published
	if e := source.FreeDate(w.electronic); !e.IsZero() && (date.IsZero() || e.FirstDay() <= date.LastDay()) {
		date, raw = e, w.electronic
	}
	r.Paper.Date = date
	if raw != date.String() {
		r.Origin.Raw["date"] = raw
	}
	if raw != "" && date.IsZero() {
		r.Origin.Warnings = append(r.Origin.Warnings, warnDateUnread)
	}
}

// setIDs names the paper by arXiv's id, its DOI or PubMed's number, the first
// that there is. PubMed's is always an alias.
func setIDs(r *data.Record, w wirePaper) {
	pubMed := w.id()
	for _, candidate := range []string{w.arXiv, w.doi, string(pubMed)} {
		if id, err := data.ParseID(candidate); err == nil && id.Scheme() != "" {
			r.Paper.ID = id
			break
		}
	}
	if pubMed != "" {
		r.Aliases = append(r.Aliases, pubMed)
		r.Paper.URLs = []string{"https://pubmed.ncbi.nlm.nih.gov/" + w.pmid + "/"}
	}
}
