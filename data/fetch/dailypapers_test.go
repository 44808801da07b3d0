package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/fetch"
)

// TestDailyPapersAgain fetches on several days, and checks which lists are requested.
func TestDailyPapersAgain(t *testing.T) {
	// 1, 8, 15, 22 and 29 November are Saturdays.
	november := func(day int) string { return fmt.Sprintf("2025-11-%02d", day) }
	const fortnight = "2025-11-11 2025-11-12 2025-11-13 2025-11-14 2025-11-17 2025-11-18 2025-11-19 2025-11-20 2025-11-21 2025-11-24 2025-11-25 "
	for name, test := range map[string]struct {
		before fetch.Cursor
		want   string
		since  string
	}{
		"the first time": {fetch.Cursor{}, "2025-11-22 2025-11-23 2025-11-24 2025-11-25 2025-11-26 2025-11-27 2025-11-28", november(22)},
		"the day after": {
			fetch.Cursor{Until: november(27), Ended: true, Reread: november(27), Since: "2025-10-01"},
			"2025-10-29 " + fortnight + "2025-11-26 2025-11-27 2025-11-28", "2025-10-01",
		},
		"the same day":                    {fetch.Cursor{Until: november(28), Ended: true, Reread: november(28), Since: "2025-10-01"}, "2025-11-27 2025-11-28", "2025-10-01"},
		"an earlier version":              {fetch.Cursor{Until: november(28), Ended: true}, "2025-10-29 " + fortnight + "2025-11-26 2025-11-27 2025-11-28", ""},
		"an earlier version, interrupted": {fetch.Cursor{Position: november(24), From: november(22), Until: november(27)}, "2025-11-24 2025-11-25 2025-11-26 2025-11-27 2025-11-28", ""},
		"days missed":                     {fetch.Cursor{Until: november(24), Ended: true, Reread: november(24), Since: "2025-10-01"}, "2025-10-27 2025-10-28 2025-10-29 " + strings.TrimSuffix(fortnight, "2025-11-24 2025-11-25 ") + "2025-11-23 2025-11-24 2025-11-25 2025-11-26 2025-11-27 2025-11-28", "2025-10-01"},
		"a young library":                 {fetch.Cursor{Until: november(27), Ended: true, Reread: november(27), Since: november(20)}, "2025-11-20 2025-11-21 2025-11-24 2025-11-25 2025-11-26 2025-11-27 2025-11-28", november(20)},
		"a clock that was ahead":          {fetch.Cursor{Until: november(27), Ended: true, Reread: "2027-01-01", Since: november(20)}, "2025-11-20 2025-11-21 2025-11-24 2025-11-25 2025-11-26 2025-11-27 2025-11-28", november(20)},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.now = time.Date(2025, 11, 28, 9, 0, 0, 0, time.UTC)
			var days []string
			address, _ := r.server(func(w http.ResponseWriter, q *http.Request) {
				days = append(days, q.URL.Query().Get("date"))
				fmt.Fprint(w, "[]")
			})
			feed := fetch.DailyPapers{URL: address}
			r.cursors[feed.Name()] = test.before
			if _, err := r.run(feed); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Fields(test.want), days); diff != "" {
				t.Errorf("days (-want +got):\n%s", diff)
			}
			after := r.cursors[feed.Name()]
			if after.Until != november(28) || !after.Ended || after.Again != nil || after.Since != test.since {
				t.Errorf("the cursor is %+v, want it at the end of the day, since %q", after, test.since)
			}
			if isResumed := test.before.Until != "" && !test.before.Ended; isResumed {
				return // the next window is the first of its day
			}
			days = nil
			if _, err := r.run(feed); err != nil {
				t.Fatal(err)
			}
			if again := strings.Join(days, " "); again != "2025-11-27 2025-11-28" {
				t.Errorf("a second fetch of the day requests %s, want the open days", again)
			}
		})
	}
}

// TestDailyPapersAgainResumed interrupts a window among the days that are fetched again.
func TestDailyPapersAgainResumed(t *testing.T) {
	r := newRig(t)
	r.now = time.Date(2025, 11, 28, 9, 0, 0, 0, time.UTC)
	var days []string
	address, _ := r.server(func(w http.ResponseWriter, q *http.Request) {
		days = append(days, q.URL.Query().Get("date"))
		fmt.Fprint(w, day(q.URL.Query().Get("date")))
	})
	feed := fetch.DailyPapers{URL: address}
	r.cursors[feed.Name()] = fetch.Cursor{Until: "2025-11-27", Ended: true, Reread: "2025-11-27", Since: "2025-11-20"}
	full := errors.New("the disk is full")
	pages := 0
	r.fail = func() error {
		if pages++; pages == 3 {
			return full
		}
		return nil
	}
	if _, err := r.run(feed); !errors.Is(err, full) {
		t.Fatalf("got error %v, want %v", err, full)
	}
	days = nil
	if _, err := r.run(feed); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2025-11-24", "2025-11-25", "2025-11-26", "2025-11-27", "2025-11-28"}, days); diff != "" {
		t.Errorf("days after the interruption (-want +got):\n%s", diff)
	}
}
