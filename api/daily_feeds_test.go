package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// datedTitles returns the titles of a feed with the days of their entries.
func (r *rig) datedTitles(path string) (f atom, dated []string) {
	r.Helper()
	f, titles := r.atom(path)
	for i, title := range titles {
		dated = append(dated, f.Entries[i].Updated.UTC().Format(time.DateOnly)+" "+title)
	}
	return f, dated
}

// TestFeedsOfPeriods checks that the feeds of days are those of the newest day first, each paper once.
func TestFeedsOfPeriods(t *testing.T) {
	r := newDailyRig(t, feedPapers)
	for _, test := range []struct {
		path, self, page, title string
		want                    []string
	}{
		{"/days.atom", "/days.atom", "/days", "Paperboy: daily papers", []string{"2025-11-14 Graphs again", "2025-11-14 Late", "2025-11-13 Early graphs", "2025-11-03 Older"}},
		{"/days.atom?q=graphs&sort=upvotes&offset=5", "/days.atom?q=graphs", "/days?q=graphs", "Paperboy: daily papers: graphs", []string{"2025-11-14 Graphs again", "2025-11-13 Early graphs"}},
		{"/days.atom?limit=1", "/days.atom?limit=1", "/days", "Paperboy: daily papers", []string{"2025-11-14 Graphs again"}},
		{"/days/2025-11-13.atom", "/days/2025-11-13.atom", "/days/2025-11-13", "Paperboy: 2025-11-13", []string{"2025-11-13 Graphs again", "2025-11-13 Early graphs"}},
		{"/weeks/2025-W46.atom", "/weeks/2025-W46.atom", "/weeks/2025-W46", "Paperboy: 2025-W46", []string{"2025-11-14 Graphs again", "2025-11-14 Late", "2025-11-13 Early graphs"}},
		{"/months/2025-11.atom?q=older", "/months/2025-11.atom?q=older", "/months/2025-11?q=older", "Paperboy: 2025-11: older", []string{"2025-11-03 Older"}},
		{"/days.atom?by=date", "/days.atom?by=date", "/days?by=date", "Paperboy: papers by date", []string{"2025-11-12 Graphs again", "2025-11-11 Early graphs", "2025-11-11 Unlisted", "2025-11-10 Late", "2025-11-01 Older"}},
		{"/days/2025-11-20.atom", "/days/2025-11-20.atom", "/days/2025-11-20", "Paperboy: 2025-11-20", nil},
		{"/trending.atom", "/trending.atom", "/trending", "Paperboy: trending", []string{"2025-11-14 Late", "2025-11-14 Graphs again", "2025-11-13 Early graphs", "2025-11-03 Older"}},
		{"/trending.atom?limit=1", "/trending.atom?limit=1", "/trending", "Paperboy: trending", []string{"2025-11-14 Late"}},
	} {
		f, got := r.datedTitles(test.path)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.path, diff)
		}
		if f.Title != test.title || f.ID != r.url+test.page || f.Links[0].Href != r.url+"/api/v1"+test.self {
			t.Errorf("%s: %q, %s, %s", test.path, f.Title, f.ID, f.Links[0].Href)
		}
	}
	if f := answer[jsonFeed](r, "/weeks/2025-W46.json?limit=2"); len(f.Items) != 2 || f.Items[1].Title != "Late" || f.Self != r.url+"/api/v1/weeks/2025-W46.json?limit=2" {
		t.Errorf("JSON feed %+v", f)
	}
	for path, want := range map[string]int{
		"/days/2025-11-31.atom": 400, "/days/2025-11-13.rss": 400, "/weeks/2025-11.json": 400, "/days.atom?list=X": 400, "/days.atom?from=2025&to=2024": 400,
		"/days/2025-11-13": 200, "/days.rss": 404,
	} {
		if status, body := r.get(path); status != want {
			t.Errorf("GET %s: %d %s", path, status, body)
		}
	}
}

// feedPapers were featured on days of 2025, one of them on two.
const feedPapers = `{"id":"x:1","title":"Early graphs","date":"2025-11-11","featured":"2025-11-13","upvotes":900}
{"id":"x:2","title":"Graphs again","date":"2025-11-12","featured_days":["2025-11-13","2025-11-14"],"upvotes":1}
{"id":"x:3","title":"Late","date":"2025-11-10","featured":"2025-11-14","upvotes":1000}
{"id":"x:4","title":"Older","date":"2025-11-01","featured":"2025-11-03","upvotes":5}
{"id":"x:5","title":"Unlisted","date":"2025-11-11"}
{"id":"x:6","title":"Of the future","date":"2999-01-01"}
`

// TestTrendingFeedDependsOnTheDay checks that a reader that has the trending papers of a day does not
// get 304 on the next, although nothing else has changed.
func TestTrendingFeedDependsOnTheDay(t *testing.T) {
	r := newEmptyRig(t)
	options, now := r.options, time.Now().UTC().Truncate(24*time.Hour).Add(23*time.Hour+59*time.Minute)
	options.Now = func() time.Time { return now }
	r = newRigWith(t, options)
	// 100 / 2^1.5 is more than 170 / 3^1.5, but 100 / 3^1.5 is less than 170 / 4^1.5.
	papers := fmt.Sprintf(`{"id":"x:1","title":"First of today","featured":"%s","upvotes":100}
{"id":"x:2","title":"First of tomorrow","featured":"%s","upvotes":170}`, now.Format(time.DateOnly), now.AddDate(0, 0, -1).Format(time.DateOnly))
	if status, body := r.post("/papers?wait=visible", papers); status != http.StatusOK {
		t.Fatal(body)
	}
	c := conditions{r, "/trending.atom?limit=1"}
	_, tag := c.status()
	if _, titles := r.atom(c.path); len(titles) != 1 || titles[0] != "First of today" {
		t.Errorf("today: %q", titles)
	}
	before := now.Format(http.TimeFormat)
	for _, header := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", before}} {
		if status, _ := c.status(header...); status != http.StatusNotModified {
			t.Errorf("the same day, %q: %d", header, status)
		}
	}
	now = now.Add(2 * time.Minute)
	for _, header := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", before}} {
		if status, next := c.status(header...); status != http.StatusOK || next == tag {
			t.Errorf("the next day, %q: %d", header, status)
		}
	}
	if _, titles := r.atom(c.path); len(titles) != 1 || titles[0] != "First of tomorrow" {
		t.Errorf("tomorrow: %q", titles)
	}
}
