package csl

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"paperboy/data"
)

// wireItem is one item of CSL-JSON (github.com/citation-style-language/schema).
// Unknown variables are ignored, as are the people who are no authors.
type wireItem struct {
	ID             text     `json:"id"`
	CitationKey    text     `json:"citation-key"`
	Title          text     `json:"title"`
	Author         []name   `json:"author"`
	Issued         issued   `json:"issued"`
	Abstract       text     `json:"abstract"`
	ContainerTitle text     `json:"container-title"`
	EventTitle     text     `json:"event-title"`
	Event          text     `json:"event"` // its name before CSL 1.0.2; an object at Crossref
	DOI            text     `json:"DOI"`
	URL            text     `json:"URL"`
	PMID           text     `json:"PMID"`
	PMCID          text     `json:"PMCID"`
	Number         text     `json:"number"` // "arXiv:1706.03762" for Zotero's preprints
	Note           text     `json:"note"`   // Zotero's extra: "arXiv:1706.03762 [cs]"
	Keyword        keywords `json:"keyword"`
}

// maxKeyRunes is how much of an item's key its name for people has.
const maxKeyRunes = 60

// key is the name of the item in its library.
func (w wireItem) key() string {
	key := w.CitationKey
	if key == "" {
		key = w.ID
	}
	runes := []rune(data.OneLine(string(key)))
	return string(runes[:min(len(runes), maxKeyRunes)])
}

// text is a string, a number, or a list of which the first that is not empty
// counts. An object stands for what is not known.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	*t = ""
	switch b[0] {
	case '"':
		return json.Unmarshal(b, (*string)(t))
	case '[':
		var several []json.RawMessage // and not []text: lists within lists would be read again at each depth
		if err := json.Unmarshal(b, &several); err != nil {
			return err
		}
		for _, one := range several {
			if one[0] == '"' && json.Unmarshal(one, (*string)(t)) == nil && strings.TrimSpace(string(*t)) != "" {
				break
			}
		}
	case 't', 'f':
		return &json.UnmarshalTypeError{Value: "bool", Type: reflect.TypeFor[string]()}
	case '{', 'n':
	default:
		*t = text(b)
	}
	return nil
}

// name is a person or a group; some write it as one string.
type name struct {
	Family      text `json:"family"`
	Given       text `json:"given"`
	Dropping    text `json:"dropping-particle"`
	NonDropping text `json:"non-dropping-particle"`
	Suffix      text `json:"suffix"`
	Literal     text `json:"literal"`
	Name        text `json:"name"` // of a group at Crossref
}

func (n *name) UnmarshalJSON(b []byte) error {
	*n = name{}
	if b[0] == '"' {
		return n.Literal.UnmarshalJSON(b)
	}
	type plain name
	return json.Unmarshal(b, (*plain)(n))
}

// issued is a date as numbers or in words; some write it as one string.
type issued struct {
	Parts   [][]text `json:"date-parts"`
	Literal text     `json:"literal"`
	Raw     text     `json:"raw"`
	Season  text     `json:"season"`
	Circa   any      `json:"circa"`

	given string // the whole of it, as it stood
}

func (d *issued) UnmarshalJSON(b []byte) error {
	*d = issued{}
	if b[0] != '{' {
		return d.Raw.UnmarshalJSON(b)
	}
	type plain issued
	if err := json.Unmarshal(b, (*plain)(d)); err != nil {
		return err
	}
	var compact bytes.Buffer
	err := json.Compact(&compact, b)
	d.given = compact.String()
	return err
}

// keywords is one string, of words between commas or semicolons, or a list.
type keywords []string

func (k *keywords) UnmarshalJSON(b []byte) error {
	*k = nil
	var several []text
	if b[0] == '[' {
		if err := json.Unmarshal(b, &several); err != nil {
			return err
		}
	} else {
		var one text
		if err := one.UnmarshalJSON(b); err != nil {
			return err
		}
		several = []text{one}
	}
	for _, s := range several {
		for word := range strings.FieldsFuncSeq(string(s), func(r rune) bool { return r == ',' || r == ';' }) {
			*k = append(*k, strings.TrimSpace(word))
		}
	}
	return nil
}
