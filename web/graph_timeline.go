package web

import (
	"math"
	"strconv"

	"paperboy/data"
)

// timeline parts a graph into columns of time, wider the more papers they hold: the
// months or years from the first paper's to the last one's, and at the right edge one
// for papers without a date.
type timeline struct {
	columns []column
	// years is how many of them a column holds; 0: it is a month.
	years int
	// undated is the left edge of the last column: graphWidth where every paper has a
	// date, 0 where none has.
	undated float64
}

// column is a period, in years or months since the year 0, from its left edge on.
type column struct {
	period   int
	x, width float64
}

const (
	// mostMonths is the longest time that is told in months.
	maxMonths = 18
	// mostColumns leaves each some room even where the papers are centuries apart.
	maxColumns = 40
	// undatedRows is how many papers without a date stand above each other, about,
	// before their column grows wider.
	undatedRows = 8
)

func newTimeline(papers []data.Paper) timeline {
	t := timeline{undated: graphWidth}
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
		t.undated -= min(float64(wide)*labelRoom+2*graphMargin, graphWidth/2)
	}
	if last-first >= maxMonths {
		t.years = 1
	}
	if t.years > 0 {
		for _, t.years = range []int{1, 2, 5, 10, 20, 50} {
			if (last-first)/12/t.years < maxColumns {
				break
			}
		}
	}
	t.layoutColumns(papers)
	return t
}

// period is that of a dated paper.
func (t timeline) period(d data.Date) int {
	if t.years == 0 {
		return d.Months()
	}
	return d.Year / t.years
}

// divide makes the columns, over all the width that there is but for the label of a
// paper at the right.
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
	x, unit := float64(graphMargin), (t.undated-graphMargin-labelRoom)/all
	for period := first; period <= last; period++ {
		t.columns = append(t.columns, column{period, x, weight(period) * unit})
		x += weight(period) * unit
	}
}

// span is where a paper of that date may stand, anywhere in its column, and where it
// wants to.
func (t timeline) bounds(d data.Date) (from, to, best float64) {
	if d.IsZero() {
		from, to = t.undated+graphMargin, graphWidth-labelRoom-maxRadius
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

// tick is a column on the axis: its left edge, and its name in its middle, which is
// "" where there is no room.
type tick struct{ X, Middle, Text string }

func (t timeline) ticks() []tick {
	var ticks []tick
	end := math.Inf(-1) // of the last name
	for _, c := range t.columns {
		tick := tick{X: svgNumber(c.x), Middle: svgNumber(c.x + c.width/2)}
		text := strconv.Itoa(c.period * max(t.years, 1))
		switch {
		case t.years == 0:
			text = formatDate(data.DateOfMonths(c.period))
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
