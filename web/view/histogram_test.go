package view

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

func years(from, to int) []index.Bucket {
	var buckets []index.Bucket
	for y := from; y <= to; y++ {
		v := fmt.Sprint(y)
		buckets = append(buckets, index.Bucket{Key: v, Value: v, From: data.Date{Year: y, Month: 1, Day: 1}, To: data.Date{Year: y, Month: 12, Day: 31}, Count: y - from})
	}
	return buckets
}

func bucket(value string, n int) index.Bucket {
	d, err := data.ParseDate(value)
	if err != nil {
		return index.Bucket{Key: value, Value: value, Count: n}
	}
	return index.Bucket{Key: value, Value: value, From: data.DateOfDay(d.FirstDay()), To: data.DateOfDay(d.LastDay()), Count: n}
}

func readURL(t *testing.T, address string) search.Params {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p, notices, err := ReadSearch(u.Query())
	if err != nil || len(notices) > 0 {
		t.Fatalf("%s: %v %v", address, notices, err)
	}
	return p
}

func TestHistogramBars(t *testing.T) {
	tests := []struct {
		name    string
		buckets []index.Bucket
		wide    bool
		want    string // the label, then the label of each bar; a selected one in brackets
		ticks   string
		asked   string
	}{
		{name: "none", want: ""},
		{name: "one year tells nothing", buckets: years(2024, 2024), want: ""},
		{name: "years", buckets: years(2023, 2025), want: "Papers by year: 2023: 0 papers, 2024: 1 paper, 2025: 2 papers", ticks: "2023 2025"},
		{name: "unknown is no bar", buckets: append(years(2023, 2024), bucket("unknown", 3)), want: "Papers by year: 2023: 0 papers, 2024: 1 paper", ticks: "2023 2024"},
		{name: "months", buckets: []index.Bucket{bucket("2024-01", 1), bucket("2024-02", 0), bucket("2024-03", 7)}, want: "Papers by month: Jan 2024: 1 paper, Feb 2024: 0 papers, Mar 2024: 7 papers", ticks: "Jan 2024 Mar 2024"},
		{name: "a month among years is left to the list", buckets: append(years(2023, 2024), bucket("2023-05", 1)), want: "Papers by year: 2023: 0 papers, 2024: 1 paper", ticks: "2023 2024"},
		{name: "the year of a selected month", buckets: years(2023, 2024), asked: "/search?date=2023-05", want: "Papers by year: [2023: 0 papers], 2024: 1 paper", ticks: "2023 2024"},
		{name: "no paper in any", buckets: []index.Bucket{bucket("2023", 0), bucket("2024", 0)}, want: ""},
		{name: "selected", buckets: years(2023, 2024), asked: "/search?date=2024", want: "Papers by year: 2023: 0 papers, [2024: 1 paper]", ticks: "2023 2024"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := NewHistogram(test.buckets, OnSearchPage(readURL(t, test.asked)), test.wide)
			if h == nil {
				if test.want != "" {
					t.Fatalf("no histogram, want %s", test.want)
				}
				return
			}
			var bars []string
			for _, b := range h.Bars {
				if b.Selected {
					b.Label = "[" + b.Label + "]"
				}
				bars = append(bars, b.Label)
			}
			if diff := cmp.Diff(test.want, h.Label+": "+strings.Join(bars, ", ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := strings.Join(h.Ticks, " "); got != test.ticks {
				t.Errorf("ticks %q, want %q", got, test.ticks)
			}
		})
	}
}

func TestHistogramGroupsManyYears(t *testing.T) {
	buckets := years(1850, 2025)
	all := 0
	for _, b := range buckets {
		all += b.Count
	}
	for _, wide := range []bool{false, true} {
		most := map[bool]int{false: narrowBars, true: wideBars}[wide]
		periods := GroupBuckets(buckets, most)
		sum := 0
		for _, q := range periods {
			sum += q.Count
		}
		if sum != all || len(periods) > most+1 {
			t.Errorf("wide %v: %d papers in %d bars, want %d in at most %d", wide, sum, len(periods), all, most)
		}
	}
	h := NewHistogram(buckets, OnSearchPage(readURL(t, "/search")), false)
	if got, want := h.Bars[1].Label, "1855–1859: 35 papers"; got != want {
		t.Errorf("second bar %q, want %q", got, want)
	}
	p := readURL(t, h.Bars[1].URL)
	if p.Filter.From != (data.Date{Year: 1855}) || p.Filter.To != (data.Date{Year: 1859}) {
		t.Errorf("the bar of 1855–1859 asks for %v to %v", p.Filter.From, p.Filter.To)
	}
	again := NewHistogram(buckets, OnSearchPage(p), false)
	if !again.Bars[1].Selected {
		t.Error("the chosen bar is not marked")
	}
	if p := readURL(t, again.Bars[1].URL); !p.Filter.From.IsZero() || !p.Filter.To.IsZero() {
		t.Errorf("the chosen bar does not clear the choice: %v to %v", p.Filter.From, p.Filter.To)
	}
}

func TestBarsChooseOnePeriodAndClearIt(t *testing.T) {
	h := NewHistogram(years(2022, 2025), OnSearchPage(readURL(t, "/search?q=x&date=2022&date=2023&offset=40&author_count=3")), false)
	if got, want := h.Bars[3].URL, "/search?author_count=3&date=2025&q=x"; got != want {
		t.Errorf("2025 leads to %s, want %s", got, want)
	}
	h = NewHistogram(years(2022, 2025), OnSearchPage(readURL(t, "/search?q=x&date=2025")), false)
	if got, want := h.Bars[3].URL, "/search?q=x"; got != want {
		t.Errorf("the chosen 2025 leads to %s, want %s", got, want)
	}
}
