package feed

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

const (
	base = "https://papers.example"
	self = "/api/v1/search.atom?q=graph"
)

var monday = time.Date(2026, 11, 30, 7, 20, 0, 123_000_000, time.FixedZone("", 3600))

func papers() Feed {
	return Feed{Title: "Paperboy: graph", Page: "/search?q=graph&sort=added", Entries: []Entry{
		{At: monday, Paper: data.Paper{
			ID: "arxiv:math/0211159", Title: "The entropy formula & <more>", Abstract: "First.\n\nSecond.", Authors: []string{"Grisha Perelman", "Ada Lovelace"},
			Date: date("2002-11"), Categories: []string{"math.DG", "math.GT"}, Venue: "Annals", URLs: []string{"https://huggingface.co/papers/x"},
		}},
		{At: monday.Add(-time.Hour), Note: "Read\n\nthis", Paper: data.Paper{ID: "pb:0123456789abcdef", Title: "Nobody"}},
	}}
}

func date(s string) data.Date {
	d, err := data.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// read is what the tests need to know of an entry in either format.
type read struct {
	ID, Title, URL, External, PDF, Published, Updated, Abstract, HTML string
	Authors, Categories                                               []string
}

type readFeed struct {
	Title, Page, Self string
	Entries           []read
}

func write(t testing.TB, f Feed, format Format) []byte {
	t.Helper()
	body, err := f.Write(format, base, self)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func readAtom(t testing.TB, body []byte) (f readFeed) {
	t.Helper()
	var feed atomFeed
	if err := xml.Unmarshal(body, &feed); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	f.Title = feed.Title
	for _, l := range feed.Links {
		switch l.Rel {
		case "self":
			f.Self = l.Href
		case "alternate":
			f.Page = l.Href
		}
	}
	for _, e := range feed.Entries {
		r := read{ID: e.ID, Title: e.Title, Published: e.Published, Updated: e.Updated, HTML: e.Content.Text}
		if e.Summary != nil {
			r.Abstract = e.Summary.Text
		}
		for _, l := range e.Links {
			switch l.Rel {
			case "alternate":
				r.URL = l.Href
			case "related":
				r.External = l.Href
			case "enclosure":
				r.PDF = l.Href
			}
		}
		for _, a := range e.Authors {
			r.Authors = append(r.Authors, a.Name)
		}
		for _, c := range e.Categories {
			r.Categories = append(r.Categories, c.Term)
		}
		f.Entries = append(f.Entries, r)
	}
	return f
}

func readJSON(t testing.TB, body []byte) (f readFeed) {
	t.Helper()
	var feed jsonFeed
	if err := json.Unmarshal(body, &feed); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	f.Title, f.Page, f.Self = feed.Title, feed.Page, feed.Self
	for _, i := range feed.Items {
		r := read{ID: i.ID, Title: i.Title, URL: i.URL, External: i.External, Published: i.Published, Updated: i.Modified, Abstract: i.Text, HTML: i.HTML, Categories: i.Tags}
		for _, a := range i.Authors {
			r.Authors = append(r.Authors, a.Name)
		}
		for _, a := range i.Attachments {
			r.PDF = a.URL
		}
		f.Entries = append(f.Entries, r)
	}
	return f
}

func TestFormats(t *testing.T) {
	want := readFeed{
		Title: "Paperboy: graph", Page: base + "/search?q=graph&sort=added", Self: base + self,
		Entries: []read{{
			ID: base + "/papers/arxiv:math%2F0211159", URL: base + "/papers/arxiv:math%2F0211159", Title: "The entropy formula & <more>",
			External: "https://arxiv.org/abs/math/0211159", PDF: "https://arxiv.org/pdf/math/0211159",
			Published: "2026-11-30T06:20:00Z", Updated: "2026-11-30T06:20:00Z", Abstract: "First.\n\nSecond.",
			HTML: `<p>Grisha Perelman, Ada Lovelace · 2002-11 · Annals</p><p>First.</p><p>Second.</p>` +
				`<p><a href="https://arxiv.org/abs/math/0211159">arxiv.org</a> · <a href="https://arxiv.org/pdf/math/0211159">PDF</a></p>`,
			Authors: []string{"Grisha Perelman", "Ada Lovelace"}, Categories: []string{"math.DG", "math.GT"},
		}, {
			ID: base + "/papers/pb:0123456789abcdef", URL: base + "/papers/pb:0123456789abcdef", Title: "Nobody",
			Published: "2026-11-30T05:20:00Z", Updated: "2026-11-30T05:20:00Z", HTML: "<blockquote><p>Read</p><p>this</p></blockquote>",
		}},
	}
	if diff := cmp.Diff(want, readAtom(t, write(t, papers(), Atom))); diff != "" {
		t.Errorf("Atom (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, readJSON(t, write(t, papers(), JSON))); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	if _, err := papers().Write("rss", base, self); err == nil {
		t.Error("an unknown format is written")
	}
}

func TestManyAuthors(t *testing.T) {
	p := data.Paper{ID: "pb:0123456789abcdef", Title: "x"}
	for i := range 3000 {
		p.Authors = append(p.Authors, fmt.Sprintf("Author %d", i))
	}
	e := readAtom(t, write(t, Feed{Title: "x", Page: "/", Entries: []Entry{{Paper: p, At: monday}}}, Atom)).Entries[0]
	if len(e.Authors) != maxAuthors || !strings.Contains(e.HTML, "Author 19 and 2,980 more</p>") {
		t.Errorf("%d authors, %s", len(e.Authors), e.HTML)
	}
	n := 12
	e = readAtom(t, write(t, Feed{Title: "x", Page: "/", Entries: []Entry{{Paper: data.Paper{ID: "x:1", Title: "x", AuthorCount: &n}, At: monday}}}, Atom)).Entries[0]
	if e.HTML != "<p>12 authors</p>" {
		t.Errorf("only the number is known: %s", e.HTML)
	}
}

func TestTimes(t *testing.T) {
	f := papers()
	if got := f.Updated(); !got.Equal(monday) {
		t.Errorf("updated %s", got)
	}
	if got := f.Modified(); !got.Equal(monday) {
		t.Errorf("modified %s", got)
	}
	f.Entries[1].Paper.Updated = monday.Add(time.Hour)
	if got := f.Modified(); !got.Equal(monday.Add(time.Hour)) {
		t.Errorf("modified %s after a paper changed", got)
	}
	f.Changed = monday.Add(2 * time.Hour)
	if got := f.Modified(); !got.Equal(monday.Add(2 * time.Hour)) {
		t.Errorf("modified %s after the feed was renamed", got)
	}
	empty := Feed{Title: "x", Page: "/"}
	if a, b := write(t, empty, Atom), write(t, empty, Atom); string(a) != string(b) || !strings.Contains(string(a), "<updated>1970-01-01T00:00:00Z</updated>") || !empty.Modified().IsZero() {
		t.Errorf("an empty feed: %s", a)
	}
}

// hostile are texts of the worst kind.
var hostile = []string{
	"]]><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;script&gt;alert(1)&lt;/script&gt;", "\x00\x01\x08\x0b\x0c\x1b[31mred\x7f\u0085",
	"\u202Eevil\u202C\u2066x\u2069", "\xff\xfe broken \xc3", "\uFFFE\uFFFF\uD7FF", "a\u2028b\u2029c", `"quoted' & "x"`, "</summary></entry></feed>", "<!--", "<![CDATA[x]]>", "&#x0;&#0;&undefined;", "{{.}}",
	"</p><p onclick=alert(1)>", "<a href=javascript:alert(1)>x</a>", strings.Repeat("<b>", 1000), "𝒜 𝔘 👩\u200d🔬 می\u200cخواهم",
}

// TestHostileText puts hostile texts into every field. The feed must be well formed, and its HTML
// must have no element but those of the package, and say what the text says.
func TestHostileText(t *testing.T) {
	for _, s := range hostile {
		p := data.Paper{ID: data.ID("x:" + url.PathEscape(s)), Title: s, Abstract: s, Authors: []string{s, "Ada"}, Categories: []string{s}, Venue: s,
			URLs: []string{"javascript:alert(1)", "data:text/html,x", "https://a.example/\"><script>x.pdf"}}
		f := Feed{Title: s, Page: "/search?q=" + url.QueryEscape(s), Entries: []Entry{{Paper: p, At: monday, Note: s}}}
		for _, got := range []readFeed{readAtom(t, write(t, f, Atom)), readJSON(t, write(t, f, JSON))} {
			e := got.Entries[0]
			if want := titleOf(p); e.Title != want || len(e.Authors) == 0 || e.Authors[len(e.Authors)-1] != "Ada" {
				t.Errorf("%q: title %q, want %q; authors %q", s, e.Title, want, e.Authors)
			}
			for _, r := range got.Title + e.Title + e.Abstract + e.HTML + strings.Join(e.Authors, "") {
				if r < ' ' && r != '\n' || 0x7F <= r && r < 0xA0 || 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069 || r == 0xFFFE || r == 0xFFFF {
					t.Errorf("%q: the feed has %U", s, r)
				}
			}
			checkHTML(t, s, e.HTML)
			if e.External != "https://a.example/\"><script>x.pdf" || e.PDF != e.External {
				t.Errorf("%q: links to %q and %q", s, e.External, e.PDF)
			}
		}
	}
}

// checkHTML checks that content has only the elements and attributes that the package writes.
func checkHTML(t *testing.T, s, content string) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	doc.Find("body *").Each(func(_ int, n *goquery.Selection) {
		switch name := goquery.NodeName(n); {
		case (name == "p" || name == "blockquote") && len(n.Nodes[0].Attr) == 0:
		case name == "a" && len(n.Nodes[0].Attr) == 1 && strings.HasPrefix(n.AttrOr("href", ""), "https://"):
		default:
			t.Errorf("%q: element %s %v", s, name, n.Nodes[0].Attr)
		}
	})
	if want := line(s); !strings.Contains(strings.Join(strings.Fields(doc.Text()), " "), want) {
		t.Errorf("%q: the content is %q", s, doc.Text())
	}
}

func FuzzWrite(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, title, abstract, address string) {
		feed := Feed{Title: title, Page: "/", Entries: []Entry{{At: monday, Note: abstract, Paper: data.Paper{
			ID: "x:1", Title: title, Abstract: abstract, Authors: []string{title}, Categories: []string{title}, URLs: []string{address},
		}}}}
		a, j := readAtom(t, write(t, feed, Atom)), readJSON(t, write(t, feed, JSON))
		if diff := cmp.Diff(a, j); diff != "" {
			t.Errorf("Atom and JSON differ (-atom +json):\n%s", diff)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	f := Feed{Title: "x", Page: "/search"}
	for range DefaultLimit {
		f.Entries = append(f.Entries, Entry{At: monday, Paper: data.Paper{
			ID: "arxiv:2203.03850", Title: "Graph neural networks for molecules", Abstract: strings.Repeat("Message passing on molecular graphs predicts their properties & more. ", 20),
			Authors: []string{"Ada Lovelace", "Alan Turing", "Grace Hopper", "Emmy Noether"}, Categories: []string{"cs.LG", "cs.CL"}, Venue: "ICML",
		}})
	}
	for _, format := range []Format{Atom, JSON} {
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				write(b, f, format)
			}
		})
	}
}
