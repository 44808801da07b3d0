package arxiv

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// oaiElement is a record, or an error of the protocol
// (openarchives.org/OAI/openarchivesprotocol.html, 3.6). The element's name says which.
type oaiElement struct {
	// Fields of a record.
	Header   oaiHeader   `xml:"header"`
	Metadata oaiMetadata `xml:"metadata"`
	// Fields of an error.
	Code    string `xml:"code,attr"`
	Message string `xml:",chardata"`
}

// oaiMetadata has the metadata of a record in one of the formats.
type oaiMetadata struct {
	ArXiv *oaiArXiv `xml:"arXiv"`
	Raw   *oaiRaw   `xml:"arXivRaw"`
	Old   *oaiRaw   `xml:"arXivOld"`
	DOAJ  *oaiDOAJ  `xml:"doajArticle"`
	// DublinCore has oai_dc, and what repositories have with the elements of Dublin Core under another
	// name: qualifieddc of DSpace, pos-ext_dc of SISSA.
	DublinCore []oaiDC `xml:",any"`
}

type oaiHeader struct {
	Status     string   `xml:"status,attr"`
	Identifier string   `xml:"identifier"`
	Sets       []string `xml:"setSpec"`
}

// oaiArXiv is a record in the format arXiv (arxiv.org/OAI/arXiv.xsd), in which the names of
// authors are split. Created was the day of the first version until arXiv's repository was
// rewritten in 2025; since then it is the day of the last version.
type oaiArXiv struct {
	ID         string `xml:"id"`
	Created    string `xml:"created"`
	Title      string `xml:"title"`
	Abstract   string `xml:"abstract"`
	Categories string `xml:"categories"`
	JournalRef string `xml:"journal-ref"`
	DOI        string `xml:"doi"`
	Authors    []struct {
		KeyName   string `xml:"keyname"`
		Forenames string `xml:"forenames"`
		Suffix    string `xml:"suffix"`
	} `xml:"authors>author"`
}

// oaiRaw is a record in the format arXivRaw, which has the history of versions, or arXivOld, which
// does not.
type oaiRaw struct {
	ID         string       `xml:"id"`
	Versions   []oaiVersion `xml:"version"`
	Title      string       `xml:"title"`
	Authors    string       `xml:"authors"`
	Abstract   string       `xml:"abstract"`
	Categories string       `xml:"categories"`
	JournalRef string       `xml:"journal-ref"`
	DOI        string       `xml:"doi"`
}

type oaiVersion struct {
	Version string `xml:"version,attr"`
	Date    string `xml:"date"`
}

// oaiDC is a record in Dublin Core, the format oai_dc, which every repository has, or in a qualified
// form of it.
type oaiDC struct {
	XMLName      xml.Name
	Titles       []string     `xml:"title"`
	Creators     []oaiCreator `xml:"creator"`
	Subjects     []string     `xml:"subject"`
	Descriptions []string     `xml:"description"`
	Dates        []string     `xml:"date"`
	Identifiers  []string     `xml:"identifier"`
	Publishers   []string     `xml:"publisher"`
	Languages    []string     `xml:"language"`
	Types        []string     `xml:"type"`
	// Terms of DCMI, which qualify the others.
	Issued    []string `xml:"issued"`
	Abstracts []string `xml:"abstract"`
}

// oaiCreator is a creator. Some repositories have the name in an element, next to the affiliation.
type oaiCreator struct {
	Name string `xml:"name"`
	Text string `xml:",chardata"`
}

func (w oaiCreator) said() string { return cmp.Or(strings.TrimSpace(w.Text), w.Name) }

// sniffOAI accepts a response, or a file of records, whose outermost element is a record or a list.
var sniffOAI = xmlread.Sniffer(func(root xml.StartElement, head []byte) bool {
	switch name := root.Name.Local; {
	case name == "OAI-PMH":
		return true
	case !strings.EqualFold(name, "record") && !strings.EqualFold(name, "records") && !strings.HasPrefix(name, "List") && name != "GetRecord":
		return false
	}
	return xmlread.Mentions(head, "http://www.openarchives.org/OAI/2.0/")
})

// readOAI yields the papers of one response of a repository, or of a file of records. Deleted
// records are skipped.
func readOAI(_ context.Context, in format.Input) format.Records {
	return format.Each(in, oaiRecords(in), func(e xmlread.Element[oaiElement]) (data.Record, error) {
		identifier := strings.TrimSpace(e.Value.Header.Identifier)
		r := xmlread.NewRecord(in, e, format.SourceFile)
		if id := trimOAI(identifier); in.Source == "" && id != identifier {
			r.Origin.Source = format.SourceArXiv
		}
		m, err := e.Value.metadata()
		if err == nil {
			err = adapt(&r, m)
		}
		if other, idErr := data.ParseID(identifier); idErr == nil && r.Origin.Source != format.SourceArXiv && len(r.Aliases) < data.MaxAliases {
			r.Aliases = append(r.Aliases, other) // the repository uses this id to report changes and deletions
		}
		if err != nil && identifier != "" {
			r.Entry += " (" + text.OneLine(identifier) + ")"
		}
		return r, err
	})
}

// oaiRecords yields the records of a response. An error of the protocol ends it.
func oaiRecords(in format.Input) iter.Seq2[xmlread.Element[oaiElement], error] {
	return func(yield func(xmlread.Element[oaiElement], error) bool) {
		empty := true
		for e, err := range xmlread.Elements[oaiElement](in, "record", "error") {
			empty = false
			if err == nil && e.Tag.Name.Local == "error" {
				err = fmt.Errorf("the repository returned an error: %s: %s", e.Value.Code, text.OneLine(e.Value.Message))
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
		if empty {
			yield(xmlread.Element[oaiElement]{}, errNoRecords)
		}
	}
}

var errNoRecords = errors.New("the OAI-PMH response has no records: use ListRecords or GetRecord")

// metadata returns the metadata of a record in the first format that it has. The error is
// format.ErrSkip for a deleted record, and otherwise *data.FieldError.
func (e oaiElement) metadata() (metadata, error) {
	switch w := e.Metadata; {
	case e.Header.Status == "deleted":
		return metadata{}, format.ErrSkip
	case w.Raw != nil:
		return w.Raw.metadata(), nil
	case w.ArXiv != nil:
		return w.ArXiv.metadata(), nil
	case w.Old != nil:
		return w.Old.metadata(), nil
	case w.DOAJ != nil:
		return w.DOAJ.metadata(), nil
	}
	for _, dc := range e.Metadata.DublinCore {
		if dc.XMLName.Local == "dc" || len(dc.Titles) > 0 {
			return dc.metadata(e.Header), nil
		}
	}
	return metadata{}, &data.FieldError{Code: "unknown_metadata", Reason: "has no metadata in the formats arXiv, arXivRaw, oai_dc or oai_doaj"}
}

func (w oaiArXiv) metadata() metadata {
	m := metadata{
		ID: w.ID, Title: w.Title, Abstract: w.Abstract, JournalRef: w.JournalRef, DOI: w.DOI,
		Categories: strings.Fields(w.Categories), Submitted: w.Created, Unsure: true,
	}
	for _, a := range w.Authors {
		m.Authors = append(m.Authors, strings.Join([]string{a.Forenames, a.KeyName, a.Suffix}, " "))
	}
	return m
}

func (w oaiRaw) metadata() metadata {
	m := metadata{
		ID: w.ID, Title: w.Title, Abstract: w.Abstract, JournalRef: w.JournalRef, DOI: w.DOI,
		Categories: strings.Fields(w.Categories), Said: w.Authors,
	}
	m.Authors, m.Incomplete = splitNames(w.Authors)
	for _, v := range w.Versions {
		if m.Submitted == "" || v.Version == "v1" {
			m.Submitted, m.Unsure = v.Date, v.Version != "v1"
		}
	}
	return m
}
