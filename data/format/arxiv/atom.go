package arxiv

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"iter"
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// atomEntry is an entry of a response of the API (info.arxiv.org/help/api/user-manual.html) or of
// a daily feed (info.arxiv.org/help/rss.html). Elements are distinguished by their namespaces,
// which older responses declare on each element and newer ones at the top.
type atomEntry struct {
	ID        string `xml:"http://www.w3.org/2005/Atom id"`
	Title     string `xml:"http://www.w3.org/2005/Atom title"`
	Summary   string `xml:"http://www.w3.org/2005/Atom summary"`
	Published string `xml:"http://www.w3.org/2005/Atom published"`
	Authors   []struct {
		Name string `xml:"http://www.w3.org/2005/Atom name"`
	} `xml:"http://www.w3.org/2005/Atom author"`
	Categories []atomCategory `xml:"http://www.w3.org/2005/Atom category"`
	Primary    atomCategory   `xml:"http://arxiv.org/schemas/atom primary_category"`
	DOI        string         `xml:"http://arxiv.org/schemas/atom doi"`
	JournalRef string         `xml:"http://arxiv.org/schemas/atom journal_ref"`

	// Fields of daily feeds only.
	Announced        string `xml:"http://arxiv.org/schemas/atom announce_type"`
	Creator          string `xml:"http://purl.org/dc/elements/1.1/ creator"`
	FeedDOI          string `xml:"http://arxiv.org/schemas/atom DOI"`
	JournalReference string `xml:"http://arxiv.org/schemas/atom journal_reference"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// arXivFeed matches what identifies a feed of arXiv: its namespace, or the id of the feed or of an
// entry.
var arXivFeed = regexp.MustCompile(`arxiv\.org/schemas/atom|<id>\s*https?://arxiv\.org/(?:api|abs)/`)

var sniffAtom = xmlread.Sniffer(func(root xml.StartElement, head []byte) bool {
	return (root.Name.Local == "feed" || root.Name.Local == "entry") && xmlread.Mentions(head, "http://www.w3.org/2005/Atom") && arXivFeed.Match(head)
})

// isMarkup reports whether head begins with a tag.
func isMarkup(head []byte) bool {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))
	return len(head) > 0 && head[0] == '<'
}

// readAtom yields the papers of one feed.
func readAtom(_ context.Context, in format.Input) format.Records {
	return format.Each(in, xmlread.NotEmpty(atomEntries(in), "entry"), func(e xmlread.Element[atomEntry]) (data.Record, error) {
		r := xmlread.NewRecord(in, e, format.SourceArXiv)
		return r, adapt(&r, e.Value.metadata())
	})
}

// atomEntries yields the entries of a feed. The API answers an invalid request with a feed whose
// only entry describes the error; that ends the input.
func atomEntries(in format.Input) iter.Seq2[xmlread.Element[atomEntry], error] {
	return func(yield func(xmlread.Element[atomEntry], error) bool) {
		for e, err := range xmlread.Elements[atomEntry](in, "entry") {
			if err == nil && strings.Contains(e.Value.ID, "arxiv.org/api/errors") {
				err = fmt.Errorf("arXiv returned an error: %s", text.OneLine(e.Value.Summary))
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// announcement matches the text before the abstract in a daily feed.
var announcement = regexp.MustCompile(`(?s)^\s*arXiv:\S+\s+Announce Type:.*?\bAbstract:\s*`)

func (e atomEntry) metadata() metadata {
	m := metadata{ID: e.ID, Title: e.Title, Abstract: e.Summary, JournalRef: e.JournalRef, DOI: e.DOI, Submitted: e.Published}
	for _, a := range e.Authors {
		m.Authors = append(m.Authors, a.Name)
	}
	terms := make([]string, 0, len(e.Categories))
	for _, c := range e.Categories {
		terms = append(terms, c.Term)
	}
	m.Categories = primaryFirst(e.Primary.Term, terms)
	if e.Announced == "" {
		return m
	}
	m.Abstract = announcement.ReplaceAllString(e.Summary, "")
	m.JournalRef, m.DOI = e.JournalReference, e.FeedDOI
	m.Submitted = "" // the date in a feed is that of the announcement of any version
	if len(m.Authors) == 0 {
		m.Said = e.Creator
		m.Authors, m.Incomplete = splitNames(e.Creator)
	}
	return m
}
