package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"paperboy/api/similar"
	"paperboy/data"
)

// Graph is a neighbourhood as an SVG. Time runs to the right. The nearer a paper is to the
// horizontal line, the more similar it is to the seed, the paper that the page is about.
type Graph struct {
	Width, Height int
	// SeedLineY is the y of the seed, AxisY the lower end of the ticks, AxisTextY the baseline of
	// their labels.
	SeedLineY, AxisY, AxisTextY string
	Ticks                       []tick
	// Undated is the middle of the column of papers without a date and UndatedEdge its left edge;
	// both are empty if there is none.
	Undated, UndatedEdge string
	Edges                []edge
	Nodes                []node
}

// edge joins two similar papers. The more similar they are, the stronger it is drawn.
type edge struct{ Path, Opacity, Width string }

// node is a paper. Its Edges are highlighted while it is pointed at.
type node struct {
	URL, Title, Label string
	X, Y, Radius      string
	TextX, TextY      string
	// The rectangle that reacts to the pointer and shows the focus.
	ReachX, ReachY, ReachWidth, ReachHeight string
	Seed                                    bool
	Edges                                   []string
}

// Sizes of a graph in its own units, which are CSS pixels on a wide screen.
const (
	graphWidth  = 1000
	graphMargin = 16 // on each side
	axisRoom    = 30 // for the labels of the axis
	labelRoom   = 124
	rowRoom     = 24 // between the centres of papers above each other
	minRadius   = 4.5
	maxRadius   = 9
	seedRadius  = 11
)

// nodeLink joins two similar papers, by index: 0 is the seed, i+1 the i-th hit.
type nodeLink struct {
	From, To int
	cosine   float64
}

// NewGraph draws a; it returns nil if nothing is similar. labels are those of its papers.
func NewGraph(a similar.NeighbourhoodAnswer, labels []string, bonds []nodeLink) *Graph {
	if len(a.Hits) == 0 {
		return nil
	}
	papers := GraphPapers(a)
	times := newTimeline(papers)
	places := layoutNodes(papers, labels, bonds, times)
	top, bottom := 0., 0.
	for _, p := range places {
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	for _, b := range bonds {
		top = min(top, curveTop(places[b.From], places[b.To])+rowRoom/2)
	}
	for i := range places {
		places[i].y += rowRoom - top
	}
	axis := bottom - top + 2*rowRoom
	g := &Graph{
		Width: graphWidth, Height: int(math.Ceil(axis)) + axisRoom,
		SeedLineY: svgNumber(places[0].y), AxisY: svgNumber(axis), AxisTextY: svgNumber(axis + axisRoom*2/3), Ticks: times.ticks(),
	}
	if times.undated < graphWidth {
		g.Undated = svgNumber((times.undated + graphWidth) / 2)
		if times.undated > 0 {
			g.UndatedEdge = svgNumber(times.undated)
		}
	}
	for i, p := range papers {
		g.Nodes = append(g.Nodes, newNode(p, labels[i], places[i]))
	}
	g.Nodes[0].Seed = true
	for _, b := range slices.Backward(bonds) { // strongest last, on top
		strength := b.cosine / bonds[0].cosine
		path := curvePath(places[b.From], places[b.To])
		g.Edges = append(g.Edges, edge{path, svgNumber(.35 + .6*strength), svgNumber(.8 + 1.7*strength)})
		for _, i := range []int{b.From, b.To} {
			g.Nodes[i].Edges = append(g.Nodes[i].Edges, path)
		}
	}
	return g
}

func newNode(p data.Paper, label string, at nodePosition) node {
	return node{
		URL: PaperURL(p.ID), Label: label, Title: fullTitle(p),
		X: svgNumber(at.x), Y: svgNumber(at.y), Radius: svgNumber(at.radius),
		TextX: svgNumber(at.x + at.radius + 4), TextY: svgNumber(at.y + 4),
		ReachX: svgNumber(at.x - at.radius - 1), ReachY: svgNumber(at.y - rowRoom/2),
		ReachWidth: svgNumber(2*at.radius + at.label), ReachHeight: strconv.Itoa(rowRoom),
	}
}

// curvePath is the path of a slightly bent line from p to q, which is easier to tell from what it
// passes.
func curvePath(p, q nodePosition) string {
	x, y := controlPoint(p, q)
	return "M" + svgNumber(p.x) + " " + svgNumber(p.y) + "Q" + svgNumber(x) + " " + svgNumber(y) + " " + svgNumber(q.x) + " " + svgNumber(q.y)
}

// controlPoint returns the control point of a curve, which lies above it.
func controlPoint(p, q nodePosition) (x, y float64) {
	const share = .12
	if p.x > q.x {
		p, q = q, p
	}
	return (p.x+q.x)/2 + share*(q.y-p.y), (p.y+q.y)/2 - share*(q.x-p.x)
}

// curveTop returns the smallest y of a curve: where the derivative is 0, or at an end.
func curveTop(p, q nodePosition) float64 {
	_, y := controlPoint(p, q)
	if y >= min(p.y, q.y) {
		return min(p.y, q.y)
	}
	return p.y - (p.y-y)*(p.y-y)/(p.y-2*y+q.y)
}

// GraphPapers returns the papers of a, the seed first.
func GraphPapers(a similar.NeighbourhoodAnswer) []data.Paper {
	papers := []data.Paper{a.Paper.Paper}
	for _, h := range a.Hits {
		papers = append(papers, h.Paper.Paper)
	}
	return papers
}

// NewNodeLinks returns the links of a, the strongest first.
func NewNodeLinks(a similar.NeighbourhoodAnswer) []nodeLink {
	at := make(map[data.ID]int)
	for i, p := range GraphPapers(a) {
		at[p.ID] = i
	}
	bonds := make([]nodeLink, len(a.Links))
	for i, l := range a.Links {
		bonds[i] = nodeLink{at[l.Source], at[l.Target], l.Cosine}
	}
	return bonds
}

// NodeLabel returns a short name for a paper that fits into labelRoom: "Lovelace 1843", or the
// start of the title if no author is known.
func NodeLabel(p data.Paper) string {
	if len(p.Authors) == 0 {
		return fitLabel(p.Title, "")
	}
	family, _, _ := strings.Cut(data.FamilyFirst(p.Authors[0]), ",")
	if p.Date.IsZero() {
		return fitLabel(family, "")
	}
	return fitLabel(family, fmt.Sprintf(" %d", p.Date.Year))
}

// fitLabel shortens s until s and after together fit into labelRoom.
func fitLabel(s, after string) string {
	short := s
	for limit := 20; labelGap+textWidth(short)+textWidth(after) > labelRoom && limit > 1; limit-- {
		short = Clip(s, limit)
	}
	return short + after
}

// fullTitle describes a paper in one line.
func fullTitle(p data.Paper) string {
	return p.Title + ", " + DateOrUnknown(p.Date)
}

func DateOrUnknown(d data.Date) string {
	if words := FormatDate(d); words != "" {
		return words
	}
	return "date unknown"
}
