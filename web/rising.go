package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
	"paperboy/web/view"
)

// risingPage shows phrases that are more frequent than before.
type risingPage struct {
	frame
	Heading, Lead string
	// Previous and Next link to the months before and after; at the ends their URL is empty.
	Previous, Next view.Link
	Months         []view.Choice
	Terms          []risingTerm
	Nothing        string
	Notices        []string
}

// risingTerm is a rising phrase.
type risingTerm struct {
	view.Link
	// Now links to its papers of the three months.
	Now    view.Link
	Before string
	Times  string
	Spark  view.Sparkline
}

// rising answers /rising.
func (s *site) rising(c echo.Context) error {
	p, notices, err := view.ReadParams(search.RisingTable, c.QueryParams())
	if err != nil {
		return err
	}
	a, err := s.service.Search.Rising(c.Request().Context(), p)
	if problem := api.ProblemOf(err); err != nil && problem.Status < http.StatusInternalServerError {
		notices, p.Month = append(notices, view.Sentence(problem.Detail)), data.Date{}
		a, err = s.service.Search.Rising(c.Request().Context(), p)
	}
	if err != nil {
		return err
	}
	page := risingPage{frame: s.frame("rising", ""), Heading: "Rising topics", Notices: notices, Terms: newRisingTerms(a)}
	switch {
	case a.Month.IsZero():
		page.Nothing = "No paper here has a known month of publication."
	case len(a.Terms) == 0:
		page.Nothing = "There are too few papers to compare, or no phrase is rising."
	}
	if !a.Month.IsZero() {
		page.Lead = fmt.Sprintf("Phrases that are more frequent in the titles of %s (%s) than in those of the twelve months before.",
			formatMonths(a.Month), figures.Count(a.Papers, "paper"))
		page.Months = newMonths(a)
		if a.First.FirstDay() < a.Month.FirstDay() {
			page.Previous = monthLink("Earlier", a.Month.AddMonths(-1))
		}
		if a.Month.FirstDay() < a.Last.FirstDay() {
			page.Next = monthLink("Later", a.Month.AddMonths(1))
		}
	}
	return s.render(c, http.StatusOK, "rising", page)
}

// risingShown is how many phrases the front page shows.
const risingShown = 6

// frontPageRising returns the first phrases of the latest months.
func (s *site) frontPageRising(ctx context.Context) ([]risingTerm, error) {
	a, err := s.service.Search.Rising(ctx, search.RisingParams{Limit: risingShown})
	if err != nil {
		return nil, err
	}
	return newRisingTerms(a), nil
}

func newRisingTerms(a search.RisingAnswer) []risingTerm {
	terms := make([]risingTerm, len(a.Terms))
	for i, t := range a.Terms {
		asked := view.QuerySearch(t.Query)
		terms[i] = risingTerm{
			Link: view.Link{Text: t.Text, URL: view.SearchURL(asked)},
			Now: view.Link{Text: figures.Thousands(t.Papers), URL: view.ChangedURL(asked, func(p *search.Params) {
				p.Filter.From, p.Filter.To = a.Month.AddMonths(1-index.RisingMonths), a.Month
			})},
			Before: figures.Thousands(t.PapersBefore),
			Times:  formatFactor(t.AtLeast),
			Spark:  view.NewMonthsSparkline(t.Months, index.RisingMonths),
		}
	}
	return terms
}

// formatFactor formats how many times as frequent a phrase is, at least.
func formatFactor(times float64) string {
	if times >= 10 {
		return fmt.Sprintf("≥ %.0f×", times)
	}
	return fmt.Sprintf("≥ %.1f×", times)
}

// maxMonthsListed limits the list of months. Older months are reached with "Earlier".
const maxMonthsListed = 120

// newMonths lists the months to choose from, the latest first.
func newMonths(a search.RisingAnswer) []view.Choice {
	var months []view.Choice
	for at := a.Last; at.FirstDay() >= a.First.FirstDay() && len(months) < maxMonthsListed; at = at.AddMonths(-1) {
		months = append(months, view.Choice{Value: at.String(), Label: view.FormatDate(at), Selected: at == a.Month})
	}
	return months
}

func monthLink(text string, month data.Date) view.Link {
	return view.Link{Text: text, URL: "/rising?" + search.RisingParams{Month: month, Limit: 20}.URLValues().Encode()}
}

// formatMonths names the three months up to last: "Apr to Jun 2026", "Dec 2025 to Feb 2026".
func formatMonths(last data.Date) string {
	first := last.AddMonths(1 - index.RisingMonths)
	from := view.FormatDate(first)
	if first.Year == last.Year {
		from, _, _ = strings.Cut(from, " ")
	}
	return from + " to " + view.FormatDate(last)
}
