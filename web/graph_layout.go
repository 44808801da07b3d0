package web

import (
	"math"
	"unicode"

	"paperboy/data"
)

// place is where a graph draws a paper: the middle of its circle, and what the
// circle and the label beside it take.
type nodePosition struct{ x, y, radius, label float64 }

// overlaps reports whether two papers or their labels would touch.
func (p nodePosition) overlaps(q nodePosition) bool {
	return math.Abs(p.y-q.y) < max(rowRoom, p.radius+q.radius+2) &&
		p.x-p.radius < q.x+q.radius+q.label && q.x-q.radius < p.x+p.radius+p.label
}

const (
	// halfRow is how far from the line a paper wants to be for each that is more alike.
	distanceStep = 7
	// labelGap is before a label and behind it, together.
	labelGap = 10
	// nudge is the step by which a place is looked for.
	searchStep = 4
	// pull says how much a paper would rather be at the height of those that it is
	// linked to than at its own distance from the line.
	linkWeight = .35
)

// arrange places papers, of which the first was asked about and the others follow by
// falling similarity, so that nothing touches: each in its turn where it costs least
// to be. A paper's time gives x; its rank the distance from the line, above or below,
// from which it goes for a free place and for its links.
func layoutNodes(papers []data.Paper, labels []string, links []nodeLink, t timeline) []nodePosition {
	around := make([][]int, len(papers))
	for _, l := range links {
		around[l.from] = append(around[l.from], l.to)
		around[l.to] = append(around[l.to], l.from)
	}
	places := make([]nodePosition, 0, len(papers))
	for i, p := range papers {
		place := nodePosition{radius: radius(i, len(papers)), label: labelGap + textWidth(labels[i])}
		from, to, best := t.bounds(p.Date)
		place.x = best
		if i == 0 {
			places = append(places, place)
			continue
		}
		towards, known := 0., 0
		for _, j := range around[i] {
			if j < i {
				towards += places[j].y
				known++
			}
		}
		if known > 0 {
			towards /= float64(known)
		}
		places = append(places, bestPosition(place, places, from, to, distanceStep*float64(i), towards))
	}
	return places
}

// cheapest finds a free place for p, between from and to and near where it is, distance
// away from the line and near the height towards, if it can be.
func bestPosition(p nodePosition, taken []nodePosition, from, to, distance, towards float64) nodePosition {
	best, least, wanted := p, math.Inf(1), p.x
	// A row for each of taken would leave one free: the search ends there.
	for away := 0.; away <= rowRoom*float64(len(taken)+1); away += searchStep {
		for _, y := range []float64{-away, away} {
			cost := math.Abs(away-distance) + linkWeight*math.Abs(y-towards)
			for aside := 0.; aside <= to-from; aside += labelRoom / 6 {
				for _, x := range []float64{wanted - aside, wanted + aside} {
					p.x, p.y = x, y
					if cost := cost + aside/4; cost < least && from <= x && x <= to && isFree(p, taken) {
						best, least = p, cost
					}
				}
			}
		}
	}
	return best
}

func isFree(p nodePosition, taken []nodePosition) bool {
	for _, q := range taken {
		if p.overlaps(q) {
			return false
		}
	}
	return true
}

// radius is that of the i-th of n papers, smaller as they are less alike.
func radius(i, n int) float64 {
	if i == 0 {
		return seedRadius
	}
	return maxRadius - (maxRadius-minRadius)*float64(i-1)/float64(n)
}

// textWidth is about what a text takes: few fonts are wider than 7 units a letter, and
// 13 one of a script that is written in squares.
func textWidth(s string) float64 {
	width := 0.
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			width += 6
		}
		width += 7
	}
	return width
}
