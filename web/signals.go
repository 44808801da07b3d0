package web

import (
	"fmt"
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
)

// signals is what daily lists say about a paper besides the paper.
type signals struct {
	// Curves show how upvotes and stars changed.
	Curves []curve
	// Rows are the newest observations, newest first. Older is how many there are besides, and
	// All the address of all of them.
	Rows  []observationRow
	Older string
	All   string
	// Summary and Keywords were written by a language model of the source.
	Summary  [][]span
	Keywords []link
}

// curve is a number over time.
type curve struct {
	Name, Now string
	Spark     sparkline
}

// observationRow is an observation in the table below the curves.
type observationRow struct {
	At                       *moment
	Upvotes, Comments, Stars string
}

const (
	// shownObservations is how many observations the table has: those of about a month.
	shownObservations = 20
	// shownFeatured is how many of the days on which a list showed the paper are linked.
	shownFeatured = 3
)

func newSignals(p data.Paper) signals {
	s := signals{}
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
	for _, paragraph := range paragraphs(p.AISummary) {
		s.Summary = append(s.Summary, plainSpans(paragraph))
	}
	for _, keyword := range p.AIKeywords {
		s.Keywords = append(s.Keywords, link{keyword, searchURL(phraseSearch(keyword))})
	}
	return s
}

// phraseSearch returns the search for a phrase.
func phraseSearch(phrase string) search.Params {
	return querySearch(`"` + strings.ReplaceAll(phrase, `"`, " ") + `"`)
}

func (s *signals) addRows(p data.Paper) {
	for _, o := range slices.Backward(p.Observations) {
		if len(s.Rows) == shownObservations {
			s.Older = figures.Count(len(p.Observations)-len(s.Rows), "older observation")
			break
		}
		s.Rows = append(s.Rows, observationRow{newDay(o.At), observedNumber(o.Upvotes), observedNumber(o.Comments), observedNumber(o.Stars)})
	}
	s.All = "/api/v1" + paperURL(p.ID) + "/observations"
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
	label := fmt.Sprintf("%s from %s to %s: %s at first, %s at last", name, newDay(first.At).Text, newDay(last.At).Text, figures.Thousands(*of(first)), now)
	return curve{Name: name, Now: now, Spark: newSparkline(label, positions, values)}, true
}

// featuredLinks links the newest days on which a list showed the paper, oldest first. more is the
// number of days before them, in words.
func featuredLinks(days []data.Date) (links []link, more string) {
	shown := days[max(len(days)-shownFeatured, 0):]
	for _, day := range shown {
		links = append(links, link{formatDate(day), "/days/" + day.String()})
	}
	if n := len(days) - len(shown); n > 0 {
		more = figures.Count(n, "day") + " before"
	}
	return links, more
}
