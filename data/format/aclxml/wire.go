package aclxml

import "paperboy/data/format"

// wireElement is a paper, or the metadata of a volume.
type wireElement struct {
	ID        string         `xml:"id,attr"`
	Title     format.XMLText `xml:"title"`
	Authors   []wireName     `xml:"author"`
	Abstract  format.XMLText `xml:"abstract"`
	URL       string         `xml:"url"`
	DOI       string         `xml:"doi"`
	Retracted *struct{}      `xml:"retracted"`
	Removed   *struct{}      `xml:"removed"`

	// Fields of a volume. A few papers have them too.
	BookTitle    format.XMLText `xml:"booktitle"`
	JournalTitle format.XMLText `xml:"journal-title"`
	Month        string         `xml:"month"`
	Year         string         `xml:"year"`
}

type wireName struct {
	First string `xml:"first"`
	Last  string `xml:"last"`
	Words string `xml:",chardata"`
}
