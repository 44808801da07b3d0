// Package graph draws papers and which of them are alike: a map for the pages.
//
// Time runs to the right. The nearer a paper is to the dashed line, the earlier it comes in the order
// of the papers. Larger circles are papers with a larger size, which the caller chooses, and the
// colour of a circle is that of its date. The layout is deterministic, and no two labels overlap.
//
// The package makes numbers and texts; the template makes an SVG of them.
package graph

import (
	"math"
	"slices"
	"strconv"

	"paperboy/data"
	"paperboy/web/view"
)

// Graph is what to draw.
type Graph struct {
	// Papers are the papers, the most important first.
	Papers []data.Paper
	// Labels are their names in the picture. See Labels.
	Labels []string
	// Sizes are from 0 to 1.
	Sizes []float64
	// Links join two papers by their indexes; the strongest is the first.
	Links []Link
	// HasSeed is true if the first paper is the one that the map is about.
	HasSeed bool
}

// Link joins two papers that are alike.
type Link struct {
	From, To int
	Cosine   float64
}

// Picture is a graph as an SVG.
type Picture struct {
	Width, Height int
	// LineY is the y of the dashed line, AxisY the lower end of the ticks, AxisTextY the baseline of
	// their labels.
	LineY, AxisY, AxisTextY string
	Ticks                   []tick
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
	// Number is the paper's index in the graph.
	Number            int
	URL, Title, Label string
	// Age is the part of the time that the paper is in, from 1, the oldest, to Ages; 0 if its date is
	// unknown.
	Age          int
	X, Y, Radius string
	TextX, TextY string
	// The rectangle that reacts to the pointer and shows the focus.
	ReachX, ReachY, ReachWidth, ReachHeight string
	Seed                                    bool
	Edges                                   []string
}

// Widths of pictures in their own units, which are CSS pixels.
const (
	Wide   = 1000
	Narrow = 360 // for a phone
)

// Ages is the number of colours.
const Ages = 5

const (
	graphMargin = 16 // on each side
	axisRoom    = 30 // for the labels of the axis
	labelRoom   = 124
	rowRoom     = 24 // between the centres of papers above each other
	minRadius   = 4
	maxRadius   = 10
	seedRadius  = 11
	maxHeight   = 560 // of a stretched picture without its axis
)

// Draw returns a picture of g that is width units wide; nil for fewer than two papers.
func Draw(g Graph, width int) *Picture {
	if len(g.Papers) < 2 {
		return nil
	}
	times := newTimeline(g.Papers, float64(width))
	places := layoutNodes(g, times)
	if width == Wide {
		stretch(places)
	}
	top, bottom := 0., 0.
	for _, p := range places {
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	for _, l := range g.Links {
		top = min(top, curveTop(places[l.From], places[l.To])+rowRoom/2)
	}
	for i := range places {
		places[i].y += rowRoom - top
	}
	axis := bottom - top + 2*rowRoom
	pic := &Picture{
		Width: width, Height: int(math.Ceil(axis)) + axisRoom,
		LineY: view.SVGNumber(places[0].y), AxisY: view.SVGNumber(axis), AxisTextY: view.SVGNumber(axis + axisRoom*2/3), Ticks: times.ticks(),
	}
	if times.undated < times.width {
		pic.Undated = view.SVGNumber((times.undated + times.width) / 2)
		if times.undated > 0 {
			pic.UndatedEdge = view.SVGNumber(times.undated)
		}
	}
	ages := ages(g.Papers)
	for i, p := range g.Papers {
		pic.Nodes = append(pic.Nodes, newNode(i, p, g.Labels[i], ages[i], places[i]))
	}
	pic.Nodes[0].Seed = g.HasSeed
	for _, l := range slices.Backward(g.Links) { // strongest last, on top
		strength := l.Cosine / g.Links[0].Cosine
		path := curvePath(places[l.From], places[l.To])
		pic.Edges = append(pic.Edges, edge{path, view.SVGNumber(.35 + .6*strength), view.SVGNumber(.8 + 1.7*strength)})
		for _, i := range []int{l.From, l.To} {
			pic.Nodes[i].Edges = append(pic.Nodes[i].Edges, path)
		}
	}
	return pic
}

// stretch moves papers away from the line, all in the same proportion, so that a picture of them fills
// the height of a screen: about as many rows as there are papers, at most maxHeight.
func stretch(places []nodePosition) {
	top, bottom := 0., 0.
	for _, p := range places {
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	wanted := min(rowRoom*float64(len(places)+4), maxHeight)
	if bottom-top == 0 || bottom-top >= wanted {
		return
	}
	for i := range places {
		places[i].y *= wanted / (bottom - top)
	}
}

func newNode(i int, p data.Paper, label string, age int, at nodePosition) node {
	return node{
		Number: i, URL: view.PaperURL(p.ID), Label: label, Title: fullTitle(p), Age: age,
		X: view.SVGNumber(at.x), Y: view.SVGNumber(at.y), Radius: view.SVGNumber(at.radius),
		TextX: view.SVGNumber(at.x + at.radius + 4), TextY: view.SVGNumber(at.y + 4),
		ReachX: view.SVGNumber(at.x - at.radius - 1), ReachY: view.SVGNumber(at.y - rowRoom/2),
		ReachWidth: view.SVGNumber(2*at.radius + at.label), ReachHeight: strconv.Itoa(rowRoom),
	}
}

// ages returns the age of each paper: the years of the papers in up to Ages parts with about the same
// number of papers.
func ages(papers []data.Paper) []int {
	var years []int
	for _, p := range papers {
		if !p.Date.IsZero() {
			years = append(years, p.Date.Year)
		}
	}
	slices.Sort(years)
	all := make([]int, len(papers))
	for i, p := range papers {
		if !p.Date.IsZero() {
			older, _ := slices.BinarySearch(years, p.Date.Year)
			newer, _ := slices.BinarySearch(years, p.Date.Year+1)
			all[i] = 1 + (older+newer)*Ages/(2*len(years)+1)
		}
	}
	return all
}

// fullTitle describes a paper in one line.
func fullTitle(p data.Paper) string { return p.Title + ", " + view.DateOrUnknown(p.Date) }

// curvePath is the path of a slightly bent line from p to q, which is easier to tell from what it
// passes.
func curvePath(p, q nodePosition) string {
	x, y := controlPoint(p, q)
	return "M" + view.SVGNumber(p.x) + " " + view.SVGNumber(p.y) + "Q" + view.SVGNumber(x) + " " + view.SVGNumber(y) + " " + view.SVGNumber(q.x) + " " + view.SVGNumber(q.y)
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

// IsNarrow reports whether the picture is made for a phone.
func (p *Picture) IsNarrow() bool { return p.Width < Wide }
