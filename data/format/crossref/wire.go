package crossref

import (
	"cmp"
	"encoding/json"
	"strings"

	"paperboy/data/format"
	"paperboy/data/format/anyjson"
	"paperboy/data/text"
)

// wireWork has the fields of a work (github.com/CrossRef/rest-api-doc, "Works") that a record
// uses. Other fields are ignored.
type wireWork struct {
	DOI                 format.Text `json:"DOI"`
	Type                format.Text `json:"type"`
	Title               format.Text `json:"title"`    // the first of a list; the others are translations
	Subtitle            format.Text `json:"subtitle"` // the first of a list
	Abstract            format.Text `json:"abstract"`
	Author              []author    `json:"author"`
	ContainerTitle      texts       `json:"container-title"` // of a chapter in a series: the series, and the book
	ShortContainerTitle format.Text `json:"short-container-title"`
	Event               event       `json:"event"`
	Language            format.Text `json:"language"`
	URL                 format.Text `json:"URL"`
	Resource            struct {
		Primary struct {
			URL format.Text `json:"URL"`
		} `json:"primary"`
	} `json:"resource"`

	PublishedOnline date `json:"published-online"`
	PublishedPrint  date `json:"published-print"`
	Published       date `json:"published"`
	Posted          date `json:"posted"` // of a preprint
	Issued          date `json:"issued"` // the earliest of the above, as Crossref determines it

	Volume        format.Text   `json:"volume"`
	Issue         format.Text   `json:"issue"`
	Page          format.Text   `json:"page"`
	ArticleNumber format.Text   `json:"article-number"`
	Publisher     format.Text   `json:"publisher"`
	Place         format.Text   `json:"publisher-location"`
	Edition       format.Text   `json:"edition-number"`
	ISBN          texts         `json:"ISBN"`
	ISSN          texts         `json:"ISSN"`
	Degree        format.Text   `json:"degree"`
	Editor        []author      `json:"editor"`
	Institution   []institution `json:"institution"`

	AlternativeID []format.Text         `json:"alternative-id"`
	Relation      map[string][]relation `json:"relation"`

	// Status and Message are the members of an error response.
	Status  format.Text     `json:"status"`
	Message json.RawMessage `json:"message"`
}

// isPaper reports whether the work is a paper, rather than a container of papers or a part of one.
func (w wireWork) isPaper() bool {
	switch w.Type {
	case "journal", "journal-issue", "journal-volume", "book-series", "book-set", "proceedings-series", "report-series",
		"component", "sa-component", "grant", "database":
		return false
	}
	return true
}

// errorMessage returns the message of an error response, or "" if the entry is not one.
func (w wireWork) errorMessage() string {
	if w.Status != "failed" && w.Status != "error" {
		return ""
	}
	var several []struct{ Message format.Text }
	if json.Unmarshal(w.Message, &several) == nil && len(several) > 0 {
		return string(several[0].Message)
	}
	var one format.Text
	_ = json.Unmarshal(w.Message, &one) // the status is used instead
	return cmp.Or(string(one), string(w.Status))
}

// author is a person or a group.
type author struct {
	Given  format.Text `json:"given"`
	Family format.Text `json:"family"`
	Suffix format.Text `json:"suffix"`
	Name   format.Text `json:"name"`
}

// display returns the name with the given names first.
func (a author) display() string {
	if name := text.PlainLine(string(a.Name)); name != "" {
		return name
	}
	return strings.Join(strings.Fields(text.PlainLine(string(a.Given+" "+a.Family+" "+a.Suffix))), " ")
}

// texts is a list of strings, or one of them.
type texts []string

func (t *texts) UnmarshalJSON(b []byte) error {
	*t = anyjson.Value(b).Texts()
	return nil
}

// first returns the first text, or "".
func (t texts) first() format.Text {
	if len(t) == 0 {
		return ""
	}
	return format.Text(t[0])
}

// institution is the university of a thesis, or the organization of a report.
type institution struct {
	Name format.Text `json:"name"`
}

// event is the name of a conference. Some members of Crossref write it as a string.
type event struct {
	Name format.Text
}

func (e *event) UnmarshalJSON(b []byte) error {
	if b[0] != '{' {
		return e.Name.UnmarshalJSON(b)
	}
	type plain event
	return json.Unmarshal(b, (*plain)(e))
}

// date is a year, perhaps with a month and day. A date in another form is unknown.
type date struct {
	Parts [][]format.Text `json:"date-parts"`
}

func (d *date) UnmarshalJSON(b []byte) error {
	type plain date
	if json.Unmarshal(b, (*plain)(d)) != nil {
		*d = date{}
	}
	return nil
}

// relation is a work that is related to the one that has it.
type relation struct {
	Type format.Text `json:"id-type"`
	ID   format.Text `json:"id"`
}
