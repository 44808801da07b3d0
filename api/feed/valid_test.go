package feed

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
	"paperboy/data/standin"
)

// element is an XML element, as a tree.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e *element) all(name string) (found []element) {
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
	}
	return found
}

// howMany says how often an element may be within a feed or an entry: RFC 4287, sections 4.1.1 and
// 4.1.2.
type howMany struct{ min, max int }

var (
	feedElements = map[string]howMany{
		"author": {1, 99}, "generator": {0, 1}, "id": {1, 1}, "link": {1, 99}, "title": {1, 1}, "updated": {1, 1}, "entry": {0, MaxLimit},
	}
	entryElements = map[string]howMany{
		"author": {0, maxAuthors}, "category": {0, 1 << 20}, "content": {1, 1}, "id": {1, 1}, "link": {1, 99}, "published": {1, 1}, "summary": {0, 1}, "title": {1, 1}, "updated": {1, 1},
	}
)

const atomSpace = "http://www.w3.org/2005/Atom"

// atomProblems checks a document by what RFC 4287 requires of feeds.
func atomProblems(body []byte) (problems []string) {
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	var feed element
	decoder := xml.NewDecoder(strings.NewReader(string(body)))
	if err := decoder.Decode(&feed); err != nil {
		return []string{err.Error()}
	}
	if _, err := decoder.Token(); err == nil { // white space
		if _, err = decoder.Token(); err != io.EOF {
			report("something follows the feed")
		}
	}
	if feed.XMLName != (xml.Name{Space: atomSpace, Local: "feed"}) {
		report("the document is a %v", feed.XMLName)
	}
	check := func(e *element, allowed map[string]howMany, where string) {
		for name, n := range allowed {
			if found := len(e.all(name)); found < n.min || found > n.max {
				report("%s has %d elements %s", where, found, name)
			}
		}
		alternates := map[string]bool{}
		for _, c := range e.Children {
			if _, known := allowed[c.XMLName.Local]; !known || c.XMLName.Space != atomSpace {
				report("%s has an element %v", where, c.XMLName)
			}
			switch c.XMLName.Local {
			case "updated", "published":
				if _, err := time.Parse(time.RFC3339, c.Text); err != nil {
					report("%s: %v", where, err)
				}
			case "id":
				if u, err := url.Parse(c.Text); err != nil || !u.IsAbs() {
					report("%s: the id %q is no IRI", where, c.Text)
				}
			case "link":
				if u, err := url.Parse(c.attr("href")); err != nil || !u.IsAbs() {
					report("%s: a link to %q", where, c.attr("href"))
				}
				if kind := c.attr("type"); kind != "" && strings.Count(kind, "/") != 1 {
					report("%s: a link of type %q", where, kind)
				}
				if c.attr("rel") == "alternate" && alternates[c.attr("type")] {
					report("%s: two alternates of the same type", where)
				}
				alternates[c.attr("type")] = alternates[c.attr("type")] || c.attr("rel") == "alternate"
			case "author":
				if names := c.all("name"); len(names) != 1 || strings.TrimSpace(names[0].Text) == "" || len(c.Children) != 1 {
					report("%s: an author with the names %v", where, names)
				}
			case "category":
				if c.attr("term") == "" {
					report("%s: a category without a term", where)
				}
			case "title", "summary", "content":
				if kind := c.attr("type"); !slices.Contains([]string{"", "text", "html"}, kind) || len(c.Children) > 0 || strings.TrimSpace(c.Text) == "" {
					report("%s: %s of type %q with %d elements: %q", where, c.XMLName.Local, kind, len(c.Children), c.Text)
				}
			}
		}
	}
	check(&feed, feedElements, "the feed")
	ids := map[string]bool{}
	for i, e := range feed.all("entry") {
		check(&e, entryElements, fmt.Sprintf("entry %d", i))
		id := e.all("id")
		if len(id) == 1 && ids[id[0].Text] {
			report("two entries are %s", id[0].Text)
		} else if len(id) == 1 {
			ids[id[0].Text] = true
		}
	}
	return problems
}

// jsonProblems checks a document by what JSON Feed 1.1 requires.
func jsonProblems(body []byte) (problems []string) {
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	var feed map[string]any
	if err := json.Unmarshal(body, &feed); err != nil {
		return []string{err.Error()}
	}
	only := func(where string, o map[string]any, names ...string) {
		for name := range o {
			if !slices.Contains(names, name) {
				report("%s has %s", where, name)
			}
		}
	}
	text := func(where string, o map[string]any, name string) string {
		s, _ := o[name].(string)
		if s == "" {
			report("%s: %s is %v", where, name, o[name])
		}
		return s
	}
	address := func(where string, o map[string]any, name string) {
		if u, err := url.Parse(text(where, o, name)); err != nil || !u.IsAbs() {
			report("%s: %s is %v", where, name, o[name])
		}
	}
	only("the feed", feed, "version", "title", "home_page_url", "feed_url", "items")
	if feed["version"] != "https://jsonfeed.org/version/1.1" {
		report("version %v", feed["version"])
	}
	text("the feed", feed, "title")
	address("the feed", feed, "home_page_url")
	address("the feed", feed, "feed_url")
	items, ok := feed["items"].([]any)
	if !ok {
		report("items are %v", feed["items"])
	}
	for i, item := range items {
		where, item := fmt.Sprintf("item %d", i), item.(map[string]any)
		only(where, item, "id", "url", "external_url", "title", "content_html", "content_text", "date_published", "date_modified", "authors", "tags", "attachments")
		text(where, item, "id")
		text(where, item, "title")
		text(where, item, "content_html")
		address(where, item, "url")
		if item["external_url"] != nil {
			address(where, item, "external_url")
		}
		for _, name := range []string{"date_published", "date_modified"} {
			if _, err := time.Parse(time.RFC3339, text(where, item, name)); err != nil {
				report("%s: %v", where, err)
			}
		}
		authors, _ := item["authors"].([]any)
		for _, a := range authors {
			only(where, a.(map[string]any), "name")
			text(where, a.(map[string]any), "name")
		}
		tags, _ := item["tags"].([]any)
		for _, tag := range tags {
			if s, ok := tag.(string); !ok || s == "" {
				report("%s: tag %v", where, tag)
			}
		}
		attachments, _ := item["attachments"].([]any)
		for _, a := range attachments {
			only(where, a.(map[string]any), "url", "mime_type", "title")
			address(where, a.(map[string]any), "url")
			text(where, a.(map[string]any), "mime_type")
		}
	}
	return problems
}

func checkValid(t *testing.T, f Feed) {
	t.Helper()
	for _, problem := range slices.Concat(atomProblems(write(t, f, Atom)), jsonProblems(write(t, f, JSON))) {
		t.Error(problem)
	}
}

// feedsOf returns feeds of all papers, MaxLimit in each.
func feedsOf(papers []data.Paper) (feeds []Feed) {
	for part := range slices.Chunk(papers, MaxLimit) {
		f := Feed{Title: "Paperboy: all papers", Page: "/search?sort=added"}
		for i, p := range part {
			f.Entries = append(f.Entries, Entry{Paper: p, At: monday.Add(-time.Duration(i) * time.Minute)})
		}
		feeds = append(feeds, f)
	}
	return feeds
}

// hostilePapers returns a paper for each hostile text.
func hostilePapers() (papers []data.Paper) {
	for i, s := range hostile {
		papers = append(papers, data.Paper{ID: data.ID(fmt.Sprintf("x:%d", i)), Title: s, Abstract: s, Authors: []string{s}, Categories: []string{s}, Venue: s})
	}
	return papers
}

func TestFeedsAreValid(t *testing.T) {
	checkValid(t, papers())
	checkValid(t, Feed{Title: "empty", Page: "/"})
	for _, f := range slices.Concat(feedsOf(hostilePapers()), feedsOf(standin.New(1, 300).Papers)) {
		checkValid(t, f)
	}
}

// TestFeedsOfRealPapersAreValid checks feeds of every 25th paper of the shared collections.
func TestFeedsOfRealPapersAreValid(t *testing.T) {
	for _, f := range feedsOf(realPapers(t, 25)) {
		checkValid(t, f)
	}
}

// realPapers returns every nth paper of the shared collections.
func realPapers(t *testing.T, n int) (papers []data.Paper) {
	for _, file := range []string{"acl", "hf", "arxiv-2025", "arxiv-classic-a"} {
		i := 0
		for r, err := range format.Open(t.Context(), sharedtest.Path(t, "corpora/"+file+".jsonl.zst"), format.Options{Formats: formats.All()}) {
			if i++; i%n != 0 || err != nil {
				continue
			}
			if r.Paper.ID == "" {
				r.Paper.ID = data.ID(fmt.Sprintf("x:%s-%d", file, i))
			}
			papers = append(papers, r.Paper)
		}
	}
	if len(papers) < 100 {
		t.Fatalf("%d papers", len(papers))
	}
	return papers
}
