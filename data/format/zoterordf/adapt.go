package zoterordf

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// adapt fills the record of an item. Errors are *data.FieldError.
func adapt(r *data.Record, g graph, n node) error {
	ref, series := g.reference(n)
	around := g.around(n)
	setIDs(r, n, around)
	title := first(n, "title")
	if title == "" {
		return format.ErrNoTitle("title")
	}
	format.SetTexts(r, title, literalText(n, "abstract"), ref.Container)
	ref.Series = cmp.Or(ref.Series, series)
	format.SetReference(r, ref)
	authors := g.people(n, "authors", "authorList")
	if len(authors) == 0 {
		authors = g.people(n, "creator", "creators")
	}
	editors := g.people(n, "editors", "editorList", "editor")
	for _, a := range around {
		editors = append(editors, g.people(a, "editors", "editorList", "editor")...)
	}
	format.SetNames(r, authors, editors)
	date := cmp.Or(first(n, "date"), first(n, "issued"), first(n, "created"))
	format.SetDate(r, date, format.FreeDate(date))
	if language := first(n, "language"); language != "" {
		format.SetLanguage(r, language)
	}
	return nil
}

// literalText returns the first literal of the properties with its paragraphs.
func literalText(n node, names ...string) string {
	for _, c := range n.Children {
		if slices.Contains(names, c.XMLName.Local) && strings.TrimSpace(c.Text) != "" {
			return c.Text
		}
	}
	return ""
}

// around returns what an item is in, and what that is in: an issue and its journal.
func (g graph) around(n node) []node {
	around := g.values(n, "isPartOf")
	for _, a := range around {
		around = append(around, g.values(a, "isPartOf")...)
	}
	return around
}

// reference returns what an item and what it is in say about the publication, and the title of the
// series.
func (g graph) reference(n node) (ref format.Reference, series string) {
	ref.Type = g.typeOf(n)
	nodes := append([]node{n}, g.around(n)...)
	var isbn, issn []string
	for i, a := range nodes {
		switch title := first(a, "title", "name"); {
		case i == 0:
		case a.class() == "Series":
			series = cmp.Or(series, title)
		default:
			ref.Container = cmp.Or(ref.Container, title)
		}
		ref.Volume = cmp.Or(ref.Volume, first(a, "volume"))
		ref.Number = cmp.Or(ref.Number, first(a, "issue", "number"))
		ref.Edition = cmp.Or(ref.Edition, first(a, "edition"))
		isbn, issn = append(isbn, said(a, "isbn", "isbn13", "isbn10")...), append(issn, said(a, "issn", "eissn")...)
		for _, id := range said(a, "identifier") {
			if number, ok := cut(id, "ISBN"); ok {
				isbn = append(isbn, number)
			} else if number, ok := cut(id, "ISSN"); ok {
				issn = append(issn, number)
			}
		}
		for _, p := range g.values(a, "publisher") {
			ref.Publisher = cmp.Or(ref.Publisher, first(p, "name"), text.OneLine(p.Text))
			ref.Place = cmp.Or(ref.Place, g.locality(p))
		}
	}
	ref.ISBN, ref.ISSN = xmlread.Joined(isbn), xmlread.Joined(issn)
	ref.Pages = first(n, "pages")
	if ref.Pages == "" {
		ref.FirstPage, ref.LastPage = first(n, "pageStart"), first(n, "pageEnd")
	}
	ref.CitationKey = first(n, "citationKey")
	for _, c := range g.values(n, "presentedAt") {
		ref.Container = cmp.Or(ref.Container, first(c, "title", "name"))
	}
	switch ref.Type {
	case data.TypeThesis:
		ref.School, ref.Publisher = ref.Publisher, ""
		kind := first(n, "type", "degree")
		ref.Note = cmp.Or(format.ThesisNote(kind), kind)
	case data.TypeReport:
		ref.School = ref.Publisher
	}
	return ref, series
}

// locality returns the town of a publisher, at any depth: in an address of vCard, or of the
// Bibliographic Ontology.
func (g graph) locality(n node) string {
	if town := first(n, "locality", "localityName"); town != "" {
		return town
	}
	for _, address := range g.values(n, "adr", "address") {
		if town := first(address, "locality", "localityName"); town != "" {
			return town
		}
	}
	return ""
}

// people returns the names of the members of properties.
func (g graph) people(n node, names ...string) []format.Name {
	var people []format.Name
	for _, p := range g.members(n, names...) {
		family, given := first(p, "surname", "familyName", "family_name", "lastName"), first(p, "givenName", "givenname", "firstName", "given")
		name := format.Name{Text: strings.TrimSpace(given + " " + family)}
		if name.Text == "" {
			name.Text = cmp.Or(first(p, "name"), text.OneLine(p.Text))
		}
		// A name in one field with several words is that of an institution, as Zotero keeps it.
		name.IsGroup = p.class() == "Organization" || p.class() == "Group" || given == "" && strings.Contains(family, " ")
		people = append(people, name)
	}
	return people
}

// setIDs sets the ids and addresses of an item, some of which are with its journal.
func setIDs(r *data.Record, n node, around []node) {
	stated := append(said(n, "identifier", "doi", "uri", "pmid"), said(n, "handle")...)
	for _, a := range around { // Zotero writes the DOI of an article to its journal
		for _, id := range said(a, "identifier") {
			if doi, ok := cut(id, "DOI"); ok {
				stated = append(stated, doi)
			}
		}
	}
	for _, c := range n.Children {
		if c.XMLName.Local == "identifier" && len(c.Children) > 0 {
			stated = append(stated, c.Children[0].literal())
		}
	}
	if about := n.id(); format.IsURL(about) && !strings.Contains(about, "zotero.org/") {
		stated = append(stated, about)
	}
	for _, s := range stated {
		if doi, ok := cut(s, "DOI"); ok {
			s = doi
		}
		if pmid, ok := cut(s, "PMID"); ok {
			s = format.PubMedID(format.SchemePMID, pmid)
		}
		if id, err := data.ParseID(s); err == nil && id.Scheme() == data.SchemeDOI && r.Paper.DOI == "" {
			r.Paper.DOI = s
		}
		format.SetIDs(r, s)
		if format.IsURL(s) && !slices.Contains(r.Paper.URLs, s) {
			r.Paper.URLs = append(r.Paper.URLs, s)
		}
	}
	extra := format.ReadExtra(literalText(n, "description"))
	format.SetIDs(r, extra.DOI, extra.ArXiv, format.PubMedID(format.SchemePMID, extra.PMID), format.PubMedID(format.SchemePMCID, extra.PMCID))
	if doi, ok := strings.CutPrefix(extra.DOI, "doi:"); ok && r.Paper.DOI == "" {
		r.Paper.DOI = doi
	}
	if archive, ok := cut(first(n, "archiveID", "number"), "arXiv"); ok {
		format.SetIDs(r, "arXiv:"+archive)
	}
}
