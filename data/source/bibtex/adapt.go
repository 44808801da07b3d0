package bibtex

import (
	"html"
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/source"
)

const sourceFile = "file"

// warnAuthorsCut: the list ends in "and others", so nobody knows how many wrote.
const warnAuthorsCut = "authors_cut"

// schemePMID names PubMed's numbers.
const schemePMID = "pmid"

// adapt makes a record of one entry. What it lacks, a title even, is for
// data.Validate to refuse.
func adapt(e entry, in source.Input) data.Record {
	r := data.Record{Origin: data.Provenance{Source: in.Source, Location: in.Location, Fetched: in.Fetched}, Entry: e.name()}
	if r.Origin.Source == "" {
		r.Origin.Source = sourceFile
	}
	p := &r.Paper
	raw := title(e)
	p.Title = keep(&r, "title", raw, text(raw))
	raw = e.Fields["abstract"]
	p.Abstract = keep(&r, "abstract", raw, text(raw))
	raw = first(e, "journaltitle", "journal", "booktitle", "eventtitle")
	if e.Type == "proceedings" || e.Type == "book" {
		raw = first(e, "journaltitle", "journal")
	}
	p.Venue = keep(&r, "venue", raw, text(raw))
	setAuthors(&r, e)
	setDate(&r, e)
	setIDs(&r, e)
	p.Categories = categories(first(e, "primaryclass", "eprintclass"), e.Fields["keywords"])
	return r
}

// title is the title with its subtitle, or that of the volume.
func title(e entry) string {
	whole := first(e, "title")
	if whole == "" && (e.Type == "proceedings" || e.Type == "book" || e.Type == "collection") {
		whole = first(e, "booktitle", "maintitle")
	}
	if subtitle := first(e, "subtitle"); subtitle != "" && whole != "" {
		whole += ": " + subtitle
	}
	return whole
}

// first is the first of several fields that is not empty.
func first(e entry, names ...string) string {
	for _, name := range names {
		if v := strings.TrimSpace(e.Fields[name]); v != "" {
			return v
		}
	}
	return ""
}

// markup is what publishers leave in titles and abstracts, HTML or JATS.
var markup = regexp.MustCompile(`(?i)</?(?:jats:)?(?:i|b|u|em|strong|sub|sup|sc|scp|span|p|br|title|sec|italic|bold|div|inf)(?:\s[^<>]*)?/?>`)

// text is LaTeX and markup as Unicode.
func text(raw string) string {
	s := plain(raw)
	if strings.Contains(s, "<") {
		s = markup.ReplaceAllString(s, "")
	}
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	return s
}

// keep remembers what the file says where it reads otherwise.
func keep(r *data.Record, field, raw, parsed string) string {
	if raw != parsed {
		if r.Origin.Raw == nil {
			r.Origin.Raw = map[string]string{}
		}
		r.Origin.Raw[field] = raw
	}
	return parsed
}

func setAuthors(r *data.Record, e entry) {
	raw := first(e, "author", "authors", "editor")
	names, others := authors(raw)
	r.Paper.Authors = names
	keep(r, "authors", raw, strings.Join(names, " and "))
	if others {
		r.Origin.Warnings = append(r.Origin.Warnings, warnAuthorsCut)
	}
}

// setIDs takes the paper's ids from arXiv's eprint fields, DOI and PubMed. The
// most particular of them is the id, the rest are aliases.
func setIDs(r *data.Record, e entry) {
	p := &r.Paper
	p.DOI = plain(first(e, "doi"))
	for _, u := range []string{"url", "ee", "bdsk-url-1", "bdsk-url-2", "adsurl", "biburl"} {
		u := strings.TrimSpace(e.Fields[u])
		if u, ok := strings.CutPrefix(u, `\url{`); ok {
			p.URLs = append(p.URLs, strings.TrimSuffix(u, "}"))
			continue
		}
		if strings.HasPrefix(u, "http") {
			p.URLs = append(p.URLs, unescape.Replace(u))
		}
	}
	if id, ok := arXivID(e); ok {
		p.ID = id
	}
	if pmid := first(e, "pmid"); pmid != "" && strings.Trim(pmid, "0123456789") == "" {
		alias := data.ID(schemePMID + ":" + pmid)
		if id, err := data.ParseID(p.DOI); err == nil && p.ID == "" {
			p.ID = id // before the number of a catalogue
		}
		r.Aliases = append(r.Aliases, alias)
	}
}

var unescape = strings.NewReplacer(`\_`, "_", `\%`, "%", `\#`, "#", `\&`, "&", `\~{}`, "~", `{\textasciitilde}`, "~", `\~`, "~", `{_}`, "_")

// arXivID is in eprint, unless that is of another archive, or in arxivid.
func arXivID(e entry) (data.ID, bool) {
	archive := strings.ToLower(first(e, "archiveprefix", "eprinttype"))
	candidates := []string{first(e, "arxivid")}
	if archive == "" || archive == data.SchemeArXiv {
		candidates = append(candidates, first(e, "eprint"))
	}
	for _, c := range candidates {
		if id, err := data.ParseID(unescape.Replace(c)); err == nil && id.Scheme() == data.SchemeArXiv {
			return id, true
		}
	}
	return "", false
}

// arXivCategory is one in the shape of arXiv's taxonomy (arxiv.org/category_taxonomy).
var arXivCategory = regexp.MustCompile(`^(?:(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)\.[A-Za-z-]{2,}|` +
	`astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph)$`)

// categories are those of the class and the keywords that are arXiv's.
func categories(class, keywords string) []string {
	var found []string
	for _, word := range strings.FieldsFunc(class+","+keywords, func(r rune) bool { return r == ',' || r == ';' }) {
		if word = strings.TrimSpace(plain(word)); arXivCategory.MatchString(word) {
			found = append(found, word)
		}
	}
	return found
}
