package fetch_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/sharedtest"
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

func TestThumbnailAddress(t *testing.T) {
	for id, want := range map[data.ID]string{
		"arxiv:2608.13210":   "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2608.13210.png",
		"arxiv:math/0211159": "",
		"doi:10.1000/x":      "",
		"":                   "",
	} {
		if got := (fetch.DailyPapers{}).Thumbnail(id); got != want {
			t.Errorf("Thumbnail(%q) = %q, want %q", id, got, want)
		}
	}
}

// TestThumbnailAddresses compares the addresses with those that 580 days of lists state.
func TestThumbnailAddresses(t *testing.T) {
	days := openShared(t, "corpora/hf-days.jsonl.zst")
	stated := 0
	for decoder := json.NewDecoder(days); ; {
		var day struct{ Entries json.RawMessage }
		if err := decoder.Decode(&day); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		var entries []struct {
			Paper     struct{ ID string }
			Thumbnail string
		}
		if json.Unmarshal(day.Entries, &entries) != nil {
			continue // a day of Python reprs
		}
		for _, e := range entries {
			if e.Thumbnail == "" {
				continue
			}
			stated++
			if got := (fetch.DailyPapers{}).Thumbnail(data.ID("arxiv:" + e.Paper.ID)); got != e.Thumbnail {
				t.Errorf("Thumbnail of %s = %s, want %s", e.Paper.ID, got, e.Thumbnail)
			}
		}
	}
	if stated < 9000 {
		t.Errorf("%d entries state an address, want more than 9,000", stated)
	}
}

// openShared opens a compressed file of the shared collections.
func openShared(t *testing.T, name string) io.Reader {
	t.Helper()
	f, err := os.Open(sharedtest.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	z, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(z.Close)
	return z
}
