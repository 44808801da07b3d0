package jsonl

import (
	"cmp"
	"encoding/json"
	"math"
	"reflect"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// wirePaper is one JSON object, with the fields of a paper as Paperboy exports it and those of
// collections that people use. Other fields are ignored.
type wirePaper struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Abstract    string `json:"abstract"`
	Authors     names  `json:"authors"`
	AuthorCount whole  `json:"author_count"`
	Date        string `json:"date"`
	PublishedAt string `json:"published_at"` // preferred to date, which may be the day of a list
	Year        year   `json:"year"`         // used if there is no date
	Featured    string `json:"featured"`
	HFDate      string `json:"hf_date"` // another name of featured
	Days        list   `json:"featured_days"`
	Upvotes     whole  `json:"upvotes"`
	Comments    count  `json:"comments"`
	Stars       whole  `json:"stars"`
	Categories  words  `json:"categories"`
	Venue       string `json:"venue"`
	Language    string `json:"language"`
	Type        string `json:"type"`
	Container   string `json:"container"`
	Volume      string `json:"volume"`
	Number      string `json:"number"`
	Pages       string `json:"pages"`
	Publisher   string `json:"publisher"`
	Place       string `json:"place"`
	Editors     names  `json:"editors"`
	School      string `json:"school"`
	Series      string `json:"series"`
	Edition     string `json:"edition"`
	ISBN        string `json:"isbn"`
	ISSN        string `json:"issn"`
	Note        string `json:"note"`
	Groups      list   `json:"groups"`
	CitationKey string `json:"citation_key"`
	DOI         string `json:"doi"`
	URL         string `json:"url"`
	URLs        list   `json:"urls"`
	ProjectPage string `json:"project_page"`
	GitHub      string `json:"github"`
	Aliases     list   `json:"aliases"`

	Organization organization  `json:"organization"`
	AISummary    string        `json:"ai_summary"`
	AIKeywords   list          `json:"ai_keywords"`
	Repository   string        `json:"repository"`
	Observations []observation `json:"observations"`
	Sources      sources       `json:"sources"`
}

// observation is a data.Observation.
type observation struct {
	At       string `json:"at"`
	Upvotes  whole  `json:"upvotes"`
	Comments whole  `json:"comments"`
	Stars    whole  `json:"stars"`
}

// organization is a name, or an object with one.
type organization string

func (o *organization) UnmarshalJSON(b []byte) error {
	if format.Decode(b, (*string)(o)) == nil {
		return nil
	}
	var named struct{ Name, FullName string }
	if format.Decode(b, &named) != nil {
		return wrongType[string](b)
	}
	*o = organization(cmp.Or(named.FullName, named.Name))
	return nil
}

// names is a list of authors: strings, or objects with a name.
type names []string

func (n *names) UnmarshalJSON(b []byte) error {
	if format.Decode(b, (*[]string)(n)) == nil {
		return nil
	}
	var people []struct{ Name, FullName string }
	if format.Decode(b, &people) != nil {
		return wrongType[[]string](b)
	}
	*n = nil
	for _, p := range people {
		if p.Name == "" {
			p.Name = p.FullName
		}
		*n = append(*n, p.Name)
	}
	return nil
}

// list is a list of strings, or a single string.
type list []string

func (l *list) UnmarshalJSON(b []byte) error {
	var one string
	switch {
	case format.Decode(b, (*[]string)(l)) == nil:
	case format.Decode(b, &one) == nil:
		*l = list{one}
	default:
		return wrongType[[]string](b)
	}
	return nil
}

// words is a list of strings, or a string with words, as in arXiv's metadata.
type words []string

func (w *words) UnmarshalJSON(b []byte) error {
	var l list
	err := l.UnmarshalJSON(b)
	if err == nil && b[0] == '"' {
		l = strings.FieldsFunc(l[0], func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
	}
	*w = words(l)
	return err
}

// year is a number, or a string of digits.
type year string

func (y *year) UnmarshalJSON(b []byte) error {
	if s := strings.Trim(string(b), `"`); s != "null" {
		*y = year(s)
	}
	return nil
}

// whole is an integer, which may be written as 3.0.
type whole struct{ n *int }

func (w *whole) UnmarshalJSON(b []byte) error {
	var f *float64
	if format.Decode(b, &f) != nil || f != nil && (*f != math.Trunc(*f) || math.Abs(*f) > math.MaxInt32) {
		return wrongType[int](b)
	}
	if f != nil {
		n := int(*f)
		w.n = &n
	}
	return nil
}

// count is an integer. It ignores a string, because arXiv's metadata have a text with the same
// name.
type count struct{ whole }

func (c *count) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return nil
	}
	return c.whole.UnmarshalJSON(b)
}

// sources is the provenance of a paper that was exported by Paperboy. Values of other programs
// are ignored.
type sources []data.Provenance

func (s *sources) UnmarshalJSON(b []byte) error {
	if format.Decode(b, (*[]data.Provenance)(s)) != nil {
		*s = nil
	}
	return nil
}

// wrongType returns the error for a value that is not a T. The decoder adds the name of the field.
func wrongType[T any](b []byte) error {
	return &json.UnmarshalTypeError{Value: kindOf(b), Type: reflect.TypeFor[T]()}
}

// kindOf returns the name of the type of a JSON value.
func kindOf(b []byte) string {
	switch b[0] {
	case '"':
		return "string"
	case '{':
		return "object"
	case '[':
		return "list of something else"
	case 't', 'f':
		return "bool"
	case 'n':
		return "null"
	}
	return "number"
}
