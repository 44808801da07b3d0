package graph

import (
	"math"
	"strconv"

	"paperboy/data"
	"paperboy/web/view"
)

// timeline divides a graph into columns of months or years, from the first paper to the last. A
// column is wider the more papers it has. Papers without a date have a column at the right edge.
type timeline struct {
	width   float64 // of the picture
	columns []column
	// years is how many years a column spans; 0 if it is a month.
	years int
	// undated is the left edge of the column for papers without a date: width if every paper has a
	// date, 0 if none has.
	undated float64
}

// column is a period and its place. The period counts years or months from year 0.
type column struct {
	period   int
	x, width float64
}

const (
	// maxMonths is the longest time that is divided into months.
	maxMonths = 18
	// columnsPerUnit leaves room for each column even if the papers are centuries apart: 40 columns
	// on a wide screen.
	columnsPerUnit = .04
	// undatedRows is about how many papers without a date are above each other before their column
	// grows wider.
	undatedRows = 8
)

func newTimeline(papers []data.Paper, width float64) timeline {
	t := timeline{width: width, undated: width}
	first, last, undated := math.MaxInt, math.MinInt, 0
	for _, p := range papers {
		if p.Date.IsZero() {
			undated++
			continue
		}
		first, last = min(first, p.Date.Months()), max(last, p.Date.Months())
		if p.Date.Precision() == data.YearPrecision {
			t.years = 1
		}
	}
	if undated == len(papers) {
		t.undated = 0
		return t
	}
	if undated > 0 {
		wide := (undated + undatedRows - 1) / undatedRows
		t.undated -= min(float64(wide)*labelRoom+2*graphMargin, width/2)
	}
	if last-first >= maxMonths {
		t.years = 1
	}
	if t.years > 0 {
		for _, t.years = range []int{1, 2, 5, 10, 20, 50} {
			if float64((last-first)/12/t.years) < columnsPerUnit*width {
				break
			}
		}
	}
	t.layoutColumns(papers)
	return t
}

// period returns the period of a date.
func (t timeline) period(d data.Date) int {
	if t.years == 0 {
		return d.Months()
	}
	return d.Year / t.years
}

// layoutColumns makes the columns. They share the whole width except for the circle and label of the
// rightmost paper.
func (t *timeline) layoutColumns(papers []data.Paper) {
	counts := make(map[int]int)
	first, last := math.MaxInt, math.MinInt
	for _, p := range papers {
		if !p.Date.IsZero() {
			period := t.period(p.Date)
			counts[period]++
			first, last = min(first, period), max(last, period)
		}
	}
	weight := func(period int) float64 { return .4 + math.Pow(float64(counts[period]), .7) }
	all := 0.
	for period := first; period <= last; period++ {
		all += weight(period)
	}
	x, unit := float64(graphMargin), (t.undated-graphMargin-labelRoom-2*maxRadius)/all
	for period := first; period <= last; period++ {
		t.columns = append(t.columns, column{period, x, weight(period) * unit})
		x += weight(period) * unit
	}
}

// bounds returns the range of x for a paper of that date, its column, and the best x in it.
func (t timeline) bounds(d data.Date) (from, to, best float64) {
	if d.IsZero() {
		from, to = t.undated+graphMargin, t.width-labelRoom-maxRadius
		return from, to, from
	}
	c := t.columns[t.period(d)-t.columns[0].period]
	from, to = c.x+maxRadius, max(c.x+c.width-maxRadius, c.x+maxRadius)
	share := .5
	if t.years > 0 && d.Precision() > data.YearPrecision {
		share = (float64(d.Year%t.years) + (float64(d.Month)-.5)/12) / float64(t.years)
	}
	return from, to, from + share*(to-from)
}

// tick is a column on the axis: its left edge, its middle, and its name, which is empty if there
// is no room for it.
type tick struct{ X, Middle, Text string }

func (t timeline) ticks() []tick {
	var ticks []tick
	end := math.Inf(-1) // of the last label
	for _, c := range t.columns {
		tick := tick{X: view.SVGNumber(c.x), Middle: view.SVGNumber(c.x + c.width/2)}
		text := strconv.Itoa(c.period * max(t.years, 1))
		switch {
		case t.years == 0:
			text = view.FormatDate(data.DateOfMonths(c.period))
		case t.years > 1:
			text += "–" + strconv.Itoa((c.period+1)*t.years-1)
		}
		if half := textWidth(text) / 2; c.x+c.width/2-half >= end {
			tick.Text, end = text, c.x+c.width/2+half
		}
		ticks = append(ticks, tick)
	}
	return ticks
}
