package wordxml

// wireSource is a source.
type wireSource struct {
	Tag              string     `xml:"Tag"`
	Kind             string     `xml:"SourceType"`
	Title            string     `xml:"Title"`
	SiteTitle        string     `xml:"InternetSiteTitle"`
	PublicationTitle string     `xml:"PublicationTitle"`
	AlbumTitle       string     `xml:"AlbumTitle"`
	BroadcastTitle   string     `xml:"BroadcastTitle"`
	ShortTitle       string     `xml:"ShortTitle"`
	Authors          wirePeople `xml:"Author>Author"`
	Editors          wirePeople `xml:"Author>Editor"`
	Inventors        wirePeople `xml:"Author>Inventor"`
	Year             string     `xml:"Year"`
	Month            string     `xml:"Month"`
	Day              string     `xml:"Day"`
	Journal          string     `xml:"JournalName"`
	Periodical       string     `xml:"PeriodicalTitle"`
	BookTitle        string     `xml:"BookTitle"`
	Conference       string     `xml:"ConferenceName"`
	Volume           string     `xml:"Volume"`
	Issue            string     `xml:"Issue"`
	Pages            string     `xml:"Pages"`
	Publisher        string     `xml:"Publisher"`
	Place            string     `xml:"City"`
	State            string     `xml:"StateProvince"`
	Country          string     `xml:"CountryRegion"`
	Edition          string     `xml:"Edition"`
	Institution      string     `xml:"Institution"`
	ThesisType       string     `xml:"ThesisType"`
	Number           string     `xml:"StandardNumber"`
	DOI              string     `xml:"DOI"`
	URL              string     `xml:"URL"`
	Comments         string     `xml:"Comments"`
	Abstract         string     `xml:"BIBTEX_Abstract"` // of JabRef
	Series           string     `xml:"BIBTEX_Series"`
}

type wirePeople struct {
	Persons   []wirePerson `xml:"NameList>Person"`
	Corporate string       `xml:"Corporate"`
}

type wirePerson struct {
	First  string `xml:"First"`
	Middle string `xml:"Middle"`
	Last   string `xml:"Last"`
}
