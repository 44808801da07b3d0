package ingest

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"paperboy/data"
)

// hours returns a time some hours after the beginning of 13 November 2025.
func hours(n int) time.Time {
	return time.Date(2025, 11, 13, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour)
}

// capture returns a record of a list of 13 November, captured some hours after the day began.
func capture(after, votes int, change ...func(*data.Record)) data.Record {
	r := rec("huggingface", "arxiv:2511.00001", "A Study of Many Studies", featured(13), upvotes(votes))
	r.Paper.Featured = data.Date{Year: 2025, Month: 11, Day: 13}
	r.Origin.Fetched = hours(after)
	for _, c := range change {
		c(&r)
	}
	return r
}

// series formats observations as "hours=upvotes", or "hours=upvotes*stars".
func series(observations []data.Observation) string {
	var s []string
	for _, o := range observations {
		text := fmt.Sprint(int(o.At.Sub(hours(0)).Hours()), "=")
		if o.Upvotes != nil {
			text += fmt.Sprint(*o.Upvotes)
		}
		if o.Stars != nil {
			text += fmt.Sprint("*", *o.Stars)
		}
		s = append(s, text)
	}
	return strings.Join(s, " ")
}

func TestObservations(t *testing.T) {
	stars := func(n int) func(*data.Record) { return func(r *data.Record) { r.Paper.Stars = &n } }
	day := func(d int) func(*data.Record) {
		return func(r *data.Record) { r.Paper.Featured = data.Date{Year: 2025, Month: 11, Day: d} }
	}
	stated := func(after, votes int) func(*data.Record) {
		return func(r *data.Record) {
			r.Paper.Observations = append(r.Paper.Observations, data.Observation{At: hours(after), Upvotes: &votes})
		}
	}
	for name, test := range map[string]struct {
		captures []data.Record
		// want are the series, the upvotes that are shown, and the outcome of the last capture.
		want    string
		upvotes int
		last    data.Count
	}{
		"one capture":                        {[]data.Record{capture(8, 2)}, "8=2", 2, data.Count{Added: 1}},
		"two of one day, different votes":    {[]data.Record{capture(8, 2), capture(11, 5)}, "8=2 11=5", 5, data.Count{Updated: 1}},
		"three of one day":                   {[]data.Record{capture(8, 2), capture(11, 5), capture(14, 6)}, "8=2 14=6", 6, data.Count{Updated: 1}},
		"the same numbers soon":              {[]data.Record{capture(8, 2), capture(28, 2)}, "8=2", 2, data.Count{Unchanged: 1}},
		"the same numbers a day later":       {[]data.Record{capture(8, 2), capture(29, 2)}, "8=2 29=2", 2, data.Count{Updated: 1}},
		"the same numbers after a month":     {[]data.Record{capture(8, 2), capture(31*24, 2)}, "8=2", 2, data.Count{Unchanged: 1}},
		"the same numbers on the last day":   {[]data.Record{capture(8, 2), capture(30*24, 2)}, "8=2 720=2", 2, data.Count{Updated: 1}},
		"other numbers after a year":         {[]data.Record{capture(8, 2), capture(400*24, 90)}, "8=2 9600=90", 90, data.Count{Updated: 1}},
		"fewer votes":                        {[]data.Record{capture(8, 9), capture(32, 4)}, "8=9 32=4", 4, data.Count{Updated: 1}},
		"an older capture, later":            {[]data.Record{capture(60, 9), capture(8, 2)}, "8=2 60=9", 9, data.Count{Updated: 1}},
		"an older capture, again":            {[]data.Record{capture(60, 9), capture(8, 2), capture(8, 2)}, "8=2 60=9", 9, data.Count{Unchanged: 1}},
		"an older capture, between":          {[]data.Record{capture(8, 2), capture(60, 9), capture(34, 5)}, "8=2 34=5 60=9", 9, data.Count{Updated: 1}},
		"the same capture twice":             {[]data.Record{capture(8, 2), capture(8, 2)}, "8=2", 2, data.Count{Unchanged: 1}},
		"stars too":                          {[]data.Record{capture(8, 2, stars(30)), capture(11, 2, stars(31))}, "8=2*30 11=2*31", 2, data.Count{Updated: 1}},
		"a page without stars":               {[]data.Record{capture(8, 2, stars(30)), capture(11, 2)}, "8=2*30", 2, data.Count{Unchanged: 1}},
		"listed again, on another day":       {[]data.Record{capture(8, 2), capture(150, 42, day(19))}, "8=2 150=42", 42, data.Count{Updated: 1}},
		"a new title, the numbers as before": {[]data.Record{capture(8, 2), capture(9, 2, func(r *data.Record) { r.Paper.Title += ", Revised" })}, "8=2", 2, data.Count{Updated: 1}},
		"a series, as exported":              {[]data.Record{capture(99, 7, stated(8, 2), stated(50, 7))}, "8=2 50=7", 7, data.Count{Added: 1}},
		"a series, imported again":           {[]data.Record{capture(8, 2), capture(50, 7), capture(99, 7, stated(8, 2), stated(50, 7))}, "8=2 50=7", 7, data.Count{Unchanged: 1}},
		"an observation that was not known":  {[]data.Record{capture(8, 2), capture(50, 7), capture(99, 7, stated(30, 4), stated(50, 7))}, "8=2 30=4 50=7", 7, data.Count{Updated: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, Options{})
			var last Report
			for _, r := range test.captures {
				last = f.take(RunOptions{}, r)
			}
			live := f.live()
			if len(live) != 1 {
				t.Fatalf("%d papers, want 1", len(live))
			}
			for _, p := range live {
				if got := series(p.Observations); got != test.want || p.Upvotes == nil || *p.Upvotes != test.upvotes {
					t.Errorf("observations %q, upvotes %v, want %q and %d", got, p.Upvotes, test.want, test.upvotes)
				}
			}
			test.last.Read, test.last.Accepted = 1, 1
			if last.Count != test.last {
				t.Errorf("the last capture: %+v, want %+v", last.Count, test.last)
			}
			f.wantIndexed()
		})
	}
}

// TestObservationsOfEarlierVersions replaces a record that was stored before there were
// observations: what it says is the first of them.
func TestObservationsOfEarlierVersions(t *testing.T) {
	known, same := capture(8, 2), capture(9, 2)
	if err := errors.Join(data.Validate(&known), data.Validate(&same)); err != nil {
		t.Fatal(err)
	}
	old := &work{records: []data.Record{known}}
	if !old.says(same) {
		t.Error("the same numbers soon are not unchanged")
	}
	if got := series(replacement(capture(9, 2), old.records[0]).Paper.Observations); got != "" {
		t.Errorf("the same numbers soon: observations %q, want none", got)
	}
	if got := series(replacement(capture(30, 2), old.records[0]).Paper.Observations); got != "8=2 30=2" {
		t.Errorf("the same numbers a day later: observations %q, want two", got)
	}
	if got := series(replacement(capture(9, 3), old.records[0]).Paper.Observations); got != "8=2 9=3" {
		t.Errorf("other numbers: observations %q, want two", got)
	}
}

// TestObservationsOfAnEdit corrects a paper: its series is not the correction's to change, and goes
// on.
func TestObservationsOfAnEdit(t *testing.T) {
	f := newFixture(t, Options{Now: func() time.Time { return hours(20) }})
	f.take(RunOptions{}, capture(8, 2))
	edited, _, err := f.Replace(t.Context(), "arxiv:2511.00001", data.Paper{Title: "A Study of Many Studies", Upvotes: new(int)})
	if err != nil {
		t.Fatal(err)
	}
	if got := series(edited.Observations); got != "8=2" || *edited.Upvotes != 0 {
		t.Errorf("after an edit: observations %q, upvotes %d, want 8=2 and 0", got, *edited.Upvotes)
	}
	f.take(RunOptions{}, capture(34, 6))
	for _, p := range f.live() {
		if got := series(p.Observations); got != "8=2 34=6" || *p.Upvotes != 0 {
			t.Errorf("after a capture: observations %q, upvotes %d, want 8=2 34=6 and 0", got, *p.Upvotes)
		}
	}
}

// TestFeaturedDaysStay replaces a record that states several featured days with one that states the
// newest of them.
func TestFeaturedDaysStay(t *testing.T) {
	f := newFixture(t, Options{})
	first := data.Date{Year: 2025, Month: 11, Day: 3}
	f.take(RunOptions{}, capture(8, 2, func(r *data.Record) { r.Paper.FeaturedDays = []data.Date{first} }))
	f.take(RunOptions{}, capture(9, 4))
	for _, p := range f.live() {
		if len(p.FeaturedDays) != 2 || p.FeaturedDays[0] != first || p.Featured != p.FeaturedDays[1] {
			t.Errorf("featured on %v, the last day being %s, want two days", p.FeaturedDays, p.Featured)
		}
	}
}

// TestObservationsOfMergedPapers merges two papers and parts them again: the series is that of all
// records, and then each has its own.
func TestObservationsOfMergedPapers(t *testing.T) {
	f := newFixture(t, Options{})
	other := func(after, votes int) data.Record {
		return capture(after, votes, func(r *data.Record) {
			r.Origin.Source, r.Paper.ID, r.Paper.Authors = "x", "x:1", []string{"Ada Lovelace"}
		})
	}
	author := func(r *data.Record) { r.Paper.Authors = []string{"Ada Lovelace"} }
	f.take(RunOptions{}, capture(8, 2, author), capture(40, 5, author))
	f.take(RunOptions{}, other(20, 3), other(60, 4))
	for _, p := range f.live() {
		if got := series(p.Observations); got != "8=2 20=3 40=5 60=4" || *p.Upvotes != 4 {
			t.Errorf("merged: observations %q, upvotes %d, want all four and 4", got, *p.Upvotes)
		}
	}
	merges, err := f.store.NewestMerges(t.Context(), 0, 10)
	if err != nil || len(merges) != 1 {
		t.Fatalf("%d merges, %v, want 1", len(merges), err)
	}
	if _, err := f.Unmerge(t.Context(), "arxiv:2511.00001", merges[0].Number); err != nil {
		t.Fatal(err)
	}
	got := map[data.ID]string{}
	for _, p := range f.live() {
		got[p.ID] = series(p.Observations)
	}
	if want := (map[data.ID]string{"arxiv:2511.00001": "8=2 40=5", "x:1": "20=3 60=4"}); !maps.Equal(got, want) {
		t.Errorf("parted: %v, want %v", got, want)
	}
	f.wantIndexed()
}
