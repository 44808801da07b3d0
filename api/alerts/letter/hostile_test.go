package letter_test

import (
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"paperboy/api/alerts"
	"paperboy/api/alerts/letter"
	"paperboy/data"
	"paperboy/data/store"
)

// Text of papers, searches and lists adds nothing to the header and no markup.
func TestHostileText(t *testing.T) {
	hostile := []string{
		"Title\r\nBcc: eve@example.org\r\n\r\n<script>alert(1)</script>",
		"Title\nBcc: eve@example.org",
		"\u2028Bcc: eve@example.org\u0085X: y",
		"=?utf-8?q?Bcc:_eve?= <img src=https://eve.example/pixel.gif>",
		"\x00\x1b[31m\xff\xfe \u202egnp.exe",
		`"><a href="javascript:alert(1)">here</a>`,
		"{{.Links.Manage}} --=_390d90701641d1213698c500--",
		strings.Repeat("長", 5000),
		strings.Repeat("x", 5000),
		"",
	}
	for _, s := range hostile {
		d := digest()
		d.Sections = d.Sections[1:2]
		d.Sections[0].Title = s
		d.Sections[0].Papers = []alerts.Item{{
			Paper: data.Paper{ID: "sha:1", Title: s, Abstract: s, Authors: []string{s, s}, URLs: []string{"javascript:alert(1)"}},
			URL:   "https://papers.example.org/papers/sha:1", SourceURL: "javascript:alert(1)", Reason: s,
		}}
		m, err := letter.New().Compose(d)
		if err != nil {
			t.Fatalf("%.40q: %v", s, err)
		}
		header, _, html := parse(t, m)
		checkHeader(t, header)
		checkHTML(t, html)

		c := confirmation()
		c.Title, c.Zone = s, s
		if m, err = letter.New().ComposeConfirmation(c); err != nil {
			t.Fatalf("%.40q: %v", s, err)
		}
		header, _, html = parse(t, m)
		checkHeader(t, header)
		checkHTML(t, html)
	}
}

// checkHeader checks that a header has the fields that it should have, and no others.
func checkHeader(t *testing.T, header mail.Header) {
	t.Helper()
	known := []string{
		"From", "To", "Subject", "Date", "Message-Id", "List-Id", "Precedence", "List-Unsubscribe", "List-Unsubscribe-Post",
		"Auto-Submitted", "Content-Language", "Mime-Version", "Content-Type",
	}
	for name, values := range header {
		if !slices.Contains(known, name) || len(values) != 1 {
			t.Errorf("header field %s: %q", name, values)
		}
	}
	if len(header["Subject"][0]) > 1500 {
		t.Errorf("a subject of %d bytes", len(header["Subject"][0]))
	}
}

// checkHTML checks that an email loads nothing and runs nothing, and that all of its links lead to the
// server or to a site where papers are.
func checkHTML(t *testing.T, html string) {
	t.Helper()
	document, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	if n := document.Find("img, script, link, iframe, object, embed, form, video, audio, svg, [src], [background], [onclick]").Length(); n > 0 {
		t.Errorf("%d elements that load or run something:\n%s", n, html)
	}
	if strings.Contains(html, "url(") || strings.Contains(html, "@import") {
		t.Error("a style sheet loads something")
	}
	if document.Find("a").Length() == 0 {
		t.Error("no links")
	}
	document.Find("a").Each(func(_ int, a *goquery.Selection) {
		u, err := url.Parse(a.AttrOr("href", ""))
		if err != nil || u.Scheme != "https" || !slices.Contains([]string{"papers.example.org", "arxiv.org", "aclanthology.org", "doi.org"}, u.Host) {
			t.Errorf("a link to %q", a.AttrOr("href", ""))
		}
	})
}

// Addresses that would add header fields or commands are refused, whoever checked them before.
func TestHostileAddresses(t *testing.T) {
	const hostile = "ada@example.org>\r\nBcc: <eve@example.org"
	for name, change := range map[string]func(*alerts.Digest){
		"To":           func(d *alerts.Digest) { d.To = hostile },
		"From":         func(d *alerts.Digest) { d.From = hostile },
		"EnvelopeFrom": func(d *alerts.Digest) { d.EnvelopeFrom = hostile },
		"MessageID":    func(d *alerts.Digest) { d.MessageID = hostile },
		"Unsubscribe": func(d *alerts.Digest) {
			d.Links.Unsubscribe = "https://papers.example.org/u/k>\r\nBcc: <eve@example.org"
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := digest()
			change(&d)
			if m, err := letter.New().Compose(d); err == nil {
				t.Errorf("no error, but\n%.300s", m.Raw)
			}
		})
	}
}

// RFC 8058 allows one click over HTTPS only.
func TestOneClickNeedsHTTPS(t *testing.T) {
	for address, want := range map[string]bool{"https://papers.example.org/u/k": true, "http://127.0.0.1:8080/u/k": false, "": false} {
		d := digest()
		d.Links.Unsubscribe = address
		m, err := letter.New().Compose(d)
		if err != nil {
			t.Fatal(err)
		}
		header, _, _ := parse(t, m)
		one, post := header.Get("List-Unsubscribe"), header.Get("List-Unsubscribe-Post")
		if got := one == "<"+address+">" && post == "List-Unsubscribe=One-Click"; got != want || !want && one+post != "" {
			t.Errorf("%q: List-Unsubscribe %q, List-Unsubscribe-Post %q", address, one, post)
		}
	}
}

// Anybody may have a confirmation sent to anybody. It must be of no use for advertising.
func TestConfirmationHasNoLinksOfOthers(t *testing.T) {
	for _, title := range []string{
		"cheap pills at https://eve.example/x", "visit eve.example now", "www.eve.example", "write to eve@eve.example", "eve。example ev.il/x", "пример.испытание",
	} {
		c := confirmation()
		c.Title = title
		m, err := letter.New().ComposeConfirmation(c)
		if err != nil {
			t.Fatal(err)
		}
		_, plain, html := parse(t, m)
		for _, part := range []string{plain, html} {
			for _, bad := range []string{"eve.example", "eve@", "ev.il", "испытание"} {
				if strings.Contains(part, bad) {
					t.Errorf("%q: the email contains %q", title, bad)
				}
			}
		}
	}
	c := confirmation()
	c.Title = "GPT-3.5, e.g. distillation"
	m, err := letter.New().ComposeConfirmation(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, plain, _ := parse(t, m); !strings.Contains(strings.ReplaceAll(plain, "\n", " "), "“GPT-3.5, e.g. distillation”") {
		t.Errorf("an honest search is not shown:\n%s", plain)
	}
}

// An email has at most 100 kB. What has no room is counted, so that nobody misses it.
func TestSize(t *testing.T) {
	long := func(s string, n int) string { return strings.Repeat(s, n) }
	tests := []struct {
		name             string
		sections, papers int
		title, address   string
		// all is true if every paper is shown.
		all bool
	}{
		{"a normal digest", 1, 20, "A title of a usual length, which most papers have", "", true},
		{"several subscriptions", 4, 20, "A title of a usual length, which most papers have", "", true},
		{"long titles", 4, 20, long("long ", 100), "", true},
		{"Chinese", 2, 20, long("扩散模型的统一视角", 10), "", true},
		{"20 subscriptions", 20, 20, long("long ", 100), "", false},
		{"20 subscriptions of emoji", 20, 20, long("🧪", 1000), "", false},
		{"long addresses", 20, 20, long("🧪", 1000), long("%F0%9F%A7%AA", 600), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := digest()
			d.Sections = nil
			for range tt.sections {
				s := alerts.Section{
					Kind: store.SubscribedSearch, Title: tt.title, More: 7, URL: "https://papers.example.org/search?q=" + tt.address,
					Manage: "https://papers.example.org/subscriptions/" + key, Unsubscribe: "https://papers.example.org/u/" + key,
				}
				for i := range tt.papers {
					p := data.Paper{ID: data.ID(fmt.Sprintf("arxiv:2511.%05d", i)), Title: tt.title, Abstract: long(tt.title+" ", 30), Authors: []string{tt.title, tt.title, tt.title}}
					s.Papers = append(s.Papers, alerts.Item{Paper: p, URL: "https://papers.example.org/papers/" + string(p.ID), SourceURL: p.ID.URL() + tt.address, Reason: tt.title})
				}
				d.Sections = append(d.Sections, s)
			}
			m, err := letter.New().Compose(d)
			if err != nil {
				t.Fatal(err)
			}
			if len(m.Raw) > 100_000 {
				t.Errorf("%d bytes", len(m.Raw))
			}
			_, plain, html := parse(t, m)
			checkHTML(t, html)
			document, err := goquery.NewDocumentFromReader(strings.NewReader(html))
			if err != nil {
				t.Fatal(err)
			}
			shown := document.Find("h3").Length()
			t.Logf("%d bytes, %d papers of %d", len(m.Raw), shown, tt.sections*tt.papers)
			if all := shown == tt.sections*tt.papers; all != tt.all || shown < tt.sections {
				t.Errorf("%d papers are shown", shown)
			}
			more := fmt.Sprintf("%d more papers", 7+tt.papers-shown/tt.sections)
			if strings.Count(html, more) != tt.sections || strings.Count(plain, more) != tt.sections {
				t.Errorf("%q is not said of each subscription", more)
			}
		})
	}
}
