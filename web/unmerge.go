package web

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
)

// undoPath ends the address of the form that undoes a merge.
var undoPath = regexp.MustCompile(`/merges/(\d{1,9})/undo$`)

// undoURL is where that form of a paper's page is sent.
func undoURL(id data.ID, number string) string {
	return "/papers/" + url.PathEscape(string(id)) + "/merges/" + number + "/undo"
}

// changePaper answers POST /papers/{id}/merges/{number}/undo.
func (s *site) changePaper(c echo.Context) error {
	match := undoPath.FindStringSubmatch(c.Request().URL.EscapedPath())
	if match == nil {
		return echo.ErrMethodNotAllowed
	}
	_, id, err := pathID(c, match[0])
	if err != nil {
		return err
	}
	number, err := strconv.ParseUint(match[1], 10, 32)
	if err != nil {
		return echo.ErrNotFound
	}
	form, err := s.form(c)
	if err != nil {
		return err
	}
	if err := s.checkToken(form.Get("token")); err != nil {
		return err
	}
	done, err := s.service.Unmerge(c.Request().Context(), id, api.MergeNumber(number))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, paperURL(done.ID)+"?undone="+match[1]+"#provenance")
}

// checkToken refuses what is not this server's token.
func (s *site) checkToken(token string) error {
	if s.options.Token == "" || subtle.ConstantTimeCompare([]byte(token), []byte(s.options.Token)) != 1 {
		return refused("That is not the token of this server. It stands in the file token of the data folder.")
	}
	return nil
}
