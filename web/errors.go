package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/profiles"
	"paperboy/web/view"
)

// errorPage says what went wrong, and where to go next.
type errorPage struct {
	frame
	Heading, Detail string
	Links           []view.Link
	Missing         *missingPaper
	RequestID       string
}

// errorPages returns an error handler that answers with a page. It leaves errors of addresses
// under /api/ to next.
func (s *site) errorPages(next echo.HTTPErrorHandler) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		if api.IsAPI(c.Request().URL.Path) {
			next(err, c)
			return
		}
		p := api.ProblemOf(err)
		api.ChallengeHeaders(c.Response().Header(), p)
		if method := c.Request().Method; p.Status == http.StatusUnauthorized && (method == http.MethodGet || method == http.MethodHead) {
			if err := s.askToSignIn(c, err); err != nil {
				next(err, c)
			}
			return
		}
		page := s.newErrorPage(err, c.Response().Header().Get(echo.HeaderXRequestID))
		if asked, _, invalid := pathID(c, ""); p.Code == fault.NotFound && invalid == nil && strings.HasPrefix(c.Request().URL.Path, "/papers/") {
			page.Missing = s.missing(c, asked)
		}
		if err := s.render(c, p.Status, "error", page); err != nil {
			next(err, c)
		}
	}
}

// heading returns the heading for a failed request: the title of the problem, unless the page has
// a better one.
func heading(err error, p *api.Problem) string {
	if _, ok := errors.AsType[*secretError](err); ok {
		return "Not accepted"
	}
	if errors.Is(err, errEmptyForm) {
		return "Nothing to add"
	}
	return p.Title
}

func (s *site) newErrorPage(err error, requestID string) errorPage {
	p := api.ProblemOf(err)
	title := heading(err, p)
	page := errorPage{
		frame:   s.frame("error", title),
		Heading: title,
		Detail:  view.Sentence(p.Detail),
		Links:   []view.Link{{Text: "Go to the front page", URL: "/"}, {Text: "Browse all papers", URL: "/search"}},
	}
	switch {
	case p.Code == fault.TooLong && strings.HasPrefix(p.Detail, "q "):
		page.Detail = view.Sentence("the query" + strings.TrimPrefix(p.Detail, "q"))
	case p.Status == http.StatusNotFound:
		if page.Heading = "Not found"; p.Code == fault.NoSuchRoute {
			page.Heading = "Page not found"
		}
		if unknown, ok := errors.AsType[*profiles.UnknownError](err); ok {
			page.unknownProfile(unknown)
		}
	case p.Status == http.StatusUnauthorized:
		page.Links = []view.Link{{Text: "Sign in", URL: "/sign-in"}}
		page.Closed = s.options.Gate.Access.ReadsNeedKey()
	case p.Code == fault.UnknownHost:
		page.Closed, page.Links = true, nil
	case p.Status >= http.StatusInternalServerError:
		page.RequestID = requestID
	}
	return page
}
