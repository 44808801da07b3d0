package bibtex

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// adapt returns the record of one entry. It does not check for missing fields, such as the title;
// data.Validate does.
func adapt(e entry, in format.Input) data.Record {
	r := in.NewRecord(e.name(), e.Line, format.SourceFile)
	p := &r.Paper
	raw := title(e)
	p.Title = format.Keep(&r, "title", raw, text.Plain(latex.Title(raw)))
	raw = e.Fields["abstract"]
	p.Abstract = format.Keep(&r, "abstract", raw, plain(raw))
	raw = first(e, "journaltitle", "journal", "booktitle", "eventtitle")
	if e.Type == "proceedings" || e.Type == "book" {
		raw = first(e, "journaltitle", "journal")
	}
	p.Venue = format.Keep(&r, "venue", raw, plain(raw))
	format.SetLanguage(&r, plain(first(e, "language", "langid")))
	setAuthors(&r, e)
	setDate(&r, e)
	setIDs(&r, e)
	format.AddCategories(&r, keywords(first(e, "primaryclass", "eprintclass")+","+e.Fields["keywords"])...)
	return r
}

// title returns the title with its subtitle. The title of a volume may be in booktitle.
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

// first returns the first of several fields that is not empty, or "".
func first(e entry, names ...string) string {
	for _, name := range names {
		if v := strings.TrimSpace(e.Fields[name]); v != "" {
			return v
		}
	}
	return ""
}

// plain returns raw as Unicode, without LaTeX and markup.
func plain(raw string) string { return text.Plain(latex.Plain(raw)) }

func setAuthors(r *data.Record, e entry) {
	raw := first(e, "author", "authors", "editor")
	names, others := authors(raw)
	r.Paper.Authors = names
	format.Keep(r, "authors", raw, strings.Join(names, " and "))
	if others {
		format.Warn(r, data.WarnAuthorsIncomplete)
	}
}

// setIDs sets the DOI, the URLs and the ids. The id is the arXiv id, or else the DOI if the entry
// also has a PubMed number, which is always an alias. In other cases the id is left to
// data.Validate.
func setIDs(r *data.Record, e entry) {
	p := &r.Paper
	p.DOI = latex.Plain(first(e, "doi"))
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
		alias := data.ID(format.SchemePMID + ":" + pmid)
		if id, err := data.ParseID(p.DOI); err == nil && p.ID == "" {
			p.ID = id // in preference to the PubMed number
		}
		r.Aliases = append(r.Aliases, alias)
	}
}

var unescape = strings.NewReplacer(`\_`, "_", `\%`, "%", `\#`, "#", `\&`, "&", `\~{}`, "~", `{\textasciitilde}`, "~", `\~`, "~", `{_}`, "_")

// arXivID returns the arXiv id in arxivid, or else in eprint if that is not of another archive.
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

// keywords splits a list at commas and semicolons.
func keywords(list string) []string {
	return strings.FieldsFunc(latex.Plain(list), func(r rune) bool { return r == ',' || r == ';' })
}
