package mods

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// adapt fills the record of one in MODS. Errors are *data.FieldError.
func adapt(r *data.Record, e xmlread.Element[wireRecord]) error {
	w := e.Value
	setIDs(r, w.wireItem)
	title := w.title()
	if title == "" {
		return format.ErrNoTitle("titleInfo/title")
	}
	host := w.related("host")
	ref := w.reference(host)
	format.SetTexts(r, title, xmlread.Abstract(w.Abstracts), ref.Container)
	format.SetReference(r, ref)
	setNames(r, w, host)
	setDate(r, w, host)
	for _, l := range w.Languages {
		for _, term := range append(l.Terms, wireTerm{Text: l.Text}) {
			if code := text.OneLine(term.Text); code != "" && r.Paper.Language == "" {
				format.SetLanguage(r, code)
			}
		}
	}
	return nil
}

func setIDs(r *data.Record, w wireItem) {
	if doi, ok := w.number("doi"); ok {
		r.Paper.DOI = doi
		format.SetIDs(r, doi)
	}
	for _, id := range w.Identifiers {
		said := text.OneLine(id.Text)
		switch strings.ToLower(id.Kind) {
		case "arxiv", "eprint":
			format.SetIDs(r, "arXiv:"+strings.TrimPrefix(strings.ToLower(said), "arxiv:"))
		case "pmid", "pubmed":
			format.SetIDs(r, format.PubMedID(format.SchemePMID, said))
		case "pmc", "pmcid":
			format.SetIDs(r, format.PubMedID(format.SchemePMCID, said))
		case "uri", "url", "":
			if format.IsURL(said) {
				w.URLs = append(w.URLs, said)
			}
		}
	}
	for _, address := range w.URLs {
		if address = text.OneLine(address); address != "" && !slices.Contains(r.Paper.URLs, address) {
			r.Paper.URLs = append(r.Paper.URLs, address)
			format.SetIDs(r, address)
		}
	}
}

// number returns the first identifier of a type.
func (w wireItem) number(kind string) (string, bool) {
	for _, id := range w.Identifiers {
		if strings.EqualFold(id.Kind, kind) && id.Invalid != "yes" && text.OneLine(id.Text) != "" {
			return text.OneLine(id.Text), true
		}
	}
	return "", false
}

// numbers returns all identifiers of a type in the items.
func numbers(kind string, items ...wireItem) []string {
	var found []string
	for _, w := range items {
		for _, id := range w.Identifiers {
			if strings.EqualFold(id.Kind, kind) && id.Invalid != "yes" {
				found = append(found, id.Text)
			}
		}
	}
	return found
}

// related returns the first related item of a type.
func (w wireRecord) related(kind string) *wireRelated {
	for i := range w.Related {
		if w.Related[i].Kind == kind && len(w.Related[i].Titles)+len(w.Related[i].Parts)+len(w.Related[i].Identifiers) > 0 {
			return &w.Related[i]
		}
	}
	return nil
}

// reference returns what a record says about its publication.
func (w wireRecord) reference(host *wireRelated) format.Reference {
	items := []wireItem{w.wireItem}
	ref := format.Reference{Type: typeOf(w.wireItem, host)}
	if host != nil {
		items = append(items, host.wireItem)
		ref.Container = host.title()
	}
	if series := w.related("series"); series != nil {
		ref.Series = series.title()
	}
	if key, ok := w.number("citekey"); ok || w.Key != "" {
		ref.CitationKey = cmp.Or(key, w.Key)
	}
	ref.ISBN, ref.ISSN = format.ISBNs(numbers("isbn", items...)...), format.ISSNs(numbers("issn", items...)...)
	for _, item := range items {
		for _, o := range item.Origins {
			ref.Publisher, ref.Edition = cmp.Or(ref.Publisher, xmlread.First(append(o.Publishers, o.Agents...)...)), cmp.Or(ref.Edition, o.Edition)
			for _, place := range o.Places {
				ref.Place = cmp.Or(ref.Place, text.OneLine(place.Text))
				for _, term := range place.Terms {
					if term.Kind != "code" {
						ref.Place = cmp.Or(ref.Place, text.OneLine(term.Text))
					}
				}
			}
		}
		for _, part := range item.Parts {
			setPart(&ref, part)
		}
	}
	for _, n := range w.Names {
		switch name := n.name().Text; {
		case n.has("degree grantor", "dgg", "degree granting institution"):
			ref.School = cmp.Or(ref.School, name)
		case n.has("publisher", "pbl"):
			ref.Publisher = cmp.Or(ref.Publisher, name)
		}
	}
	if ref.Type == data.TypeThesis {
		ref.School, ref.Note = cmp.Or(ref.School, ref.Publisher), format.ThesisNote(w.Genres...)
	}
	for _, n := range w.Notes {
		if kind := n.Attr("type"); (kind == "" || kind == "content") && ref.Note == "" {
			ref.Note = n.Plain()
		}
	}
	if number, ok := w.number("report number"); ok && ref.Type == data.TypeReport {
		ref.Number = cmp.Or(ref.Number, number)
	}
	return ref
}

func setPart(ref *format.Reference, part wirePart) {
	for _, d := range part.Details {
		number := cmp.Or(text.OneLine(d.Number), text.OneLine(d.Title))
		switch d.Kind {
		case "volume":
			ref.Volume = cmp.Or(ref.Volume, number)
		case "issue", "number", "report number":
			ref.Number = cmp.Or(ref.Number, number)
		case "page", "pages", "article number", "artno":
			ref.Pages = cmp.Or(ref.Pages, number)
		}
	}
	for _, e := range part.Extents {
		if unit := strings.ToLower(e.Unit); unit != "" && !strings.HasPrefix(unit, "page") || ref.Pages+ref.FirstPage != "" {
			continue
		}
		ref.FirstPage, ref.LastPage = text.OneLine(e.Start), text.OneLine(e.End)
		if ref.FirstPage == "" {
			ref.Pages = text.OneLine(e.List)
		}
	}
}

// has reports whether a name has one of the roles, which are codes or words of MARC.
func (w wireName) has(roles ...string) bool {
	for _, said := range append(w.Roles, w.Roles2...) {
		said = strings.ToLower(strings.Trim(text.OneLine(said), " ."))
		if slices.Contains(roles, said[strings.LastIndexByte(said, '/')+1:]) {
			return true
		}
	}
	return false
}

// notMakers lists the roles of those who did not make what a record describes.
var notMakers = []string{
	"degree grantor", "dgg", "publisher", "pbl", "thesis advisor", "ths", "degree supervisor", "dgs", "advisor", "sponsor", "spn", "funder", "fnd", "host institution", "his",
	"distributor", "dst", "translator", "trl", "donor", "dnr", "former owner", "fmo", "reviewer", "rev", "opponent", "opn", "referee",
}

// setNames sets the authors, who are those without a role too, and the editors of the record and of
// what it is in. If there are neither, the authors are those who made it in another role, such as
// photographers.
func setNames(r *data.Record, w wireRecord, host *wireRelated) {
	var authors, editors, others []format.Name
	for _, n := range w.Names {
		switch {
		case n.has("author", "aut", "creator", "cre"), len(n.Roles)+len(n.Roles2) == 0 && n.Kind != "conference":
			authors = append(authors, n.name())
		case n.has("editor", "edt"):
			editors = append(editors, n.name())
		case n.Kind != "conference" && !n.has(notMakers...):
			others = append(others, n.name())
		}
		if n.EtAl != nil {
			format.Warn(r, data.WarnAuthorsIncomplete)
		}
	}
	if len(authors)+len(editors) == 0 {
		authors = others
	}
	if host != nil {
		for _, n := range host.Names {
			if n.has("editor", "edt") {
				editors = append(editors, n.name())
			}
		}
	}
	format.SetNames(r, authors, editors)
}

// setDate sets the date of issue of the record or of what it is in, or else that of its copyright or
// creation. Of several dates of issue, it takes the first.
func setDate(r *data.Record, w wireRecord, host *wireRelated) {
	var issued, copyright, created []string
	items := []wireItem{w.wireItem}
	if host != nil {
		items = append(items, host.wireItem)
	}
	for _, item := range items {
		for _, o := range item.Origins {
			issued, copyright, created = append(issued, o.Issued...), append(copyright, o.Copyright...), append(created, o.Created...)
		}
		for _, part := range item.Parts {
			issued = append(issued, part.Dates...)
		}
		if len(issued) > 0 {
			break
		}
	}
	if len(issued) == 0 {
		issued = copyright
	}
	if len(issued) == 0 {
		issued = created
	}
	for i := range issued {
		issued[i] = strings.Trim(text.OneLine(issued[i]), "c©[]")
	}
	format.SetFirstDate(r, issued...)
}
