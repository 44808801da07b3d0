package datacitexml

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

// adapt fills the record of a resource. Errors are *data.FieldError.
func adapt(r *data.Record, w wireResource) error {
	if id := strings.TrimSpace(w.Identifier.Text); strings.EqualFold(w.Identifier.Identifier, "DOI") || strings.HasPrefix(id, "10.") {
		r.Paper.DOI = id
		format.SetIDs(r, id)
	} else {
		format.SetIDs(r, id)
	}
	for _, id := range w.Alternate {
		setAlternate(r, id.Alternate, id.Text)
	}
	for _, id := range w.Related {
		if id.Relation == "IsIdenticalTo" || id.Relation == "IsVersionOf" && id.Related == "arXiv" {
			setAlternate(r, id.Related, id.Text)
		}
	}
	title := titleOf(w.Titles)
	if title == "" {
		return format.ErrNoTitle("title")
	}
	ref, editors := w.reference()
	format.SetTexts(r, title, describe(w.Descriptions, "Abstract"), ref.Container)
	format.SetReference(r, ref)
	format.SetNames(r, people(w.Creators, ""), append(people(w.Contributors, "Editor"), editors...))
	setDate(r, w)
	if w.Language != "" {
		format.SetLanguage(r, w.Language)
	}
	return nil
}

// setAlternate adds another id of the resource, if it is of a kind that Paperboy knows.
func setAlternate(r *data.Record, kind, id string) {
	id = strings.TrimSpace(id)
	switch strings.ToLower(kind) {
	case "doi":
		format.SetIDs(r, id)
	case "arxiv":
		format.SetIDs(r, "arXiv:"+strings.TrimPrefix(strings.TrimPrefix(id, "arXiv:"), "arxiv:"))
	case "pmid":
		format.SetIDs(r, format.PubMedID(format.SchemePMID, id))
	case "url":
		r.Paper.URLs = append(r.Paper.URLs, id)
	}
}

// titleOf returns the first title without a type, with the first subtitle. If all have a type, it
// returns the first.
func titleOf(titles []xmlread.Text) string {
	title, subtitle := "", ""
	for _, t := range titles {
		switch kind := t.Attr("titleType"); {
		case kind == "" && title == "":
			title = xmlread.First(t)
		case kind == "Subtitle" && subtitle == "":
			subtitle = xmlread.First(t)
		}
	}
	switch {
	case title == "":
		return xmlread.First(titles...)
	case subtitle != "":
		return title + ": " + subtitle
	}
	return title
}

// describe returns the first description of a type.
func describe(descriptions []xmlread.Text, kind string) string {
	for _, d := range descriptions {
		if d.Attr("descriptionType") == kind {
			if said := d.Plain(); strings.TrimSpace(said) != "" {
				return said
			}
		}
	}
	return ""
}

// people returns the names of those with a role.
func people(all []wirePerson, role string) []format.Name {
	var people []format.Name
	for _, p := range all {
		if p.Role != role {
			continue
		}
		names := append(p.Names, p.Names2...)
		for i, n := range names {
			name := format.Name{Text: n.Text, IsGroup: n.Kind == "Organizational"}
			if isSplit := len(p.Given) == len(names) && len(p.Family) == len(names); isSplit && !name.IsGroup && text.OneLine(p.Family[i]) != "" {
				name.Text = p.Given[i] + " " + p.Family[i]
			}
			people = append(people, name)
		}
		if len(names) == 0 && len(p.Family) > 0 {
			people = append(people, format.Name{Text: strings.Join(append(p.Given, p.Family...), " ")})
		}
	}
	return people
}

// series matches the usual form of a SeriesInformation: "DataCite Blog, 2(9), 3-4".
var series = regexp.MustCompile(`^(.+?),\s*(\d+)(?:\(([^()]+)\))?(?:,\s*(\w+)\s*[-–]\s*(\w+))?$`)

// reference returns what a resource says about its publication, and the editors of what it is in.
func (w wireResource) reference() (format.Reference, []format.Name) {
	ref := format.Reference{Type: typeOf(w.Kind.General, w.Kind.Text), Publisher: xmlread.First(w.Publisher)}
	if said := text.OneLine(describe(w.Descriptions, "SeriesInformation")); said != "" {
		if m := series.FindStringSubmatch(said); m != nil {
			ref.Container, ref.Volume, ref.Number, ref.FirstPage, ref.LastPage = m[1], m[2], m[3], m[4], m[5]
		} else {
			ref.Series = said
		}
	}
	for _, id := range w.Related {
		if id.Relation == "IsPartOf" {
			setNumber(&ref, id.Related, id.Text)
		}
	}
	for _, id := range w.Alternate {
		setNumber(&ref, id.Alternate, id.Text)
	}
	var editors []format.Name
	at := slices.IndexFunc(w.Items, func(item wireItem) bool { return item.Relation == "IsPublishedIn" })
	if at >= 0 {
		item := w.Items[at]
		ref.Container, ref.Volume, ref.Number = titleOf(item.Titles), item.Volume, item.Issue
		ref.FirstPage, ref.LastPage, ref.Edition = item.FirstPage, item.LastPage, item.Edition
		if ref.FirstPage == "" && item.Number.Number == "Article" {
			ref.Pages = item.Number.Text
		}
		ref.Publisher = cmp.Or(xmlread.First(item.Publisher), ref.Publisher)
		setNumber(&ref, item.Identifier.Kind, item.Identifier.Text)
		editors = people(item.Contributors, "Editor")
	}
	if ref.Type == data.TypeThesis { // the publisher of a thesis is its university
		ref.School = ref.Publisher
		ref.Note = format.ThesisNote(w.Kind.Text)
	}
	return ref, editors
}

// setNumber sets the ISBN or ISSN, if an id is one.
func setNumber(ref *format.Reference, kind, id string) {
	switch strings.ToUpper(kind) {
	case "ISBN":
		ref.ISBN = cmp.Or(ref.ISBN, id)
	case "ISSN", "EISSN", "LISSN":
		ref.ISSN = cmp.Or(ref.ISSN, id)
	}
}

// typeOf returns the type of a work from DataCite's general types (appendix 1 of the schema). "Text" and
// "Other" are explained by the type in words.
func typeOf(general, said string) data.Type {
	switch general {
	case "ConferenceProceeding": // a volume
		return data.TypeBook
	case "Text", "Other", "":
		return format.TypeIn(said)
	case "Collection", "Journal", "Model": // other things than elsewhere
		return ""
	}
	return format.TypeNamed(general)
}

// setDate sets the day of publication: the date of issue, or else the year of publication, with the
// day on which the resource became available if that was in this year.
func setDate(r *data.Record, w wireResource) {
	for _, kind := range []string{"Issued", "Published", "Available"} {
		for _, d := range w.Dates {
			if d.Date != kind {
				continue
			}
			said := text.OneLine(d.Text)
			if date := format.FreeDate(said); !date.IsZero() && (kind != "Available" || format.FreeDate(w.Year).Year == date.Year) {
				format.SetDate(r, said, date)
				return
			}
		}
	}
	year := text.OneLine(w.Year)
	format.SetDate(r, year, format.FreeDate(year))
}
