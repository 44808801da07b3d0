package datacitexml

import "paperboy/data/format/xmlread"

// wireResource is a resource (datacite-metadata-schema.readthedocs.io).
type wireResource struct {
	Identifier   wireText       `xml:"identifier"`
	Creators     []wirePerson   `xml:"creators>creator"`
	Contributors []wirePerson   `xml:"contributors>contributor"`
	Titles       []xmlread.Text `xml:"titles>title"`
	Publisher    xmlread.Text   `xml:"publisher"`
	Year         string         `xml:"publicationYear"`
	Dates        []wireText     `xml:"dates>date"`
	Language     string         `xml:"language"`
	Kind         wireText       `xml:"resourceType"`
	Descriptions []xmlread.Text `xml:"descriptions>description"`
	Alternate    []wireText     `xml:"alternateIdentifiers>alternateIdentifier"`
	Related      []wireText     `xml:"relatedIdentifiers>relatedIdentifier"`
	Items        []wireItem     `xml:"relatedItems>relatedItem"`
}

// wireText is text with a type, whose attribute depends on the element.
type wireText struct {
	Identifier string `xml:"identifierType,attr"`
	Date       string `xml:"dateType,attr"`
	General    string `xml:"resourceTypeGeneral,attr"`
	Alternate  string `xml:"alternateIdentifierType,attr"`
	Related    string `xml:"relatedIdentifierType,attr"`
	Relation   string `xml:"relationType,attr"`
	Number     string `xml:"numberType,attr"`
	Text       string `xml:",chardata"`
}

// wirePerson is a creator or contributor. Some files have several names in one.
type wirePerson struct {
	Role   string     `xml:"contributorType,attr"`
	Names  []wireName `xml:"creatorName"`
	Names2 []wireName `xml:"contributorName"`
	Given  []string   `xml:"givenName"`
	Family []string   `xml:"familyName"`
}

type wireName struct {
	Kind string `xml:"nameType,attr"`
	Text string `xml:",chardata"`
}

// wireItem is something that the resource is part of, or related to in another way.
type wireItem struct {
	Relation     string         `xml:"relationType,attr"`
	Kind         string         `xml:"relatedItemType,attr"`
	Identifier   wireItemID     `xml:"relatedItemIdentifier"`
	Titles       []xmlread.Text `xml:"titles>title"`
	Volume       string         `xml:"volume"`
	Issue        string         `xml:"issue"`
	Number       wireText       `xml:"number"`
	FirstPage    string         `xml:"firstPage"`
	LastPage     string         `xml:"lastPage"`
	Publisher    xmlread.Text   `xml:"publisher"`
	Edition      string         `xml:"edition"`
	Contributors []wirePerson   `xml:"contributors>contributor"`
}

type wireItemID struct {
	Kind string `xml:"relatedItemIdentifierType,attr"`
	Text string `xml:",chardata"`
}
