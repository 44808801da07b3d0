package mods

import (
	"strings"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// wireRecord is a record.
type wireRecord struct {
	Key string `xml:"ID,attr"`
	wireItem
	Related []wireRelated `xml:"relatedItem"`
}

// wireRelated is what a record is part of, or related to in another way.
type wireRelated struct {
	Kind string `xml:"type,attr"`
	wireItem
}

// wireItem has the elements of records and related items.
type wireItem struct {
	Titles      []wireTitle    `xml:"titleInfo"`
	Names       []wireName     `xml:"name"`
	Genres      []string       `xml:"genre"`
	Resource    []string       `xml:"typeOfResource"`
	Origins     []wireOrigin   `xml:"originInfo"`
	Languages   []wireLanguage `xml:"language"`
	Abstracts   []xmlread.Text `xml:"abstract"`
	Notes       []xmlread.Text `xml:"note"`
	Identifiers []wireTerm     `xml:"identifier"`
	URLs        []string       `xml:"location>url"`
	Parts       []wirePart     `xml:"part"`
}

// wireLanguage is a language as terms, or as text in MODS 3.0 and before.
type wireLanguage struct {
	Terms []wireTerm `xml:"languageTerm"`
	Text  string     `xml:",chardata"`
}

// wireTerm is text with a type.
type wireTerm struct {
	Kind    string `xml:"type,attr"`
	Invalid string `xml:"invalid,attr"`
	Text    string `xml:",chardata"`
}

type wireTitle struct {
	Kind    string       `xml:"type,attr"`
	NonSort string       `xml:"nonSort"`
	Title   xmlread.Text `xml:"title"`
	Sub     xmlread.Text `xml:"subTitle"`
	Number  string       `xml:"partNumber"`
	Part    xmlread.Text `xml:"partName"`
}

// said returns the title with its article, subtitle and part.
func (w wireTitle) said() string {
	title := text.OneLine(w.NonSort + " " + xmlread.First(w.Title))
	if sub := xmlread.First(w.Sub); title != "" && sub != "" {
		title = strings.TrimRight(title, " :") + ": " + sub
	}
	part := text.OneLine(w.Number)
	if name := xmlread.First(w.Part); name != "" && part != "" {
		part += ": " + name
	} else {
		part += name
	}
	if title != "" && part != "" {
		title = strings.TrimSuffix(title, ".") + ". " + part
	}
	return title
}

// title returns the title, rather than another spelling of it.
func (w wireItem) title() string {
	other := ""
	for _, t := range w.Titles {
		switch said := t.said(); {
		case said != "" && t.Kind == "":
			return said
		case other == "":
			other = said
		}
	}
	return other
}

type wireName struct {
	Kind    string     `xml:"type,attr"`
	Parts   []wireTerm `xml:"namePart"`
	Display string     `xml:"displayForm"`
	Roles   []string   `xml:"role>roleTerm"`
	Roles2  []string   `xml:"role>text"` // MODS 2
	EtAl    *struct{}  `xml:"etal"`
}

// name returns the name in the order in which papers print it, or with the family name first.
func (w wireName) name() format.Name {
	var given, family, suffix, other []string
	for _, p := range w.Parts {
		part := format.CutLifeDates(text.OneLine(p.Text))
		switch p.Kind {
		case "given":
			given = append(given, part)
		case "family":
			family = append(family, part)
		case "termsOfAddress":
			suffix = append(suffix, part)
		case "date":
		default:
			other = append(other, part)
		}
	}
	n := format.Name{Text: text.OneLine(strings.Join(append(append(given, family...), suffix...), " ")), IsGroup: w.Kind == "corporate" || w.Kind == "conference"}
	if len(family) == 0 && len(other) > 0 {
		separator := " "
		if n.IsGroup { // an institution and its part
			separator = ": "
		}
		n.Text = strings.Join(append([]string{strings.Join(other, separator)}, suffix...), " ")
	}
	if n.Text == "" {
		n.Text = w.Display
	}
	return n
}

type wireOrigin struct {
	Issued     []string       `xml:"dateIssued"`
	Copyright  []string       `xml:"copyrightDate"`
	Created    []string       `xml:"dateCreated"`
	Publishers []xmlread.Text `xml:"publisher"`
	Agents     []xmlread.Text `xml:"agent>namePart"` // the publisher, since MODS 3.8
	Places     []wirePlace    `xml:"place"`
	Edition    string         `xml:"edition"`
	Issuance   string         `xml:"issuance"`
}

type wirePlace struct {
	Terms []wireTerm `xml:"placeTerm"`
	Text  string     `xml:"text"` // MODS 3.0 and before
}

type wirePart struct {
	Details []wireDetail `xml:"detail"`
	Extents []wireExtent `xml:"extent"`
	Dates   []string     `xml:"date"`
}

type wireDetail struct {
	Kind   string `xml:"type,attr"`
	Number string `xml:"number"`
	Title  string `xml:"title"`
}

type wireExtent struct {
	Unit  string `xml:"unit,attr"`
	Start string `xml:"start"`
	End   string `xml:"end"`
	List  string `xml:"list"`
}
