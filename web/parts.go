package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"paperboy/web/view"
)

// hitParts is what unfolds on the card of a paper: its whole abstract and all of its authors.
type hitParts struct {
	Abstract [][]view.Span
	Authors  []view.Link
	// MoreAuthors says how many more authors there are; empty for none.
	MoreAuthors string
}

// parts answers /parts/{id}, which a card loads when one of them is opened: with every abstract in
// it, a page of results would exceed its budget of 60 kB.
func (s *site) parts(c echo.Context) error {
	_, id, err := idInPath(c, view.PartsPath, "")
	if err != nil {
		return err
	}
	p, err := s.service.Library.Paper(c.Request().Context(), id)
	if err != nil {
		return err
	}
	parts := hitParts{Authors: view.AllAuthors(p)}
	for _, paragraph := range view.Paragraphs(p.Abstract) {
		parts.Abstract = append(parts.Abstract, view.PlainSpans(paragraph))
	}
	if more := p.CountAuthors() - len(parts.Authors); more > 0 {
		parts.MoreAuthors = "and " + strconv.Itoa(more) + " more"
	}
	c.Response().Header().Set("Cache-Control", "private, max-age=300")
	return s.renderPart(c, http.StatusOK, "parts", parts)
}
