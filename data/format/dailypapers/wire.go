package dailypapers

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
)

// wireEntry is one paper in a list. Lists of the API wrap the paper in it; search results and the
// response for one paper do not. The outer publishedAt is not a date of the paper.
type wireEntry struct {
	wirePaper
	Wrapped     *wirePaper `json:"paper"`
	NumComments *int       `json:"numComments"`
	// Submitter is the name that the organization had for four days of 2025.
	Submitter optional[wireOrganization] `json:"submitterOrganization"`
}

// organization returns the name of the organization that submitted the paper, or "".
func (e *wireEntry) organization() string {
	for _, o := range []wireOrganization{e.paper().Organization.value, e.Organization.value, e.Submitter.value} {
		if name := cmp.Or(o.Fullname, o.Name); name != "" {
			return name
		}
	}
	return ""
}

// paper returns the paper, wrapped or not. It fills an empty title or summary of a wrapped paper
// from the entry.
func (e *wireEntry) paper() wirePaper {
	if e.Wrapped == nil {
		return e.wirePaper
	}
	p := *e.Wrapped
	if p.Title == "" {
		p.Title = e.Title
	}
	if p.Summary == "" {
		p.Summary = e.Summary
	}
	return p
}

type wirePaper struct {
	ID                 string       `json:"id"`
	Title              string       `json:"title"`
	Summary            string       `json:"summary"`
	PublishedAt        string       `json:"publishedAt"` // the time of the first arXiv version
	SubmittedOnDailyAt string       `json:"submittedOnDailyAt"`
	Authors            []wireAuthor `json:"authors"`
	Upvotes            *int         `json:"upvotes"`
	ProjectPage        string       `json:"projectPage"`
	GithubRepo         string       `json:"githubRepo"`

	GithubStars  optional[*int]             `json:"githubStars"`
	AISummary    optional[string]           `json:"ai_summary"`
	AIKeywords   optional[[]string]         `json:"ai_keywords"`
	Organization optional[wireOrganization] `json:"organization"`
}

type wireOrganization struct {
	Name     string `json:"name"`
	Fullname string `json:"fullname"`
}

// optional is a value that a paper can do without: if it has another type than T, it is left out
// and the paper is read.
type optional[T any] struct{ value T }

func (o *optional[T]) UnmarshalJSON(b []byte) error {
	var value T
	if json.Unmarshal(b, &value) == nil {
		o.value = value
	}
	return nil
}

type wireAuthor struct {
	Name string   `json:"name"`
	User wireUser `json:"user"`
}

type wireUser struct {
	Fullname string `json:"fullname"`
}

// wireDay is one line of a file with one day per line. Its entries are a response of the API: an
// array, or an object with the array in "data". The fields Date and Data are those of such an
// object.
type wireDay struct {
	Day     string          `json:"day"`
	Date    string          `json:"date"`
	Entries json.RawMessage `json:"entries"`
	Data    json.RawMessage `json:"data"`
}

// wireList is the data-props of a list page. A search page has the list of the period in addition
// to its results.
type wireList struct {
	Date          string            `json:"date"`
	DateString    string            `json:"dateString"`
	PeriodType    string            `json:"periodType"`
	DailyPapers   []json.RawMessage `json:"dailyPapers"`
	SearchResults []json.RawMessage `json:"searchResults"`
}

// parseEntry parses one entry: an object, or a string with the Python repr of an object.
func parseEntry(text []byte) (wireEntry, error) {
	var e wireEntry
	if text[0] == '"' {
		var repr string
		if err := json.Unmarshal(text, &repr); err != nil {
			return e, err
		}
		var err error
		if text, err = reprToJSON(repr); err != nil {
			return e, err
		}
	}
	if !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return e, errors.New("an entry must be an object")
	}
	return e, json.Unmarshal(text, &e)
}

// describe returns the rejection code for an error of parseEntry, and what is wrong with the
// entry.
func describe(err error) (code, reason string) {
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		return "invalid_type", fmt.Sprintf("%s must be a %s, got a JSON %s", wrong.Field, wrong.Type.Kind(), wrong.Value)
	}
	return "invalid_json", "cannot be read: " + err.Error()
}
