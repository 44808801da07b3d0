package web

import (
	"net/http"
	"net/url"
	"strconv"

	"paperboy/api/lists"
	"paperboy/api/similar"

	"github.com/labstack/echo/v4"

	"paperboy/data"
)

// newPapers are papers like those of the list that came in since a day.
type newPapers struct {
	Since, Words string
	Spans        []view
	Notices      []string
	Nothing      string
}

// newBelow is where what is new stands below a list's address.
const newBelow = "/new"

// newSpans are how far back a reader may look at once.
var newSpans = []struct {
	words string
	days  int
}{{"a week", 7}, {"a month", 30}, {"a year", 365}, {"ever", 0}}

// usualSpan is how far back a page looks that was not told.
const usualSpan = 30

// newRecommendations is how many papers the view of what is new shows.
const newRecommendations = 20

// whatIsNew answers GET /lists/{key}/new: papers like those of the list that came
// into the library since a day, a month ago unless the address says another.
func (s *site) whatIsNew(c echo.Context) error {
	key := listKey(c)
	l, err := s.service.Lists.List(c.Request().Context(), key)
	if err != nil {
		return err
	}
	page, err := s.newListPage(c, key, l, newBelow)
	if err != nil {
		return err
	}
	since, problem := s.since(c.QueryParam("since"))
	p, _, err := similar.Parse(url.Values{"limit": {strconv.Itoa(newRecommendations)}, "added_after": {since.String()}}, true)
	if err != nil {
		return err
	}
	a, err := s.service.Lists.Recommend(c.Request().Context(), key, p)
	if err != nil {
		return err
	}
	page.New = s.newNewPapers(page.URL, since, a)
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
func (s *site) since(asked string) (day data.Date, problem string) {
	usual := s.daysAgo(usualSpan)
	switch asked {
	case "":
		return usual, ""
	case "ever":
		return data.Date{}, ""
	}
	day, err := data.ParseDate(asked)
	if err != nil {
		return usual, "Since “" + clip(asked, 40) + "”: want a day as 2024-05-31."
	}
	return day, ""
}

func (s *site) daysAgo(days int) data.Date { return data.DateOf(s.options.Now().AddDate(0, 0, -days)) }

func (s *site) newNewPapers(at string, since data.Date, a lists.Recommendations) *newPapers {
	v := &newPapers{Since: since.String(), Words: "since " + dateWords(since)}
	if since.IsZero() {
		v.Words = "in the whole library"
	}
	for _, span := range newSpans {
		value := "ever"
		day := data.Date{}
		if span.days > 0 {
			day = s.daysAgo(span.days)
			value = day.String()
		}
		v.Spans = append(v.Spans, view{link{span.words, at + newBelow + "?since=" + value}, day == since})
	}
	switch {
	case a.Seeds == 0:
		v.Nothing = "The list has no papers yet to compare with. Star some, and come back."
	case len(a.Hits) == 0 && since.IsZero():
		v.Nothing = "No other paper shares a telling word with this list."
	case len(a.Hits) == 0:
		v.Nothing = "Nothing that came in " + v.Words + " shares a telling word with this list. Look back further?"
	case a.Seeds < a.Total:
		for _, notice := range a.Notices {
			v.Notices = append(v.Notices, sentence(notice))
		}
	}
	return v
}
