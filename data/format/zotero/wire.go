package zotero

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"paperboy/data/format"
)

// wireItem has the fields of Zotero's schema (api.zotero.org/schema) that a record uses. Other
// fields are ignored. Zotero's web API (zotero.org/support/dev/web_api/v3) wraps the item: Data is
// the item, and Meta has what the server adds.
type wireItem struct {
	Data *wireItem `json:"data"`
	Meta struct {
		ParsedDate format.Text `json:"parsedDate"`
	} `json:"meta"`

	Key         format.Text `json:"key"`
	CitationKey format.Text `json:"citationKey"`
	ItemType    format.Text `json:"itemType"`
	Deleted     flag        `json:"deleted"`
	Title       format.Text `json:"title"`
	CaseName    format.Text `json:"caseName"`  // title of a case
	NameOfAct   format.Text `json:"nameOfAct"` // title of a statute
	Subject     format.Text `json:"subject"`   // title of a letter
	Abstract    format.Text `json:"abstractNote"`
	Creators    []creator   `json:"creators"`
	Date        format.Text `json:"date"`
	DateDecided format.Text `json:"dateDecided"` // date of a case
	DateEnacted format.Text `json:"dateEnacted"` // date of a statute
	IssueDate   format.Text `json:"issueDate"`   // date of a patent
	DOI         format.Text `json:"DOI"`
	URL         format.Text `json:"url"`
	ArchiveID   format.Text `json:"archiveID"` // "arXiv:1706.03762" for a preprint
	Number      format.Text `json:"number"`    // the same, if the preprint is a report
	PMID        format.Text `json:"PMID"`
	PMCID       format.Text `json:"PMCID"`
	Extra       lines       `json:"extra"`
	Tags        tags        `json:"tags"`

	PublicationTitle    format.Text `json:"publicationTitle"`
	BookTitle           format.Text `json:"bookTitle"`
	ProceedingsTitle    format.Text `json:"proceedingsTitle"`
	EncyclopediaTitle   format.Text `json:"encyclopediaTitle"`
	DictionaryTitle     format.Text `json:"dictionaryTitle"`
	ConferenceName      format.Text `json:"conferenceName"`
	WebsiteTitle        format.Text `json:"websiteTitle"`
	BlogTitle           format.Text `json:"blogTitle"`
	JournalAbbreviation format.Text `json:"journalAbbreviation"`

	Volume       format.Text `json:"volume"`
	Issue        format.Text `json:"issue"`
	Pages        format.Text `json:"pages"`
	ReportNumber format.Text `json:"reportNumber"`
	Publisher    format.Text `json:"publisher"`
	Company      format.Text `json:"company"`    // publisher of a program
	Repository   format.Text `json:"repository"` // publisher of a preprint
	Place        format.Text `json:"place"`
	University   format.Text `json:"university"`
	Institution  format.Text `json:"institution"`
	ThesisType   format.Text `json:"thesisType"`
	ReportType   format.Text `json:"reportType"`
	Series       format.Text `json:"series"`
	SeriesTitle  format.Text `json:"seriesTitle"`
	Edition      format.Text `json:"edition"`
	ISBN         format.Text `json:"ISBN"`
	ISSN         format.Text `json:"ISSN"`
	Language     format.Text `json:"language"`
}

// item returns the item without the wrapping of the web API.
func (w wireItem) item() wireItem {
	if w.Data != nil {
		return *w.Data
	}
	return w
}

// key returns the key of the item in its library.
func (w wireItem) key() string { return format.FirstText(w.CitationKey, w.Key) }

// title returns the title of an item of any type.
func (w wireItem) title() string {
	return format.FirstText(w.Title, w.CaseName, w.NameOfAct, w.Subject)
}

// date returns the date as the user entered it.
func (w wireItem) date() string {
	return format.FirstText(w.Date, w.DateDecided, w.DateEnacted, w.IssueDate)
}

// venue returns the name of the publication, conference or site.
func (w wireItem) venue() string {
	return format.FirstText(w.PublicationTitle, w.BookTitle, w.ProceedingsTitle, w.EncyclopediaTitle, w.DictionaryTitle,
		w.ConferenceName, w.WebsiteTitle, w.BlogTitle, w.JournalAbbreviation)
}

// creator is a person, or a group with only Name.
type creator struct {
	Type      format.Text `json:"creatorType"`
	FirstName format.Text `json:"firstName"`
	LastName  format.Text `json:"lastName"`
	Name      format.Text `json:"name"`
}

// authorTypes lists the types of creators that count as authors. Besides "author", these are the
// first creator type of each item type without authors in Zotero's schema.
var authorTypes = []format.Text{
	"author", "artist", "cartographer", "director", "interviewee", "inventor", "performer", "podcaster", "presenter", "programmer", "sponsor",
}

// authors returns the names of the authors, given names first.
func (w wireItem) authors() []string { return w.named(authorTypes...) }

// named returns the names of the creators of the given types, given names first.
func (w wireItem) named(types ...format.Text) []string {
	var names []string
	for _, c := range w.Creators {
		if slices.Contains(types, cmp.Or(c.Type, "author")) {
			names = append(names, cmp.Or(strings.TrimSpace(string(c.Name)), strings.TrimSpace(string(c.FirstName+" "+c.LastName))))
		}
	}
	return names
}

// groups returns the names of creators that have no parts. Zotero writes a person of one name the
// same way, so a single ordinary word is left out.
func (w wireItem) groups() []string {
	var names []string
	for _, c := range w.Creators {
		name := strings.TrimSpace(string(c.Name))
		if strings.Contains(name, " ") || name != "" && !strings.ContainsFunc(name, unicode.IsLower) {
			names = append(names, name)
		}
	}
	return names
}

// flag is decoded from true or 1. The web API writes 1 for an item in the trash.
type flag bool

func (f *flag) UnmarshalJSON(b []byte) error {
	*f = string(b) == "true" || string(b) == "1"
	return nil
}

// lines is a text. Some versions of Better BibTeX write it as a list of lines.
type lines string

func (l *lines) UnmarshalJSON(b []byte) error {
	var several []format.Text
	if b[0] != '[' {
		return (*format.Text)(l).UnmarshalJSON(b)
	}
	if err := json.Unmarshal(b, &several); err != nil {
		return err
	}
	*l = ""
	for _, line := range several {
		*l += lines(line) + "\n"
	}
	return nil
}

// tags has the keywords that the user or a catalogue gave an item. Old exports have them as
// strings rather than objects.
type tags []string

func (t *tags) UnmarshalJSON(b []byte) error {
	*t = nil
	var several []json.RawMessage
	if json.Unmarshal(b, &several) != nil {
		return nil // invalid tags do not invalidate the item
	}
	for _, one := range several {
		var named struct{ Tag format.Text }
		if one[0] == '"' {
			_ = named.Tag.UnmarshalJSON(one) // never fails for a string
		} else if json.Unmarshal(one, &named) != nil {
			continue
		}
		*t = append(*t, string(named.Tag))
	}
	return nil
}
