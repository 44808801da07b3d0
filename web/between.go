package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/index"
	"paperboy/web/view"
)

// betweenPage shows the papers between two papers.
type betweenPage struct {
	frame
	// A and B are the two papers. A URL is empty while its paper is unknown.
	A, B       view.Link
	BoxA, BoxB view.PaperBox
	Problem    string
	Notices    []string
	Hits       []view.Hit
	Display    *view.Display
	Nothing    string
}

// between answers /between. Without two known papers it shows only the form, and the papers that
// may be meant.
func (s *site) between(c echo.Context) error {
	asked := c.QueryParams()
	page := betweenPage{frame: s.frame("between", "")}
	for _, one := range []struct {
		field string
		box   *view.PaperBox
		paper *view.Link
	}{{"a", &page.BoxA, &page.A}, {"b", &page.BoxB, &page.B}} {
		*one.box = view.PaperBox{Field: one.field, Value: asked.Get(one.field), MaxLength: search.MaxNameLength, Required: true}
		paper, err := s.namedPaper(c, one.box, func(id data.ID) string { return "/between?" + withValue(asked, one.field, string(id)).Encode() })
		if err != nil {
			return err
		}
		if paper != nil {
			*one.paper = view.Link{Text: paper.Title, URL: view.PaperURL(paper.ID)}
			asked = withValue(asked, one.field, string(paper.ID))
		}
	}
	if page.A.URL == "" || page.B.URL == "" {
		return s.render(c, http.StatusOK, "between", page)
	}
	p, notices, err := view.ReadParams(similar.BetweenTable, asked)
	if err != nil {
		return err
	}
	page.Notices = notices
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
	addPlaces(hits, view.Origin{In: "/between?" + p.URLValues().Encode()}, 1)
	if err := s.personalize(c, hits); err != nil {
		return err
	}
	page.Hits, page.Display = hits, readDisplay(c).views(c)
	if len(page.Hits) == 0 {
		page.Nothing = "No paper has distinctive words in common with both."
	}
	return s.render(c, http.StatusOK, "between", page)
}

// namedPaper returns the paper that the reader names in box, with its title in place of the name. If
// it is not certain which one is meant, it returns nil, and box offers those that may be; choose
// returns the address of the page with one of them.
func (s *site) namedPaper(c echo.Context, box *view.PaperBox, choose func(data.ID) string) (*data.Paper, error) {
	if box.Value == "" {
		return nil, nil
	}
	named, err := s.service.Search.Named(c.Request().Context(), box.Value)
	if err != nil {
		return nil, err
	}
	if !named.Certain {
		box.Names = view.NewPaperNames(box.Value, named.Papers, choose)
		return nil, nil
	}
	box.Value = named.Papers[0].Title
	return &named.Papers[0], nil
}

// withValue returns a copy of v in which name has one value.
func withValue(v url.Values, name, value string) url.Values {
	v = maps.Clone(v)
	v.Set(name, value)
	return v
}
