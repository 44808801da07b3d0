package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"paperboy/api/search"

	"paperboy/data"
	"paperboy/index"
)

// histogram is papers over time as an SVG whose bars are links. It is drawn in
// units that its style sheet stretches to any width.
type histogram struct {
	Label         string
	Width, Height int
	// Base is where the line under the bars lies.
	Base  int
	Bars  []bar
	Ticks []string
	Wide  bool
}

// bar is one period. Reach is the column that can be pointed at.
type bar struct {
	Label, URL                      string
	X, Y, Width, Height             string
	ReachX, ReachWidth, ReachHeight string
	Selected                        bool
	// From and To are the period as a range has it.
	From, To string
}

// Sizes of a histogram in its own units. More bars than these could not be hit
// with a mouse, so longer times are drawn in periods of several years.
const (
	chartWidth, chartHeight = 240, 72
	narrowBars, wideBars    = 48, 100
)

// period is one bar's papers: a bucket, or several years of them.
type period struct {
	from, to data.Date
	values   []string
	count    int
}

// newHistogram draws the dated buckets of p's answer; nil where they tell
// nothing: a single one, or no paper in any.
func newHistogram(buckets []index.Bucket, p search.Params, wide bool) *histogram {
	most := narrowBars
	if wide {
		most = wideBars
	}
	periods := group(buckets, most)
	highest := 0
	for _, q := range periods {
		highest = max(highest, q.count)
	}
	if len(periods) < 2 || highest == 0 {
		return nil
	}
	h := &histogram{
		Label: "Papers by year", Width: chartWidth, Height: chartHeight, Base: chartHeight - 1, Wide: wide,
		Ticks: ticks(periods, wide),
	}
	if monthly(periods[0].values[0]) {
		h.Label = "Papers by month"
	}
	step := float64(chartWidth) / float64(len(periods))
	gap := min(1.5, step/4)
	for i, q := range periods {
		height := float64(q.count) / float64(highest) * (chartHeight - 4)
		if q.count > 0 {
			height = max(height, 1.5)
		}
		h.Bars = append(h.Bars, bar{
			Label:       q.label() + ": " + counted(q.count, "paper"),
			URL:         q.url(p),
			X:           units(float64(i)*step + gap/2),
			Y:           units(chartHeight - 1 - height),
			Width:       units(step - gap),
			Height:      units(height),
			ReachX:      units(float64(i) * step),
			ReachWidth:  units(step),
			ReachHeight: strconv.Itoa(chartHeight - 1),
			Selected:    q.selected(p),
			From:        q.bound(q.from),
			To:          q.bound(q.to),
		})
	}
	return h
}

func units(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

// group makes at most most periods of the dated buckets.
func group(buckets []index.Bucket, most int) []period {
	dated := series(buckets)
	years := 1
	for _, step := range []int{2, 5, 10, 20, 50, 100} {
		if (len(dated)+years-1)/years <= most {
			break
		}
		years = step
	}
	var periods []period
	for _, b := range dated {
		last := len(periods) - 1
		if years > 1 && last >= 0 && periods[last].from.Year/years == b.From.Year/years {
			periods[last].to = b.To
			periods[last].values = append(periods[last].values, b.Value)
			periods[last].count += b.Count
			continue
		}
		periods = append(periods, period{from: b.From, to: b.To, values: []string{b.Value}, count: b.Count})
	}
	return periods
}

// series are the years, or the months, of a date facet, without the unknown and
// without a selected value of another precision that joined them.
func series(buckets []index.Bucket) []index.Bucket {
	var years, months []index.Bucket
	for _, b := range buckets {
		switch {
		case b.Value == index.Unknown:
		case monthly(b.Value):
			months = append(months, b)
		default:
			years = append(years, b)
		}
	}
	if len(months) > len(years) {
		return months
	}
	return years
}

func (q period) label() string {
	if len(q.values) > 1 {
		return fmt.Sprintf("%d–%d", q.from.Year, q.to.Year)
	}
	return bucketWords(index.FacetDate, q.values[0], "")
}

// monthly reports whether a date bucket's value is a month.
func monthly(value string) bool { return len(value) > len("2024") }

// url chooses this period alone, or clears the choice where it is chosen.
func (q period) url(p search.Params) string {
	chosen := q.chosen(p)
	return changed(p, func(p *search.Params) {
		delete(p.Filter.Values, index.FacetDate)
		if len(q.values) > 1 {
			p.Filter.From, p.Filter.To = q.years()
			if chosen {
				p.Filter.From, p.Filter.To = data.Date{}, data.Date{}
			}
		} else if !chosen {
			p.Filter.Values[index.FacetDate] = q.values
		}
	})
}

func (q period) years() (from, to data.Date) {
	return data.Date{Year: q.from.Year}, data.Date{Year: q.to.Year}
}

// bound is the year, or the month where the period is one, of one of its ends.
func (q period) bound(d data.Date) string {
	if monthly(q.values[0]) {
		return data.Date{Year: d.Year, Month: d.Month}.String()
	}
	return data.Date{Year: d.Year}.String()
}

// chosen reports whether p asks for exactly this period.
func (q period) chosen(p search.Params) bool {
	if len(q.values) > 1 {
		from, to := q.years()
		return p.Filter.From == from && p.Filter.To == to
	}
	return slices.Contains(p.Filter.Values[index.FacetDate], q.values[0])
}

// selected reports whether p asks for this period, or for a part of it.
func (q period) selected(p search.Params) bool {
	return q.chosen(p) || slices.ContainsFunc(p.Filter.Values[index.FacetDate], func(chosen string) bool {
		return slices.ContainsFunc(q.values, func(v string) bool { return v == chosen || strings.HasPrefix(chosen, v+"-") })
	})
}

// ticks label the axis at even distances: both ends, and between them what
// there is room for.
func ticks(periods []period, wide bool) []string {
	n := 3
	if wide {
		n = 7
	}
	if len(periods) < 2*n-1 {
		n = 2
	}
	labels := make([]string, n)
	for i := range labels {
		q := periods[i*(len(periods)-1)/(n-1)]
		labels[i] = strconv.Itoa(q.from.Year)
		if monthly(q.values[0]) {
			labels[i] = bucketWords(index.FacetDate, q.values[0], "")
		}
	}
	return labels
}
