package csl

import (
	"bytes"
	"encoding/json"
	"strings"

	"paperboy/data/source"
)

// wireItem is one item of CSL-JSON (github.com/citation-style-language/schema).
// Unknown variables are ignored, as are the people who are no authors.
type wireItem struct {
	ID             source.Text `json:"id"`
	CitationKey    source.Text `json:"citation-key"`
	Title          source.Text `json:"title"`
	Author         []name      `json:"author"`
	Issued         issued      `json:"issued"`
	Abstract       source.Text `json:"abstract"`
	ContainerTitle source.Text `json:"container-title"`
	EventTitle     source.Text `json:"event-title"`
	Event          source.Text `json:"event"` // its name before CSL 1.0.2; an object at Crossref
	DOI            source.Text `json:"DOI"`
	URL            source.Text `json:"URL"`
	PMID           source.Text `json:"PMID"`
	PMCID          source.Text `json:"PMCID"`
	Number         source.Text `json:"number"` // "arXiv:1706.03762" for Zotero's preprints
	Note           source.Text `json:"note"`   // Zotero's extra: "arXiv:1706.03762 [cs]"
	Keyword        keywords    `json:"keyword"`
}

// key is the name of the item in its library.
func (w wireItem) key() string { return source.FirstText(w.CitationKey, w.ID) }

// name is a person or a group; some write it as one string.
type name struct {
	Family      source.Text `json:"family"`
	Given       source.Text `json:"given"`
	Dropping    source.Text `json:"dropping-particle"`
	NonDropping source.Text `json:"non-dropping-particle"`
	Suffix      source.Text `json:"suffix"`
	Literal     source.Text `json:"literal"`
	Name        source.Text `json:"name"` // of a group at Crossref
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
	Parts   [][]source.Text `json:"date-parts"`
	Literal source.Text     `json:"literal"`
	Raw     source.Text     `json:"raw"`
	Season  source.Text     `json:"season"`
	Circa   any             `json:"circa"`

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
	var several []source.Text
	if b[0] == '[' {
		if err := json.Unmarshal(b, &several); err != nil {
			return err
		}
	} else {
		var one source.Text
		if err := one.UnmarshalJSON(b); err != nil {
			return err
		}
		several = []source.Text{one}
	}
	for _, s := range several {
		for word := range strings.FieldsFuncSeq(string(s), func(r rune) bool { return r == ',' || r == ';' }) {
			*k = append(*k, strings.TrimSpace(word))
		}
	}
	return nil
}
