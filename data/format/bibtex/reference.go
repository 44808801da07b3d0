package bibtex

import (
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// setReference sets what a reference needs, and keeps it as it was written in LaTeX.
func setReference(r *data.Record, e entry) {
	kind := typeOf(e)
	container := container(e, kind)
	if arXivContainer.MatchString(container) {
		format.Keep(r, "container", container, "")
		container = ""
		if kind == data.TypeArticle {
			kind = data.TypePreprint
		}
	}
	if kind == "" && r.Paper.ID.Scheme() == data.SchemeArXiv && container == "" || isCoRR(e) {
		kind = data.TypePreprint
	}
	number := []string{"number", "issue"}
	if kind == data.TypeArticle {
		number = []string{"number", "issue", "reportnumber"}
	}
	school := ""
	if format.HasSchool(kind) {
		school = first(e, "school", "institution", "organization")
	}
	publisher := first(e, "publisher")
	if publisher == "" && school == "" {
		publisher = first(e, "organization", "institution", "school")
	}
	ref := format.Reference{
		Type: kind, Container: container, Volume: first(e, "volume"), Number: first(e, number...),
		Pages: first(e, "pages", "eid", "articleno", "article-number", "articlenumber"), Publisher: publisher,
		Place: first(e, "location", "address"), School: school, Series: first(e, "series"), Edition: first(e, "edition"),
		ISBN: first(e, "isbn"), ISSN: first(e, "issn", "eissn"), CitationKey: e.Key,
	}
	ref.Note = note(e, kind)
	for name, field := range map[string]*string{
		"container": &ref.Container, "volume": &ref.Volume, "number": &ref.Number, "pages": &ref.Pages, "publisher": &ref.Publisher,
		"place": &ref.Place, "school": &ref.School, "series": &ref.Series, "edition": &ref.Edition,
	} {
		raw := *field
		if name != "container" {
			*field = strings.TrimRight(raw, " ,") // "1st,"
		}
		*field = format.Keep(r, name, raw, plain(*field))
		if name == "container" && raw != *field {
			format.Keep(r, "venue", raw, *field)
		}
	}
	if event := first(e, "eventtitle"); event != "" && container != event && kind == data.TypeConferencePaper {
		r.Paper.Venue = format.Keep(r, "venue", event, plain(event))
	}
	format.SetReference(r, ref)
}

// arXivContainer matches what Google Scholar gives as the journal of a preprint.
var arXivContainer = regexp.MustCompile(`(?i)^\W*arxiv(?:\.org)?(?:\W+(?:e-?|pre-?)?prints?)?(?:\W+arxiv\W.*|\W+abs/.*|\W*\d{4}\.\d{4,5}.*)?$`)

// isCoRR reports whether an entry is of a preprint on arXiv as DBLP has it.
func isCoRR(e entry) bool {
	return strings.EqualFold(first(e, "journal", "journaltitle"), "CoRR") && strings.HasPrefix(first(e, "volume"), "abs/")
}

// container returns the title of the journal, book or proceedings that the paper is in.
func container(e entry, kind data.Type) string {
	journal := joined(first(e, "journaltitle", "journal", "journal-title", "shortjournal", "journalabbr"), ": ", first(e, "journalsubtitle"))
	book := joined(first(e, "booktitle", "maintitle"), ": ", first(e, "booksubtitle"))
	switch {
	case kind == data.TypeBook:
		return journal
	case kind == data.TypeArticle || kind == data.TypePreprint:
		return firstOf(journal, book, first(e, "eventtitle"))
	case kind == data.TypeChapter || kind == data.TypeConferencePaper:
		return firstOf(book, journal, first(e, "eventtitle", "conference"))
	}
	return firstOf(journal, book, first(e, "eventtitle"))
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// note returns the remarks of an entry: the kind of a thesis, its note, and how it was published. The
// field annote is not one of them: it has the reader's own note, as in an exported list, which is not
// for others.
func note(e entry, kind data.Type) string {
	var notes []string
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" && !isWebAddress.MatchString(s) && !strings.Contains("; "+strings.Join(notes, "; ")+"; ", "; "+s+"; ") {
			notes = append(notes, s)
		}
	}
	if kind == data.TypeThesis {
		add(degree(e))
	}
	for _, field := range []string{"howpublished", "note"} {
		if said := plain(strings.TrimSpace(e.Fields[field])); kind == "" || field != "howpublished" || typeNamed(said) != kind {
			add(said)
		}
	}
	return strings.Join(notes, "; ")
}

// isWebAddress matches a text that is only an address or id, which is among those of the paper.
var isWebAddress = regexp.MustCompile(`^(?i:https?://\S+|(?:doi|pmid|pmcid|arxiv)\s*:\s*\S+)$`)
