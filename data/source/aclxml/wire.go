package aclxml

import "paperboy/data/source"

// wireElement is a paper, or the meta of a volume.
type wireElement struct {
	ID        string         `xml:"id,attr"`
	Title     source.XMLText `xml:"title"`
	Authors   []wireName     `xml:"author"`
	Abstract  source.XMLText `xml:"abstract"`
	URL       string         `xml:"url"`
	DOI       string         `xml:"doi"`
	Retracted *struct{}      `xml:"retracted"`
	Removed   *struct{}      `xml:"removed"`

	// Of a volume, and of few papers.
	BookTitle    source.XMLText `xml:"booktitle"`
	JournalTitle source.XMLText `xml:"journal-title"`
	Month        string         `xml:"month"`
	Year         string         `xml:"year"`
}

type wireName struct {
	First string `xml:"first"`
	Last  string `xml:"last"`
	Words string `xml:",chardata"`
}
