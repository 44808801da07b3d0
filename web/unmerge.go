package web

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data"
)

// undoPath ends the address of the form that undoes a merge.
var undoPath = regexp.MustCompile(`/merges/(\d{1,9})/undo$`)

// undoURL is where that form of a paper's page is sent.
func undoURL(id data.ID, number string) string {
	return "/papers/" + url.PathEscape(string(id)) + "/merges/" + number + "/undo"
}

// changePaper answers POST /papers/{id}/merges/{number}/undo.
func (s *site) undoMerge(c echo.Context) error {
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
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	if err := s.checkSecret(c, form.Get("token")); err != nil {
		return err
	}
	done, err := s.service.Unmerge(c.Request().Context(), id, api.MergeNumber(number))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, paperURL(done.ID)+"?undone="+match[1]+"#provenance")
}

// checkSecret refuses what is neither this server's token nor an API key that may change papers.
// The caller becomes the one whose secret it is.
func (s *site) checkSecret(c echo.Context, secret string) error {
	err := s.options.Gate.ShowSecret(c, secret, access.Write)
	if err == nil {
		return nil
	}
	return &secretError{fault.New(fault.Forbidden, "", "%s", secretProblem(err, "may change papers"))}
}

// secretError is the fault of a secret that was typed into a form and does not do.
type secretError struct{ fault *fault.Error }

func (e *secretError) Error() string { return e.fault.Message }
func (e *secretError) Unwrap() error { return e.fault }

// secretProblem says to a reader what is wrong with a secret that has to be of a key that may
// do something.
func secretProblem(err error, may string) string {
	switch {
	case errors.Is(err, access.ErrUnknown):
		return "That is neither this server’s token (in the file token of its data folder) nor an API key that " + may + "."
	case errors.Is(err, access.ErrExpired), errors.Is(err, access.ErrRevoked), errors.Is(err, access.ErrRotated):
		return sentence(err.Error())
	}
	return "That API key is valid, but not one that " + may + "."
}
