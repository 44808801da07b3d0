package view

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/fields"
	"paperboy/api/similar"
	"paperboy/data"
)

// crowd returns a neighbourhood with n papers around the seed.
func crowd(n int, date func(i int) data.Date) similar.NeighbourhoodAnswer {
	a := similar.NeighbourhoodAnswer{}
	a.Paper.ID, a.Paper.Title, a.Paper.Authors, a.Paper.Date = "x:0", "The paper", []string{"Ada Lovelace"}, date(0)
	for i := 1; i <= n; i++ {
		p := fields.Paper{}
		title, authors := "A paper that nobody has put a name to", []string(nil)
		switch i % 4 {
		case 0:
			title = "無名氏所寫關於神經網路機器翻譯的一篇很長的論文"
		case 1, 2:
			authors = []string{"Wolfeschlegelsteinhausen, W."}
		}
		p.ID, p.Title, p.Authors, p.Date = data.ID(fmt.Sprintf("x:%d", i)), title, authors, date(i)
		a.Hits = append(a.Hits, similar.Hit{ID: p.ID, Paper: p, Reasons: similar.Reasons{Score: 1 / float64(i+1)}})
		a.Links = append(a.Links, similar.Link{Source: data.ID(fmt.Sprintf("x:%d", i/2)), Target: p.ID, Cosine: 1 / float64(i)})
	}
	return a
}

// crowds are neighbourhoods with different distributions of dates.
var crowds = map[string]func(int) data.Date{
	"over thirty years":  func(i int) data.Date { return data.Date{Year: 1990 + i*7%30, Month: time.Month(i%12 + 1)} },
	"years alone":        func(i int) data.Date { return data.Date{Year: 2020 + i%2} },
	"over a year":        func(i int) data.Date { return data.Date{Year: 2024, Month: time.Month(i%12 + 1), Day: i%28 + 1} },
	"one day":            func(int) data.Date { return data.Date{Year: 2024, Month: 5, Day: 6} },
	"one day, one apart": func(i int) data.Date { return data.Date{Year: 2024 - i/7*i, Month: 5, Day: 6} },
	"four centuries":     func(i int) data.Date { return data.Date{Year: 1600 + i*53%420} },
	"half without date":  func(i int) data.Date { return data.Date{Year: i % 2 * (2000 + i%20)} },
	"one without date":   func(i int) data.Date { return data.Date{Year: min(i, 1) * (2000 + i%20)} },
	"all without date":   func(int) data.Date { return data.Date{} },
}

func TestNothingTouches(t *testing.T) {
	for name, date := range crowds {
		for _, n := range []int{1, 2, similar.DefaultNeighbours, similar.MaxNeighbours} {
			a := crowd(n, date)
			papers := GraphPapers(a)
			labels := make([]string, len(papers))
			for i, p := range papers {
				labels[i] = NodeLabel(p)
			}
			places := layoutNodes(papers, labels, NewNodeLinks(a), newTimeline(papers))
			for i, p := range places {
				if p.x-p.radius < 0 || p.x+p.radius+p.label > graphWidth {
					t.Errorf("%s, %d papers: paper %d is from %.0f to %.0f of %d", name, n, i, p.x-p.radius, p.x+p.radius+p.label, graphWidth)
				}
				for j := range i {
					if p.overlaps(places[j]) {
						t.Errorf("%s, %d papers: papers %d and %d touch: %+v, %+v", name, n, j, i, places[j], p)
					}
				}
			}
			if diff := cmp.Diff(NewGraph(a, labels, NewNodeLinks(a)), NewGraph(a, labels, NewNodeLinks(a))); diff != "" {
				t.Errorf("%s, %d papers: drawn again (-first +second):\n%s", name, n, diff)
			}
		}
	}
}

// TestLinesStayInside checks that even long lines between papers at the same height stay in the
// picture.
func TestLinesStayInside(t *testing.T) {
	for name, date := range crowds {
		for _, n := range []int{1, 3, similar.DefaultNeighbours} {
			a := crowd(n, date)
			g := NewGraph(a, make([]string, n+1), NewNodeLinks(a))
			for _, e := range g.Edges {
				var x, y [3]float64
				if _, err := fmt.Sscanf(e.Path, "M%f %fQ%f %f %f %f", &x[0], &y[0], &x[1], &y[1], &x[2], &y[2]); err != nil {
					t.Fatalf("%s: %v", e.Path, err)
				}
				for s := 0.; s <= 1; s += .05 {
					if at := (1-s)*(1-s)*y[0] + 2*s*(1-s)*y[1] + s*s*y[2]; at < 2 || at > float64(g.Height-axisRoom) {
						t.Errorf("%s, %d papers: %s passes by a height of %.0f of %d", name, n, e.Path, at, g.Height)
						break
					}
				}
			}
		}
	}
}

// TestDatesAreInTheirColumns checks that x shows the date even if space is short.
func TestDatesAreInTheirColumns(t *testing.T) {
	for name, date := range crowds {
		papers := GraphPapers(crowd(similar.DefaultNeighbours, date))
		line := newTimeline(papers)
		places := layoutNodes(papers, make([]string, len(papers)), nil, line)
		for i, p := range papers {
			for j, q := range papers {
				switch {
				case p.Date.IsZero() && !q.Date.IsZero() && places[i].x <= places[j].x:
					t.Errorf("%s: a paper without date is at %.0f, one of %s at %.0f", name, places[i].x, q.Date, places[j].x)
				case p.Date.IsZero() || q.Date.IsZero():
				case line.period(p.Date) < line.period(q.Date) && places[i].x >= places[j].x:
					t.Errorf("%s: %s is at %.0f, %s at %.0f", name, p.Date, places[i].x, q.Date, places[j].x)
				}
			}
		}
	}
}

// TestSimilarPapersAreNear checks that the more similar half of the papers is nearer to the line,
// if there is room.
func TestSimilarPapersAreNear(t *testing.T) {
	a := crowd(similar.DefaultNeighbours, crowds["over thirty years"])
	papers := GraphPapers(a)
	places := layoutNodes(papers, make([]string, len(papers)), NewNodeLinks(a), newTimeline(papers))
	near, far, half := 0., 0., len(places)/2
	for i, p := range places[1:] {
		if i < half {
			near += math.Abs(p.y) / float64(half)
		} else {
			far += math.Abs(p.y) / float64(len(places)-1-half)
		}
	}
	if near >= far {
		t.Errorf("the more similar half is %.0f from the line, the other %.0f", near, far)
	}
}

func TestTicks(t *testing.T) {
	for name, want := range map[string][]string{
		"years alone":      {"2020", "2021"},
		"one day":          {"May 2024"},
		"all without date": nil,
	} {
		var got []string
		for _, tick := range newTimeline(GraphPapers(crowd(similar.DefaultNeighbours, crowds[name]))).ticks() {
			got = append(got, tick.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if n := len(newTimeline(GraphPapers(crowd(similar.MaxNeighbours, crowds["four centuries"]))).columns); n > maxColumns {
		t.Errorf("four centuries have %d columns", n)
	}
}

func TestNodeLabels(t *testing.T) {
	for _, test := range []struct {
		paper data.Paper
		want  string
	}{
		{data.Paper{Authors: []string{"Laurens van der Maaten", "Geoffrey Hinton"}, Date: data.Date{Year: 2008}}, "van der… 2008"},
		{data.Paper{Authors: []string{"Lovelace, Ada"}, Date: data.Date{Year: 1843, Month: 2}}, "Lovelace 1843"},
		{data.Paper{Authors: []string{"Ada Lovelace"}}, "Lovelace"},
		{data.Paper{Title: "Undated notes on rate distortion"}, "Undated notes…"},
		{data.Paper{Title: "無名氏所寫關於神經網路機器翻譯的一篇很長的論文"}, "無名氏所寫關於神…"},
		{data.Paper{Authors: []string{"<b>"}, Date: data.Date{Year: 2020}}, "<b> 2020"},
	} {
		if got := NodeLabel(test.paper); got != test.want {
			t.Errorf("%+v is called %q, want %q", test.paper, got, test.want)
		}
	}
}

func BenchmarkGraph(b *testing.B) {
	a := crowd(similar.MaxNeighbours, crowds["one day, one apart"])
	labels := make([]string, len(a.Hits)+1)
	for i, p := range GraphPapers(a) {
		labels[i] = NodeLabel(p)
	}
	for b.Loop() {
		NewGraph(a, labels, NewNodeLinks(a))
	}
}
