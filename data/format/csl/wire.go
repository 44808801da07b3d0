package csl

import (
	"bytes"
	"encoding/json"
	"strings"

	"paperboy/data/format"
)

// wireItem is one item of CSL-JSON (github.com/citation-style-language/schema). Unknown variables
// are ignored, and so are people other than authors.
type wireItem struct {
	ID             format.Text `json:"id"`
	CitationKey    format.Text `json:"citation-key"`
	Title          format.Text `json:"title"`
	Author         []name      `json:"author"`
	Issued         issued      `json:"issued"`
	Abstract       format.Text `json:"abstract"`
	ContainerTitle format.Text `json:"container-title"`
	EventTitle     format.Text `json:"event-title"`
	Event          format.Text `json:"event"` // the name of the event before CSL 1.0.2; an object in Crossref
	Language       format.Text `json:"language"`
	DOI            format.Text `json:"DOI"`
	URL            format.Text `json:"URL"`
	PMID           format.Text `json:"PMID"`
	PMCID          format.Text `json:"PMCID"`
	Number         format.Text `json:"number"` // "arXiv:1706.03762" for Zotero's preprints
	Note           format.Text `json:"note"`   // Zotero's extra: "arXiv:1706.03762 [cs]"
	Keyword        keywords    `json:"keyword"`
}

// key returns the key of the item in its library.
func (w wireItem) key() string { return format.FirstText(w.CitationKey, w.ID) }

// name is a person or a group. Some programs write it as a string.
type name struct {
	Family      format.Text `json:"family"`
	Given       format.Text `json:"given"`
	Dropping    format.Text `json:"dropping-particle"`
	NonDropping format.Text `json:"non-dropping-particle"`
	Suffix      format.Text `json:"suffix"`
	Literal     format.Text `json:"literal"`
	Name        format.Text `json:"name"` // name of a group in Crossref
}

func (n *name) UnmarshalJSON(b []byte) error {
	*n = name{}
	if b[0] == '"' {
		return n.Literal.UnmarshalJSON(b)
	}
	type plain name
	return json.Unmarshal(b, (*plain)(n))
}

// issued is a date in numbers or words. Some programs write it as a string.
type issued struct {
	Parts   [][]format.Text `json:"date-parts"`
	Literal format.Text     `json:"literal"`
	Raw     format.Text     `json:"raw"`
	Season  format.Text     `json:"season"`
	Circa   any             `json:"circa"`

	given string // the JSON of the date, without white space
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

// keywords is a list, or a string with words separated by commas or semicolons.
type keywords []string

func (k *keywords) UnmarshalJSON(b []byte) error {
	*k = nil
	var several []format.Text
	if b[0] == '[' {
		if err := json.Unmarshal(b, &several); err != nil {
			return err
		}
	} else {
		var one format.Text
		if err := one.UnmarshalJSON(b); err != nil {
			return err
		}
		several = []format.Text{one}
	}
	for _, s := range several {
		for word := range strings.FieldsFuncSeq(string(s), func(r rune) bool { return r == ',' || r == ';' }) {
			*k = append(*k, strings.TrimSpace(word))
		}
	}
	return nil
}
