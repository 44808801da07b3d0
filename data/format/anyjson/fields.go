package anyjson

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// Field is something that a source states about a paper.
type Field int

// The fields. Date is the date of publication in any form; Year, Month and Day are used without
// one. Container is the title of the journal, proceedings or book, Event the name of a conference,
// used without one. FirstPage and LastPage, or Article, the number of an article, are used without
// Pages. TypeName is the type of the publication in the words of the source, of which there may be
// several. ArXiv, PMID and PMCID are numbers without a scheme; ID is an id of any kind.
const (
	Title Field = iota
	Subtitle
	Abstract
	Authors
	Groups
	Editors
	Date
	Year
	Month
	Day
	Container
	Event
	Volume
	Issue
	Pages
	FirstPage
	LastPage
	Article
	Publisher
	Place
	School
	Series
	Edition
	ISBN
	ISSN
	Language
	Note
	CitationKey
	TypeName
	ID
	DOI
	ArXiv
	PMID
	PMCID
	URLs
	Categories
	Repository
	NumFields
)

// fieldNames are the names of fields of a paper, for what can't be read.
var fieldNames = map[Field]string{
	Title: "title", Abstract: "abstract", Authors: "authors", Editors: "editors", Date: "date", Container: "container", Volume: "volume", Issue: "number",
	Pages: "pages", Publisher: "publisher", Language: "language", URLs: "urls",
}

// Stated has the values that a source states, by field.
type Stated [NumFields]Value

// Layout says where objects have the fields.
type Layout map[Field]Paths

// severalFields are the fields that take all values on a path, not only the first.
var severalFields = []Field{Authors, Groups, Editors, ISBN, ISSN, URLs, Categories, TypeName, ID}

// Find returns the values of an object on the paths of the layout.
func (l Layout) Find(v Value) Stated {
	var s Stated
	f := finder{}
	for field, paths := range l {
		if !slices.Contains(severalFields, field) {
			s[field] = paths.first(f, v)
			continue
		}
		switch all := paths.all(f, v); len(all) {
		case 0:
		case 1:
			s[field] = all[0]
		default:
			s[field] = listOf(all)
		}
	}
	return s
}

// listOf returns the values as one list. Elements of lists become elements of it.
func listOf(values []Value) Value {
	list := Value("[")
	for _, v := range values {
		for one := range v.Elements() {
			if len(list) > 1 {
				list = append(list, ',')
			}
			list = append(list, one...)
		}
	}
	return append(list, ']')
}

// Fill sets the fields of a record. Text is read as markup. A value that can't be read is left
// out with the warning format.WarnFieldUnread.
func (s *Stated) Fill(r *data.Record) {
	format.SetTexts(r, s.Title(), s.Paragraphs(Abstract), "")
	if r.Paper.Abstract == "" && s[Abstract].says() {
		s.unread(r, Abstract)
	}
	s.fillPeople(r)
	s.FillDate(r)
	s.fillReference(r)
	if language := s.Text(Language); language != "" {
		format.SetLanguage(r, language)
	}
	s.fillIDs(r)
	for _, url := range s[URLs].Texts() {
		if format.IsURL(url) && len(r.Paper.URLs) < data.MaxURLs {
			r.Paper.URLs = append(r.Paper.URLs, url)
		}
	}
	for _, words := range s[Categories].Texts() {
		format.AddCategories(r, strings.Fields(words)...)
	}
	if url := s.Text(Repository); format.IsURL(url) {
		r.Paper.Repository = url
	}
}

// Text returns the text of a field, or "".
func (s *Stated) Text(f Field) string { return strings.TrimSpace(s[f].Text()) }

// SetText sets the text of a field.
func (s *Stated) SetText(f Field, text string) { s[f] = encoded(text) }

// SetTexts sets the texts of a field, without the empty ones.
func (s *Stated) SetTexts(f Field, texts []string) {
	s[f] = encoded(slices.DeleteFunc(texts, func(t string) bool { return strings.TrimSpace(t) == "" }))
}

func encoded(v any) Value {
	b, _ := json.Marshal(v) // strings can always be encoded
	return b
}

// Paragraphs returns the texts of a field, with an empty line between them.
func (s *Stated) Paragraphs(f Field) string {
	if s[f].Kind() == List {
		return strings.Join(s[f].Texts(), "\n\n")
	}
	return s.Text(f)
}

// Title returns the title with its subtitle, unless the title contains the subtitle.
func (s *Stated) Title() string {
	title, subtitle := s.Text(Title), s.Text(Subtitle)
	switch {
	case subtitle == "" || strings.Contains(strings.ToLower(title), strings.ToLower(subtitle)):
		return title
	case title == "":
		return subtitle
	case strings.HasSuffix(title, "?") || strings.HasSuffix(title, "!"):
		return title + " " + subtitle
	}
	return strings.TrimRight(title, " :\t\n") + ": " + subtitle
}

// unread reports a value that can't be read.
func (s *Stated) unread(r *data.Record, f Field) { format.Unread(r, fieldNames[f], s[f]) }

func (s *Stated) fillPeople(r *data.Record) {
	people, ok := People(s[Authors])
	if !ok {
		s.unread(r, Authors)
	}
	initialsFirst(people)
	groups, _ := People(s[Groups])
	for i := range groups {
		groups[i].IsGroup = true
	}
	editors, ok := People(s[Editors])
	if !ok {
		s.unread(r, Editors)
	}
	var authors, edited []Person
	for _, p := range append(people, groups...) {
		switch {
		case p.IsEditor():
			edited = append(edited, p)
		case p.IsAuthor() && !slices.ContainsFunc(authors, func(q Person) bool { return q.Name == p.Name && q.IsGroup != p.IsGroup }):
			authors = append(authors, p)
		}
	}
	SetPeople(r, authors, append(edited, editors...))
}

// initialsFirst moves initials that follow family names to the front, if most names have them.
func initialsFirst(people []Person) {
	var names []string
	for _, p := range people {
		if p.whole {
			names = append(names, p.Name)
		}
	}
	names = format.InitialsFirst(names)
	for i := range people {
		if people[i].whole {
			people[i].Name, names = names[0], names[1:]
		}
	}
}

// SetPeople sets the authors, the editors, and which of them are groups. An "et al." among the
// authors becomes a warning.
func SetPeople(r *data.Record, authors, editors []Person) {
	var said []string
	for _, p := range authors {
		switch name := text.OneLine(p.Name); {
		case name == "":
		case data.IsEtAl(name):
			said = append(said, name)
			format.Warn(r, data.WarnAuthorsIncomplete)
		default:
			said = append(said, name)
			r.Paper.Authors = append(r.Paper.Authors, p.printed(r))
		}
	}
	format.Keep(r, "authors", strings.Join(said, "; "), strings.Join(r.Paper.Authors, "; "))
	for _, p := range editors {
		if name := p.printed(r); name != "" {
			r.Paper.Editors = append(r.Paper.Editors, name)
		}
	}
}

// printed returns the name as papers print it, and marks it in the record if it is that of a group.
func (p Person) printed(r *data.Record) string {
	name := text.OneLine(text.Plain(p.Name))
	if p.whole {
		name = format.GivenFirst(name)
	}
	if p.IsGroup {
		format.SetGroups(r, name)
	}
	return name
}

// FillDate sets the date, or else the year, with its month and day.
func (s *Stated) FillDate(r *data.Record) {
	if date, raw := DateOf(s[Date]); raw != "" && (!date.IsZero() || s[Year].IsEmpty()) {
		format.SetDate(r, raw, date)
		return
	}
	year, month, day := s.Text(Year), s.Text(Month), s.Text(Day)
	if year == "" {
		return
	}
	date := partsDate(year, month, day)
	if date.IsZero() {
		date, _ = DateOf(s[Year])
	}
	raw := date.String()
	if date.IsZero() || date.Precision() == data.YearPrecision && year != raw {
		raw = strings.TrimSpace(year + " " + month + " " + day)
	}
	format.SetDate(r, raw, date)
}

func (s *Stated) fillReference(r *data.Record) {
	kinds := s[TypeName].Texts()
	ref := format.Reference{
		Type: format.TypeNamed(kinds...), Container: cmp.Or(s.Text(Container), s.Text(Event)), Volume: s.Text(Volume), Number: s.Text(Issue),
		Pages: s.Text(Pages), FirstPage: s.Text(FirstPage), LastPage: s.Text(LastPage),
		Publisher: s.Text(Publisher), Place: s.Text(Place), School: s.Text(School), Series: s.Text(Series), Edition: s.Text(Edition),
		ISBN: distinctTexts(s[ISBN]), ISSN: distinctTexts(s[ISSN]), Note: s.Text(Note), CitationKey: s.Text(CitationKey),
	}
	if ref.Pages == "" && ref.FirstPage == "" {
		ref.Pages = s.Text(Article)
	}
	if ref.Type == data.TypeThesis && ref.Note == "" {
		ref.Note = format.ThesisNote(kinds...)
	}
	format.SetReference(r, ref)
}

// distinctTexts returns the texts of a list, separated by ", ", each once.
func distinctTexts(v Value) string {
	var kept []string
	for _, s := range v.Texts() {
		if s = text.OneLine(s); !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ", ")
}

// fillIDs sets the id to the first that the source states; the others become aliases.
func (s *Stated) fillIDs(r *data.Record) {
	r.Paper.DOI = s.Text(DOI)
	var stated []string
	if number := s.Text(ArXiv); number != "" {
		if !format.HasScheme(number, data.SchemeArXiv) && !format.IsURL(number) {
			number = data.SchemeArXiv + ":" + number
		}
		stated = append(stated, number)
	}
	for _, id := range s[ID].Texts() {
		if strings.ContainsAny(id, ":/") { // otherwise it is a number of the catalogue
			stated = append(stated, id)
		}
	}
	stated = append(stated, r.Paper.DOI, format.PubMedID(format.SchemePMID, s.Text(PMID)), format.PubMedID(format.SchemePMCID, s.Text(PMCID)))
	format.SetIDs(r, stated...)
}
