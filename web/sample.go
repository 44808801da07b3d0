package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data/sample"
)

// samplePage explains how to remove the sample, asks for the token, and then
// says what was done.
type samplePage struct {
	frame
	Heading string
	// Count is how many papers the sample has given, "" for none; Day is when it
	// was copied.
	Count, Day string
	Problem    string
	Removed    string
}

func (s *site) newSamplePage(stats api.StatsAnswer) samplePage {
	page := samplePage{
		frame:   s.frame("sample", "Remove the sample papers"),
		Heading: "Remove the sample papers",
		Day:     formatDate(sample.AsOf),
	}
	if n := stats.Store.Sources[sample.Source]; n > 0 {
		page.Count = quantity(n, "sample paper")
	}
	return page
}

func (s *site) sample(c echo.Context) error {
	stats, err := s.service.Stats(c.Request().Context())
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "sample", s.newSamplePage(stats))
}

// maxForm is how long the form may be that removes the sample, in bytes.
const maxForm = 4 << 10

// removeSample takes the secret from the form: a browser's session does not allow it, so
// that no page can send this form with somebody's rights.
func (s *site) removeSample(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxForm)
	token := c.FormValue("token")
	if refused := s.checkSecret(c, token); refused != nil {
		stats, err := s.service.Stats(c.Request().Context())
		if err != nil {
			return err
		}
		page := s.newSamplePage(stats)
		page.Problem = sentence(api.ProblemOf(refused).Detail)
		return s.render(c, http.StatusForbidden, "sample", page)
	}
	done, err := s.service.DeletePapers(c.Request().Context(), api.Deletion{Source: sample.Source})
	if err != nil {
		return err
	}
	page := s.newSamplePage(api.StatsAnswer{})
	page.Heading = "Sample removed"
	page.Removed = quantity(done.Deleted, "sample paper") + " removed."
	return s.render(c, http.StatusOK, "sample", page)
}
