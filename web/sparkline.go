package web

import (
	"fmt"
	"strings"

	"paperboy/api/search"
)

// sparkline is a series of months as a small SVG: what share of a month's papers. Label
// says the same in words.
type sparkline struct {
	Label         string
	Width, Height int
	// Line is the path of the shares, Area the same down to the ground.
	Line, Area string
	// From is where the months looked at begin, Wide how wide they are.
	From, Wide string
}

const sparkWidth, sparkHeight = 120, 28

// newSparkline draws the months; the last few of them are those looked at.
func newSparkline(months []search.MonthCount, last int) sparkline {
	if len(months) < 2 {
		return sparkline{}
	}
	highest, most := 0., months[0]
	share := func(m search.MonthCount) float64 { return float64(m.Count) / float64(max(m.Of, 1)) }
	for _, m := range months {
		highest = max(highest, share(m))
		if m.Count > most.Count {
			most = m
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
		fmt.Fprintf(&line, "%s%s %s", command, units(float64(i)*step), units(y))
	}
	end := months[len(months)-1]
	return sparkline{
		Label: fmt.Sprintf("%s to %s: %d in the first month, most in %s with %d, %d in the last",
			dateWords(months[0].Month), dateWords(end.Month), months[0].Count, dateWords(most.Month), most.Count, end.Count),
		Width: sparkWidth, Height: sparkHeight, Line: line.String(),
		Area: fmt.Sprintf("%sV%dH0Z", line.String(), sparkHeight),
		From: units(float64(len(months)-last)*step - step/2), Wide: units(float64(last-1)*step + step/2),
	}
}
