package arxiv

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// metadata returns the metadata of a record in Dublin Core as arXiv writes it: the earliest date
// is that of the first version, a description that begins with "Comment:" is the authors' comment,
// and the identifiers are the page, the journal reference and the DOI. Other repositories write
// nearly the same.
func (w oaiDC) metadata(h oaiHeader) metadata {
	m := metadata{Title: xmlread.FirstOf(w.Titles), Submitted: earliest(w.Dates), Categories: categories(w.Subjects, h.Sets)}
	if id := trimOAI(h.Identifier); id != strings.TrimSpace(h.Identifier) {
		m.ID = id
	} else {
		m.Reference = format.Reference{Type: typeOf(w.Types), Publisher: xmlread.FirstOf(w.Publishers)}
		m.Language = xmlread.FirstOf(w.Languages)
		if m.Reference.Type == data.TypeThesis { // the publisher of a thesis is its university
			m.Reference.School = m.Reference.Publisher
			m.Reference.Note = format.ThesisNote(w.Types...)
		}
	}
	if len(w.Issued) > 0 {
		m.Submitted = earliest(w.Issued)
	}
	for _, c := range w.Creators {
		creator := c.said()
		if data.IsEtAl(creator) {
			m.Incomplete = true
			continue
		}
		m.Authors = append(m.Authors, format.GivenFirst(creator))
	}
	for _, d := range append(w.Abstracts, w.Descriptions...) {
		if m.Abstract == "" && !strings.HasPrefix(strings.TrimSpace(d), "Comment:") {
			m.Abstract = d
		}
	}
	for _, identifier := range w.Identifiers {
		identifier = text.OneLine(identifier)
		id, err := data.ParseID(identifier)
		switch scheme := id.Scheme(); {
		case err == nil && scheme == data.SchemeDOI && m.DOI == "":
			m.DOI = identifier
		case err == nil && (scheme == data.SchemeArXiv || scheme == data.SchemeACL || scheme == data.SchemeDOI):
			m.Links = append(m.Links, identifier)
		case strings.Contains(identifier, "://"):
			m.URLs = append(m.URLs, identifier)
		case m.ID != "" && m.JournalRef == "":
			m.JournalRef = identifier
		}
	}
	return m
}

// typeOf returns the type that a repository states, by the words of DCMI and of OpenAIRE.
func typeOf(stated []string) data.Type {
	for _, words := range stated {
		words = strings.ToLower(words[strings.LastIndexByte(words, '/')+1:])
		switch {
		case strings.Contains(words, "thesis"), strings.Contains(words, "dissertation"):
			return data.TypeThesis
		case strings.Contains(words, "preprint"):
			return data.TypePreprint
		case strings.Contains(words, "conference"):
			return data.TypeConferencePaper
		case strings.Contains(words, "bookpart"), strings.Contains(words, "book chapter"), strings.Contains(words, "book part"):
			return data.TypeChapter
		case words == "book":
			return data.TypeBook
		case strings.Contains(words, "report"):
			return data.TypeReport
		case strings.Contains(words, "article"):
			return data.TypeArticle
		case words == "dataset":
			return data.TypeDataset
		case words == "software":
			return data.TypeSoftware
		}
	}
	return ""
}

// earliest returns the earliest of the dates that can be read, or the first date if none can.
func earliest(dates []string) string {
	known := slices.DeleteFunc(slices.Clone(dates), func(s string) bool { return dayOf(s).IsZero() })
	if len(known) == 0 {
		return xmlread.FirstOf(dates)
	}
	return slices.MinFunc(known, func(a, b string) int { return int(dayOf(a).FirstDay()) - int(dayOf(b).FirstDay()) })
}

// categories returns the arXiv categories of a record. Since 2025, arXiv's repository has a set
// for each category ("cs:cs:CL", "physics:hep-th"). Before that, sets were archives, and subjects
// had the names of categories.
func categories(subjects, sets []string) []string {
	var ofSets, named []string
	exact := false
	for _, set := range sets {
		switch parts := strings.Split(strings.TrimSpace(set), ":"); len(parts) {
		case 2:
			ofSets = append(ofSets, parts[1])
		case 3:
			ofSets, exact = append(ofSets, parts[1]+"."+parts[2]), true
		}
	}
	for _, subject := range subjects {
		if category := categoriesByName[text.OneLine(subject)]; category != "" {
			named = append(named, category)
		}
	}
	if exact || len(named) == 0 {
		return ofSets
	}
	return named
}
