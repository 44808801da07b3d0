package catalogue

import (
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
)

// prepareEuropePMC separates the types of an article, and marks the preprints, whose source is PPR.
// Titles and lists of authors end in a full stop.
func prepareEuropePMC(s *anyjson.Stated, record anyjson.Value) error {
	s.SetText(anyjson.Title, format.BareTitle(s.Text(anyjson.Title)))
	if s[anyjson.Authors].Kind() == anyjson.String {
		s.SetText(anyjson.Authors, strings.TrimSuffix(s.Text(anyjson.Authors), "."))
	}
	types := strings.Split(strings.Join(s[anyjson.TypeName].Texts(), ";"), ";")
	if record.Member("source").Text() == "PPR" {
		types = []string{string(data.TypePreprint)}
	}
	s.SetTexts(anyjson.TypeName, types)
	return nil
}

// homonym matches the number that DBLP adds to the names of people with the same name, at the end
// of a string of JSON.
var homonym = regexp.MustCompile(` \d{4}"`)

// prepareDBLP removes the numbers of homonyms and the full stop of titles. The volume of a preprint
// on arXiv is its number. Books and theses have the same type, but different keys.
func prepareDBLP(s *anyjson.Stated, _ anyjson.Value) error {
	s.SetText(anyjson.Title, format.BareTitle(s.Text(anyjson.Title)))
	s[anyjson.Authors] = homonym.ReplaceAll(s[anyjson.Authors], []byte(`"`))
	if number, ok := strings.CutPrefix(s.Text(anyjson.Volume), "abs/"); ok {
		s.SetText(anyjson.ArXiv, number)
	}
	key := s.Text(anyjson.CitationKey)
	switch kind := s.Text(anyjson.TypeName); {
	case kind == "Books and Theses" && strings.HasPrefix(key, "phd/"):
		s.SetText(anyjson.TypeName, format.PhDThesis)
	case kind == "Books and Theses" && strings.HasPrefix(key, "ms/"):
		s.SetText(anyjson.TypeName, format.MastersThesis)
	case kind == "Editorship":
		s[anyjson.Editors], s[anyjson.Authors] = s[anyjson.Authors], nil
	}
	s.SetText(anyjson.CitationKey, "")
	return nil
}

// prepareINSPIRE keeps the number of a report only for reports, and a collaboration as the author of
// a record without authors, or else in the note.
func prepareINSPIRE(s *anyjson.Stated, record anyjson.Value) error {
	if degree := at("thesis_info.degree_type").Text(record); degree != "" {
		s.SetTexts(anyjson.TypeName, append(s[anyjson.TypeName].Texts(), degree))
	}
	if at("publication_info.journal_issue").Text(record) == "" && format.TypeNamed(s[anyjson.TypeName].Texts()...) != data.TypeReport {
		s.SetText(anyjson.Issue, "")
	}
	var groups []string
	for _, v := range at("collaborations.value | corporate_author").All(record) {
		groups = append(groups, v.Texts()...)
	}
	switch {
	case len(groups) == 0:
	case s[anyjson.Authors].IsEmpty():
		s.SetTexts(anyjson.Groups, groups)
	case s.Text(anyjson.Note) == "":
		s.SetText(anyjson.Note, strings.Join(groups, ", ")+" Collaboration")
	}
	return nil
}

// prepareERIC keeps the name of the publisher, which the address follows. An ISSN has its kind before it.
func prepareERIC(s *anyjson.Stated, _ anyjson.Value) error {
	publisher, _, _ := strings.Cut(s.Text(anyjson.Publisher), ". ")
	s.SetText(anyjson.Publisher, publisher)
	var numbers []string
	for _, said := range s[anyjson.ISSN].Texts() {
		numbers = append(numbers, strings.TrimPrefix(strings.TrimPrefix(said, "EISSN-"), "ISSN-"))
	}
	s.SetTexts(anyjson.ISSN, numbers)
	return nil
}

// completeERIC adds the address of the record.
func completeERIC(r *data.Record, record anyjson.Value) {
	if id := record.Member("id").Text(); id != "" {
		r.Paper.URLs = append(r.Paper.URLs, "https://eric.ed.gov/?id="+id)
	}
}

// preparePublishOrPerish leaves out a publisher that is only the host of the page.
func preparePublishOrPerish(s *anyjson.Stated, _ anyjson.Value) error {
	if publisher := s.Text(anyjson.Publisher); strings.Contains(publisher, ".") && !strings.ContainsAny(publisher, " ") {
		s.SetText(anyjson.Publisher, "")
	}
	return nil
}

// completeADS adds the address of the record.
func completeADS(r *data.Record, record anyjson.Value) {
	if bibcode := record.Member("bibcode").Text(); bibcode != "" {
		r.Paper.URLs = append(r.Paper.URLs, "https://ui.adsabs.harvard.edu/abs/"+strings.ReplaceAll(bibcode, "&", "%26"))
	}
}

// gluedHeading matches the heading that Springer's abstracts begin with, without a space.
var gluedHeading = regexp.MustCompile(`^(?:Abstract|Summary|Zusammenfassung)\s*(\p{Lu})`)

// prepareSpringer says what an article and a chapter are, for records without a content type.
func prepareSpringer(s *anyjson.Stated, record anyjson.Value) error {
	s.SetText(anyjson.Abstract, gluedHeading.ReplaceAllString(s.Paragraphs(anyjson.Abstract), "$1"))
	if s.Text(anyjson.TypeName) == "" {
		switch record.Member("publicationType").Text() {
		case "Journal":
			s.SetText(anyjson.TypeName, "Article")
		case "Book":
			s.SetText(anyjson.TypeName, "Chapter")
		}
	}
	if urls := s[anyjson.URLs].Texts(); len(urls) > 1 {
		s.SetTexts(anyjson.URLs, urls[:1])
	}
	return nil
}

// ieeeTypes has the content types of IEEE Xplore.
var ieeeTypes = map[string]data.Type{
	"Conferences": data.TypeConferencePaper, "Journals": data.TypeArticle, "Magazines": data.TypeArticle, "Early Access Articles": data.TypeArticle,
	"Books": data.TypeBook, "Standards": data.TypeReport,
}

func prepareIEEE(s *anyjson.Stated, _ anyjson.Value) error {
	if t := ieeeTypes[s.Text(anyjson.TypeName)]; t != "" {
		s.SetText(anyjson.TypeName, string(t))
	}
	return nil
}

// prepareScopus marks the list of authors as incomplete where it has only the first, as in the
// default view.
func prepareScopus(s *anyjson.Stated, record anyjson.Value) error {
	if creator := record.Member("dc:creator"); creator.Kind() == anyjson.String && at("author | authors.author").First(record) == nil {
		s.SetTexts(anyjson.Authors, []string{creator.Text(), "et al."})
	}
	return nil
}

// prepareDataCite takes the general type, unless it is one of those that papers share, and then the
// type in the words of the creators.
func prepareDataCite(s *anyjson.Stated, _ anyjson.Value) error {
	types := s[anyjson.TypeName]
	if types.Kind() != anyjson.Object {
		return nil
	}
	general := at("resourceTypeGeneral").Text(types)
	if general == "Collection" {
		general = ""
	}
	s.SetTexts(anyjson.TypeName, []string{general, at("resourceType | value").Text(types)})
	return nil
}

func preparePreprint(s *anyjson.Stated, _ anyjson.Value) error {
	s.SetText(anyjson.TypeName, string(data.TypePreprint))
	return nil
}

// prepareHAL joins first and last names where a response has no full names.
func prepareHAL(s *anyjson.Stated, record anyjson.Value) error {
	if !s[anyjson.Authors].IsEmpty() {
		return nil
	}
	first, last := record.Member("authFirstName_s").Texts(), record.Member("authLastName_s").Texts()
	if len(first) != len(last) {
		first = make([]string, len(last))
	}
	for i := range last {
		last[i] = strings.TrimSpace(first[i] + " " + last[i])
	}
	s.SetTexts(anyjson.Authors, last)
	return nil
}

// prepareDOAJ adds that DOAJ has only articles in journals.
func prepareDOAJ(s *anyjson.Stated, _ anyjson.Value) error {
	s.SetText(anyjson.TypeName, string(data.TypeArticle))
	s.SetText(anyjson.Volume, strings.TrimPrefix(s.Text(anyjson.Volume), "Volume "))
	return nil
}

// prepareCORE keeps only the year of the first of January, which CORE writes if it only knows the
// year. Its type "research" is that of everything but theses and slides.
func prepareCORE(s *anyjson.Stated, _ anyjson.Value) error {
	if said := s.Text(anyjson.Date); len(said) >= 10 && said[4:10] == "-01-01" {
		s.SetText(anyjson.Date, said[:4])
	}
	return nil
}

// preparePaperpile skips references in the trash.
func preparePaperpile(_ *anyjson.Stated, record anyjson.Value) error {
	if trashed := string(record.Member("trashed")); trashed == "1" || trashed == "true" {
		return format.ErrSkip
	}
	return nil
}

// prepareSchemaOrg skips what is no work: the site, its pages and its publisher.
func prepareSchemaOrg(s *anyjson.Stated, _ anyjson.Value) error {
	for _, kind := range s[anyjson.TypeName].Texts() {
		switch kind[strings.LastIndexByte(kind, '/')+1:] {
		case "Person", "Organization", "WebSite", "WebPage", "BreadcrumbList", "ImageObject", "SearchAction", "DataCatalog", "Periodical", "PublicationVolume", "PublicationIssue":
			return format.ErrSkip
		}
	}
	return nil
}
