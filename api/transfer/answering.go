// Package transfer receives the bodies of requests and sends those of answers: with limits on size
// and time, compressed, as JSON, as files that arrive while they are used, or not at all if the
// caller has the content already. Its errors are faults.
package transfer

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

// JSON writes v as JSON. It is encoded in full before the status is sent.
func JSON(c echo.Context, status int, v any) error {
	body, err := Marshal(v)
	if err != nil {
		return err
	}
	return c.Blob(status, echo.MIMEApplicationJSON, body)
}

// AppendedJSON is JSON with an encoder of v's own, which appends JSON and need not be checked.
func AppendedJSON[T any](c echo.Context, status int, v T, appendJSON func([]byte, T) ([]byte, error)) error {
	body, err := appendJSON(nil, v)
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return c.Blob(status, echo.MIMEApplicationJSON, append(body, '\n'))
}

// Marshal is like json.Marshal, but does not escape <, > and &, and adds a line feed.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	return b.Bytes(), nil
}

// Query returns the request's parameters.
func Query(c echo.Context) (url.Values, error) {
	v, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return nil, fault.New(fault.InvalidEncoding, "", "the query of the address is not encoded correctly: %s", fault.Clip(err.Error()))
	}
	return v, nil
}

// Params reads the request's parameters by t, and refuses unknown ones.
func Params[T any](c echo.Context, t params.Table[T]) (T, error) {
	v, err := Query(c)
	if err != nil {
		var none T
		return none, err
	}
	p, _, err := t.Parse(v, true)
	return p, err
}

// AnswerHead answers a HEAD.
func AnswerHead(c echo.Context, mediaType string) error {
	c.Response().Header().Set(echo.HeaderContentType, mediaType)
	return c.NoContent(http.StatusOK)
}

// HeadOnly answers a HEAD of a page with headers only, without making the page.
func HeadOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodHead {
			return AnswerHead(c, echo.MIMETextHTMLCharsetUTF8)
		}
		return next(c)
	}
}
