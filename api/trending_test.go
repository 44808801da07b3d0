package api_test

import (
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/search"
	"paperboy/data"
)

// TestTrendingOverMidnight reads one page before midnight and the others after it: all are in the
// order of the first day. A walk that begins later has the order of its own day.
func TestTrendingOverMidnight(t *testing.T) {
	r := newEmptyRig(t)
	lines := `{"id":"test:old","title":"An old favourite","featured":"2024-05-01","upvotes":90}
{"id":"test:mid","title":"A paper of last week","featured":"2024-05-20","upvotes":14}
{"id":"test:new","title":"A paper of today","featured":"2024-05-24","upvotes":5}
{"id":"test:never","title":"A paper that no list showed","upvotes":500}
`
	if status, body := r.post("/papers?wait=visible", lines); status != http.StatusOK {
		t.Fatal(body)
	}
	now := time.Date(2024, 5, 24, 23, 59, 0, 0, time.UTC)
	r.service.Search.Now = func() time.Time { return now }
	const address = "/search?sort=trending&explain=true"
	first := answer[search.Answer](r, address)
	before := ids(first)
	if diff := cmp.Diff([]data.ID{"test:new", "test:mid", "test:old", "test:never"}, before); diff != "" {
		t.Fatalf("trending on 24 May (-want +got):\n%s", diff)
	}
	page := answer[search.Answer](r, address+"&limit=1")
	walked := ids(page)
	now = now.Add(3 * 24 * time.Hour)
	for page.NextCursor != "" {
		page = answer[search.Answer](r, address+"&limit=1&cursor="+page.NextCursor)
		walked = append(walked, ids(page)...)
		hit, want := page.Hits[0], first.Hits[len(walked)-1]
		if hit.Explanation.Value != want.Explanation.Value {
			t.Errorf("%s has the score %v of another day, want %v", hit.ID, hit.Explanation.Value, want.Explanation.Value)
		}
	}
	if diff := cmp.Diff(before, walked); diff != "" {
		t.Errorf("pages over midnight (-first day +walked):\n%s", diff)
	}
	later := answer[search.Answer](r, address)
	if diff := cmp.Diff([]data.ID{"test:old", "test:mid", "test:new", "test:never"}, ids(later)); diff != "" {
		t.Errorf("trending on 27 May (-want +got):\n%s", diff)
	}
	if got, want := later.Hits[0].Explanation.Value, 90/math.Pow(28, 1.5); math.Abs(got-want) > 1e-12 {
		t.Errorf("the score of 27 May is %v, want %v", got, want)
	}
}
