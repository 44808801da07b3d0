package web

import (
	"net/http"

	"paperboy/web/view"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data/figures"
	"paperboy/data/sample"
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

func (s *site) newSamplePage(stats library.StatsAnswer) samplePage {
	page := samplePage{
		frame:   s.frame("sample", ""),
		Heading: "Remove the sample papers",
		Day:     view.FormatDate(sample.AsOf),
	}
	if n := stats.Store.Sources[sample.Source]; n > 0 {
		page.Count = figures.Count(n, "sample paper")
	}
	return page
}

func (s *site) sample(c echo.Context) error {
	stats, err := s.service.Library.Stats(c.Request().Context())
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "sample", s.newSamplePage(stats))
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
		stats, err := s.service.Library.Stats(c.Request().Context())
		if err != nil {
			return err
		}
		page := s.newSamplePage(stats)
		page.Problem = view.Sentence(api.ProblemOf(refused).Detail)
		return s.render(c, http.StatusForbidden, "sample", page)
	}
	done, err := s.service.Library.DeletePapers(c.Request().Context(), library.Deletion{Source: sample.Source})
	if err != nil {
		return err
	}
	page := s.newSamplePage(library.StatsAnswer{})
	page.Heading = "Sample removed"
	page.Removed = figures.Count(done.Deleted, "sample paper") + " removed."
	return s.render(c, http.StatusOK, "sample", page)
}
