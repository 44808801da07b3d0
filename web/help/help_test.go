package help

import (
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/PuerkitoBio/goquery"

	"paperboy/index/query"
)

// TestLinksResolve follows every link of the manual to its page and section.
func TestLinksResolve(t *testing.T) {
	m := loaded(t)
	anchors := map[string]map[string]bool{}
	for name, page := range m.Pages {
		anchors[name] = map[string]bool{}
		document(t, page).Find("[id]").Each(func(_ int, s *goquery.Selection) {
			id := s.AttrOr("id", "")
			if anchors[name][id] {
				t.Errorf("%s: two sections are called #%s", name, id)
			}
			anchors[name][id] = true
		})
	}
	links := 0
	for name, page := range m.Pages {
		document(t, page).Find("a[href]").Each(func(_ int, s *goquery.Selection) {
			to, err := url.Parse(s.AttrOr("href", ""))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			if to.Host != "" || to.Path == "/search" {
				return
			}
			links++
			target := name
			if to.Path != "" {
				target = strings.TrimPrefix(strings.TrimPrefix(to.Path, "/help"), "/")
			}
			if target == "" {
				target = Index
			}
			if _, ok := m.Pages[target]; !ok {
				t.Errorf("%s: %s leads to no page", name, to)
			} else if to.Fragment != "" && !anchors[target][to.Fragment] {
				t.Errorf("%s: %s leads to no section of %s", name, to, target)
			}
		})
		for _, h := range page.Contents {
			if !anchors[name][h.ID] {
				t.Errorf("%s: its contents name the section #%s, which is not there", name, h.ID)
			}
		}
	}
	if links < 20 {
		t.Errorf("followed %d links: the manual has more", links)
	}
}

// TestQueriesParse reads every query of the manual as the search box does: none may need
// a notice.
func TestQueriesParse(t *testing.T) {
	asked := 0
	for name, page := range loaded(t).Pages {
		document(t, page).Find(`a[href^="/search?q="]`).Each(func(_ int, s *goquery.Selection) {
			asked++
			to, err := url.Parse(s.AttrOr("href", ""))
			if err != nil {
				t.Error(err)
				return
			}
			text := to.Query().Get("q")
			if text != s.Find("code").Text() {
				t.Errorf("%s: the link on %q searches for %q", name, s.Text(), text)
			}
			if q := query.Parse(text); len(q.Notices) > 0 || q.Refused != "" {
				t.Errorf("%s: %q: notices %q, refused %q", name, text, q.Notices, q.Refused)
			}
		})
	}
	if asked < 50 {
		t.Errorf("the manual has %d queries, want 50 at least: is the first column of their tables called %s?", asked, queryColumn)
	}
}

func TestPagesHaveTitlesAndContents(t *testing.T) {
	m := loaded(t)
	if len(m.Topics) != len(m.Pages)-1 {
		t.Errorf("%d topics of %d pages", len(m.Topics), len(m.Pages))
	}
	for name, page := range m.Pages {
		if page.Title == "" {
			t.Errorf("%s has no title", name)
		}
		if name != Index && len(page.Contents) < 2 {
			t.Errorf("%s has %d sections", name, len(page.Contents))
		}
		if n := document(t, page).Find("h1, script, style, iframe, [style]").Length(); n > 0 {
			t.Errorf("%s has %d elements that the site does not allow in a page", name, n)
		}
	}
}

// TestFaultsAreFound gives Load manuals with one fault each.
func TestFaultsAreFound(t *testing.T) {
	const index = "# Help\n\n[Topic](topic.md)\n"
	for name, test := range map[string]struct{ index, topic, want string }{
		"raw HTML block":      {index, "# Topic\n\n<script>alert(1)</script>\n", "raw HTML"},
		"raw HTML in a line":  {index, "# Topic\n\nSee <b>this</b>.\n", "raw HTML"},
		"no title":            {index, "## Topic\n", "title"},
		"empty":               {index, "", "title"},
		"a link into nowhere": {index, "# Topic\n\n[x](../web.go)\n", "../web.go"},
		"a topic not written": {index + "[More](more.md)\n", "# Topic\n", "more.md"},
		"a topic not listed":  {"# Help\n", "# Topic\n", "does not link to topic.md"},
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{"index.md": {Data: []byte(test.index)}, "topic.md": {Data: []byte(test.topic)}}
			if _, err := load(files); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("load: %v, want an error about %q", err, test.want)
			}
		})
	}
}

// TestRender shows what differs from plain Markdown, and that what would be dangerous is
// not passed through.
func TestRender(t *testing.T) {
	if page, _, err := render("topic", []byte("# Title\n\n[bad](<javascript:alert(1)>)\n")); err == nil {
		t.Errorf("a javascript: link was let through: %s", page.HTML)
	}
	page, topics, err := render("topic", []byte("# A *good* title\n\nSee [more](other.md#part), [this](#own) and [all](index.md).\n\n"+
		"## Own\n\n| Query | Is |\n|---|---|\n| `a OR \"b c\"` | `x` |\n\n| Flag | Is |\n|---|---|\n| `y` | z |\n"))
	if err != nil {
		t.Fatal(err)
	}
	if page.Title != "A good title" || len(topics) != 1 || topics[0] != "other" || len(page.Contents) != 1 || page.Contents[0] != (Heading{"own", "Own"}) {
		t.Errorf("title %q, topics %q, contents %v", page.Title, topics, page.Contents)
	}
	d := document(t, page)
	for _, want := range []string{`a[href="/help/other#part"]`, `a[href="#own"]`, `a[href="/help"]`, `h2#own`} {
		if d.Find(want).Length() != 1 {
			t.Errorf("want one %s in %s", want, page.HTML)
		}
	}
	if got := d.Find("td a").AttrOr("href", ""); d.Find("td a").Length() != 1 || got != "/search?q=a+OR+%22b+c%22" {
		t.Errorf("the query leads to %q in %s", got, page.HTML)
	}
}

func loaded(t *testing.T) Manual {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func document(t *testing.T, p Page) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(string(p.HTML)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
