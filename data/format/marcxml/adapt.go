package marcxml

import (
	"cmp"
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// adapt fills the record of one in MARC. Errors are *data.FieldError.
func adapt(r *data.Record, w wireRecord) error {
	setIDs(r, w)
	title := w.title()
	if title == "" {
		return format.ErrNoTitle("field 245")
	}
	ref := w.reference()
	format.SetTexts(r, title, strings.Join(w.all("a", "520"), "\n\n"), ref.Container)
	format.SetReference(r, ref)
	setNames(r, w)
	setDate(r, w)
	if language := cmp.Or(w.first("041", "a"), strings.Trim(w.fixed("008", 35, 38), " |")); language != "" {
		format.SetLanguage(r, language)
	}
	return nil
}

// title returns the title with its subtitle and the number and name of a part.
func (w wireRecord) title() string {
	for _, f := range w.fields("245") {
		title := f.get("a")
		if sub := f.get("b"); title != "" && sub != "" {
			title += ": " + sub
		}
		for _, code := range []string{"n", "p"} {
			if part := f.get(code); title != "" && part != "" {
				title = strings.TrimSuffix(title, ".") + ". " + part
			}
		}
		if title != "" {
			return title
		}
	}
	return ""
}

// setIDs sets the ids and addresses. arXiv's are those of Invenio: a report number, or an id of the
// OAI-PMH repository.
func setIDs(r *data.Record, w wireRecord) {
	for _, f := range w.fields("024") {
		id := f.get("a")
		kind := strings.ToLower(f.get("2"))
		if parsed, err := data.ParseID(id); kind == "doi" || kind == "" && err == nil && parsed.Scheme() == data.SchemeDOI {
			r.Paper.DOI = cmp.Or(r.Paper.DOI, id)
		}
	}
	format.SetIDs(r, r.Paper.DOI)
	for _, f := range w.fields("035", "037", "088") {
		id := strings.TrimPrefix(f.get("a"), "oai:arXiv.org:")
		if parsed, err := data.ParseID(id); err == nil && (parsed.Scheme() == data.SchemeArXiv || strings.EqualFold(f.get("9"), "arXiv")) {
			format.SetIDs(r, id)
		}
	}
	for _, address := range w.all("u", "856") {
		if format.IsURL(address) {
			r.Paper.URLs = append(r.Paper.URLs, address)
		}
	}
}

// reference returns what a record says about the publication.
func (w wireRecord) reference() format.Reference {
	ref := format.Reference{
		ISBN: format.ISBNs(w.all("a", "020")...), ISSN: format.ISSNs(w.all("a", "022")...), Edition: w.first("250", "a"), Note: w.first("500", "a"),
		Series: cmp.Or(w.first("490", "a"), w.first("440", "a"), w.first("830", "a")),
	}
	for _, f := range w.imprints() {
		ref.Place, ref.Publisher = cmp.Or(ref.Place, f.get("a")), cmp.Or(ref.Publisher, f.get("b"))
	}
	for _, f := range w.fields("773") {
		setHost(&ref, f)
	}
	if ref.Type = w.kind(ref); ref.Type == data.TypeThesis {
		degree := cmp.Or(w.first("502", "b"), w.first("502", "a"))
		ref.School, ref.Note = w.first("502", "c"), cmp.Or(format.ThesisNote(degree), ref.Note)
	}
	if ref.Type == data.TypeReport {
		ref.Number = cmp.Or(ref.Number, w.first("088", "a"), w.first("037", "a"))
	}
	return ref
}

// imprints returns the fields of publication, without those of manufacture, distribution or copyright.
func (w wireRecord) imprints() []wireField {
	var kept []wireField
	for _, f := range w.fields("260", "264") {
		if f.Tag == "260" || !strings.ContainsAny(f.Ind2, "0234") {
			kept = append(kept, f)
		}
	}
	return kept
}

// The parts of "Volume 3, issue 2 (2019), pages 1-9", "volume:3 year:2019 number:2 pages:1-9" and
// "Bd. 3, Heft 2, Seite 1-9".
var (
	hostVolume = regexp.MustCompile(`(?i)\b(?:volume|vol|band|bd|jg)\b[.:\s]*([\w/-]+)`)
	hostIssue  = regexp.MustCompile(`(?i)\b(?:number|issue|no|nr|heft|h)\b[.:\s]*(\d[\w/-]*)`)
	hostPages  = regexp.MustCompile(`(?i)\b(?:pages?|pp?|seiten?|s)\b[.:\s]*([a-z]?\d+(?:\s*[-–]\s*[a-z]?\d+)?)`)
)

// setHost sets what a record is part of.
func setHost(ref *format.Reference, f wireField) {
	title, _, _ := strings.Cut(f.get("t"), " / ")
	related := strings.Join(f.list("g"), " ")
	part := func(pattern *regexp.Regexp) string {
		if found := pattern.FindStringSubmatch(related); found != nil {
			return found[1]
		}
		return ""
	}
	if container := cmp.Or(title, f.get("p")); ref.Container == "" || container == "" || container == ref.Container { // another is another printing
		ref.Container = cmp.Or(ref.Container, container)
		ref.Volume, ref.Number = cmp.Or(ref.Volume, f.get("v"), part(hostVolume)), cmp.Or(ref.Number, f.get("n"), part(hostIssue))
		ref.Pages = cmp.Or(ref.Pages, f.get("c"), part(hostPages))
		ref.ISSN, ref.ISBN = cmp.Or(ref.ISSN, format.ISSNs(f.list("x")...)), cmp.Or(ref.ISBN, format.ISBNs(f.list("z")...))
	}
}

// kind returns the type: that of a thesis, one that the record names, or that of a part of a journal
// or book, or of a book.
func (w wireRecord) kind(ref format.Reference) data.Type {
	if len(w.fields("502")) > 0 {
		return data.TypeThesis
	}
	named := format.TypeNamed(append(w.all("a", "980"), w.all("a", "655")...)...)
	level := ""
	if leader := strings.TrimSpace(w.Leader); len(leader) > 7 {
		level = leader[6:8]
	}
	switch {
	case ref.Container != "" && (ref.ISSN != "" || ref.Volume != ""):
		return cmp.Or(named, data.TypeArticle)
	case ref.Container != "":
		return cmp.Or(named, data.TypeChapter)
	case named != "":
		return named
	case level == "am" || level == "tm":
		return data.TypeBook
	}
	return ""
}

// setDate sets the date of publication, or else that of the preprint, of the thesis or of the issue.
func setDate(r *data.Record, w wireRecord) {
	var said []string
	for _, f := range w.imprints() {
		said = append(said, f.list("c")...)
	}
	said = append(said, w.all("c", "269")...) // of Invenio
	if len(said) == 0 {
		said = append(said, w.all("d", "502")...)
	}
	if len(said) == 0 {
		said = append(w.all("y", "773"), strings.Trim(w.fixed("008", 7, 11), " |u"))
	}
	for i := range said {
		said[i] = strings.Trim(said[i], "cp©[]. ")
	}
	format.SetFirstDate(r, said...)
}
