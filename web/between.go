package web

import (
	"net/http"
	"slices"

	"paperboy/web/view"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/index"
)

// betweenPage shows the papers between two papers.
type betweenPage struct {
	frame
	// A and B are the two papers. A URL is empty while its paper is unknown.
	A, B view.Link
	// TextA and TextB are what the reader typed.
	TextA, TextB string
	Problem      string
	Notices      []string
	Hits         []view.Hit
	Nothing      string
}

// between answers /between. Without two known papers it shows only the form.
func (s *site) between(c echo.Context) error {
	asked := c.QueryParams()
	page := betweenPage{frame: s.frame("between", ""), TextA: asked.Get("a"), TextB: asked.Get("b")}
	if page.TextA == "" || page.TextB == "" {
		return s.render(c, http.StatusOK, "between", page)
	}
	p, notices, err := view.ReadParams(similar.BetweenTable, asked)
	if err != nil {
		return err
	}
	page.Notices = notices
	var known bool
	if page.A, known = s.paperLink(c, p.A); !known {
		page.Problem = noPaper(page.TextA)
	} else if page.B, known = s.paperLink(c, p.B); !known {
		page.Problem = noPaper(page.TextB)
	}
	if page.Problem != "" {
		return s.render(c, http.StatusOK, "between", page)
	}
	p.Limit, p.SharedTerms = similarPapers, index.MaxTerms
	a, err := s.service.Similar.Between(c.Request().Context(), p)
	if problem := api.ProblemOf(err); err != nil && problem.Status < http.StatusInternalServerError {
		page.Problem = view.Sentence(problem.Detail)
		return s.render(c, http.StatusOK, "between", page)
	} else if err != nil {
		return err
	}
	hits := make([]view.Hit, len(a.Hits))
	for i, h := range a.Hits {
		hits[i] = view.NewHit(h.Paper.Paper)
		hits[i].Nested = true
		hits[i].Reasons = slices.Concat(view.NewReasons("the first", h.A), view.NewReasons("the second", h.B))
		hits[i].Duplicates = view.NewDuplicates(h.Duplicates)
	}
	if err := s.addStars(c, hits); err != nil {
		return err
	}
	page.Hits = hits
	if len(page.Hits) == 0 {
		page.Nothing = "No paper has distinctive words in common with both."
	}
	return s.render(c, http.StatusOK, "between", page)
}

// paperLink returns a link to a paper, and whether the paper is known.
func (s *site) paperLink(c echo.Context, id data.ID) (l view.Link, known bool) {
	paper, err := s.service.Library.Paper(c.Request().Context(), id)
	if err != nil {
		return view.Link{}, false
	}
	return view.Link{Text: paper.Title, URL: view.PaperURL(paper.ID)}, true
}

// noPaper returns the message for an id, as typed, that no paper has.
func noPaper(id string) string { return view.Sentence(fault.NoPaper(data.ID(id)).Message) }
