package ris

import (
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/source"
)

// sourceFile names where the papers came from, unless the caller knows better.
const sourceFile = "file"

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
		r.Origin.Source = sourceFile
	}
	keep := func(field, raw, parsed string) string {
		if parsed != raw {
			r.Origin.Raw[field] = raw
		}
		return parsed
	}
	p := &r.Paper
	title := data.OneLine(source.PlainText(w.title))
	if !strings.HasSuffix(title, "..") {
		title = strings.TrimSuffix(title, ".")
	}
	p.Title = keep("title", data.OneLine(w.title), title)
	p.Abstract = keep("abstract", data.Paragraphs(w.abstract), data.Paragraphs(source.PlainText(w.abstract)))
	p.Venue = keep("venue", data.OneLine(w.venue), data.OneLine(source.PlainText(w.venue)))
	p.DOI, p.URLs = w.doi, w.urls
	for _, name := range w.authors {
		if source.IsEtAl(name) {
			r.Origin.Warnings = append(r.Origin.Warnings, warnEtAl)
			continue
		}
		p.Authors = append(p.Authors, data.OneLine(source.GivenFirst(source.PlainText(name))))
	}
	keep("authors", strings.Join(w.authors, "; "), strings.Join(p.Authors, "; "))
	for _, keyword := range w.keywords {
		if arXivCategory.MatchString(keyword) {
			p.Categories = append(p.Categories, keyword)
		}
	}
	setDate(&r, w)
	setIDs(&r, w)
	return r
}

// setDate takes the year of publication, and the day or month of DA if it is in
// that year: some programs write there when the entry was made.
func setDate(r *data.Record, w wirePaper) {
	year, date := source.FreeDate(w.year), source.FreeDate(w.date)
	raw := w.year
	r.Paper.Date = year
	if year.IsZero() || year.Year == date.Year && date.Precision() > year.Precision() {
		r.Paper.Date = date
		if w.date != "" {
			raw = w.date
		}
	}
	if raw != r.Paper.Date.String() {
		r.Origin.Raw["date"] = raw
	}
	if raw != "" && r.Paper.Date.IsZero() {
		r.Origin.Warnings = append(r.Origin.Warnings, warnDateUnread)
	}
}

// setIDs names the paper by its catalogue: arXiv or the ACL Anthology if it is
// there, else by its DOI, else by PubMed's number. The others are aliases.
func setIDs(r *data.Record, w wirePaper) {
	candidates := append([]string{w.arXiv}, w.urls...)
	candidates = append(candidates, w.doi)
	for _, candidate := range candidates {
		id, err := data.ParseID(candidate)
		if err != nil {
			continue
		}
		switch id.Scheme() {
		case data.SchemeArXiv, data.SchemeACL:
			r.Paper.ID = id
		case data.SchemeDOI:
			if r.Paper.DOI == "" {
				r.Paper.DOI = strings.TrimPrefix(string(id), data.SchemeDOI+":")
			}
		}
		if r.Paper.ID != "" {
			break
		}
	}
	if id, err := data.ParseID(r.Paper.DOI); err == nil && r.Paper.ID == "" && id.Scheme() == data.SchemeDOI {
		r.Paper.ID = id
	}
	if w.pubMed != "" {
		r.Aliases = append(r.Aliases, data.ID("pmid:"+w.pubMed))
	}
}

// arXivCategory is a keyword that is a category of arXiv, such as "cs.CL",
// "cond-mat.mtrl-sci" or "hep-th"; a plain word such as "math" is none.
var arXivCategory = regexp.MustCompile(`^(?:` +
	`(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)\.[A-Za-z]{2,}(?:-[a-z]+)?` +
	`|(?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|dg-ga|funct-an` +
	`|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|mtrl-th|nucl-ex|nucl-th|patt-sol|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con))$`)
