package aclxml

import "paperboy/data/format/xmlread"

// wireElement is a paper, or the metadata of a volume.
type wireElement struct {
	ID        string       `xml:"id,attr"`
	Title     xmlread.Text `xml:"title"`
	Authors   []wireName   `xml:"author"`
	Abstract  xmlread.Text `xml:"abstract"`
	URL       string       `xml:"url"`
	DOI       string       `xml:"doi"`
	Retracted *struct{}    `xml:"retracted"`
	Removed   *struct{}    `xml:"removed"`

	// Fields of a volume. A few papers have them too.
	BookTitle    xmlread.Text `xml:"booktitle"`
	JournalTitle xmlread.Text `xml:"journal-title"`
	Month        string       `xml:"month"`
	Year         string       `xml:"year"`
	Pages        string       `xml:"pages"`
	Editors      []wireName   `xml:"editor"`
	Publisher    xmlread.Text `xml:"publisher"`
	Place        xmlread.Text `xml:"address"`
	ISBN         string       `xml:"isbn"`
	Volume       string       `xml:"journal-volume"`
	Issue        string       `xml:"journal-issue"`
	Language     string       `xml:"language"`
}

// wireName is the name of a person. Words has text beside the parts of the name, or the whole name.
type wireName struct {
	First string `xml:"first"`
	Last  string `xml:"last"`
	Words string `xml:",chardata"`
}
