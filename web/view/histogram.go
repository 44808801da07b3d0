package view

import (
	"fmt"
	"slices"
	"strconv"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// Histogram is a number of papers over time as an SVG whose bars are links. The style sheet
// stretches it to any width.
type Histogram struct {
	Label         string
	Width, Height int
	// Base is the y of the line below the bars.
	Base  int
	Bars  []bar
	Ticks []string
	Wide  bool
	// Chosen is the span of the chart that the date filter leaves; nil without such a filter.
	Chosen *chosenSpan
}

// bar is one period. Reach is the column that reacts to the pointer.
type bar struct {
	Label, URL                      string
	X, Y, Width, Height             string
	ReachX, ReachWidth, ReachHeight string
	Selected                        bool
	// Stop is true for the one bar that Tab leads to: a script moves on from there by arrow keys.
	Stop bool
	// From and To are the period as values of the date range.
	From, To string
}

// chosenSpan is drawn behind the bars of a date range.
type chosenSpan struct{ X, Width string }

// Sizes of a histogram in its own units. More bars than this would be too thin to hit with a
// mouse, so a longer time is divided into periods of several years.
const (
	chartWidth, chartHeight = 240, 72
	narrowBars, wideBars    = 48, 100
)

// Period is the papers of one bar: a bucket, or the buckets of several years.
type Period struct {
	From, To data.Date
	Values   []string
	Count    int
}

// NewHistogram draws the dated buckets of p's answer. It returns nil if they show nothing: fewer
// than two periods, or no papers.
func NewHistogram(buckets []index.Bucket, p Listing, wide bool) *Histogram {
	limit := narrowBars
	if wide {
		limit = wideBars
	}
	periods := GroupBuckets(buckets, limit)
	highest := 0
	for _, q := range periods {
		highest = max(highest, q.Count)
	}
	if len(periods) < 2 || highest == 0 {
		return nil
	}
	h := &Histogram{
		Label: "Papers by year", Width: chartWidth, Height: chartHeight, Base: chartHeight - 1, Wide: wide,
		Ticks: axisLabels(periods, wide),
	}
	if isMonth(periods[0].Values[0]) {
		h.Label = "Papers by month"
	}
	step := float64(chartWidth) / float64(len(periods))
	gap := min(1.5, step/4)
	for i, q := range periods {
		height := float64(q.Count) / float64(highest) * (chartHeight - 4)
		if q.Count > 0 {
			height = max(height, 1.5)
		}
		h.Bars = append(h.Bars, bar{
			Label:       q.Label() + ": " + figures.Count(q.Count, "paper"),
			URL:         q.toggleURL(p),
			X:           SVGNumber(float64(i)*step + gap/2),
			Y:           SVGNumber(chartHeight - 1 - height),
			Width:       SVGNumber(step - gap),
			Height:      SVGNumber(height),
			ReachX:      SVGNumber(float64(i) * step),
			ReachWidth:  SVGNumber(step),
			ReachHeight: strconv.Itoa(chartHeight - 1),
			Selected:    q.inFilter(p.Params),
			From:        q.formatBound(q.From),
			To:          q.formatBound(q.To),
		})
	}
	h.markChosen(step)
	return h
}

// markChosen draws the span of the selected bars, each step wide, and chooses the bar that Tab leads
// to: the first selected one, or the last of all, which is the newest.
func (h *Histogram) markChosen(step float64) {
	isSelected := func(b bar) bool { return b.Selected }
	first := slices.IndexFunc(h.Bars, isSelected)
	if first < 0 {
		h.Bars[len(h.Bars)-1].Stop = true
		return
	}
	h.Bars[first].Stop = true
	last := first
	for last+1 < len(h.Bars) && h.Bars[last+1].Selected {
		last++
	}
	if !slices.ContainsFunc(h.Bars[last+1:], isSelected) { // years that are ticked apart are no span
		h.Chosen = &chosenSpan{SVGNumber(float64(first) * step), SVGNumber(float64(last+1-first) * step)}
	}
}

// SVGNumber formats a coordinate.
func SVGNumber(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

// GroupBuckets groups the dated buckets into at most limit periods.
func GroupBuckets(buckets []index.Bucket, limit int) []Period {
	dated := datedBuckets(buckets)
	years := 1
	for _, step := range []int{2, 5, 10, 20, 50, 100} {
		if (len(dated)+years-1)/years <= limit {
			break
		}
		years = step
	}
	var periods []Period
	for _, b := range dated {
		last := len(periods) - 1
		if years > 1 && last >= 0 && periods[last].From.Year/years == b.From.Year/years {
			periods[last].To = b.To
			periods[last].Values = append(periods[last].Values, b.Value)
			periods[last].Count += b.Count
			continue
		}
		periods = append(periods, Period{From: b.From, To: b.To, Values: []string{b.Value}, Count: b.Count})
	}
	return periods
}

// datedBuckets returns the years, or the months, of a date facet. It drops the unknown date, and
// selected values of the other precision.
func datedBuckets(buckets []index.Bucket) []index.Bucket {
	var years, months []index.Bucket
	for _, b := range buckets {
		switch {
		case b.Value == index.Unknown:
		case isMonth(b.Value):
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

func (q Period) Label() string {
	if len(q.Values) > 1 {
		return fmt.Sprintf("%d–%d", q.From.Year, q.To.Year)
	}
	return BucketLabel(index.FacetDate, q.Values[0], "")
}

// isMonth reports whether the value of a date bucket is a month.
func isMonth(value string) bool { return len(value) > len("2024") }

// toggleURL returns the search with this period instead of any other date filter, or the search
// without a date filter if the period is the whole of it.
func (q Period) toggleURL(p Listing) string {
	chosen := q.isFilter(p.Params)
	return p.Changed(func(p *search.Params) {
		clearDates(p)
		switch {
		case chosen:
		case len(q.Values) > 1:
			p.Filter.From, p.Filter.To = q.YearRange()
		default:
			p.Filter.Values[index.FacetDate] = q.Values
		}
	})
}

// clearDates drops the filter by date: the chosen years and months, and the range.
func clearDates(p *search.Params) {
	delete(p.Filter.Values, index.FacetDate)
	p.Filter.From, p.Filter.To = data.Date{}, data.Date{}
}

func (q Period) YearRange() (from, to data.Date) {
	return data.Date{Year: q.From.Year}, data.Date{Year: q.To.Year}
}

// formatBound formats one end of the period as a year, or as a month if the period is one.
func (q Period) formatBound(d data.Date) string {
	if isMonth(q.Values[0]) {
		return data.Date{Year: d.Year, Month: d.Month}.String()
	}
	return data.Date{Year: d.Year}.String()
}

// EqualsFilter reports whether the date filter of p is this period, or has it as one of several.
func (q Period) EqualsFilter(p search.Params) bool {
	if len(q.Values) > 1 {
		from, to := q.YearRange()
		return p.Filter.From == from && p.Filter.To == to
	}
	return slices.Contains(p.Filter.Values[index.FacetDate], q.Values[0])
}

// isFilter reports whether the date filter of p is this period and nothing else.
func (q Period) isFilter(p search.Params) bool {
	f, values := p.Filter, p.Filter.Values[index.FacetDate]
	if len(values) > 0 {
		return f.From.IsZero() && f.To.IsZero() && slices.Equal(values, q.Values)
	}
	return f.From.String() == q.formatBound(q.From) && f.To.String() == q.formatBound(q.To)
}

// inFilter reports whether the date filter of p leaves some of this period.
func (q Period) inFilter(p search.Params) bool {
	values, f := p.Filter.Values[index.FacetDate], p.Filter
	if len(values) == 0 && f.From.IsZero() && f.To.IsZero() {
		return false
	}
	return q.overlaps(f.From, f.To) && (len(values) == 0 || slices.ContainsFunc(values, func(v string) bool {
		d, err := data.ParseDate(v)
		return err == nil && q.overlaps(d, d)
	}))
}

// overlaps reports whether a range of dates, which may be open at either end, has a day of the
// period.
func (q Period) overlaps(from, to data.Date) bool {
	return (from.IsZero() || q.To.LastDay() >= from.FirstDay()) && (to.IsZero() || q.From.FirstDay() <= to.LastDay())
}

// axisLabels labels the axis at even distances: both ends, and between them as many labels as
// there is room for.
func axisLabels(periods []Period, wide bool) []string {
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
		labels[i] = strconv.Itoa(q.From.Year)
		if isMonth(q.Values[0]) {
			labels[i] = BucketLabel(index.FacetDate, q.Values[0], "")
		}
	}
	return labels
}

// ShortLabel is label without a repeated century: "2010–14".
func (q Period) ShortLabel() string {
	if len(q.Values) > 1 && q.From.Year/100 == q.To.Year/100 {
		return fmt.Sprintf("%d–%02d", q.From.Year, q.To.Year%100)
	}
	return q.Label()
}
