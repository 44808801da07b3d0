package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/api/params"
)

// answer writes v as JSON. It is encoded in full before the status is sent.
func answer(c echo.Context, status int, v any) error {
	body, err := marshal(v)
	if err != nil {
		return err
	}
	return c.Blob(status, echo.MIMEApplicationJSON, body)
}

// marshal is like json.Marshal, but does not escape <, > and &, and adds a line feed.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	return b.Bytes(), nil
}

// writeProblem is the HTTPErrorHandler: it answers with the Problem of an error.
func (h *handler) writeProblem(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	problem := *ProblemOf(err)
	header := c.Response().Header()
	problem.RequestID = header.Get(echo.HeaderXRequestID)
	header.Del(echo.HeaderContentDisposition)
	if problem.RetryAfter > 0 {
		retryAfter(c, problem.RetryAfter)
	}
	ChallengeHeaders(header, &problem)
	body, err := marshal(problem)
	if err == nil {
		err = c.Blob(problem.Status, "application/problem+json", body)
	}
	if err != nil {
		h.Logger.Debug("problem not sent", "request_id", problem.RequestID, "error", err)
	}
}

// queryOf returns the request's parameters.
func queryOf(c echo.Context) (url.Values, error) {
	v, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return nil, fault.New(fault.InvalidEncoding, "", "the query of the address is not encoded correctly: %s", fault.Clip(err.Error()))
	}
	return v, nil
}

// readParams reads the request's parameters by t, and refuses unknown ones.
func readParams[T any](c echo.Context, t params.Table[T]) (T, error) {
	v, err := queryOf(c)
	if err != nil {
		var none T
		return none, err
	}
	p, _, err := t.Parse(v, true)
	return p, err
}

// headersOnly answers a HEAD.
func headersOnly(c echo.Context, mediaType string) error {
	c.Response().Header().Set(echo.HeaderContentType, mediaType)
	return c.NoContent(http.StatusOK)
}

// HeadOnly answers a HEAD of a page with headers only, without making the page.
func HeadOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodHead {
			return headersOnly(c, echo.MIMETextHTMLCharsetUTF8)
		}
		return next(c)
	}
}
