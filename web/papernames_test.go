package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"paperboy/api/search"
	"paperboy/data"
)

func TestBetweenByTitle(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	both := url.Values{"a": {"notes on neural parsing -- Part 1"}, "b": {"arXiv:2402.00002v3"}}
	doc := document(t, h, "/between?"+both.Encode(), http.StatusOK)
	if got := doc.Find(".hit").Length(); got == 0 {
		t.Error("nothing is between parsing and translation")
	}
	if got, _ := doc.Find("input[name=b]").Attr("value"); got != "Notes on neural translation, part 2" {
		t.Errorf("the second box has %q", got)
	}

	both.Set("a", "neural pars")
	doc = document(t, h, "/between?"+both.Encode(), http.StatusOK)
	offers := doc.Find(".paper-names a")
	if got := offers.Length(); got != 8 {
		t.Fatalf("%d papers are offered", got)
	}
	if title := offers.First().Text(); !strings.Contains(title, "parsing") {
		t.Errorf("%q is offered first", title)
	}
	chosen, _ := offers.First().Attr("href")
	if got := document(t, h, chosen, http.StatusOK).Find(".hit").Length(); got == 0 {
		t.Errorf("%s shows no papers", chosen)
	}
}

func TestSimilarByTitle(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for name, test := range map[string]struct {
		asked url.Values
		want  url.Values
	}{
		"a title":                {url.Values{"add": {"Notes on neural parsing, part 1"}}, url.Values{"like": {"arxiv:2401.00001"}}},
		"an address":             {url.Values{"add": {"https://arxiv.org/abs/2401.00001"}}, url.Values{"like": {"arxiv:2401.00001"}}},
		"another paper":          {url.Values{"add": {"arxiv:2402.00002"}, "like": {"arxiv:2401.00001"}}, url.Values{"like": {"arxiv:2401.00001", "arxiv:2402.00002"}}},
		"the same paper":         {url.Values{"add": {"arxiv:2401.00001"}, "like": {"arxiv:2401.00001"}}, url.Values{"like": {"arxiv:2401.00001"}}},
		"two, and not the third": {url.Values{"add": {"arxiv:2402.00002"}, "avoid": {"notes on neural retrieval part 3"}, "like": {"arxiv:2401.00001"}}, url.Values{"like": {"arxiv:2401.00001", "arxiv:2402.00002"}, "unlike": {"arxiv:2403.00003"}}},
	} {
		t.Run(name, func(t *testing.T) {
			answer := get(t, h, "/similar?"+test.asked.Encode())
			to, err := url.Parse(answer.Header().Get("Location"))
			if answer.Code != http.StatusSeeOther || err != nil {
				t.Fatalf("status %d, leads to %v, %v", answer.Code, to, err)
			}
			if diff := cmp.Diff(test.want, to.Query()); diff != "" {
				t.Errorf("the list (-want +got):\n%s", diff)
			}
		})
	}
	doc := document(t, h, "/similar?like=arxiv:2401.00001&avoid=neural+transl", http.StatusOK)
	chosen, _ := doc.Find(".paper-names a").First().Attr("href")
	if to, err := url.Parse(chosen); err != nil || to.Query().Get("like") != "arxiv:2401.00001" || to.Query().Get("unlike") == "" {
		t.Errorf("the first offer leads to %s", chosen)
	}
	if got := texts(document(t, h, "/similar?add=qwertz+uiop", http.StatusOK).Find(".paper-names")); !cmp.Equal(got, []string{"No paper here is called “qwertz uiop”. Check the spelling, or enter fewer words of the title."}) {
		t.Errorf("an unknown title: %q", got)
	}
	if code := get(t, h, "/similar?add="+strings.Repeat("x", search.MaxNameLength+1)).Code; code != http.StatusBadRequest {
		t.Errorf("too long a name: status %d", code)
	}
}

func TestNamedPapers(t *testing.T) {
	records := collection()
	twice := data.Record{Paper: data.Paper{ID: "pb:00000000000000ad", Title: "A paper without an abstract", Authors: []string{"Charles Babbage"}}}
	s := newService(t, append(records, twice)...)
	for name, test := range map[string]struct {
		first   data.ID
		certain bool
	}{
		"2203.03850": {"arxiv:2203.03850", true},
		"unixcoder unified cross-modal pre-training for code representation": {"arxiv:2203.03850", true},
		"UniXcoder: Unified":               {"arxiv:2203.03850", false},
		"unixcodr unified cross-modal":     {"arxiv:2203.03850", false},
		"rate -distortion OR (notes":       {"pb:00000000000000aa", false},
		"The entropy formula for perelman": {"arxiv:math/0211159", false},
		"A paper without an abstract":      {"pb:00000000000000ad", false}, // as good as the other paper of this title
		" \t":                              {"", false},
		"?!":                               {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			named, err := s.Search.Named(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			var first data.ID
			if len(named.Papers) > 0 {
				first = named.Papers[0].ID
			}
			if first != test.first || named.Certain != test.certain {
				t.Errorf("%q is %q, certain %v; want %q, %v", name, first, named.Certain, test.first, test.certain)
			}
		})
	}
}

func TestBrowserTitlesAreCompleted(t *testing.T) {
	b := newTab(t)
	b.open("/similar")
	b.do(chromedp.SendKeys(`input[name=add]`, "unixc"))
	b.waitFor(func() (string, bool) {
		got := evaluate[string](b, `document.querySelector('input[name=add]').list.options[0]?.value ?? ''`)
		return got, strings.HasPrefix(got, "UniXcoder: ")
	}, "the title of UniXcoder")
}

func TestBrowserStarters(t *testing.T) {
	b := newTab(t)
	b.open("/")
	b.do(chromedp.SendKeys("#q", "parsing"), chromedp.Click(`//a[.="Author"]`), chromedp.SendKeys("#q", "manning"))
	if got := evaluate[string](b, `document.getElementById('q').value`); got != `parsing author:"manning"` {
		t.Errorf("the box has %q", got)
	}
	evaluate[any](b, `document.getElementById('q').setSelectionRange(0, 7)`)
	b.do(chromedp.Click(`//a[.="Phrase"]`))
	if got := evaluate[string](b, `document.getElementById('q').value`); got != `"parsing" author:"manning"` {
		t.Errorf("after a click with a selection, the box has %q", got)
	}
}
