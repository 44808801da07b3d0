package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"paperboy/api/lists"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/text"
	"paperboy/web/view"
)

// newPapers describes the view of new papers similar to those of a list.
type newPapers struct {
	Since, Period string
	Periods       []view.OtherView
	Notices       []string
	Nothing       string
}

// newPapersPath is the path of the view below the list's address.
const newPapersPath = "/new"

// newPeriods are the choices of how far to look back.
var newPeriods = []struct {
	words string
	days  int
}{{"1 week", 7}, {"1 month", 30}, {"1 year", 365}, {"any time", 0}}

// defaultPeriodDays is how far the view looks back if the address does not say.
const defaultPeriodDays = 30

// newRecommendations is how many papers the view shows.
const newRecommendations = 20

// newForList answers GET /lists/{key}/new: papers similar to those of the list that were added to
// the library since a day, by default 30 days ago.
func (s *site) newForList(c echo.Context) error {
	key := listKey(c)
	l, err := s.service.Lists.List(c.Request().Context(), key)
	if err != nil {
		return err
	}
	page, err := s.newListPage(c, key, l, newPapersPath)
	if err != nil {
		return err
	}
	since, problem := s.parseSince(c.QueryParam("since"))
	p, _, err := similar.Table.Parse(url.Values{"limit": {strconv.Itoa(newRecommendations)}, "added_after": {since.String()}}, true)
	if err != nil {
		return err
	}
	a, err := s.service.Lists.Recommend(c.Request().Context(), key, p)
	if err != nil {
		return err
	}
	page.New = s.newPapersView(page.URL, since, a)
	if problem != "" {
		page.New.Notices = append([]string{problem}, page.New.Notices...)
	}
	for _, h := range a.Hits {
		page.Hits = append(page.Hits, view.NewSimilarHit(h))
	}
	if err := s.personalize(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "list", page)
}

// parseSince parses the day in the address. "ever" is the zero date. An invalid day is reported as
// a problem, and replaced by the default.
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
		return usual, "“" + text.ClipWords(asked, 40) + "” is not a date. Enter it like 2024-05-31."
	}
	return day, ""
}

func (s *site) daysAgo(days int) data.Date { return data.DateOf(s.options.Now().AddDate(0, 0, -days)) }

func (s *site) newPapersView(at string, since data.Date, a lists.Recommendations) *newPapers {
	v := &newPapers{Since: since.String(), Period: "added since " + view.FormatDate(since)}
	if since.IsZero() {
		v.Period = "added at any time"
	}
	for _, span := range newPeriods {
		value := "ever"
		day := data.Date{}
		if span.days > 0 {
			day = s.daysAgo(span.days)
			value = day.String()
		}
		v.Periods = append(v.Periods, view.OtherView{Link: view.Link{Text: span.words, URL: at + newPapersPath + "?since=" + value}, Current: day == since})
	}
	switch {
	case a.Seeds == 0:
		v.Nothing = "This list has no papers to compare with yet. Star some papers first."
	case len(a.Hits) == 0 && since.IsZero():
		v.Nothing = "No similar papers: no distinctive words in common with this list."
	case len(a.Hits) == 0:
		v.Nothing = "No similar papers were " + v.Period + ". Try looking back further."
	case a.Seeds < a.Total:
		for _, notice := range a.Notices {
			v.Notices = append(v.Notices, view.Sentence(notice))
		}
	}
	return v
}
