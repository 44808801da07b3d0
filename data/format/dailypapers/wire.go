package dailypapers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// wireEntry is one paper in a list. The API wraps the paper in it; its search and
// its answer for one paper do not. The outer publishedAt is no date of the paper.
type wireEntry struct {
	wirePaper
	Wrapped     *wirePaper `json:"paper"`
	NumComments *int       `json:"numComments"`
}

// paper is the paper wherever it stands.
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
	PublishedAt        string       `json:"publishedAt"` // the first arXiv version
	SubmittedOnDailyAt string       `json:"submittedOnDailyAt"`
	Authors            []wireAuthor `json:"authors"`
	Upvotes            *int         `json:"upvotes"`
	ProjectPage        string       `json:"projectPage"`
	GithubRepo         string       `json:"githubRepo"`
}

type wireAuthor struct {
	Name string   `json:"name"`
	User wireUser `json:"user"`
}

type wireUser struct {
	Fullname string `json:"fullname"`
}

// wireDay is a day as the day-a-line file keeps it. Its entries are an answer of
// the API: an array, or an object around one.
type wireDay struct {
	Day     string          `json:"day"`
	Date    string          `json:"date"`
	Entries json.RawMessage `json:"entries"`
	Data    json.RawMessage `json:"data"`
}

// wireList is what a list page carries in its data-props. A search page keeps the
// period's own list beside the results.
type wireList struct {
	Date          string            `json:"date"`
	DateString    string            `json:"dateString"`
	PeriodType    string            `json:"periodType"`
	DailyPapers   []json.RawMessage `json:"dailyPapers"`
	SearchResults []json.RawMessage `json:"searchResults"`
}

// parseEntry reads one entry: an object, or a string with the Python repr of one.
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

// describe says what is wrong with an entry, and the code of its refusal.
func describe(err error) (code, reason string) {
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		return "invalid_type", fmt.Sprintf("%s must be a %s, got a JSON %s", wrong.Field, wrong.Type.Kind(), wrong.Value)
	}
	return "invalid_json", "cannot be read: " + err.Error()
}
