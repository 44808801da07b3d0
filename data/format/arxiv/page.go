package arxiv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// maxPageBytes is the maximum length of a page, which is held in memory. The longest real page, of
// a paper with 5,000 authors, has about 1 MiB.
const maxPageBytes = 16 << 20

func sniffPage(head []byte) bool {
	if refusal(head) != nil {
		return true
	}
	if !format.IsHTML(head) {
		return false
	}
	return bytes.Contains(head, []byte(`name="citation_arxiv_id"`)) ||
		bytes.Contains(head, []byte(`class="title mathjax"`)) && bytes.Contains(head, []byte("arxiv.org"))
}

var (
	errCaptcha = errors.New("arXiv answers with a captcha instead of papers, because of too many requests: wait, then ask once in three seconds")
	errRate    = errors.New("arXiv answers \"Rate exceeded.\" instead of papers: wait, then ask once in three seconds")
	errNoPaper = errors.New("the page does not show an arXiv paper")
)

// refusal returns the error for a response that arXiv sends instead of content after too many
// requests, or nil for any other response.
func refusal(head []byte) error {
	head = bytes.ToLower(bytes.TrimSpace(head[:min(len(head), format.SniffLen)]))
	switch {
	case bytes.HasPrefix(head, []byte("rate exceeded")):
		return errRate
	case isMarkup(head) && captchaTitle.Match(head) && bytes.Contains(head, []byte("captcha")):
		return errCaptcha
	}
	return nil
}

var captchaTitle = regexp.MustCompile(`<title>[^<]*arxiv[^<]*</title>`)

// readPage yields the paper of a page at arxiv.org/abs/.
func readPage(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		m, err := parsePage(in)
		if err != nil {
			yield(data.Record{}, err)
			return
		}
		r := in.NewRecord("page", 0, format.SourceArXiv)
		if err := adapt(&r, m); err != nil {
			yield(data.Record{}, in.Reject(r, err))
			return
		}
		yield(r, nil)
	}
}

func parsePage(in format.Input) (metadata, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxPageBytes+1))
	if err != nil {
		return metadata{}, err
	}
	if len(text) > maxPageBytes {
		return metadata{}, fmt.Errorf("the page has more than %d MiB", maxPageBytes>>20)
	}
	if err := refusal(text); err != nil {
		return metadata{}, err
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(text))
	if err != nil {
		return metadata{}, err
	}
	m := pageMetadata(doc)
	if m.ID == "" {
		return metadata{}, errNoPaper
	}
	return m, nil
}

// pageMetadata returns the metadata of a page. It takes the title, authors and abstract from the
// citation tags, where formulas are in LaTeX and nothing is abbreviated. The visible page renders
// formulas, shows addresses as "this http URL", and lists only the first of many authors. Other
// metadata are only on the visible page. A page that was saved without its head is read from what
// is visible.
func pageMetadata(doc *goquery.Document) metadata {
	m := metadata{
		ID:         firstNonEmpty(tag(doc, "citation_arxiv_id"), shownID(doc)),
		Title:      firstNonEmpty(tag(doc, "citation_title"), shown(doc, "h1.title")),
		Abstract:   firstNonEmpty(tag(doc, "citation_abstract"), shown(doc, "blockquote.abstract")),
		JournalRef: shown(doc, "td.jref"),
		DOI:        firstNonEmpty(tag(doc, "citation_doi"), doc.Find("td.doi a").First().Text()),
		Submitted:  firstNonEmpty(submitted(doc), tag(doc, "citation_date")),
	}
	doc.Find(`meta[name="citation_author"]`).Each(func(_ int, s *goquery.Selection) {
		m.Authors = append(m.Authors, format.GivenFirst(s.AttrOr("content", "")))
	})
	if len(m.Authors) == 0 {
		m.Said = shown(doc, "div.authors")
		m.Authors, m.Incomplete = splitNames(m.Said)
	}
	for _, category := range inBrackets.FindAllStringSubmatch(shown(doc, "td.subjects"), -1) {
		m.Categories = append(m.Categories, category[1])
	}
	return m
}

func firstNonEmpty(s, other string) string {
	if s = strings.TrimSpace(s); s != "" {
		return s
	}
	return strings.TrimSpace(other)
}

// tag returns the content of a meta element.
func tag(doc *goquery.Document, name string) string {
	return doc.Find(fmt.Sprintf("meta[name=%q]", name)).First().AttrOr("content", "")
}

// shown returns the text of an element without its label, such as "Title:".
func shown(doc *goquery.Document, selector string) string {
	element := doc.Find(selector).First().Clone()
	element.Find(".descriptor").Remove()
	return element.Text()
}

// shownID returns the id in "Cite as".
func shownID(doc *goquery.Document) string {
	id, _, _ := strings.Cut(strings.TrimSpace(doc.Find("td.arxivid").First().Text()), " ")
	return id
}

var (
	inBrackets = regexp.MustCompile(`\(([A-Za-z-]+(?:\.[A-Za-z-]+)?)\)`)
	// version matches the first line of the history: "[v1] Thu, 7 Feb 2019 09:22:51 UTC (475 KB)".
	version = regexp.MustCompile(`\[v1\]\s*([A-Z][a-z]{2}, +\d+ [A-Z][a-z]{2} \d{4} [\d:]+ [A-Z]+)`)
	// dateline matches the line above the title: "[Submitted on 7 Feb 2019 (v1), ...".
	dateline = regexp.MustCompile(`Submitted on (\d+ [A-Z][a-z]{2} \d{4})`)
)

// submitted returns the time of the first version, or else its day, or "".
func submitted(doc *goquery.Document) string {
	for _, place := range []struct {
		selector string
		pattern  *regexp.Regexp
	}{{"div.submission-history", version}, {"div.dateline", dateline}} {
		if found := place.pattern.FindStringSubmatch(text.OneLine(doc.Find(place.selector).Text())); found != nil {
			return found[1]
		}
	}
	return ""
}
