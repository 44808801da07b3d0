package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/index/ingest"
)

// newSampleService returns the service of a folder that was empty: with the sample. It takes changes.
func newSampleService(t *testing.T) *api.Service {
	t.Helper()
	service := newAddingService(t)
	report, err := service.Library.Library.Ingest(t.Context(), library.SamplePapers(t.Context()), ingest.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Library.Library.WaitVisible(t.Context(), report.Sequence); err != nil {
		t.Fatal(err)
	}
	return service
}

func TestFirstScreen(t *testing.T) {
	h := newHandler(t, newSampleService(t))
	doc := pageOf(t, h, http.StatusOK, "/")
	if n := doc.Find(".hit").Length(); n != 40 {
		t.Errorf("%d papers, want 40", n)
	}
	notice := strings.Join(texts(doc.Find(".notice")), "")
	if want := "You are looking at 40 sample papers from Hugging Face Daily Papers, 13 Nov 2025. Add your own, or remove the sample."; notice != want {
		t.Errorf("notice %q, want %q", notice, want)
	}
	if lead := doc.Find(".intro .lead").Text(); strings.Count(lead, ".") != 2 || !strings.HasPrefix(lead, "Paperboy is a search engine") {
		t.Errorf("it greets with %q, want two sentences on what Paperboy is", lead)
	}
	if n := doc.Find(".ways li").Length(); n != 3 {
		t.Errorf("%d ways to add papers, want 3", n)
	}
	first := doc.Find(".hit").First()
	if names := first.Find(".byline").Text(); !strings.Contains(names, "Bo Bai") {
		t.Errorf("the first card has the authors %q", names)
	}
	if n := doc.Find(`.hit a[href^="/papers/arxiv:"]`).Length(); n < 40 {
		t.Errorf("%d links to papers with arXiv ids, want 40", n)
	}
	examples := doc.Find(".examples a")
	if examples.Length() != 3 {
		t.Errorf("%d examples, want 3", examples.Length())
	}
	for i := range examples.Length() {
		address := examples.Eq(i).AttrOr("href", "")
		if n := pageOf(t, h, http.StatusOK, address).Find(".hit").Length(); n == 0 {
			t.Errorf("%s finds nothing", address)
		}
	}
	dates := texts(doc.Find(".hit .facts time"))
	if len(dates) != 40 || dates[0] != "3 Nov 2025" || dates[39] != "24 Feb 2019" {
		t.Errorf("%d dates from %q to %q, want 40, newest first", len(dates), dates[0], dates[len(dates)-1])
	}
	var years []string
	for i, bars := 0, doc.Find("svg.histogram a"); i < bars.Length(); i++ {
		years = append(years, bars.Eq(i).AttrOr("aria-label", ""))
	}
	want := []string{"2019: 1 paper", "2020: 0 papers", "2021: 0 papers", "2022: 1 paper", "2023: 9 papers", "2024: 13 papers", "2025: 16 papers"}
	if diff := cmp.Diff(want, years); diff != "" {
		t.Errorf("years (-want +got):\n%s", diff)
	}
	authors := texts(doc.Find(`.option:has(input[name="author_count"])`))
	if diff := cmp.Diff([]string{"11", "23", "311", "48", "54", "6–1013"}, authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
	if got := texts(doc.Find("#sort option")); len(got) != 8 {
		t.Errorf("orders %q: upvotes and featured have no data here", got)
	}
	for _, name := range []string{"author", "category", "venue", "source"} {
		if doc.Find(`input[name="`+name+`"]`).Length() > 0 {
			t.Errorf("the facet %s has fewer than two values, and is shown", name)
		}
	}
}

func TestRemovalPage(t *testing.T) {
	for name, test := range map[string]struct {
		service *api.Service
		forms   int
		says    string
	}{
		"with the sample":    {newSampleService(t), 1, "paperboy delete --source sample"},
		"without the sample": {newService(t, collection()...), 0, "This library has no sample papers."},
	} {
		t.Run(name, func(t *testing.T) {
			main := pageOf(t, newHandler(t, test.service), http.StatusOK, "/sample/remove").Find("main")
			if n := main.Find(`form[method="post"] input[name="token"]`).Length(); n != test.forms {
				t.Errorf("%d forms that ask for the token, want %d", n, test.forms)
			}
			if !strings.Contains(main.Text(), test.says) {
				t.Errorf("the page does not say %q: %s", test.says, main.Text())
			}
		})
	}
}

func TestRemovingTheSampleTakesTheToken(t *testing.T) {
	service := newSampleService(t)
	papers := func() int {
		stats, err := service.Library.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return stats.Papers
	}
	h := newHandler(t, service)
	post := func(form string) (int, string) {
		r := httptest.NewRequest(http.MethodPost, "/sample/remove", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		return answer.Code, answer.Body.String()
	}
	for _, form := range []string{"", "token=", "token=wrong", "token=" + token[:4]} {
		code, body := post(form)
		if n := papers(); code != http.StatusForbidden || n != 40 {
			t.Fatalf("%q: %d, and %d papers are left", form, code, n)
		}
		if !strings.Contains(body, "That is neither this server’s token") || !strings.Contains(body, `name="token"`) {
			t.Errorf("%q: neither a reason nor another try", form)
		}
	}
	if code, _ := post("token=" + strings.Repeat("x", 1<<20)); code == http.StatusOK {
		t.Error("a token of a megabyte was taken")
	}
	code, body := post(url.Values{"token": {token}}.Encode())
	if code != http.StatusOK || !strings.Contains(body, "40 sample papers removed") {
		t.Errorf("%d\n%s", code, body)
	}
	if n := papers(); n != 0 {
		t.Errorf("%d papers are left", n)
	}
}
