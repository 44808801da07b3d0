package api

import (
	"net/http"
	"strings"

	"paperboy/api/export"
	"paperboy/api/lists"
	"paperboy/api/search"
	"paperboy/api/similar"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"
)

// A HEAD of what takes work answers with the headers of the answer and does not do the work:
// its parameters are checked, and nothing else.

// checked answers a HEAD whose parameters t can read.
func checked[T any](t params.Table[T], mediaType string) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, err := readParams(c, t); err != nil {
			return err
		}
		return headersOnly(c, mediaType)
	}
}

func headersOnly(c echo.Context, mediaType string) error {
	c.Response().Header().Set(echo.HeaderContentType, mediaType)
	return c.NoContent(http.StatusOK)
}

// headOfExport is HEAD /export.
func (h *handler) headOfExport(c echo.Context) error {
	p, err := readParams(c, search.ExportTable)
	if err != nil {
		return err
	}
	if p.format == "" {
		return missingFormat()
	}
	return headersOfFile(c, p.format, "papers")
}

// headOfListExport is HEAD /lists/{key}/export.
func (h *handler) headOfListExport(c echo.Context) error {
	p, err := readParams(c, lists.ExportTable)
	if err != nil {
		return err
	}
	if p.format == "" {
		return missingFormat()
	}
	l, err := h.Lists.List(c.Request().Context(), listKey(c))
	if err != nil {
		return err
	}
	return headersOfFile(c, p.format, fileName(l.Name))
}

func headersOfFile(c echo.Context, f export.Format, name string) error {
	setFileHeaders(c.Response().Header(), f, name)
	return c.NoContent(http.StatusOK)
}

// headOfPaper is HEAD /papers/{id}, which looks the paper up; below it nothing is worked
// out.
func (h *handler) headOfPaper(c echo.Context) error {
	switch path := c.Request().URL.EscapedPath(); {
	case strings.HasSuffix(path, similarSuffix):
		return checked(similar.Table, echo.MIMEApplicationJSON)(c)
	case strings.HasSuffix(path, NeighbourhoodSuffix):
		return checked(similar.NeighbourhoodTable, echo.MIMEApplicationJSON)(c)
	}
	return h.paperOrAround(c)
}

// headOfRecommendations is HEAD /lists/{key}/recommendations.
func (h *handler) headOfRecommendations(c echo.Context) error {
	if _, err := h.Lists.List(c.Request().Context(), listKey(c)); err != nil {
		return err
	}
	return checked(lists.RecommendTable, echo.MIMEApplicationJSON)(c)
}

// headOfBackup is HEAD /admin/backup.
func (h *handler) headOfBackup(c echo.Context) error { return headersOnly(c, backupType) }

// HeadOnly answers a HEAD of a page with its headers, without making the page.
func HeadOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodHead {
			return headersOnly(c, echo.MIMETextHTMLCharsetUTF8)
		}
		return next(c)
	}
}
