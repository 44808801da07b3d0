package web

import (
	"fmt"
	"strings"

	"paperboy/api/search"
)

// sparkline is a small SVG of a phrase's share of the papers of each month. Label describes it in
// words.
type sparkline struct {
	Label         string
	Width, Height int
	// Line is the path of the shares, Area the same path closed at the bottom.
	Line, Area string
	// From is where the latest months begin, Wide their width.
	From, Wide string
}

const sparkWidth, sparkHeight = 120, 28

// newSparkline draws the months. The last of them are shaded.
func newSparkline(months []search.MonthCount, last int) sparkline {
	if len(months) < 2 {
		return sparkline{}
	}
	highest, peak := 0., months[0]
	share := func(m search.MonthCount) float64 { return float64(m.Count) / float64(max(m.Of, 1)) }
	for _, m := range months {
		highest = max(highest, share(m))
		if m.Count > peak.Count {
			peak = m
		}
	}
	step := float64(sparkWidth) / float64(len(months)-1)
	var line strings.Builder
	for i, m := range months {
		y := sparkHeight - 2.
		if highest > 0 {
			y -= share(m) / highest * (sparkHeight - 4)
		}
		command := "L"
		if i == 0 {
			command = "M"
		}
		fmt.Fprintf(&line, "%s%s %s", command, svgNumber(float64(i)*step), svgNumber(y))
	}
	end := months[len(months)-1]
	return sparkline{
		Label: fmt.Sprintf("%s to %s: %d in the first month, most in %s with %d, %d in the last",
			formatDate(months[0].Month), formatDate(end.Month), months[0].Count, formatDate(peak.Month), peak.Count, end.Count),
		Width: sparkWidth, Height: sparkHeight, Line: line.String(),
		Area: fmt.Sprintf("%sV%dH0Z", line.String(), sparkHeight),
		From: svgNumber(float64(len(months)-last)*step - step/2), Wide: svgNumber(float64(last-1)*step + step/2),
	}
}
