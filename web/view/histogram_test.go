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

// TestBarsReplaceARange checks that a bar stands for its period alone, whatever dates were chosen
// before.
func TestBarsReplaceARange(t *testing.T) {
	months := []index.Bucket{bucket("2022-01", 1), bucket("2022-02", 2), bucket("2022-03", 3)}
	tests := []struct {
		name, asked string
		buckets     []index.Bucket
		bar         int
		want        string
	}{
		{"a year after a range", "/search?q=x&from=2013&to=2018", years(2012, 2023), 10, "/search?date=2022&q=x"},
		{"a year of the range", "/search?q=x&from=2013&to=2018", years(2012, 2023), 2, "/search?date=2014&q=x"},
		{"a month after a range", "/search?from=2022&to=2022", months, 1, "/search?date=2022-02"},
		{"a year that is the range", "/search?q=x&from=2013&to=2013", years(2012, 2023), 1, "/search?q=x"},
		{"a year beside ticked years", "/search?date=2013&date=2014", years(2012, 2023), 1, "/search?date=2013"},
		{"a year within a range", "/search?date=2013&from=2012", years(2012, 2023), 1, "/search?date=2013"},
		{"several years after one", "/search?date=1850", years(1850, 2025), 1, "/search?from=1855&to=1859"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := NewHistogram(test.buckets, OnSearchPage(readURL(t, test.asked)), false)
			if got := h.Bars[test.bar].URL; got != test.want {
				t.Errorf("the bar %q leads to %s, want %s", h.Bars[test.bar].Label, got, test.want)
			}
		})
	}
}

func TestChosenDatesAreDrawn(t *testing.T) {
	tests := []struct {
		name, asked, words string
		buckets            []index.Bucket
		selected           string    // the years whose bars are selected
		span               [2]string // x and width, of 240 units
		stop               string
	}{
		{"no date", "/search?q=x", "", years(2014, 2023), "", [2]string{}, "2023"},
		{"a range", "/search?from=2016&to=2018", "2016 to 2018", years(2014, 2023), "2016 2017 2018", [2]string{"48.00", "72.00"}, "2016"},
		{"a range of months", "/search?from=2016-12&to=2017-02", "Dec 2016 to Feb 2017", years(2014, 2023), "2016 2017", [2]string{"48.00", "48.00"}, "2016"},
		{"since", "/search?from=2022", "Since 2022", years(2014, 2023), "2022 2023", [2]string{"192.00", "48.00"}, "2022"},
		{"until", "/search?to=2014", "Until 2014", years(2014, 2023), "2014", [2]string{"0.00", "24.00"}, "2014"},
		{"one year as a range", "/search?from=2016&to=2016", "2016", years(2014, 2023), "2016", [2]string{"48.00", "24.00"}, "2016"},
		{"years apart", "/search?date=2015&date=2020", "2015, 2020", years(2014, 2023), "2015 2020", [2]string{}, "2015"},
		{"a year outside of the range", "/search?date=2022&from=2013&to=2018", "2022, 2013 to 2018", years(2014, 2023), "", [2]string{}, "2023"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := OnSearchPage(readURL(t, test.asked))
			words := ""
			if chosen := chosenDates(p); chosen != nil {
				words = chosen.Text
				if left := readURL(t, chosen.URL).Filter; len(left.Values) > 0 || !left.From.IsZero() || !left.To.IsZero() {
					t.Errorf("Clear leads to %s", chosen.URL)
				}
			}
			h := NewHistogram(test.buckets, p, false)
			var selected []string
			stop := ""
			for _, b := range h.Bars {
				if b.Selected {
					selected = append(selected, b.From)
				}
				if b.Stop {
					stop += b.From
				}
			}
			span := [2]string{}
			if h.Chosen != nil {
				span = [2]string{h.Chosen.X, h.Chosen.Width}
			}
			if got := strings.Join(selected, " "); words != test.words || got != test.selected || span != test.span || stop != test.stop {
				t.Errorf("%q, bars %q, span %q, Tab leads to %q; want %q, %q, %q, %q", words, got, span, stop, test.words, test.selected, test.span, test.stop)
			}
		})
	}
}
