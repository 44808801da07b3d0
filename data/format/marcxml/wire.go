package marcxml

import (
	"slices"
	"strings"

	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// wireElement is a record of MARC, or one of OAI-PMH or SRU around it.
type wireElement struct {
	wireRecord
	Header struct {
		Status string `xml:"status,attr"`
	} `xml:"header"`
	OAI []wireRecord `xml:"metadata>record"`
	SRU []wireRecord `xml:"recordData>record"`
}

// record returns the record of MARC.
func (w wireElement) record() wireRecord {
	for _, r := range slices.Concat(w.OAI, w.SRU) {
		return r
	}
	return w.wireRecord
}

// wireRecord is a record (loc.gov/marc/bibliographic).
type wireRecord struct {
	Leader string `xml:"leader"`
	Fixed  []struct {
		Tag  string `xml:"tag,attr"`
		Text string `xml:",chardata"`
	} `xml:"controlfield"`
	Fields []wireField `xml:"datafield"`
}

// wireField is a field with its subfields.
type wireField struct {
	Tag       string         `xml:"tag,attr"`
	Ind1      string         `xml:"ind1,attr"`
	Ind2      string         `xml:"ind2,attr"`
	Subfields []xmlread.Text `xml:"subfield"`
}

// fields returns the fields with one of the tags, in the order of the record.
func (w wireRecord) fields(tags ...string) []wireField {
	var found []wireField
	for _, f := range w.Fields {
		if slices.Contains(tags, f.Tag) {
			found = append(found, f)
		}
	}
	return found
}

// first returns the first subfield of fields with a tag.
func (w wireRecord) first(tag, code string) string {
	for _, f := range w.fields(tag) {
		if said := f.get(code); said != "" {
			return said
		}
	}
	return ""
}

// all returns the subfields of fields with one of the tags.
func (w wireRecord) all(code string, tags ...string) []string {
	var found []string
	for _, f := range w.fields(tags...) {
		found = append(found, f.list(code)...)
	}
	return found
}

// list returns the subfields with a code, on one line each.
func (f wireField) list(code string) []string {
	var found []string
	for _, s := range f.Subfields {
		if s.Attr("code") == code {
			if said := bare(xmlread.First(s)); said != "" {
				found = append(found, said)
			}
		}
	}
	return found
}

// get returns the first subfield with a code.
func (f wireField) get(code string) string { return xmlread.FirstOf(f.list(code)) }

// nonSorting has the control characters around an article at the beginning of a title.
var nonSorting = strings.NewReplacer("\u0098", "", "\u009c", "")

// bare returns a text without the punctuation that catalogues put between subfields (ISBD).
func bare(said string) string {
	return strings.TrimSpace(strings.TrimRight(text.OneLine(nonSorting.Replace(said)), " /:;,="))
}

// fixed returns characters of a field of fixed length, or "".
func (w wireRecord) fixed(tag string, from, to int) string {
	for _, f := range w.Fixed {
		if f.Tag == tag && len(f.Text) >= to {
			return f.Text[from:to]
		}
	}
	return ""
}
