package csl

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
	"paperboy/data/text"
)

// adapt fills the record of one item.
func adapt(r *data.Record, i *wireItem) {
	extra := format.ReadExtra(i.own[note].Text())
	s := &i.Stated
	setIDs(r, i, extra)
	stated := *s
	stated[anyjson.Authors], stated[anyjson.Editors], stated[anyjson.ID] = nil, nil, nil
	if stated[anyjson.Event] == nil {
		stated[anyjson.Event] = i.own[event]
	}
	t, remark := i.kind(extra)
	stated.SetText(anyjson.TypeName, string(t))
	if format.HasSchool(t) {
		stated[anyjson.School], stated[anyjson.Publisher] = stated[anyjson.Publisher], nil
	}
	own := i.own[customized]
	if publisher, school := own.Member("publisher"), own.Member("school"); !publisher.IsEmpty() || !school.IsEmpty() {
		stated[anyjson.Publisher], stated[anyjson.School] = publisher, school
	}
	stated[anyjson.URLs] = nil
	if stated[anyjson.Issue].IsEmpty() && !format.HasScheme(i.own[number].Text(), data.SchemeArXiv) {
		stated[anyjson.Issue] = i.own[number]
	}
	stated.SetText(anyjson.Note, cmp.Or(remark, ownNote(i.own[note].Text())))
	stated.SetText(anyjson.CitationKey, cmp.Or(strings.TrimSpace(i.own[citationKey].Text()), citationKeyOf(i.key())))
	stated.Fill(r)
	if name := text.PlainLine(stated[anyjson.Event].Text()); t == data.TypeConferencePaper && name != "" {
		r.Paper.Venue = name
	}
	for _, u := range format.OwnAddresses(r, i.Text(anyjson.URLs), own.Member("urls").Texts()) {
		if format.IsURL(u) && len(r.Paper.URLs) < data.MaxURLs {
			r.Paper.URLs = append(r.Paper.URLs, u)
		}
	}
	setPeople(r, i)
	format.AddCategories(r, i.keywords()...)
	format.AddCategories(r, extra.Categories...)
}

// kind returns the type of the item, and what it says about a thesis. CSL has one type, "article",
// for preprints and whatever else is an article.
func (i *wireItem) kind(extra format.Extra) (t data.Type, remark string) {
	name, words := i.Text(anyjson.TypeName), strings.TrimSpace(i.own[genre].Text())
	if t = format.TypeNamed(name); name == "article" || name == "manuscript" || name == "" {
		isPreprint := extra.ArXiv != "" || format.HasScheme(i.own[number].Text(), data.SchemeArXiv) || format.TypeNamed(words) == data.TypePreprint
		switch {
		case i.Stated[anyjson.Container].IsEmpty() && (isPreprint || name == "article" && words == ""):
			t = data.TypePreprint
		case isPreprint:
			t = data.TypePreprint
		}
	}
	if t == data.TypeThesis {
		remark = cmp.Or(format.ThesisNote(words), words)
	}
	return t, remark
}

// ownNote returns a note without the lines that state ids.
func ownNote(s string) string {
	var kept []string
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		name, _, found := strings.Cut(line, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "arxiv", "doi", "pmid", "pmcid", "citation key":
			if found {
				continue
			}
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

// citationKeyOf returns a key of a library, but "" for an id or an address.
func citationKeyOf(key string) string {
	scheme, _, found := strings.Cut(key, ":")
	isID := found && slices.Contains([]string{data.SchemeArXiv, data.SchemeACL, data.SchemeDOI, data.SchemeContent, format.SchemePMID, format.SchemePMCID, "http", "https"}, strings.ToLower(scheme))
	if isID || strings.ContainsAny(key, "/ ") || strings.Trim(key, "0123456789") == "" {
		return ""
	}
	return key
}

// setPeople sets authors and editors. A name in one string may be "others".
func setPeople(r *data.Record, i *wireItem) {
	authors, areRead := i.people(anyjson.Authors)
	editors, areReadToo := i.people(anyjson.Editors)
	anyjson.SetPeople(r, authors, editors)
	if !areRead {
		format.Unread(r, "authors", i.Stated[anyjson.Authors])
	}
	if !areReadToo {
		format.Unread(r, "editors", i.Stated[anyjson.Editors])
	}
}

// setIDs sets the id to the first id in the item; the others become aliases. A key that is not an
// id of a known kind is ignored.
func setIDs(r *data.Record, i *wireItem, extra format.Extra) {
	var stated []string
	if id := i.Text(anyjson.ID); strings.ContainsAny(id, ":/") { // otherwise it is a key of the library, even if it looks like an id
		stated = append(stated, id)
	}
	if n := text.OneLine(i.own[number].Text()); format.HasScheme(n, data.SchemeArXiv) {
		stated = append(stated, n)
	}
	if id, err := data.ParseID(strings.TrimSpace(i.Text(anyjson.URLs))); err == nil && (id.Scheme() == data.SchemeACL || id.Scheme() == data.SchemeArXiv) {
		stated = append(stated, string(id))
	}
	pmid, pmcid := i.Text(anyjson.PMID), i.Text(anyjson.PMCID)
	i.Stated[anyjson.PMID], i.Stated[anyjson.PMCID] = nil, nil
	stated = append(stated, extra.ArXiv, extra.DOI, i.Text(anyjson.DOI),
		format.PubMedID(format.SchemePMID, cmp.Or(extra.PMID, pmid)), format.PubMedID(format.SchemePMCID, cmp.Or(extra.PMCID, pmcid)))
	format.SetIDs(r, stated...)
}
