package tei

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

// isPaper reports whether a header describes a paper, with an author or an id, rather than a list
// of references.
func (w wireElement) isPaper() bool {
	p := w.publication()
	return p.title() != "" && (len(p.authors()) > 0 || len(p.ids()) > 0)
}

// publication is what an element says, from a header or a reference.
type publication struct {
	file      wireFile
	reference wireReference
}

func (w wireElement) publication() publication {
	p := publication{w.File, w.wireReference}
	if len(p.file.Titles)+len(p.file.Sources) == 0 {
		p.file = w.wireFile
	}
	if len(p.file.Sources) > 0 {
		p.reference = p.file.Sources[0]
	}
	return p
}

// adapt fills the record of a paper. Errors are *data.FieldError.
func adapt(r *data.Record, w wireElement) error {
	p := w.publication()
	setIDs(r, p)
	title := p.title()
	if title == "" {
		return format.ErrNoTitle("title in titleStmt, analytic or monogr")
	}
	ref := p.describe(w.Classes)
	format.SetTexts(r, title, abstractOf(w, p), ref.Container)
	format.SetReference(r, ref)
	format.SetNames(r, p.authors(), p.editors())
	setDate(r, p)
	for _, l := range w.Languages {
		if l.Ident != "" {
			format.SetLanguage(r, l.Ident)
			break
		}
	}
	return nil
}

// abstractOf returns the abstract of a header, or the note of a reference that has one.
func abstractOf(w wireElement, p publication) string {
	for _, a := range w.Abstracts {
		if said := a.Plain(); strings.TrimSpace(said) != "" {
			return said
		}
	}
	for _, n := range p.reference.Notes {
		if n.Attr("type") == "abstract" {
			return n.Plain()
		}
	}
	return ""
}

// parts returns the parts of a reference, the paper first.
func (p publication) parts() []wirePart {
	return slices.Concat(p.reference.Analytic, p.reference.Monogr)
}

// title returns the title of the paper: of several languages or kinds, the main one.
func (p publication) title() string {
	lists := [][]xmlread.Text{p.file.Titles}
	for _, part := range p.parts() {
		lists = append(lists, part.Titles)
	}
	for _, titles := range lists {
		main, sub := "", ""
		for _, t := range titles {
			switch kind := t.Attr("type"); {
			case kind == "sub":
				sub = cmp.Or(sub, xmlread.First(t))
			case main == "" || kind == "main" && t.Attr("level") == "a":
				main = cmp.Or(xmlread.First(t), main)
			}
		}
		if main != "" && sub != "" {
			return main + ": " + sub
		}
		if main != "" {
			return main
		}
	}
	return ""
}

// authors returns the authors of the paper, from its own description or else from the title.
func (p publication) authors() []format.Name {
	for _, part := range p.parts() {
		if names := people(part.Authors, ""); len(names) > 0 {
			return names
		}
	}
	return people(p.file.People, "aut")
}

// people returns names. If they have roles, only those with the role are.
func people(all []wirePerson, role string) []format.Name {
	var names []format.Name
	for _, p := range all {
		if n := p.name(); text.OneLine(n.Text) != "" && (p.role == "" || role == "" || p.role == role) {
			names = append(names, n)
		}
	}
	return names
}

func (p publication) editors() []format.Name {
	var names []format.Name
	for _, part := range p.parts() {
		names = append(names, people(part.Editors, "")...)
		for _, resp := range part.RespStmt {
			if strings.Contains(strings.ToLower(resp.Resp), "editor") {
				names = append(names, resp.Name.name())
			}
		}
	}
	return names
}

func (p publication) ids() []wireID {
	ids := slices.Concat(p.reference.RefIDs, p.file.IDs)
	for _, part := range p.parts() {
		ids = append(ids, part.IDs...)
	}
	return ids
}

func setIDs(r *data.Record, p publication) {
	for _, id := range p.ids() {
		said := text.OneLine(id.Text)
		switch strings.ToLower(id.Kind) {
		case "doi":
			r.Paper.DOI = cmp.Or(r.Paper.DOI, said)
			format.SetIDs(r, said)
		case "arxiv":
			format.SetIDs(r, "arXiv:"+strings.TrimPrefix(strings.ToLower(said), "arxiv:"))
		case "pmid", "pubmed":
			format.SetIDs(r, format.PubMedID(format.SchemePMID, said))
		case "pmcid", "pubmedcentral", "pmc":
			format.SetIDs(r, format.PubMedID(format.SchemePMCID, said))
		case "haluri", "url", "uri":
			if format.IsURL(said) {
				r.Paper.URLs = append(r.Paper.URLs, said)
			}
		}
	}
	links := p.reference.Links
	for _, part := range p.parts() {
		links = append(links, part.Links...)
	}
	for _, l := range links {
		if format.IsURL(l.Target) {
			format.SetIDs(r, l.Target)
			r.Paper.URLs = append(r.Paper.URLs, l.Target)
		}
	}
}

// numbered matches the keys that GROBID gives references, in their order.
var numbered = regexp.MustCompile(`^b\d+$`)

// describe returns what the parts of a reference say about its publication.
func (p publication) describe(classes []wireClass) format.Reference {
	ref := format.Reference{Type: typeOf(p.reference, classes)}
	if !numbered.MatchString(p.reference.Key) {
		ref.CitationKey = p.reference.Key
	}
	var isbn, issn []string
	for _, part := range slices.Concat(p.parts(), p.reference.Series) {
		for _, id := range part.IDs {
			switch kind := strings.ToUpper(id.Kind); {
			case strings.HasSuffix(kind, "ISSN"):
				issn = append(issn, id.Text)
			case kind == "ISBN":
				isbn = append(isbn, id.Text)
			}
		}
		for _, scope := range slices.Concat(part.Imprint.Scopes, part.Scopes) {
			scope.set(&ref)
		}
		ref.Publisher, ref.Place = cmp.Or(ref.Publisher, xmlread.First(part.Imprint.Publisher...)), cmp.Or(ref.Place, xmlread.First(part.Imprint.Place...))
		ref.Edition = cmp.Or(ref.Edition, part.Edition)
		for _, a := range part.Authority {
			if a.Kind == "institution" {
				ref.School = cmp.Or(ref.School, text.OneLine(a.Text))
			}
		}
	}
	ref.ISBN, ref.ISSN = xmlread.Joined(isbn), xmlread.Joined(issn)
	for _, part := range p.reference.Series {
		ref.Series = cmp.Or(ref.Series, xmlread.First(part.Titles...))
	}
	own := p.title()
	for _, part := range p.reference.Monogr {
		for _, t := range part.Titles { // GROBID repeats the title of a paper without a journal
			if title := xmlread.First(t); ref.Container == "" && title != own && (len(p.reference.Analytic) > 0 || len(p.file.Titles) > 0) {
				ref.Container = title
			}
		}
		for _, m := range part.Meetings {
			ref.Container = cmp.Or(ref.Container, xmlread.First(m.Titles...), text.OneLine(m.Words))
		}
	}
	if ref.Type == data.TypeThesis {
		ref.School = cmp.Or(ref.School, ref.Publisher)
	}
	if ref.Publisher == "" && ref.Type != data.TypeThesis {
		ref.Publisher = xmlread.First(p.file.Publisher...)
	}
	return ref
}

// set sets the field of a scope.
func (s wireScope) set(ref *format.Reference) {
	said := text.OneLine(s.Text)
	switch strings.ToLower(cmp.Or(s.Unit, s.Kind)) {
	case "volume", "vol":
		ref.Volume = cmp.Or(ref.Volume, said, s.From)
	case "issue", "number":
		ref.Number = cmp.Or(ref.Number, said, s.From)
	case "page", "pages", "pp":
		if s.From != "" {
			ref.FirstPage, ref.LastPage = s.From, s.To
		} else {
			ref.Pages = cmp.Or(ref.Pages, said)
		}
	}
}

// setDate sets the date of publication: that of the reference, or else that of the file.
func setDate(r *data.Record, p publication) {
	var published, other []string
	for _, part := range p.parts() {
		for _, d := range part.Imprint.Dates {
			switch said := d.said(); {
			case said == "" || d.Kind == "accessed" || d.Kind == "access":
			case d.Kind == "published" || d.Kind == "datePub" || d.Kind == "":
				published = append(published, said)
			default:
				other = append(other, said)
			}
		}
	}
	if len(published) == 0 {
		published = other
	}
	for _, d := range p.file.Published {
		if said := d.said(); len(published) == 0 && said != "" {
			published = append(published, said)
		}
	}
	format.SetFirstDate(r, published...)
}
