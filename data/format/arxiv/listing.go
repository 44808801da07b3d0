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

// sniffListing recognizes pages of arXiv that list papers: /list/cs.CL/recent and /new, /a/name and
// the results of /search.
func sniffListing(head []byte) bool {
	if !isMarkup(head) || !bytes.Contains(head, []byte("arxiv")) && !bytes.Contains(head, []byte("arXiv")) {
		return false
	}
	for _, mark := range []string{`class="list-title`, `class='list-title`, `class="list-identifier"`, `class="arxiv-result"`, `id='articles'`, `id="articles"`, `class='list-dateline'`,
		`id="dlpage"`, `id='dlpage'`, "| arXiv e-print repository", "arxiv-search"} {
		if bytes.Contains(head, []byte(mark)) {
			return !bytes.Contains(head, []byte(`name="citation_title"`))
		}
	}
	return false
}

var errNoList = errors.New("the page lists no arXiv papers")

// readListing yields the papers of a page that lists them. Recent lists and pages of authors have
// no abstracts.
func readListing(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		doc, err := parseListing(in)
		if err != nil {
			yield(data.Record{}, err)
			return
		}
		n := 0
		for _, entry := range doc.Find("dl dt, li.arxiv-result").EachIter() {
			m := listed(entry)
			if m.ID == "" && m.Title == "" {
				continue
			}
			n++
			r := in.NewRecord(fmt.Sprintf("entry %d", n), 0, format.SourceArXiv)
			if err = adapt(&r, m); err != nil {
				err = in.Reject(r, err)
			}
			if !yield(r, err) {
				return
			}
		}
		if n == 0 {
			yield(data.Record{}, errNoList)
		}
	}
}

func parseListing(in format.Input) (*goquery.Document, error) {
	page, err := io.ReadAll(io.LimitReader(in, maxPageBytes+1))
	if err != nil {
		return nil, err
	}
	if len(page) > maxPageBytes {
		return nil, fmt.Errorf("the page has more than %d MiB", maxPageBytes>>20)
	}
	return goquery.NewDocumentFromReader(bytes.NewReader(page))
}

// listed returns the metadata of an entry: a term of a list, whose description follows it, or a
// result of a search.
func listed(entry *goquery.Selection) metadata {
	if entry.Is("li") {
		return found(entry)
	}
	about := entry.NextFiltered("dd")
	return metadata{
		ID:         shownListID(entry),
		Title:      shownIn(about, ".list-title"),
		Abstract:   shownIn(about, "p.mathjax"),
		JournalRef: shownIn(about, ".list-journal-ref"),
		Authors:    linked(about.Find(".list-authors a")),
		Categories: categoriesIn(shownIn(about, ".list-subjects")),
	}
}

// found returns the metadata of a result of a search.
func found(result *goquery.Selection) metadata {
	m := metadata{
		ID:      shownListID(result),
		Title:   shownIn(result, "p.title"),
		Authors: linked(result.Find("p.authors a")),
	}
	if abstract := result.Find(".abstract-full").First().Clone(); abstract.Length() > 0 {
		abstract.Find("a").FilterFunction(func(_ int, a *goquery.Selection) bool { return strings.Contains(a.Text(), "Less") }).Remove()
		m.Abstract = abstract.Text()
	}
	for _, tag := range result.Find(".tags > .tag[data-tooltip]").EachIter() {
		m.Categories = append(m.Categories, strings.TrimSpace(tag.Text()))
	}
	m.DOI = strings.TrimPrefix(result.Find(`.tags a[href*="doi.org/"]`).First().AttrOr("href", ""), "https://doi.org/")
	for _, p := range result.Find("p.is-size-7").EachIter() {
		line := text.OneLine(p.Text())
		if ref, ok := strings.CutPrefix(line, "Journal ref:"); ok {
			m.JournalRef = ref
		}
		if day := firstSubmitted(line); day != "" {
			m.Submitted = day
		}
	}
	return m
}

var (
	submittedOn   = regexp.MustCompile(`^Submitted (\d{1,2} [A-Z][a-z]+), (\d{4})`)
	firstVersion  = regexp.MustCompile(`v1 submitted (\d{1,2} [A-Z][a-z]+), (\d{4})`)
	listID        = regexp.MustCompile(`/abs/([^?#]+)`)
	wordsOfLabels = []string{"Title:", "Authors:", "Abstract:", "Journal-ref:", "Subjects:", "Comments:"}
)

// firstSubmitted returns the day of the first version in the line of a result that has it, as in
// "Submitted 5 June, 2024; v1 submitted 1 June, 2023; originally announced June 2023.", or "".
func firstSubmitted(line string) string {
	m := firstVersion.FindStringSubmatch(line)
	if m == nil {
		m = submittedOn.FindStringSubmatch(line)
	}
	if m == nil {
		return ""
	}
	return m[1] + " " + m[2]
}

// shownListID returns the id that an entry links to.
func shownListID(entry *goquery.Selection) string {
	if m := listID.FindStringSubmatch(entry.Find(`a[href*="/abs/"]`).First().AttrOr("href", "")); m != nil {
		return strings.TrimSpace(m[1])
	}
	return ""
}

// shownIn returns the text of the first element without its label.
func shownIn(s *goquery.Selection, selector string) string {
	element := s.Find(selector).First().Clone()
	element.Find(".descriptor").Remove()
	shown := strings.TrimSpace(element.Text())
	for _, label := range wordsOfLabels {
		if rest, ok := strings.CutPrefix(shown, label); ok {
			return strings.TrimSpace(rest)
		}
	}
	return shown
}

func linked(links *goquery.Selection) []string {
	var names []string
	for _, a := range links.EachIter() {
		names = append(names, text.OneLine(a.Text()))
	}
	return names
}

// categoriesIn returns the categories of a line of subjects: "Computation and Language (cs.CL)".
func categoriesIn(subjects string) []string {
	var categories []string
	for _, m := range inBrackets.FindAllStringSubmatch(subjects, -1) {
		categories = append(categories, m[1])
	}
	return categories
}
