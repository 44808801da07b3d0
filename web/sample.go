package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/data/sample"
	"paperboy/index"
	"paperboy/web/view"
)

// samplePage explains how to remove the sample papers, asks for the token, and then reports the
// result.
type samplePage struct {
	frame
	Heading string
	// Count is the number of sample papers as text, empty for none. Day is the day they are from.
	Count, Day string
	Problem    string
	Removed    string
}

// newSamplePage makes the page that offers to remove a number of sample papers.
func (s *site) newSamplePage(papers int) samplePage {
	page := samplePage{
		frame:   s.frame("sample", ""),
		Heading: "Remove the sample papers",
		Day:     view.FormatDate(sample.AsOf),
	}
	if papers > 0 {
		page.Count = figures.Count(papers, "sample paper")
	}
	return page
}

// countSample returns the number of papers that have a record of the sample.
func (s *site) countSample(ctx context.Context) (int, error) {
	a, err := s.service.Search.Search(ctx, search.Params{Filter: index.Filter{Values: map[index.Facet][]string{index.FacetSource: {sample.Source}}}})
	return a.Total, err
}

func (s *site) sample(c echo.Context) error {
	papers, err := s.countSample(c.Request().Context())
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "sample", s.newSamplePage(papers))
}

// maxForm is the limit of the form that removes the sample, in bytes.
const maxForm = 4 << 10

// removeSample requires the secret in the form. A browser's session is not enough, so that no
// other page can send this form on the reader's behalf.
func (s *site) removeSample(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxForm)
	token := c.FormValue("token")
	if refused := s.checkSecret(c, token); refused != nil {
		papers, err := s.countSample(c.Request().Context())
		if err != nil {
			return err
		}
		page := s.newSamplePage(papers)
		page.Problem = view.Sentence(api.ProblemOf(refused).Detail)
		return s.render(c, http.StatusForbidden, "sample", page)
	}
	done, err := s.service.Library.DeletePapers(c.Request().Context(), library.Deletion{Source: sample.Source})
	if err != nil {
		return err
	}
	page := s.newSamplePage(0)
	page.Heading = "Sample removed"
	page.Removed = figures.Count(done.Deleted, "sample paper") + " removed."
	return s.render(c, http.StatusOK, "sample", page)
}
