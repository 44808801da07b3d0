package graph

import (
	"math"
	"unicode"
)

// nodePosition is where a graph draws a paper: the centre and radius of its circle, and the width
// of the label beside it.
type nodePosition struct{ x, y, radius, label float64 }

// overlaps reports whether two circles or labels would touch.
func (p nodePosition) overlaps(q nodePosition) bool {
	return math.Abs(p.y-q.y) < max(rowRoom, p.radius+q.radius+2) &&
		p.x-p.radius < q.x+q.radius+q.label && q.x-q.radius < p.x+p.radius+p.label
}

const (
	// distanceStep is how far from the line a paper is placed for each paper that is more similar.
	distanceStep = 7
	// labelGap is the space before and after a label, together.
	labelGap = 10
	// searchStep is the step of the search for a free position.
	searchStep = 4
	// linkWeight weighs the vertical distance to linked papers against the distance from the
	// paper's preferred height.
	linkWeight = .35
)

// layoutNodes returns a position for each paper of g so that nothing overlaps. In their order, each
// takes the cheapest free position. The date gives x. The rank gives the preferred distance from the
// line, above or below; free space and links move the paper away from it.
func layoutNodes(g Graph, t timeline) []nodePosition {
	around := make([][]int, len(g.Papers))
	for _, l := range g.Links {
		around[l.From] = append(around[l.From], l.To)
		around[l.To] = append(around[l.To], l.From)
	}
	places := make([]nodePosition, 0, len(g.Papers))
	for i, p := range g.Papers {
		place := nodePosition{radius: g.radius(i), label: labelGap + textWidth(g.Labels[i])}
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

// bestPosition returns the cheapest free position for p: between from and to and near p.x, about
// distance away from the line, and near the height towards.
func bestPosition(p nodePosition, taken []nodePosition, from, to, distance, towards float64) nodePosition {
	best, least, wanted := p, math.Inf(1), p.x
	// At this distance a row would be free even if every paper had a row of its own.
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

// radius returns the radius of the i-th paper. Its area grows with the paper's size.
func (g Graph) radius(i int) float64 {
	if g.HasSeed && i == 0 {
		return seedRadius
	}
	return minRadius + (maxRadius-minRadius)*math.Sqrt(g.Sizes[i])
}

// textWidth estimates the width of a text: letters are rarely wider than 7 units, and those of
// Chinese, Japanese and Korean take 13.
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
