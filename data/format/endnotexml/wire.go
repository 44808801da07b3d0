package endnotexml

import (
	"paperboy/data/format/xmlread"
)

// wireRecord is a reference.
type wireRecord struct {
	Number       string         `xml:"rec-number"`
	Kind         wireKind       `xml:"ref-type"`
	Authors      []xmlread.Text `xml:"contributors>authors>author"`
	Secondary    []xmlread.Text `xml:"contributors>secondary-authors>author"`
	Tertiary     []xmlread.Text `xml:"contributors>tertiary-authors>author"`
	Title        xmlread.Text   `xml:"titles>title"`
	Container    xmlread.Text   `xml:"titles>secondary-title"`
	Series       xmlread.Text   `xml:"titles>tertiary-title"`
	Short        xmlread.Text   `xml:"titles>alt-title"`
	Periodical   xmlread.Text   `xml:"periodical>full-title"`
	Abbreviation xmlread.Text   `xml:"periodical>abbr-1"`
	Pages        xmlread.Text   `xml:"pages"`
	Volume       xmlread.Text   `xml:"volume"`
	Issue        xmlread.Text   `xml:"number"`
	Edition      xmlread.Text   `xml:"edition"`
	Section      xmlread.Text   `xml:"section"`
	Year         xmlread.Text   `xml:"dates>year"`
	Days         []xmlread.Text `xml:"dates>pub-dates>date"`
	Place        xmlread.Text   `xml:"pub-location"`
	Publisher    xmlread.Text   `xml:"publisher"`
	ISBN         []xmlread.Text `xml:"isbn"`
	DOI          xmlread.Text   `xml:"electronic-resource-num"`
	Accession    xmlread.Text   `xml:"accession-num"`
	Abstract     xmlread.Text   `xml:"abstract"`
	Notes        []xmlread.Text `xml:"notes"`
	URLs         []xmlread.Text `xml:"urls>related-urls>url"`
	WebURLs      []xmlread.Text `xml:"urls>web-urls>url"`
	Language     xmlread.Text   `xml:"language"`
	Database     xmlread.Text   `xml:"remote-database-name"`
	WorkType     xmlread.Text   `xml:"work-type"`
	Label        xmlread.Text   `xml:"label"`
	Custom2      xmlread.Text   `xml:"custom2"` // the number in PubMed Central
}

type wireKind struct {
	Name string `xml:"name,attr"`
	Code string `xml:",chardata"`
}
