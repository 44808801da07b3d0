package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/api/daily"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

// dailyPapers are papers that a daily list showed on a Thursday, a Friday and the Monday two weeks
// later.
const dailyPapers = `{"id":"arxiv:2511.00001","title":"Thursday's graph networks","abstract":"Graph networks for molecules.","date":"2025-11-11","featured":"2025-11-13","upvotes":3}
{"id":"arxiv:2511.00002","title":"Thursday's translation","abstract":"Attention translates.","date":"2025-11-12","featured":"2025-11-13","upvotes":30}
{"id":"arxiv:2511.00003","title":"Friday's graph networks","abstract":"More graph networks for molecules.","date":"2025-11-12","featured":"2025-11-14","upvotes":5}
{"id":"arxiv:2511.00004","title":"Monday's translation","abstract":"Attention translates speech.","date":"2025-11-28","featured":"2025-12-01","upvotes":8}
{"id":"arxiv:2511.00005","title":"Never on a list","abstract":"Graph networks without votes.","date":"2025-11-13"}
`

func newDailyRig(t *testing.T, papers string) *rig {
	t.Helper()
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", papers); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	return r
}

// describePeriod returns what matters of an answer: the period, its neighbours, how its days are counted,
// the order, and the ids without their scheme.
func describePeriod(a daily.Answer) string {
	name := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	p := a.Period
	return strings.TrimSpace(fmt.Sprintf("%s %s to %s [%s %s] %s %s: %s", p.Kind, p.From, p.To, name(p.Previous), name(p.Next), p.By, p.Sort, strings.ReplaceAll(strings.Trim(fmt.Sprint(ids(a.Answer)), "[]"), "arxiv:2511.0000", "")))
}

func TestPeriods(t *testing.T) {
	r := newDailyRig(t, dailyPapers)
	undated := newDailyRig(t, `{"id":"doi:10.1000/1","title":"Undated"}`)
	months := newDailyRig(t, `{"id":"arxiv:2511.00001","title":"One of May","date":"2020-05"}
{"id":"arxiv:2511.00002","title":"Two of May","date":"2020-05"}
{"id":"arxiv:2511.00003","title":"A day of June","date":"2020-06-07"}
{"id":"arxiv:2511.00004","title":"Some time in 2020","date":"2020"}`)
	today := data.DateOf(undated.service.Library.Now()).String()
	for _, test := range []struct {
		rig        *rig
		path, want string
	}{
		{r, "/days", "day 2025-12-01 to 2025-12-01 [2025-11-14 -] featured upvotes: 4"},
		{r, "/days/2025-11-13", "day 2025-11-13 to 2025-11-13 [- 2025-11-14] featured upvotes: 2 1"},
		{r, "/days/2025-11-15", "day 2025-11-15 to 2025-11-15 [2025-11-14 2025-12-01] featured upvotes:"},
		{r, "/weeks/2025-W46", "week 2025-11-10 to 2025-11-16 [- 2025-W49] featured upvotes: 2 3 1"},
		{r, "/months/2025-11", "month 2025-11-01 to 2025-11-30 [- 2025-12] featured upvotes: 2 3 1"},
		{r, "/months/2025-11?sort=newest", "month 2025-11-01 to 2025-11-30 [- 2025-12] featured newest: 2 3 1"},
		{r, "/months/2025-11?q=graph", "month 2025-11-01 to 2025-11-30 [- -] featured upvotes: 3 1"},
		{r, "/days?q=graph", "day 2025-11-14 to 2025-11-14 [2025-11-13 -] featured upvotes: 3"},
		{r, "/days?q=nothing+at+all&match=all", "day  to  [- -] featured upvotes:"},
		{r, "/days?by=date", "day 2025-11-28 to 2025-11-28 [2025-11-13 -] date upvotes: 4"},
		{r, "/days/2025-11-12?by=date&sort=oldest", "day 2025-11-12 to 2025-11-12 [2025-11-11 2025-11-13] date oldest: 2 3"},
		{r, "/months/2025-11?limit=1&from=2025-11-12", "month 2025-11-01 to 2025-11-30 [- 2025-12] featured upvotes: 2"},
		{months, "/days", "month 2020-06-01 to 2020-06-30 [2020-05 -] date newest: 3"},
		{months, "/days/2020-05-20", "month 2020-05-01 to 2020-05-31 [- 2020-06] date newest: 1 2"},
		{months, "/weeks/2020-W18", "month 2020-04-01 to 2020-04-30 [- 2020-05] date newest:"},
		{undated, "/days", "day " + today + " to " + today + " [- -] added added: doi:10.1000/1"},
		{newEmptyRig(t), "/days", "day  to  [- -] added added:"},
	} {
		if got := describePeriod(answer[daily.Answer](test.rig, test.path)); got != test.want {
			t.Errorf("GET %s\n got %s\nwant %s", test.path, got, test.want)
		}
		status, body := test.rig.get(test.path)
		path, _, _ := strings.Cut(test.path, "?")
		if kind, _, found := strings.Cut(path[1:], "/"); found {
			path = "/" + kind + "/{" + strings.TrimSuffix(kind, "s") + "}"
		}
		api.ValidateAnswer(t, "get", path, status, body)
	}
}

func TestPeriodErrors(t *testing.T) {
	r := newDailyRig(t, dailyPapers)
	for path, want := range map[string]fault.Code{
		"/days/2025-11-31":                                    fault.InvalidDate,
		"/days/2025-11":                                       fault.InvalidDate,
		"/weeks/2025-W53":                                     fault.InvalidDate,
		"/months/2025":                                        fault.InvalidDate,
		"/months/2025%2f11":                                   fault.InvalidDate,
		"/days?sort=best":                                     fault.InvalidValue,
		"/days?by=birth":                                      fault.InvalidValue,
		"/days?sort=like":                                     fault.MissingParameter,
		"/days?sort=like&list=NOSUCHLIST":                     fault.NotFound,
		"/days?limit=101":                                     fault.OutOfRange,
		"/days?quary=x":                                       fault.UnknownParameter,
		"/days/2025-11-13?featured_from=2025-11-14":           fault.Contradiction,
		"/days?from=2025-11-14&to=2025-11-13":                 fault.Contradiction,
		"/trending?from=2025-11-14&to=2025-11-13":             fault.Contradiction,
		"/days?list=" + strings.Repeat("A", 501):              fault.TooLong,
		"/days?" + strings.Repeat("list=A&", 51):              fault.TooManyValues,
		"/months/2025-11?cursor=AAAA":                         fault.InvalidCursor,
		"/trending?sort=newest":                               fault.UnknownParameter,
		"/calendar?year=3000":                                 fault.OutOfRange,
		"/calendar?from=2025-11-14&to=2025-11-13&by=featured": fault.Contradiction,
	} {
		status, body := r.get(path)
		if got := decode[api.Problem](r, body); got.Code != want || status < 400 || got.Detail == "" {
			t.Errorf("GET %s: %d %s, want %s", path, status, body, want)
		}
	}
}

// TestPeriodPages reads a month two papers at a time, in each order that a period has.
func TestPeriodPages(t *testing.T) {
	r := newDailyRig(t, dailyPapers)
	key := createList(r, "arxiv:2511.00003", "arxiv:2511.00005")
	for order, want := range map[string][]data.ID{
		"upvotes":          {"arxiv:2511.00002", "arxiv:2511.00003", "arxiv:2511.00001"},
		"newest":           {"arxiv:2511.00002", "arxiv:2511.00003", "arxiv:2511.00001"},
		"like&list=" + key: {"arxiv:2511.00003", "arxiv:2511.00001", "arxiv:2511.00002"},
	} {
		var got []data.ID
		for cursor := ""; ; {
			a := answer[daily.Answer](r, "/months/2025-11?limit=2&sort="+order+"&cursor="+cursor)
			if got = append(got, ids(a.Answer)...); a.NextCursor == "" {
				break
			}
			cursor = a.NextCursor
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sort=%s (-want +got):\n%s", order, diff)
		}
	}
	first := answer[daily.Answer](r, "/months/2025-11?limit=1&sort=like&list="+key)
	if status, body := r.get("/months/2025-11?limit=1&sort=like&q=graph&list=" + key + "&cursor=" + first.NextCursor); status != http.StatusBadRequest || decode[api.Problem](r, body).Code != fault.CursorMismatch {
		t.Errorf("the cursor of another query: %d %s", status, body)
	}
	empty := answer[daily.Answer](r, "/months/2025-11?sort=like&list="+createList(r))
	if len(empty.Hits) != 3 || len(empty.Query.Notices) != 1 {
		t.Errorf("like an empty list: %d papers, notices %q", len(empty.Hits), empty.Query.Notices)
	}
	response, _ := r.do(http.MethodGet, "/months/2025-11?sort=like&list="+key, nil)
	if got := response.Header.Get("Cache-Control"); !strings.Contains(got, "private") {
		t.Errorf("the answer to an address with a list's key may be cached: %q", got)
	}
}

// createList creates a list and returns its reading key.
func createList(r *rig, papers ...string) string {
	r.Helper()
	body := "{}"
	if len(papers) > 0 {
		body = `{"ids":["` + strings.Join(papers, `","`) + `"]}`
	}
	status, text := r.post("/lists", body)
	if status != http.StatusOK {
		r.Fatalf("POST /lists: %d %s", status, text)
	}
	return decode[struct {
		ReadKey string `json:"read_key"`
	}](r, text).ReadKey
}

func TestTrending(t *testing.T) {
	r := newDailyRig(t, dailyPapers)
	a := answer[daily.Answer](r, "/trending")
	if a.Total != 4 || a.Period.Kind != daily.Trending || a.Period.Sort != index.ByTrending || a.Period.To != data.DateOf(r.service.Library.Now()) {
		t.Errorf("trending: %d papers, %+v", a.Total, a.Period)
	}
	if got := answer[daily.Answer](r, "/trending?q=graph"); got.Total != 2 {
		t.Errorf("trending with graph: %d papers", got.Total)
	}
	without := answer[daily.Answer](newRig(t), "/trending")
	if without.Total != 0 || len(without.Query.Notices) != 1 || !strings.Contains(without.Query.Notices[0], "/rising") {
		t.Errorf("without votes: %d papers, notices %q", without.Total, without.Query.Notices)
	}
	status, body := r.get("/trending")
	api.ValidateAnswer(t, "get", "/trending", status, body)
}

func TestCalendar(t *testing.T) {
	r := newDailyRig(t, dailyPapers)
	describe := func(a daily.CalendarAnswer) string {
		return fmt.Sprintf("%d %s %s..%s %d %v", a.Year, a.By, a.First, a.Last, a.Total, a.Days)
	}
	for path, want := range map[string]string{
		"/calendar":           "2025 featured 2025-11-13..2025-12-01 4 [{2025-11-13 2} {2025-11-14 1} {2025-12-01 1}]",
		"/calendar?q=graph":   "2025 featured 2025-11-13..2025-11-14 2 [{2025-11-13 1} {2025-11-14 1}]",
		"/calendar?year=2024": "2024 featured 2025-11-13..2025-12-01 0 []",
		"/calendar?by=date&featured_to=2025-11-13": "2025 date 2025-11-11..2025-11-12 2 [{2025-11-11 1} {2025-11-12 1}]",
	} {
		status, body := r.get(path)
		if got := describe(decode[daily.CalendarAnswer](r, body)); status != http.StatusOK || got != want {
			t.Errorf("GET %s: %d\n got %s\nwant %s", path, status, got, want)
		}
		api.ValidateAnswer(t, "get", "/calendar", status, body)
	}
}
