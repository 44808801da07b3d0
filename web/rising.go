package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
	"paperboy/index"
)

// risingPage is what papers are about more often than before.
type risingPage struct {
	frame
	Heading, Lead string
	// Previous and Next lead to other months; their URL is "" at the ends.
	Previous, Next link
	Months         []choice
	Terms          []risingTerm
	Nothing        string
	Notices        []string
}

// risingTerm is a phrase that rises.
type risingTerm struct {
	link
	// Now leads to its papers of the months looked at.
	Now    link
	Before string
	Times  string
	Spark  sparkline
}

// rising answers /rising.
func (s *site) rising(c echo.Context) error {
	p, notices, err := search.ParseRising(c.QueryParams(), false)
	if err != nil {
		return err
	}
	a, err := s.service.Search.Rising(c.Request().Context(), p)
	if problem := api.ProblemOf(err); err != nil && problem.Status < http.StatusInternalServerError {
		notices, p.Month = append(notices, sentence(problem.Detail)), data.Date{}
		a, err = s.service.Search.Rising(c.Request().Context(), p)
	}
	if err != nil {
		return err
	}
	page := risingPage{frame: s.frame("single", "Rising"), Heading: "Rising", Notices: notices, Terms: newRisingTerms(a)}
	switch {
	case a.Month.IsZero():
		page.Nothing = "No paper here is known by its month."
	case len(a.Terms) == 0:
		page.Nothing = "Too few papers to compare, or nothing that rises."
	}
	if !a.Month.IsZero() {
		page.Lead = fmt.Sprintf("In the titles of %s, %s of them, more often than in those of the twelve months before.",
			monthsWords(a.Month), counted(a.Papers, "paper"))
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

// risingShown is how many phrases the front page has.
const risingShown = 6

// risingNow are the first phrases of the last months.
func (s *site) risingNow(ctx context.Context) ([]risingTerm, error) {
	a, err := s.service.Search.Rising(ctx, search.RisingParams{Limit: risingShown})
	if err != nil {
		return nil, err
	}
	return newRisingTerms(a), nil
}

func newRisingTerms(a search.RisingAnswer) []risingTerm {
	terms := make([]risingTerm, len(a.Terms))
	for i, t := range a.Terms {
		asked := unfiltered(t.Query)
		terms[i] = risingTerm{
			link: link{t.Text, searchURL(asked)},
			Now: link{count(t.Papers), changed(asked, func(p *search.Params) {
				p.Filter.From, p.Filter.To = a.Month.AddMonths(1-index.RisingMonths), a.Month
			})},
			Before: count(t.PapersBefore),
			Times:  timesWords(t.AtLeast),
			Spark:  newSparkline(t.Months, index.RisingMonths),
		}
	}
	return terms
}

// timesWords says how much more frequent something is, at least.
func timesWords(times float64) string {
	if times >= 10 {
		return fmt.Sprintf("%.0f×", times)
	}
	return fmt.Sprintf("%.1f×", times)
}

// mostMonthsListed is how many months can be chosen from; the others are stepped to.
const mostMonthsListed = 120

// newMonths lists the months that can be looked at, the last first.
func newMonths(a search.RisingAnswer) []choice {
	var months []choice
	for at := a.Last; at.FirstDay() >= a.First.FirstDay() && len(months) < mostMonthsListed; at = at.AddMonths(-1) {
		months = append(months, choice{at.String(), dateWords(at), at == a.Month})
	}
	return months
}

func monthLink(text string, month data.Date) link {
	return link{text, "/rising?" + search.RisingParams{Month: month, Limit: 20}.URLValues().Encode()}
}

// monthsWords names the months looked at: "Apr to Jun 2026", "Dec 2025 to Feb 2026".
func monthsWords(last data.Date) string {
	first := last.AddMonths(1 - index.RisingMonths)
	from := dateWords(first)
	if first.Year == last.Year {
		from, _, _ = strings.Cut(from, " ")
	}
	return from + " to " + dateWords(last)
}
