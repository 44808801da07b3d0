package web

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/fetch/fetchtest"
	"paperboy/data/format"
)

// newFetchingHandler is a site with an empty library, which fetches from net.
func newFetchingHandler(t *testing.T, policy api.AddPolicy, net *fetchtest.Server) http.Handler {
	t.Helper()
	service := newAddingService(t)
	if net != nil {
		client := fetch.NewClient(fetch.ClientOptions{HTTP: format.NewClient(true), Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
		service.TurnFetchingOn(client, net.Sources)
	}
	e := echo.New()
	gate := api.Install(e, service, api.HTTPOptions{})
	if err := Install(e, service, Options{Gate: gate, AddPolicy: policy}); err != nil {
		t.Fatal(err)
	}
	return e
}

// sendForm posts the form of /add with fields, names and values in turn.
func sendForm(t *testing.T, h http.Handler, fields ...string) (int, *goquery.Document) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	form.Close()
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/add", &body)
	r.RemoteAddr = "127.0.0.1:1234"
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Origin", "http://127.0.0.1")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, doc
}

func TestAddByWhatOneHas(t *testing.T) {
	net := fetchtest.New(t)
	h := newFetchingHandler(t, api.AddLocal, net)
	for _, test := range []struct {
		text    string
		status  int
		heading string
		items   string
	}{
		{"https://arxiv.org/abs/2501.01234v1", http.StatusOK, "1 paper added", "https://arxiv.org/abs/2501.01234v1 On Papers and Their Readers"},
		{"arXiv:2501.01234", http.StatusOK, "Already here", "On Papers and Their Readers (was here already)"},
		{"On Papers and Their Readers", http.StatusOK, "Which paper do you mean?", "Reading Journals for Fun Ada Lovelace, 2021 · Crossref · doi:10.1000/abc.1 Add"},
		{"2501.09999", http.StatusUnprocessableEntity, "Not added", "No paper has this id at arXiv. Check it for typing errors."},
		{"2501.09999\n10.1000/abc.1\n<b>x</b>", http.StatusOK, "1 paper added", "Reading Journals for Fun <b>x</b> Neither arXiv nor Crossref"},
		{"@article{a, title={Pasted Papers of Mine}, doi={10.1000/pasted}}", http.StatusOK, "1 paper added", ""},
		{" ", http.StatusBadRequest, "Nothing to add", ""},
	} {
		status, doc := sendForm(t, h, "token", "", "format", "", "text", test.text)
		items := strings.Join(strings.Fields(doc.Find("#result .items").Text()), " ")
		if got := doc.Find("#outcome").Text(); status != test.status || got != test.heading || !strings.Contains(items, test.items) {
			t.Errorf("POST %q: %d %q %q, want %d %q %q", test.text, status, got, items, test.status, test.heading, test.items)
		}
		if kept := doc.Find("#text").Text(); (status != http.StatusOK) != (strings.TrimSpace(kept) != "" || test.text == " ") {
			t.Errorf("POST %q: the box holds %q", test.text, kept)
		}
	}
}

// TestAddCountsWarnings pastes records of which something could not be read.
func TestAddCountsWarnings(t *testing.T) {
	h := newFetchingHandler(t, api.AddLocal, nil)
	_, doc := sendForm(t, h, "text", `@article{a, title={A Study of Ropes}, author={Doe, Jane}, doi={none}}
@article{b, title={A Study of Knots}, author={Doe, Jane}, doi={none}, year={soon}}`)
	warned := doc.Find(".warned p, .warned .added").Map(func(_ int, p *goquery.Selection) string { return strings.TrimSpace(p.Text()) })
	want := []string{"2 records", "The DOI was invalid and was left out.", "A Study of Ropes\nA Study of Knots", "1 record", "The date could not be read and was left out.", "A Study of Knots"}
	if !slices.Equal(warned, want) || doc.Find("#outcome").Text() != "2 papers added" {
		t.Errorf("%s: got %q, want %q", doc.Find("#outcome").Text(), warned, want)
	}
	if link, _ := doc.Find(".warned a").First().Attr("href"); !strings.Contains(get(t, h, link).Body.String(), "A Study of Ropes") {
		t.Errorf("the paper of a warning is at %q", link)
	}
	var many strings.Builder
	for i := range 9 {
		fmt.Fprintf(&many, "@article{m%d, title={A Study of %d Masts}, author={Doe, Jane}, doi={none}}\n", i, i+10)
	}
	_, doc = sendForm(t, h, "text", many.String())
	if got := doc.Find(".warned .added li").Length(); got != data.MaxWarned+1 || doc.Find(".warned .added .quiet").Text() != "and 4 more records" {
		t.Errorf("%d papers of a warning: %q", got, doc.Find(".warned").Text())
	}
	_, doc = sendForm(t, h, "text", "@article{c, title={A Study of Sails}, author={Doe, Jane}}")
	if doc.Find(".warned, #warnings").Length() > 0 || doc.Find("#outcome").Text() != "1 paper added" {
		t.Errorf("without warnings: %q", doc.Find(".result").Text())
	}
}

// TestAddConfirms checks that GET changes and fetches nothing, and says what the form would add.
func TestAddConfirms(t *testing.T) {
	net := fetchtest.New(t)
	h := newFetchingHandler(t, api.AddLocal, net)
	doc := pageOf(t, h, http.StatusOK, "/add?q=https%3A%2F%2Farxiv.org%2Fabs%2F2501.01234")
	if got := doc.Find(".asked").Text(); got != "Paperboy will add arxiv:2501.01234." || doc.Find("#text").Text() != "https://arxiv.org/abs/2501.01234" {
		t.Errorf("it says %q, and the box holds %q", got, doc.Find("#text").Text())
	}
	if n := net.Requests(); len(n) > 0 {
		t.Errorf("requests %v", n)
	}
	if got := doc.Find("#bookmarklet").AttrOr("href", ""); got != "javascript:location.href=%27http://example.com/add?q=%27+encodeURIComponent%28location.href%29" {
		t.Errorf("the bookmark is %q", got)
	}
	pageOf(t, h, http.StatusBadRequest, "/add?q="+strings.Repeat("x", maxAsked+1))
	off := pageOf(t, newFetchingHandler(t, api.AddLocal, nil), http.StatusOK, "/add")
	if !strings.Contains(off.Find("#text-help").Text(), "does not fetch papers") || off.Find("#bookmarklet").Length() > 0 {
		t.Errorf("without fetching: %q", off.Find("#text-help").Text())
	}
}

// TestMissingPapers checks the offer to add an unknown paper, on the page of a search and of a paper.
func TestMissingPapers(t *testing.T) {
	net := fetchtest.New(t)
	for _, test := range []struct {
		policy api.AddPolicy
		net    *fetchtest.Server
		want   string // the offer; empty for none
	}{{api.AddToken, net, "arXiv:2501.01234 is not here yet. Add it"}, {api.AddOff, net, ""}, {api.AddLocal, nil, ""}} {
		h := newFetchingHandler(t, test.policy, test.net)
		for address, status := range map[string]int{"/search?q=arXiv%3A2501.01234": 200, "/search?q=https%3A%2F%2Farxiv.org%2Fabs%2F2501.01234": 200, "/papers/arxiv:2501.01234": 404} {
			doc := pageOf(t, h, status, address)
			if got := strings.Join(strings.Fields(doc.Find(".not-here").Text()), " "); got != test.want {
				t.Errorf("%s %s: offers %q, want %q", test.policy, address, got, test.want)
			}
			if link := doc.Find(".not-here a").AttrOr("href", ""); test.want != "" && link != "/add?q=arxiv%3A2501.01234" {
				t.Errorf("%s: the link is %q", address, link)
			}
		}
		for _, address := range []string{"/search?q=readers", "/search?q=csf%3A1", "/search?q=" + strings.Repeat("x", 3000)} {
			if doc := pageOf(t, h, http.StatusOK, address); doc.Find(".not-here").Length() > 0 {
				t.Errorf("%.40s: offers %q", address, doc.Find(".not-here").Text())
			}
		}
	}
	if n := net.Requests(); len(n) > 0 {
		t.Errorf("requests %v", n)
	}
}

// TestBrowserAddByAddress adds a paper from an arXiv address, one of the matches of a title, and one
// that a search did not find; with and without JavaScript.
func TestBrowserAddByAddress(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
			b := newTabOn(t, newFetchingHandler(t, api.AddLocal, fetchtest.New(t)))
			if !scripts {
				if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
					t.Fatal(err)
				}
			}
			b.open("/add")
			b.do(chromedp.SendKeys(chromedp.ID("text"), "https://arxiv.org/abs/2501.01234"), chromedp.Click(chromedp.CSS("#add button.primary")))
			b.outcome("1 paper added")
			if link := b.document().Find("#result .items a").AttrOr("href", ""); link != "/papers/arxiv:2501.01234" {
				t.Errorf("the result links to %q", link)
			}
			b.open("/add")
			b.do(chromedp.SendKeys(chromedp.ID("text"), "Reading Papers for Fun"), chromedp.Click(chromedp.CSS("#add button.primary")))
			b.outcome("Which paper do you mean?")
			b.do(chromedp.Click(chromedp.CSS(`#result .matches button`)))
			b.outcome("1 paper added")
			b.open("/search?q=2020.acl-main.1")
			b.do(chromedp.Click(chromedp.CSS(".not-here button")))
			b.outcome("1 paper added")
			if got := b.document().Find("#result .items a").Text(); got != "Translating Papers" {
				t.Errorf("the result is %q", got)
			}
		})
	}
}
