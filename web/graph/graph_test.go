package graph

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/similar"
	"paperboy/data"
)

// crowd returns a map with n papers around the seed.
func crowd(n int, date func(i int) data.Date) Graph {
	g := Graph{Papers: []data.Paper{{ID: "x:0", Title: "The paper", Authors: []string{"Ada Lovelace"}, Date: date(0)}}, Sizes: []float64{1}, HasSeed: true}
	for i := 1; i <= n; i++ {
		title, authors := "A paper that nobody has put a name to", []string(nil)
		switch i % 4 {
		case 0:
			title = "無名氏所寫關於神經網路機器翻譯的一篇很長的論文"
		case 1, 2:
			authors = []string{"Wolfeschlegelsteinhausen, W."}
		}
		g.Papers = append(g.Papers, data.Paper{ID: data.ID(fmt.Sprintf("x:%d", i)), Title: title, Authors: authors, Date: date(i)})
		g.Sizes = append(g.Sizes, 1/float64(i+1))
		g.Links = append(g.Links, Link{i / 2, i, 1 / float64(i)})
	}
	g.Labels = Labels(g.Papers, 0)
	return g
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

// widths are those of the pictures that pages show.
var widths = []int{Wide, Narrow}

func TestNothingTouches(t *testing.T) {
	for name, date := range crowds {
		for _, n := range []int{1, 2, similar.DefaultNeighbours, similar.MaxNeighbours} {
			for _, width := range widths {
				g := crowd(n, date)
				places := layoutNodes(g, newTimeline(g.Papers, float64(width)))
				for i, p := range places {
					if p.x-p.radius < 0 || p.x+p.radius+p.label > float64(width) {
						t.Errorf("%s, %d papers: paper %d is from %.0f to %.0f of %d", name, n, i, p.x-p.radius, p.x+p.radius+p.label, width)
					}
					for j := range i {
						if p.overlaps(places[j]) {
							t.Errorf("%s, %d papers, width %d: papers %d and %d touch: %+v, %+v", name, n, width, j, i, places[j], p)
						}
					}
				}
				if diff := cmp.Diff(Draw(g, width), Draw(g, width)); diff != "" {
					t.Errorf("%s, %d papers: drawn again (-first +second):\n%s", name, n, diff)
				}
			}
		}
	}
}

// TestPicturesFillScreen checks that a wide picture is as high as its papers need to be told apart, or as a
// screen, and that no paper has come nearer to another.
func TestPicturesFillScreen(t *testing.T) {
	for _, n := range []int{3, similar.DefaultNeighbours} {
		g := crowd(n, crowds["over a year"])
		pic := Draw(g, Wide)
		if least := min(rowRoom*(n+5), maxHeight); pic.Height < least || pic.Height > least+200 {
			t.Errorf("a map of %d papers is %d high, want about %d", n, pic.Height, least)
		}
		places := layoutNodes(g, newTimeline(g.Papers, Wide))
		stretch(places)
		for i, p := range places {
			for j := range i {
				if p.overlaps(places[j]) {
					t.Errorf("%d papers: %d and %d touch", n, j, i)
				}
			}
		}
	}
}

// TestLinesStayInside checks that even long lines between papers at the same height stay in the
// picture.
func TestLinesStayInside(t *testing.T) {
	for name, date := range crowds {
		for _, n := range []int{1, 3, similar.DefaultNeighbours} {
			for _, width := range widths {
				pic := Draw(crowd(n, date), width)
				for _, e := range pic.Edges {
					var x, y [3]float64
					if _, err := fmt.Sscanf(e.Path, "M%f %fQ%f %f %f %f", &x[0], &y[0], &x[1], &y[1], &x[2], &y[2]); err != nil {
						t.Fatalf("%s: %v", e.Path, err)
					}
					for s := 0.; s <= 1; s += .05 {
						if at := (1-s)*(1-s)*y[0] + 2*s*(1-s)*y[1] + s*s*y[2]; at < 2 || at > float64(pic.Height-axisRoom) {
							t.Errorf("%s, %d papers: %s passes by a height of %.0f of %d", name, n, e.Path, at, pic.Height)
							break
						}
					}
				}
			}
		}
	}
}

// TestDatesAreInTheirColumns checks that x shows the date even if space is short.
func TestDatesAreInTheirColumns(t *testing.T) {
	for name, date := range crowds {
		for _, width := range widths {
			g := crowd(similar.DefaultNeighbours, date)
			line := newTimeline(g.Papers, float64(width))
			places := layoutNodes(g, line)
			for i, p := range g.Papers {
				for j, q := range g.Papers {
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
}

// TestFirstPapersAreNear checks that the first half of the papers is nearer to the line, if there is
// room.
func TestFirstPapersAreNear(t *testing.T) {
	g := crowd(similar.DefaultNeighbours, crowds["over thirty years"])
	places := layoutNodes(g, newTimeline(g.Papers, Wide))
	near, far, half := 0., 0., len(places)/2
	for i, p := range places[1:] {
		if i < half {
			near += math.Abs(p.y) / float64(half)
		} else {
			far += math.Abs(p.y) / float64(len(places)-1-half)
		}
	}
	if near >= far {
		t.Errorf("the first half is %.0f from the line, the other %.0f", near, far)
	}
}

func TestAges(t *testing.T) {
	for name, want := range map[string][]int{
		"five years":   {1, 2, 3, 4, 5},
		"two years":    {2, 2, 4, 4},
		"one year":     {3, 3},
		"without date": {0},
	} {
		var papers []data.Paper
		for _, year := range map[string][]int{"five years": {2000, 2010, 2011, 2020, 2026}, "two years": {2025, 2025, 2026, 2026}, "one year": {1843, 1843}, "without date": {0}}[name] {
			papers = append(papers, data.Paper{Date: data.Date{Year: year}})
		}
		if diff := cmp.Diff(want, ages(papers)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTicks(t *testing.T) {
	for name, want := range map[string][]string{
		"years alone":      {"2020", "2021"},
		"one day":          {"May 2024"},
		"all without date": nil,
	} {
		var got []string
		for _, tick := range newTimeline(crowd(similar.DefaultNeighbours, crowds[name]).Papers, Wide).ticks() {
			got = append(got, tick.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if n := len(newTimeline(crowd(similar.MaxNeighbours, crowds["four centuries"]).Papers, Wide).columns); n > columnsPerUnit*Wide {
		t.Errorf("four centuries have %d columns", n)
	}
}

func TestLabels(t *testing.T) {
	papers := []data.Paper{
		{Authors: []string{"Laurens van der Maaten", "Geoffrey Hinton"}, Date: data.Date{Year: 2008}},
		{Authors: []string{"Lovelace, Ada"}, Date: data.Date{Year: 1843, Month: 2}},
		{Authors: []string{"Ada Lovelace"}},
		{Title: "Undated notes on rate distortion"},
		{Title: "無名氏所寫關於神經網路機器翻譯的一篇很長的論文"},
		{Authors: []string{"<b>"}, Date: data.Date{Year: 2020}},
		{Title: "BERT: Pre-training of Deep Bidirectional Transformers", Authors: []string{"Jacob Devlin"}, Date: data.Date{Year: 2019}},
		{Title: "A long name before the colon: and more", Authors: []string{"Xi Li"}, Date: data.Date{Year: 2026}},
		{Title: "On the Geometry of Attention", Authors: []string{"Bo Li"}, Date: data.Date{Year: 2026}},
		{Title: "The same title", Authors: []string{"Bo Wu"}, Date: data.Date{Year: 2026}},
		{Title: "The same title", Authors: []string{"Xi Wu"}, Date: data.Date{Year: 2026}},
		{Title: "$x$: a formula", Authors: []string{"Bo Xu"}, Date: data.Date{Year: 2026}},
	}
	want := []string{"van der… 2008", "Lovelace 1843", "Lovelace", "Undated notes…", "無名氏所寫關於神…", "<b> 2020", "BERT", "long name…", "Geometry of…", "same title (10)", "same title (11)", "Xu 2026"}
	if diff := cmp.Diff(want, Labels(papers, 1)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func BenchmarkDraw(b *testing.B) {
	g := crowd(similar.MaxNeighbours, crowds["one day, one apart"])
	for b.Loop() {
		Draw(g, Wide)
	}
}
