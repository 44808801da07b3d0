package zotero

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"paperboy/data/format"
)

// wireItem has the fields of Zotero's schema (api.zotero.org/schema) that a paper
// is made of. Unknown fields are ignored. Zotero's web API (zotero.org/support/dev/
// web_api/v3) has the item in Data of another that has only a key, and in Meta
// what its server knows of it.
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
	CaseName    format.Text `json:"caseName"`  // the title of a case
	NameOfAct   format.Text `json:"nameOfAct"` // and of a statute
	Subject     format.Text `json:"subject"`   // and of a letter
	Abstract    format.Text `json:"abstractNote"`
	Creators    []creator   `json:"creators"`
	Date        format.Text `json:"date"`
	DateDecided format.Text `json:"dateDecided"` // the date of a case
	DateEnacted format.Text `json:"dateEnacted"` // of a statute
	IssueDate   format.Text `json:"issueDate"`   // and of a patent
	DOI         format.Text `json:"DOI"`
	URL         format.Text `json:"url"`
	ArchiveID   format.Text `json:"archiveID"` // "arXiv:1706.03762" of a preprint
	Number      format.Text `json:"number"`    // the same where a preprint is a report
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
}

// item is the item itself.
func (w wireItem) item() wireItem {
	if w.Data != nil {
		return *w.Data
	}
	return w
}

// key is the name of the item in its library.
func (w wireItem) key() string { return format.FirstText(w.CitationKey, w.Key) }

// title is the title of an item of any type.
func (w wireItem) title() string {
	return format.FirstText(w.Title, w.CaseName, w.NameOfAct, w.Subject)
}

// date is its date as a person wrote it.
func (w wireItem) date() string {
	return format.FirstText(w.Date, w.DateDecided, w.DateEnacted, w.IssueDate)
}

// venue is where the item was published.
func (w wireItem) venue() string {
	return format.FirstText(w.PublicationTitle, w.BookTitle, w.ProceedingsTitle, w.EncyclopediaTitle, w.DictionaryTitle,
		w.ConferenceName, w.WebsiteTitle, w.BlogTitle, w.JournalAbbreviation)
}

// creator is a person, or a group by its name alone.
type creator struct {
	Type      format.Text `json:"creatorType"`
	FirstName format.Text `json:"firstName"`
	LastName  format.Text `json:"lastName"`
	Name      format.Text `json:"name"`
}

// authorTypes are the creators who stand for the author in the types of items that
// have none (the first creator of each type in Zotero's schema).
var authorTypes = []format.Text{
	"author", "artist", "cartographer", "director", "interviewee", "inventor", "performer", "podcaster", "presenter", "programmer", "sponsor",
}

// authors are the names of the authors, in the order in which papers print them.
func (w wireItem) authors() []string {
	var names []string
	for _, c := range w.Creators {
		if slices.Contains(authorTypes, cmp.Or(c.Type, "author")) {
			names = append(names, cmp.Or(strings.TrimSpace(string(c.Name)), strings.TrimSpace(string(c.FirstName+" "+c.LastName))))
		}
	}
	return names
}

// flag is true or 1, as the API writes what is in the trash.
type flag bool

func (f *flag) UnmarshalJSON(b []byte) error {
	*f = string(b) == "true" || string(b) == "1"
	return nil
}

// lines is a text, which some versions of Better BibTeX cut into its lines.
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

// tags are the words that a person or catalogue gave an item; an old export has
// them as strings.
type tags []string

func (t *tags) UnmarshalJSON(b []byte) error {
	*t = nil
	var several []json.RawMessage
	if json.Unmarshal(b, &several) != nil {
		return nil // no tags are needed for a paper
	}
	for _, one := range several {
		var named struct{ Tag format.Text }
		if one[0] == '"' {
			_ = named.Tag.UnmarshalJSON(one) // a string is one
		} else if json.Unmarshal(one, &named) != nil {
			continue
		}
		*t = append(*t, string(named.Tag))
	}
	return nil
}
