package crossrefxml

import (
	"encoding/xml"
	"strings"

	"paperboy/data/format/xmlread"
)

// wireElement is a work, or the metadata of the journal, issue, conference or book around it. The
// name of the element says which.
type wireElement struct {
	Language string `xml:"language,attr"`
	Kind     string `xml:"type,attr"` // of posted content

	Titles       []wireTitles     `xml:"titles"`
	SetTitles    []wireTitles     `xml:"set_metadata>titles"`
	SeriesTitles []wireTitles     `xml:"series_metadata>titles"`
	Contributors wireContributors `xml:"contributors"`
	Abstracts    []xmlread.Text   `xml:"abstract"`

	Published []wireDate `xml:"publication_date"`
	Posted    []wireDate `xml:"posted_date"`
	Approved  []wireDate `xml:"approval_date"`
	Created   []wireDate `xml:"database_date>creation_date"`
	Issued    []wireDate `xml:"database_date>publication_date"`
	Completed []wireDate `xml:"review_date"`

	DOI        string         `xml:"doi_data>doi"`
	Address    string         `xml:"doi_data>resource"`
	FirstPage  string         `xml:"pages>first_page"`
	LastPage   string         `xml:"pages>last_page"`
	Items      []wireItem     `xml:"publisher_item>item_number"`
	Volume     string         `xml:"volume"`
	OfVolume   string         `xml:"journal_volume>volume"` // of an issue
	Issue      string         `xml:"issue"`
	Edition    string         `xml:"edition_number"`
	ISBN       []string       `xml:"isbn"`
	ISSN       []string       `xml:"issn"`
	SeriesISSN []string       `xml:"series_metadata>issn"`
	Publisher  []xmlread.Text `xml:"publisher>publisher_name"`
	Place      []xmlread.Text `xml:"publisher>publisher_place"`
	School     []xmlread.Text `xml:"institution>institution_name"`
	Town       []xmlread.Text `xml:"institution>institution_place"`
	Degree     string         `xml:"degree"`
	Number     string         `xml:"publisher_item>identifier"`

	// Fields of journals and conferences.
	FullTitle   []xmlread.Text `xml:"full_title"`
	AbbrevTitle []xmlread.Text `xml:"abbrev_title"`
	Proceedings []xmlread.Text `xml:"proceedings_title"`
	Event       []xmlread.Text `xml:"conference_name"`
	Location    []xmlread.Text `xml:"conference_location"`

	// Fields of an answer to a query.
	Status       string         `xml:"status,attr"`
	Identifier   wireItem       `xml:"doi"`
	ArticleTitle []xmlread.Text `xml:"article_title"`
	JournalTitle []xmlread.Text `xml:"journal_title"`
	VolumeTitle  []xmlread.Text `xml:"volume_title"`
	SeriesTitle  []xmlread.Text `xml:"series_title"`
	Start        string         `xml:"first_page"`
	End          string         `xml:"last_page"`
	Year         []string       `xml:"year"`

	// Fields of the contributors of a conference, and of a dissertation.
	Persons       []wirePerson `xml:"person_name"`
	Organizations []wirePerson `xml:"organization"`

	// Words is the text of an error.
	Words string `xml:",chardata"`
}

type wireTitles struct {
	Titles    []xmlread.Text `xml:"title"`
	Subtitles []xmlread.Text `xml:"subtitle"`
}

// said returns the title, with the first subtitle.
func (w wireTitles) said() string {
	title, subtitle := xmlread.First(w.Titles...), xmlread.First(w.Subtitles...)
	if title != "" && subtitle != "" && !strings.Contains(title, subtitle) {
		return title + ": " + subtitle
	}
	return title
}

// wireItem is text with a type in one of several attributes.
type wireItem struct {
	ItemType string `xml:"item_number_type,attr"`
	Type     string `xml:"type,attr"`
	Text     string `xml:",chardata"`
}

type wireContributors struct {
	All []wirePerson `xml:",any"`
}

// wirePerson is a person_name, an organization, or a contributor of an answer to a query.
type wirePerson struct {
	XMLName xml.Name
	Role    string       `xml:"contributor_role,attr"`
	Given   xmlread.Text `xml:"given_name"`
	Surname xmlread.Text `xml:"surname"`
	Suffix  string       `xml:"suffix"`
	Words   string       `xml:",chardata"`
}

type wireDate struct {
	Year  string `xml:"year"`
	Month string `xml:"month"`
	Day   string `xml:"day"`
}

// said returns the date in the order of ISO 8601. Months over 12 are seasons and quarters.
func (d wireDate) said() string {
	return strings.Join(strings.Fields(d.Year+" "+d.Month+" "+d.Day), " ")
}
