package web

import (
	"net/http"
	"slices"

	"paperboy/api/similar"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

// betweenPage is the papers that lie between two.
type betweenPage struct {
	frame
	// A and B are the papers; their URL is "" while they are not known.
	A, B link
	// AsA and AsB stand in the form.
	AsA, AsB string
	Problem  string
	Notices  []string
	Hits     []hit
	Nothing  string
}

// between answers /between. Without two papers that can be found it is the form that
// asks for them.
func (s *site) between(c echo.Context) error {
	asked := c.QueryParams()
	page := betweenPage{frame: s.frame("single", "Papers between two"), AsA: asked.Get("a"), AsB: asked.Get("b")}
	if page.AsA == "" || page.AsB == "" {
		return s.render(c, http.StatusOK, "between", page)
	}
	p, notices, err := similar.ParseBetween(asked, false)
	if err != nil {
		return err
	}
	page.Notices = notices
	var known bool
	if page.A, known = s.paperLink(c, p.A); !known {
		page.Problem = noPaper(page.AsA)
	} else if page.B, known = s.paperLink(c, p.B); !known {
		page.Problem = noPaper(page.AsB)
	}
	if page.Problem != "" {
		return s.render(c, http.StatusOK, "between", page)
	}
	p.Limit, p.SharedTerms = similarPapers, index.MaxTerms
	a, err := s.service.Similar.Between(c.Request().Context(), p)
	if problem := api.ProblemOf(err); err != nil && problem.Status < http.StatusInternalServerError {
		page.Problem = sentence(problem.Detail)
		return s.render(c, http.StatusOK, "between", page)
	} else if err != nil {
		return err
	}
	hits := make([]hit, len(a.Hits))
	for i, h := range a.Hits {
		hits[i] = newHit(h.Paper.Paper)
		hits[i].Nested = true
		hits[i].Why = slices.Concat(newReasons("the one", h.A), newReasons("the other", h.B))
		hits[i].Duplicates = newDuplicates(h.Duplicates)
	}
	if err := s.addStars(c, hits); err != nil {
		return err
	}
	page.Hits = hits
	if len(page.Hits) == 0 {
		page.Nothing = "No paper shares telling words with both."
	}
	return s.render(c, http.StatusOK, "between", page)
}

// paperLink leads to a paper, if it is known.
func (s *site) paperLink(c echo.Context, id data.ID) (l link, known bool) {
	paper, err := s.service.Paper(c.Request().Context(), id)
	if err != nil {
		return link{}, false
	}
	return link{paper.Title, paperURL(paper.ID)}, true
}

// noPaper says that no paper answers to an id, as it was typed.
func noPaper(id string) string { return sentence(fault.NoPaper(data.ID(id)).Message) }
