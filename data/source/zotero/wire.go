package zotero

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"paperboy/data/source"
)

// wireItem has the fields of Zotero's schema (api.zotero.org/schema) that a paper
// is made of. Unknown fields are ignored. Zotero's web API (zotero.org/support/dev/
// web_api/v3) has the item in Data of another that has only a key, and in Meta
// what its server knows of it.
type wireItem struct {
	Data *wireItem `json:"data"`
	Meta struct {
		ParsedDate source.Text `json:"parsedDate"`
	} `json:"meta"`

	Key         source.Text `json:"key"`
	CitationKey source.Text `json:"citationKey"`
	ItemType    source.Text `json:"itemType"`
	Deleted     flag        `json:"deleted"`
	Title       source.Text `json:"title"`
	CaseName    source.Text `json:"caseName"`  // the title of a case
	NameOfAct   source.Text `json:"nameOfAct"` // and of a statute
	Subject     source.Text `json:"subject"`   // and of a letter
	Abstract    source.Text `json:"abstractNote"`
	Creators    []creator   `json:"creators"`
	Date        source.Text `json:"date"`
	DateDecided source.Text `json:"dateDecided"` // the date of a case
	DateEnacted source.Text `json:"dateEnacted"` // of a statute
	IssueDate   source.Text `json:"issueDate"`   // and of a patent
	DOI         source.Text `json:"DOI"`
	URL         source.Text `json:"url"`
	ArchiveID   source.Text `json:"archiveID"` // "arXiv:1706.03762" of a preprint
	Number      source.Text `json:"number"`    // the same where a preprint is a report
	PMID        source.Text `json:"PMID"`
	PMCID       source.Text `json:"PMCID"`
	Extra       lines       `json:"extra"`
	Tags        tags        `json:"tags"`

	PublicationTitle    source.Text `json:"publicationTitle"`
	BookTitle           source.Text `json:"bookTitle"`
	ProceedingsTitle    source.Text `json:"proceedingsTitle"`
	EncyclopediaTitle   source.Text `json:"encyclopediaTitle"`
	DictionaryTitle     source.Text `json:"dictionaryTitle"`
	ConferenceName      source.Text `json:"conferenceName"`
	WebsiteTitle        source.Text `json:"websiteTitle"`
	BlogTitle           source.Text `json:"blogTitle"`
	JournalAbbreviation source.Text `json:"journalAbbreviation"`
}

// item is the item itself.
func (w wireItem) item() wireItem {
	if w.Data != nil {
		return *w.Data
	}
	return w
}

// key is the name of the item in its library.
func (w wireItem) key() string { return source.FirstText(w.CitationKey, w.Key) }

// title is the title of an item of any type.
func (w wireItem) title() string {
	return source.FirstText(w.Title, w.CaseName, w.NameOfAct, w.Subject)
}

// date is its date as a person wrote it.
func (w wireItem) date() string {
	return source.FirstText(w.Date, w.DateDecided, w.DateEnacted, w.IssueDate)
}

// venue is where the item was published.
func (w wireItem) venue() string {
	return source.FirstText(w.PublicationTitle, w.BookTitle, w.ProceedingsTitle, w.EncyclopediaTitle, w.DictionaryTitle,
		w.ConferenceName, w.WebsiteTitle, w.BlogTitle, w.JournalAbbreviation)
}

// creator is a person, or a group by its name alone.
type creator struct {
	Type      source.Text `json:"creatorType"`
	FirstName source.Text `json:"firstName"`
	LastName  source.Text `json:"lastName"`
	Name      source.Text `json:"name"`
}

// authorTypes are the creators who stand for the author in the types of items that
// have none (the first creator of each type in Zotero's schema).
var authorTypes = []source.Text{
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
	var several []source.Text
	if b[0] != '[' {
		return (*source.Text)(l).UnmarshalJSON(b)
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
		var named struct{ Tag source.Text }
		if one[0] == '"' {
			_ = named.Tag.UnmarshalJSON(one) // a string is one
		} else if json.Unmarshal(one, &named) != nil {
			continue
		}
		*t = append(*t, string(named.Tag))
	}
	return nil
}
