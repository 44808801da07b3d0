package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
)

// errorPage says what went wrong and where to go from there.
type errorPage struct {
	frame
	Heading, Detail string
	Ways            []link
	RequestID       string
}

// errorPages answers errors outside of /api/ with a page, in the words of
// api.ProblemOf, and leaves the others to next.
func (s *site) errorPages(next echo.HTTPErrorHandler) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			next(err, c)
			return
		}
		p := api.ProblemOf(err)
		if err := s.render(c, p.Status, "error", s.newErrorPage(p, c.Response().Header().Get(echo.HeaderXRequestID))); err != nil {
			next(err, c)
		}
	}
}

func (s *site) newErrorPage(p *api.Problem, requestID string) errorPage {
	page := errorPage{
		frame:   s.frame("error", p.Title),
		Heading: p.Title,
		Detail:  p.Detail,
		Ways:    []link{{"To the front page", "/"}, {"All papers", "/search"}},
	}
	switch {
	case p.Status == http.StatusNotFound:
		page.Heading = "There is nothing here"
	case p.Status >= http.StatusInternalServerError:
		page.RequestID = requestID
	}
	return page
}
