package view

import (
	"fmt"
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
)

// Signals is what daily lists say about a paper besides the paper.
type Signals struct {
	// Curves show how upvotes and stars changed.
	Curves []curve
	// Rows are the newest observations, newest first. Older is how many there are besides, and
	// All the address of all of them.
	Rows  []observationRow
	Older string
	All   string
	// Summary and Keywords were written by a language model at the source.
	Summary  [][]Span
	Keywords []Link
}

// curve is a number over time.
type curve struct {
	Name, Now string
	Spark     Sparkline
}

// observationRow is an observation in the table below the curves.
type observationRow struct {
	At                       *Moment
	Upvotes, Comments, Stars string
}

const (
	// ShownObservations is how many observations the table has: those of about a month.
	ShownObservations = 20
	// shownFeatured is how many of the days on which a list showed the paper are linked.
	shownFeatured = 3
)

func NewSignals(p data.Paper) Signals {
	s := Signals{}
	for _, number := range []struct {
		name string
		of   func(data.Observation) *int
	}{
		{"Upvotes", func(o data.Observation) *int { return o.Upvotes }},
		{"GitHub stars", func(o data.Observation) *int { return o.Stars }},
	} {
		if c, ok := newCurve(number.name, p.Observations, number.of); ok {
			s.Curves = append(s.Curves, c)
		}
	}
	if len(s.Curves) > 0 {
		s.addRows(p)
	}
	for _, paragraph := range Paragraphs(p.AISummary) {
		s.Summary = append(s.Summary, PlainSpans(paragraph))
	}
	for _, keyword := range p.AIKeywords {
		s.Keywords = append(s.Keywords, Link{keyword, SearchURL(phraseSearch(keyword))})
	}
	return s
}

// phraseSearch returns the search for a phrase.
func phraseSearch(phrase string) search.Params {
	return QuerySearch(`"` + strings.ReplaceAll(phrase, `"`, " ") + `"`)
}

func (s *Signals) addRows(p data.Paper) {
	for _, o := range slices.Backward(p.Observations) {
		if len(s.Rows) == ShownObservations {
			s.Older = figures.Count(len(p.Observations)-len(s.Rows), "older observation")
			break
		}
		s.Rows = append(s.Rows, observationRow{NewDay(o.At), observedNumber(o.Upvotes), observedNumber(o.Comments), observedNumber(o.Stars)})
	}
	s.All = "/api/v1" + PaperURL(p.ID) + "/observations"
}

// observedNumber formats a number that may be unknown.
func observedNumber(n *int) string {
	if n == nil {
		return "–"
	}
	return figures.Thousands(*n)
}

// newCurve draws the observations that have a number. It returns false if there are fewer than two.
func newCurve(name string, observations []data.Observation, of func(data.Observation) *int) (curve, bool) {
	var known []data.Observation
	for _, o := range observations {
		if of(o) != nil {
			known = append(known, o)
		}
	}
	if len(known) < 2 {
		return curve{}, false
	}
	first, last := known[0], known[len(known)-1]
	span := last.At.Sub(first.At).Seconds()
	var positions, values []float64
	for _, o := range known {
		positions = append(positions, o.At.Sub(first.At).Seconds()/span)
		values = append(values, float64(*of(o)))
	}
	now := figures.Thousands(*of(last))
	label := fmt.Sprintf("%s from %s to %s: %s at first, %s at last", name, NewDay(first.At).Text, NewDay(last.At).Text, figures.Thousands(*of(first)), now)
	return curve{Name: name, Now: now, Spark: newSparkline(label, positions, values)}, true
}

// FeaturedLinks links the newest days on which a list showed the paper, oldest first. more is the
// number of days before them, in words.
func FeaturedLinks(days []data.Date) (links []Link, more string) {
	shown := days[max(len(days)-shownFeatured, 0):]
	for _, day := range shown {
		links = append(links, Link{FormatDate(day), "/days/" + day.String()})
	}
	if n := len(days) - len(shown); n > 0 {
		more = figures.Count(n, "day") + " before"
	}
	return links, more
}
