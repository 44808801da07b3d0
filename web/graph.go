package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"paperboy/api/similar"

	"paperboy/data"
)

// graph is a neighbourhood as an SVG: time runs to the right, and the nearer a paper
// is to the line, the more it is like the one asked about.
type graph struct {
	Width, Height int
	// Line is the height of the paper asked about, Axis where the ticks end, Words the
	// foot of their texts.
	Line, Axis, Words string
	Ticks             []tick
	// Undated is the middle of the column of papers without a date and Border its left
	// edge, each "" where there is none.
	Undated, Border string
	Edges           []edge
	Nodes           []node
}

// edge joins two papers, stronger the more they are alike.
type edge struct{ Path, Opacity, Width string }

// node is a paper. Own are its edges, which light up while it is pointed at.
type node struct {
	URL, Title, Label string
	X, Y, Radius      string
	TextX, TextY      string
	// The room that can be pointed at, and that shows the focus.
	ReachX, ReachY, ReachWidth, ReachHeight string
	Seed                                    bool
	Own                                     []string
}

// Sizes of a graph in its own units: CSS pixels on a wide screen.
const (
	graphWidth  = 1000
	graphMargin = 16 // at the sides
	axisRoom    = 30 // for the words under the papers
	labelRoom   = 124
	rowRoom     = 24 // between the middles of two papers above each other
	leastRadius = 4.5
	mostRadius  = 9
	seedRadius  = 11
)

// bond are two papers that are alike, by their places in a neighbourhood: 0 is the
// paper asked about, i+1 the i-th hit.
type bond struct {
	from, to int
	cosine   float64
}

// newGraph draws a; nil where nothing is similar. labels are its papers'.
func newGraph(a similar.NeighbourhoodAnswer, labels []string, bonds []bond) *graph {
	if len(a.Hits) == 0 {
		return nil
	}
	papers := neighbours(a)
	times := newTimeline(papers)
	places := arrange(papers, labels, bonds, times)
	top, bottom := 0., 0.
	for _, p := range places {
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	for _, b := range bonds {
		top = min(top, summit(places[b.from], places[b.to])+rowRoom/2)
	}
	for i := range places {
		places[i].y += rowRoom - top
	}
	axis := bottom - top + 2*rowRoom
	g := &graph{
		Width: graphWidth, Height: int(math.Ceil(axis)) + axisRoom,
		Line: units(places[0].y), Axis: units(axis), Words: units(axis + axisRoom*2/3), Ticks: times.ticks(),
	}
	if times.undated < graphWidth {
		g.Undated = units((times.undated + graphWidth) / 2)
		if times.undated > 0 {
			g.Border = units(times.undated)
		}
	}
	for i, p := range papers {
		g.Nodes = append(g.Nodes, newNode(p, labels[i], places[i]))
	}
	g.Nodes[0].Seed = true
	for _, b := range slices.Backward(bonds) { // the strongest are drawn last
		strength := b.cosine / bonds[0].cosine
		path := curve(places[b.from], places[b.to])
		g.Edges = append(g.Edges, edge{path, units(.35 + .6*strength), units(.8 + 1.7*strength)})
		for _, i := range []int{b.from, b.to} {
			g.Nodes[i].Own = append(g.Nodes[i].Own, path)
		}
	}
	return g
}

func newNode(p data.Paper, label string, at place) node {
	return node{
		URL: paperURL(p.ID), Label: label, Title: fullTitle(p),
		X: units(at.x), Y: units(at.y), Radius: units(at.radius),
		TextX: units(at.x + at.radius + 4), TextY: units(at.y + 4),
		ReachX: units(at.x - at.radius - 1), ReachY: units(at.y - rowRoom/2),
		ReachWidth: units(2*at.radius + at.label), ReachHeight: strconv.Itoa(rowRoom),
	}
}

// curve is a line from p to q that bends a little, so that it is seen to pass by what
// stands between them.
func curve(p, q place) string {
	x, y := bend(p, q)
	return "M" + units(p.x) + " " + units(p.y) + "Q" + units(x) + " " + units(y) + " " + units(q.x) + " " + units(q.y)
}

// bend is the control point of a curve, which lies above it.
func bend(p, q place) (x, y float64) {
	const share = .12
	if p.x > q.x {
		p, q = q, p
	}
	return (p.x+q.x)/2 + share*(q.y-p.y), (p.y+q.y)/2 - share*(q.x-p.x)
}

// summit is the least y of a curve: where its derivative is 0, or an end.
func summit(p, q place) float64 {
	_, y := bend(p, q)
	if y >= min(p.y, q.y) {
		return min(p.y, q.y)
	}
	return p.y - (p.y-y)*(p.y-y)/(p.y-2*y+q.y)
}

// neighbours are the papers of a, the one asked about first.
func neighbours(a similar.NeighbourhoodAnswer) []data.Paper {
	papers := []data.Paper{a.Paper.Paper}
	for _, h := range a.Hits {
		papers = append(papers, h.Paper.Paper)
	}
	return papers
}

// bondsOf are the links of a, the strongest first.
func bondsOf(a similar.NeighbourhoodAnswer) []bond {
	at := make(map[data.ID]int)
	for i, p := range neighbours(a) {
		at[p.ID] = i
	}
	bonds := make([]bond, len(a.Links))
	for i, l := range a.Links {
		bonds[i] = bond{at[l.Source], at[l.Target], l.Cosine}
	}
	return bonds
}

// shortName is what a paper is called in passing: "Lovelace 1843", or the beginning
// of its title where nobody is named. It fits into labelRoom.
func shortName(p data.Paper) string {
	if len(p.Authors) == 0 {
		return fit(p.Title, "")
	}
	family, _, _ := strings.Cut(data.FamilyFirst(p.Authors[0]), ",")
	if p.Date.IsZero() {
		return fit(family, "")
	}
	return fit(family, fmt.Sprintf(" %d", p.Date.Year))
}

// fit shortens s until it and what follows it fit into labelRoom.
func fit(s, after string) string {
	short := s
	for limit := 20; labelGap+textWidth(short)+textWidth(after) > labelRoom && limit > 1; limit-- {
		short = clip(s, limit)
	}
	return short + after
}

// fullTitle is a paper in one line.
func fullTitle(p data.Paper) string {
	return p.Title + ", " + dateOrUnknown(p.Date)
}

func dateOrUnknown(d data.Date) string {
	if words := dateWords(d); words != "" {
		return words
	}
	return "date unknown"
}
