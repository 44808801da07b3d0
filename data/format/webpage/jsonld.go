package webpage

import (
	"encoding/json"
	"slices"
	"strings"

	"paperboy/data/text"
)

// article is a paper as JSON-LD. Each value may be a text, an object, or a list of these.
type article struct {
	Type          values `json:"@type"`
	Headline      values `json:"headline"`
	Name          values `json:"name"`
	Author        values `json:"author"`
	Creator       values `json:"creator"`
	DatePublished values `json:"datePublished"`
	DateCreated   values `json:"dateCreated"`
	Abstract      values `json:"abstract"`
	Description   values `json:"description"`
	IsPartOf      values `json:"isPartOf"`
	Identifier    values `json:"identifier"`
	SameAs        values `json:"sameAs"`
	ID            values `json:"@id"`
	URL           values `json:"url"`

	Publisher          values `json:"publisher"`
	SourceOrganization values `json:"sourceOrganization"`
	Editor             values `json:"editor"`
	VolumeNumber       values `json:"volumeNumber"`
	IssueNumber        values `json:"issueNumber"`
	PageStart          values `json:"pageStart"`
	PageEnd            values `json:"pageEnd"`
	Pagination         values `json:"pagination"`
	ISSN               values `json:"issn"`
	ISBN               values `json:"isbn"`
	Edition            values `json:"bookEdition"`
	InLanguage         values `json:"inLanguage"`

	// Members of an object that contains the paper.
	Graph      []json.RawMessage `json:"@graph"`
	MainEntity values            `json:"mainEntity"`
}

// value is a text, or the members of an object that a record uses.
type value struct {
	Text       string
	raw        []byte
	Name       string `json:"name"`
	Given      string `json:"givenName"`
	Family     string `json:"familyName"`
	Value      string `json:"value"`
	PropertyID string `json:"propertyID"`
	Kind       values `json:"@type"`
	IsPartOf   values `json:"isPartOf"`

	VolumeNumber values `json:"volumeNumber"`
	IssueNumber  values `json:"issueNumber"`
	ISSN         values `json:"issn"`
}

// values is decoded from a single value or a list. Values of other types are skipped.
type values []value

func (v *values) UnmarshalJSON(b []byte) error {
	*v = nil
	several := []json.RawMessage{b}
	if b[0] == '[' {
		if err := json.Unmarshal(b, &several); err != nil {
			return err
		}
	}
	for _, one := range several {
		var text string
		var number json.Number
		var object value
		switch {
		case json.Unmarshal(one, &text) == nil && text != "":
			*v = append(*v, value{Text: text})
		case json.Unmarshal(one, &number) == nil && number != "":
			*v = append(*v, value{Text: number.String()})
		case one[0] == '{' && json.Unmarshal(one, (*plainValue)(&object)) == nil:
			object.raw = one
			*v = append(*v, object)
		}
	}
	return nil
}

type plainValue value

// first returns the first text or name that is not empty, on one line.
func (v values) first() string { return text.OneLine(v.text()) }

// text returns the first text or name that is not empty, with its paragraphs.
func (v values) text() string {
	for _, one := range v {
		if text := one.Text + one.Name; strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// scholarly lists the types of schema.org that are papers.
var scholarly = []string{"ScholarlyArticle", "MedicalScholarlyArticle", "Thesis", "Report", "Chapter", "Book", "Dataset", "SoftwareSourceCode"}

// bareType returns the name of a type of schema.org, which may be written as an address.
func bareType(name string) string {
	return name[strings.LastIndexAny(name, ":/")+1:]
}

// maxLevels is the maximum depth at which a paper is found in lists, @graph and mainEntity.
const maxLevels = 4

// articlesOf returns the papers in a JSON-LD text. An invalid text has none.
func articlesOf(text string) []article { return articlesIn([]byte(strings.TrimSpace(text)), maxLevels) }

func articlesIn(text []byte, levels int) []article {
	if len(text) == 0 || levels == 0 {
		return nil
	}
	var found []article
	if text[0] == '[' {
		var several []json.RawMessage
		if json.Unmarshal(text, &several) == nil {
			for _, one := range several {
				found = append(found, articlesIn(one, levels-1)...)
			}
		}
		return found
	}
	var a article
	if json.Unmarshal(text, &a) != nil {
		return nil
	}
	if slices.ContainsFunc(a.Type, func(t value) bool { return slices.Contains(scholarly, bareType(t.Text)) }) {
		return []article{a}
	}
	for _, one := range a.Graph {
		found = append(found, articlesIn(one, levels-1)...)
	}
	for _, one := range a.MainEntity {
		found = append(found, articlesIn(one.raw, levels-1)...)
	}
	return found
}

func (a article) title() string {
	if title := a.Headline.first(); title != "" {
		return title
	}
	return a.Name.first()
}

func (a article) authors() []string {
	if len(a.Author) == 0 {
		return names(a.Creator)
	}
	return names(a.Author)
}

// names returns the names of people or groups.
func names(people values) []string {
	var list []string
	for _, p := range people {
		name := text.OneLine(p.Text + p.Name)
		if name == "" {
			name = text.OneLine(p.Given + " " + p.Family)
		}
		list = append(list, name)
	}
	return list
}

// chain returns the values of a member of the paper and of what it is part of, the nearest first.
func (a article) chain(member func(v value) values) values {
	found := slices.Clone(member(value{VolumeNumber: a.VolumeNumber, IssueNumber: a.IssueNumber, ISSN: a.ISSN}))
	for part, levels := a.IsPartOf, maxLevels; len(part) > 0 && levels > 0; levels-- {
		for _, one := range part {
			found = append(found, member(one)...)
		}
		part = part[0].IsPartOf
	}
	return found
}

// inChain returns the first value of a chain, or "".
func (a article) inChain(member func(v value) values) string { return a.chain(member).first() }

// isInPeriodical reports whether the paper is part of an issue, a volume or a periodical.
func (a article) isInPeriodical() bool {
	return slices.ContainsFunc(a.chain(func(v value) values { return v.Kind }), func(k value) bool {
		switch bareType(k.Text) {
		case "Periodical", "PublicationIssue", "PublicationVolume":
			return true
		}
		return false
	})
}

// venue returns the name of the outermost thing that the paper is part of, because an issue is
// part of a volume, which is part of a journal.
func (a article) venue() string {
	venue, part := "", a.IsPartOf
	for range maxLevels {
		if len(part) == 0 {
			break
		}
		if name := part.first(); name != "" {
			venue = name
		}
		part = part[0].IsPartOf
	}
	return venue
}

// ids returns everything that may be an id of the paper.
func (a article) ids() []string {
	var ids []string
	for _, v := range slices.Concat(a.Identifier, a.SameAs, a.ID, a.URL) {
		switch kind := strings.ToLower(v.PropertyID); {
		case v.Text != "":
			ids = append(ids, v.Text)
		case v.Value != "" && (strings.HasPrefix(kind, "pm") || strings.Contains(kind, "arxiv")):
			ids = append(ids, kind+":"+v.Value)
		case v.Value != "":
			ids = append(ids, v.Value)
		}
	}
	return ids
}
