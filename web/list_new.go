package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
)

// newPapers are papers like those of the list that came in since a day.
type newPapers struct {
	Since, Period string
	Periods       []view
	Notices       []string
	Nothing       string
}

// newBelow is where what is new stands below a list's address.
const newPapersPath = "/new"

// newSpans are how far back a reader may look at once.
var newPeriods = []struct {
	words string
	days  int
}{{"1 week", 7}, {"1 month", 30}, {"1 year", 365}, {"any time", 0}}

// usualSpan is how far back a page looks that was not told.
const defaultPeriodDays = 30

// newRecommendations is how many papers the view of what is new shows.
const newRecommendations = 20

// whatIsNew answers GET /lists/{key}/new: papers like those of the list that came
// into the library since a day, a month ago unless the address says another.
func (s *site) newForList(c echo.Context) error {
	key := listKey(c)
	l, err := s.service.List(c.Request().Context(), key)
	if err != nil {
		return err
	}
	page, err := s.newListPage(c, key, l, newPapersPath)
	if err != nil {
		return err
	}
	since, problem := s.parseSince(c.QueryParam("since"))
	p, _, err := api.ParseSimilar(url.Values{"limit": {strconv.Itoa(newRecommendations)}, "added_after": {since.String()}}, true)
	if err != nil {
		return err
	}
	a, err := s.service.RecommendFor(c.Request().Context(), key, p)
	if err != nil {
		return err
	}
	page.New = s.newPapersView(page.URL, since, a)
	if problem != "" {
		page.New.Notices = append([]string{problem}, page.New.Notices...)
	}
	for _, h := range a.Hits {
		page.Hits = append(page.Hits, newSimilarHit(h))
	}
	if err := s.addStars(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "list", page)
}

// since reads the day since when papers are new: "ever" is the unknown date.
func (s *site) parseSince(asked string) (day data.Date, problem string) {
	usual := s.daysAgo(defaultPeriodDays)
	switch asked {
	case "":
		return usual, ""
	case "ever":
		return data.Date{}, ""
	}
	day, err := data.ParseDate(asked)
	if err != nil {
		return usual, "“" + clip(asked, 40) + "” is not a date. Enter it like 2024-05-31."
	}
	return day, ""
}

func (s *site) daysAgo(days int) data.Date { return data.DateOf(s.options.Now().AddDate(0, 0, -days)) }

func (s *site) newPapersView(at string, since data.Date, a api.RecommendationsAnswer) *newPapers {
	v := &newPapers{Since: since.String(), Period: "since " + formatDate(since)}
	if since.IsZero() {
		v.Period = "at any time"
	}
	for _, span := range newPeriods {
		value := "ever"
		day := data.Date{}
		if span.days > 0 {
			day = s.daysAgo(span.days)
			value = day.String()
		}
		v.Periods = append(v.Periods, view{link{span.words, at + newPapersPath + "?since=" + value}, day == since})
	}
	switch {
	case a.Seeds == 0:
		v.Nothing = "This list has no papers to compare with yet. Star some papers first."
	case len(a.Hits) == 0 && since.IsZero():
		v.Nothing = "No similar papers: no distinctive words in common with this list."
	case len(a.Hits) == 0:
		v.Nothing = "No similar papers were added " + v.Period + ". Try looking back further."
	case a.Seeds < a.Total:
		for _, notice := range a.Notices {
			v.Notices = append(v.Notices, sentence(notice))
		}
	}
	return v
}
