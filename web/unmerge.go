package web

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/web/view"
)

// undoPath matches the end of the address of the form that undoes a merge.
var undoPath = regexp.MustCompile(`/merges/(\d{1,9})/undo$`)

// undoMerge answers POST /papers/{id}/merges/{number}/undo.
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
	done, err := s.service.Library.Unmerge(c.Request().Context(), id, library.MergeNumber(number))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, view.PaperURL(done.ID)+"?undone="+match[1]+"#provenance")
}

// checkSecret returns an error unless secret is this server's token or an API key that may change
// papers. The request then counts as made by its owner.
func (s *site) checkSecret(c echo.Context, secret string) error {
	err := s.options.Gate.ShowSecret(c, secret, access.Write)
	if err == nil {
		return nil
	}
	return &secretError{fault.New(fault.Forbidden, "", "%s", secretProblem(err, "may change papers"))}
}

// secretError is the error of a secret in a form that is wrong or not sufficient.
type secretError struct{ fault *fault.Error }

func (e *secretError) Error() string { return e.fault.Message }
func (e *secretError) Unwrap() error { return e.fault }

// secretProblem tells a reader what is wrong with a secret. may says what the secret should allow.
func secretProblem(err error, may string) string {
	switch {
	case errors.Is(err, access.ErrUnknown):
		return "That is neither this server’s token (in the file token of its data folder) nor an API key that " + may + "."
	case errors.Is(err, access.ErrExpired), errors.Is(err, access.ErrRevoked), errors.Is(err, access.ErrRotated):
		return view.Sentence(err.Error())
	}
	return "That API key is valid, but not one that " + may + "."
}
