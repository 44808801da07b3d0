package arxiv

import (
	"context"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// rssItem is an item of a daily feed in RSS (info.arxiv.org/help/rss.html): of RSS 2.0, which arXiv
// has sent since 2024, or of RSS 1.0, which it sent before.
type rssItem struct {
	About      string   `xml:"about,attr"`
	Title      string   `xml:"title"`
	Link       string   `xml:"link"`
	GUID       string   `xml:"guid"`
	Abstract   string   `xml:"description"`
	Creators   []string `xml:"creator"`
	Categories []string `xml:"category"`
	DOI        string   `xml:"DOI"`
	JournalRef string   `xml:"journal_reference"`
}

// arXivRSS matches what identifies an RSS feed of arXiv.
var arXivRSS = regexp.MustCompile(`arxiv\.org/schemas/atom|oai:arXiv\.org:|<channel rdf:about="https?://(?:export\.)?arxiv\.org|<link>\s*https?://(?:rss\.|export\.|www\.)?arxiv\.org/(?:rss/[^<]*)?</link>`)

func isRSS(root xml.StartElement, head []byte) bool {
	return slices.Contains([]string{"rss", "RDF"}, root.Name.Local) && xmlread.Mentions(head, "<item", "<channel") && arXivRSS.Match(head)
}

func readRSS(ctx context.Context, in format.Input) format.Records {
	return xmlread.Reader[rssItem]{Source: format.SourceArXiv, Names: []string{"item"}, Adapt: func(r *data.Record, e xmlread.Element[rssItem]) error {
		return adapt(r, e.Value.metadata())
	}}.Read(ctx, in)
}

// stamp matches what RSS 1.0 has after the title: "(arXiv:2301.00001v2 [cs.CL] UPDATED)".
var stamp = regexp.MustCompile(`\s*\(arXiv:(\S+)\s*(?:\[([^\]]*)\])?[^()]*\)\s*$`)

// metadata returns the metadata of an item. The date of a feed is that of the announcement of any
// version.
func (w rssItem) metadata() metadata {
	m := metadata{Title: w.Title, Abstract: announcement.ReplaceAllString(text.Plain(w.Abstract), ""), DOI: w.DOI, JournalRef: w.JournalRef, Categories: w.Categories}
	for _, id := range []string{w.GUID, w.Link, w.About} {
		if parsed, err := data.ParseID(trimOAI(id)); err == nil && parsed.Scheme() == data.SchemeArXiv {
			m.ID = string(parsed)
			break
		}
	}
	if found := stamp.FindStringSubmatch(m.Title); found != nil {
		m.Title = strings.TrimSuffix(m.Title, found[0])
		m.Title = strings.TrimSuffix(strings.TrimSpace(m.Title), ".")
		m.Categories = append(m.Categories, found[2])
		if m.ID == "" {
			m.ID = found[1]
		}
	}
	if m.ID == "" {
		m.ID = strings.TrimSpace(w.GUID + w.Link) // invalid, and rejected as such
	}
	m.Said = text.PlainLine(strings.Join(w.Creators, ", "))
	m.Authors, m.Incomplete = splitNames(m.Said)
	return m
}
