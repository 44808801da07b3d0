package view

import (
	"fmt"
	"strings"

	"paperboy/api/search"
)

// Sparkline is a small SVG of how a number changes. Label describes it in words.
type Sparkline struct {
	Label         string
	Width, Height int
	// Line is the path of the values, Area the same path closed at the bottom.
	Line, Area string
	// From is where the shaded part begins, Wide its width. It is empty if nothing is shaded.
	From, Wide string
}

const sparkWidth, sparkHeight = 120, 28

// newSparkline draws values at their positions, which are between 0 and 1 and ascend. The highest
// value is at the top, 0 at the bottom.
func newSparkline(label string, positions, values []float64) Sparkline {
	highest := 0.
	for _, v := range values {
		highest = max(highest, v)
	}
	var line strings.Builder
	for i, v := range values {
		y := sparkHeight - 2.
		if highest > 0 {
			y -= v / highest * (sparkHeight - 4)
		}
		command := "L"
		if i == 0 {
			command = "M"
		}
		fmt.Fprintf(&line, "%s%s %s", command, SVGNumber(positions[i]*sparkWidth), SVGNumber(y))
	}
	return Sparkline{
		Label: label, Width: sparkWidth, Height: sparkHeight,
		Line: line.String(), Area: fmt.Sprintf("%sV%dH0Z", line.String(), sparkHeight),
	}
}

// NewMonthsSparkline draws a phrase's share of the papers of each month. The last months are shaded.
func NewMonthsSparkline(months []search.MonthCount, last int) Sparkline {
	if len(months) < 2 {
		return Sparkline{}
	}
	peak, end := months[0], len(months)-1
	var positions, shares []float64
	for i, m := range months {
		positions = append(positions, float64(i)/float64(end))
		shares = append(shares, float64(m.Count)/float64(max(m.Of, 1)))
		if m.Count > peak.Count {
			peak = m
		}
	}
	s := newSparkline(fmt.Sprintf("%s to %s: %d in the first month, most in %s with %d, %d in the last",
		FormatDate(months[0].Month), FormatDate(months[end].Month), months[0].Count, FormatDate(peak.Month), peak.Count, months[end].Count), positions, shares)
	step := float64(sparkWidth) / float64(end)
	s.From, s.Wide = SVGNumber(float64(len(months)-last)*step-step/2), SVGNumber(float64(last-1)*step+step/2)
	return s
}
