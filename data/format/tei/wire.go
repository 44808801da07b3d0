package tei

import (
	"encoding/xml"
	"slices"
	"strings"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// wireElement is a header, a reference, or the back of a paper.
type wireElement struct {
	File          wireFile        `xml:"fileDesc"`
	Abstracts     []xmlread.Text  `xml:"profileDesc>abstract"`
	Languages     []wireLanguage  `xml:"profileDesc>langUsage>language"`
	Classes       []wireClass     `xml:"profileDesc>textClass>classCode"`
	References    []wireReference `xml:"div>listBibl>biblStruct"`
	List          []wireReference `xml:"listBibl>biblStruct"`
	wireFile                      // of a biblFull
	wireReference                 // of a biblStruct
}

// wireFile is a fileDesc.
type wireFile struct {
	Titles    []xmlread.Text  `xml:"titleStmt>title"`
	People    []wirePerson    `xml:"titleStmt>author"`
	Editing   []wirePerson    `xml:"titleStmt>editor"`
	Published []wireDate      `xml:"publicationStmt>date"`
	Publisher []xmlread.Text  `xml:"publicationStmt>publisher"`
	IDs       []wireID        `xml:"publicationStmt>idno"`
	Sources   []wireReference `xml:"sourceDesc>biblStruct"`
}

// wireReference is a biblStruct.
type wireReference struct {
	Key      string         `xml:"http://www.w3.org/XML/1998/namespace id,attr"`
	Kind     string         `xml:"type,attr"`
	Analytic []wirePart     `xml:"analytic"`
	Monogr   []wirePart     `xml:"monogr"`
	Series   []wirePart     `xml:"series"`
	RefIDs   []wireID       `xml:"idno"`
	Notes    []xmlread.Text `xml:"note"`
	Links    []wireLink     `xml:"ptr"`
}

// element returns a reference as an element.
func (w wireReference) element() wireElement { return wireElement{wireReference: w} }

// wirePart is a part of a reference: the paper, or the journal, book or series that it is in.
type wirePart struct {
	Titles    []xmlread.Text `xml:"title"`
	Authors   []wirePerson   `xml:"author"`
	Editors   []wirePerson   `xml:"editor"`
	IDs       []wireID       `xml:"idno"`
	Links     []wireLink     `xml:"ptr"`
	Meetings  []wireMeeting  `xml:"meeting"`
	Edition   string         `xml:"edition"`
	Scopes    []wireScope    `xml:"biblScope"`
	Languages []xmlread.Text `xml:"textLang"`
	Imprint   struct {
		Scopes    []wireScope    `xml:"biblScope"`
		Dates     []wireDate     `xml:"date"`
		Publisher []xmlread.Text `xml:"publisher"`
		Place     []xmlread.Text `xml:"pubPlace"`
		Notes     []xmlread.Text `xml:"note"`
	} `xml:"imprint"`
	Authority []wireAuthority `xml:"authority"` // HAL's for a university
	RespStmt  []wireResp      `xml:"respStmt"`
}

type wireAuthority struct {
	Kind string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type wireResp struct {
	Resp string     `xml:"resp"`
	Name wirePerson `xml:"name"`
}

type wireMeeting struct {
	Titles []xmlread.Text `xml:"title"`
	Words  string         `xml:",chardata"`
}

type wireLink struct {
	Target string `xml:"target,attr"`
}

type wireLanguage struct {
	Ident string `xml:"ident,attr"`
}

type wireClass struct {
	Scheme string `xml:"scheme,attr"`
	Code   string `xml:"n,attr"`
}

type wireID struct {
	Kind string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// wireScope is a volume, an issue or pages. Its unit is in an attribute that older files call type.
type wireScope struct {
	Unit string `xml:"unit,attr"`
	Kind string `xml:"type,attr"`
	From string `xml:"from,attr"`
	To   string `xml:"to,attr"`
	Text string `xml:",chardata"`
}

type wireDate struct {
	Kind string `xml:"type,attr"`
	When string `xml:"when,attr"`
	Text string `xml:",chardata"`
}

func (d wireDate) said() string {
	if d.When != "" {
		return d.When
	}
	return text.OneLine(d.Text)
}

// wirePerson is an author or editor: a persName or orgName, the parts of a name, or text.
type wirePerson struct {
	role  string
	parts []wireNamePart
	org   string
	words string
}

type wireNamePart struct{ name, kind, text string }

// UnmarshalXML implements xml.Unmarshaler. It keeps the order of the parts, which says in which
// order a name is printed.
func (w *wirePerson) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	w.role = xmlread.Attr(start, "role")
	var open []xml.StartElement
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if slices.Contains([]string{"affiliation", "idno", "email", "ptr", "ref", "note"}, token.Name.Local) {
				if err := d.Skip(); err != nil {
					return err
				}
				continue
			}
			open = append(open, token.Copy())
		case xml.EndElement:
			if len(open) == 0 {
				return nil
			}
			open = open[:len(open)-1]
		case xml.CharData:
			w.add(open, string(token))
		}
	}
}

func (w *wirePerson) add(open []xml.StartElement, said string) {
	if strings.TrimSpace(said) == "" {
		return
	}
	if len(open) == 0 {
		w.words += said
		return
	}
	switch tag := open[len(open)-1]; tag.Name.Local {
	case "orgName":
		w.org += said
	case "forename", "surname", "genName", "nameLink", "roleName", "addName":
		w.parts = append(w.parts, wireNamePart{tag.Name.Local, xmlread.Attr(tag, "type"), text.OneLine(said)})
	default:
		w.words += said
	}
}

// name returns the name in the order in which papers print it.
func (w wirePerson) name() format.Name {
	var given, link, family, suffix []string
	for _, p := range w.parts {
		switch p.name {
		case "forename":
			given = append(given, p.text)
		case "nameLink":
			link = append(link, p.text)
		case "surname":
			family = append(family, p.text)
		case "genName":
			suffix = append(suffix, p.text)
		}
	}
	switch name := strings.Join(slices.Concat(given, link, family, suffix), " "); {
	case name != "":
		return format.Name{Text: name}
	case text.OneLine(w.org) != "":
		return format.Name{Text: w.org, IsGroup: true}
	}
	return format.Name{Text: strings.Trim(text.OneLine(w.words), " ,;")}
}
