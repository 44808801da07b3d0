package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/daily"
	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/web/view"
)

// dailyLibrary has papers that a daily list showed on three days of a week and on one of the next
// month.
func dailyLibrary() []data.Record {
	var records []data.Record
	for i, day := range []data.Date{{Year: 2025, Month: 11, Day: 10}, {Year: 2025, Month: 11, Day: 13}, {Year: 2025, Month: 11, Day: 13}, {Year: 2025, Month: 11, Day: 14}, {Year: 2025, Month: 12, Day: 1}} {
		upvotes := 10 * (i + 1)
		records = append(records, data.Record{
			Paper: data.Paper{
				ID: data.ID(fmt.Sprintf("arxiv:2511.%05d", i+1)), Title: fmt.Sprintf("Paper %d", i+1), Abstract: "Graph networks.",
				Date: data.Date{Year: 2025, Month: 11, Day: i + 1}, Featured: day, FeaturedDays: []data.Date{day}, Upvotes: &upvotes,
			},
			Origin: data.Provenance{Source: "file", Location: "days.jsonl"},
		})
	}
	return records
}

func TestDaysPages(t *testing.T) {
	h := newHandler(t, newService(t, dailyLibrary()...))
	tests := []struct {
		name, address string
		selector      string
		want          []string
	}{
		{"the newest day", "/days", "h1", []string{"Monday, 1 December 2025"}},
		{"title", "/days/2025-11-13", "title", []string{"Thursday, 13 November 2025 · Paperboy"}},
		{"most upvotes first", "/days/2025-11-13", ".hit h3", []string{"Paper 3", "Paper 2"}},
		{"newest first", "/weeks/2025-W46?sort=newest", ".hit h3", []string{"Paper 4", "Paper 3", "Paper 2", "Paper 1"}},
		{"orders", "/days/2025-11-13", ".sortby option", []string{"Most upvotes", "Newest"}},
		{"arrows", "/days/2025-11-13", ".turn > a", []string{"←Previous: Mon 10 Nov 2025", "Next: Fri 14 Nov 2025→"}},
		{"switch", "/days/2025-11-13", ".turn li a[aria-current]", []string{"Day"}},
		{"a week", "/weeks/2025-W46", "h1", []string{"Week 46, 10 to 16 November 2025"}},
		{"a week across two years", "/weeks/2026-W01", "h1", []string{"Week 01, 29 December 2025 to 4 January 2026"}},
		{"a month", "/months/2025-11", "h1", []string{"November 2025"}},
		{"calendar", "/days/2025-11-13", ".calendar td a", []string{"10 November: 1 paper", "13 November: 2 papers", "14 November: 1 paper"}},
		{"this day", "/days/2025-11-13", ".calendar td a[aria-current] b", []string{"13"}},
		{"weeks with papers", "/days/2025-11-13", ".calendar th a", []string{"Week 46"}},
		{"a day without papers", "/days/2025-11-15", ".nothing h2, .nothing li", []string{"No papers on this day", "Fri 14 Nov 2025", "Mon 1 Dec 2025"}},
		{"no match", "/days/2025-11-13?q=zyzzyva", ".nothing h2", []string{"No papers match"}},
		{"found", "/months/2025-11?q=graph", "#announce, .sortby option", []string{"4 papers found", "Most upvotes", "Newest", "Relevance"}},
		{"trending", "/trending", "h1, .hit h3", []string{"Trending", "Paper 5", "Paper 4", "Paper 3", "Paper 2", "Paper 1"}},
		{"navigation", "/", ".masthead-links a", []string{"All papers", "Daily", "Trending", "Topics", "Map", "Similar", "Between", "Lists", "Add", "Help"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := pageOf(t, h, http.StatusOK, test.address)
			if diff := cmp.Diff(test.want, texts(doc.Find(test.selector))); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", test.selector, test.address, diff)
			}
		})
	}
	doc := pageOf(t, h, http.StatusOK, "/days/2025-11-13?q=graph&author_count=unknown")
	for selector, want := range map[string]string{
		`.turn a[rel="next"]`:                   "/days/2025-11-14?author_count=unknown&q=graph",
		`.turn li:nth-child(2) a`:               "/weeks/2025-W46?author_count=unknown&q=graph",
		`.calendar td a:contains("14")`:         "/days/2025-11-14?author_count=unknown&q=graph",
		`.chips a.chip`:                         "/days/2025-11-13?q=graph",
		`.save-search a[href*="format=bibtex"]`: "/api/v1/export?author_count=unknown&featured_from=2025-11-13&featured_to=2025-11-13&format=bibtex&q=graph",
	} {
		if got, _ := doc.Find(selector).First().Attr("href"); got != want {
			t.Errorf("%s leads to %s, want %s", selector, got, want)
		}
	}
	if got, _ := doc.Find("#search").Attr("action"); got != "/days/2025-11-13" {
		t.Errorf("the search box searches %s", got)
	}
}

func TestDaysRedirects(t *testing.T) {
	days := newHandler(t, newService(t, dailyLibrary()...))
	months := newHandler(t, newService(t, data.Record{Paper: data.Paper{ID: "acl:2020.acl-main.1", Title: "One of July", Date: data.Date{Year: 2020, Month: 7}}, Origin: data.Provenance{Source: "file"}}))
	for _, test := range []struct {
		h             http.Handler
		address, want string
		status        int
	}{
		{days, "/weeks/2025-w46?q=", "/weeks/2025-W46", http.StatusSeeOther},
		{days, "/days?q=&sort=newest", "/days?sort=newest", http.StatusSeeOther},
		{months, "/days/2020-07-05?q=one", "/months/2020-07?q=one", http.StatusSeeOther},
		{months, "/weeks/2020-W30", "/months/2020-07", http.StatusSeeOther},
		{days, "/days/2025-11-31", "", http.StatusBadRequest},
		{days, "/weeks/2025-W53", "", http.StatusBadRequest},
		{days, "/months/2025-11-13", "", http.StatusBadRequest},
	} {
		answer := get(t, test.h, test.address)
		if answer.Code != test.status || answer.Header().Get("Location") != test.want {
			t.Errorf("GET %s: %d to %q, want %d to %q", test.address, answer.Code, answer.Header().Get("Location"), test.status, test.want)
		}
	}
	doc := pageOf(t, months, http.StatusOK, "/days")
	if got := texts(doc.Find("h1, .calendar caption, .calendar td a, .turn li")); strings.Join(got, "|") != "July 2020|2020: papers by month|Jul 2020: 1 paper" {
		t.Errorf("the newest month: %q", got)
	}
	if got := texts(doc.Find(".masthead-links a")); strings.Contains(fmt.Sprint(got), "Trending") {
		t.Errorf("without votes, the navigation is %q", got)
	}
	if doc := pageOf(t, months, http.StatusOK, "/trending"); doc.Find(`.period a[href="/rising"]`).Length() != 1 {
		t.Error("without votes, trending papers don't lead to rising topics")
	}
}

func TestDaysLikeMyLists(t *testing.T) {
	service := newService(t, append(dailyLibrary(), data.Record{
		Paper:  data.Paper{ID: "arxiv:2511.00099", Title: "Speech translation", Abstract: "Translating speech.", Featured: data.Date{Year: 2025, Month: 11, Day: 13}},
		Origin: data.Provenance{Source: "file"},
	})...)
	list, err := service.Lists.Create(t.Context(), lists.NewList{Name: "Mine", IDs: []data.ID{"arxiv:2511.00099"}})
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{T: t, handler: newHandler(t, service), service: service, cookie: &http.Cookie{Name: listCookieName, Value: string(list.EditKey) + ".NOSUCHLISTNOSUCHLISTNOSUCH"}}
	doc := r.page("/days/2025-11-13?sort=like")
	if got := texts(doc.Find(".hit h3")); len(got) != 3 || got[0] != "Speech translation" {
		t.Errorf("most like my lists: %q", got)
	}
	if got := doc.Find("#sort option[selected]").Text(); got != "Most like my lists" {
		t.Errorf("sorted by %q", got)
	}
	if html, err := doc.Html(); err != nil || strings.Contains(html, string(list.EditKey)) {
		t.Error("the page shows the key of a list")
	}
	without := pageOf(t, newHandler(t, service), http.StatusOK, "/days/2025-11-13?sort=like")
	if got := texts(without.Find(".notice")); len(got) != 1 || without.Find(".hit").Length() != 3 {
		t.Errorf("without lists: notices %q, %d papers", got, without.Find(".hit").Length())
	}
}

func TestFormatSpan(t *testing.T) {
	for want, s := range map[string]daily.Span{
		"Thursday, 13 November 2025":                  daily.DayOf(data.Date{Year: 2025, Month: 11, Day: 13}),
		"Week 49, 29 November to 5 December 2027":     daily.WeekOf(data.Date{Year: 2027, Month: 12, Day: 1}),
		"Week 53, 28 December 2026 to 3 January 2027": daily.WeekOf(data.Date{Year: 2027, Month: 1, Day: 1}),
		"February 2024":                               daily.MonthOf(data.Date{Year: 2024, Month: 2}),
	} {
		if got := view.FormatSpan(s); !strings.HasSuffix(got, want[len("Week 49, "):]) {
			t.Errorf("%v is %q, want %q", s, got, want)
		}
	}
}
