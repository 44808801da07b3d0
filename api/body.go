package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/data"
)

// readBody is the request's whole body, decompressed, of at most limit bytes
// before and after. It is read before any of it is used, so that a body which is
// too large or cut short changes nothing.
func readBody(c echo.Context, limit int64) ([]byte, error) {
	r := c.Request()
	var body io.Reader = http.MaxBytesReader(c.Response(), r.Body, limit)
	switch encoding := r.Header.Get(echo.HeaderContentEncoding); encoding {
	case "", "identity":
	case "gzip":
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return nil, bodyProblem(err)
		}
		body = unzipped
	default:
		return nil, newProblem("unsupported_media_type", "", "Content-Encoding %s: want gzip or none", clip(encoding))
	}
	var b bytes.Buffer
	if r.ContentLength > 0 {
		b.Grow(int(min(r.ContentLength, limit)) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(body, limit+1))
	if err != nil {
		return nil, bodyProblem(err)
	}
	if n > limit {
		return nil, newProblem("body_too_large", "", "the body is larger than %d bytes when decompressed", limit)
	}
	return b.Bytes(), nil
}

func bodyProblem(err error) error {
	switch tooLarge, _ := errors.AsType[*http.MaxBytesError](err); {
	case tooLarge != nil:
		return err
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return newProblem("invalid_encoding", "", "the body is not gzip, or is damaged")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return newProblem("incomplete_body", "", "the body ends too early")
	}
	p := newProblem("incomplete_body", "", "the body could not be read to its end")
	p.cause = fmt.Errorf("read body: %w", err)
	return p
}

// curlDefault is what curl says of a body when it was told nothing. A write is
// guarded by its token, or a list's by its key and by SameOrigin, so that a form's
// type carries no forgery here.
const curlDefault = "application/x-www-form-urlencoded"

// contentType refuses a body that says it is something else than one of types.
// One that does not say is taken at its word.
func contentType(c echo.Context, types ...string) error {
	header := c.Request().Header.Get(echo.HeaderContentType)
	if header == "" || header == curlDefault {
		return nil
	}
	if got, _, err := mime.ParseMediaType(header); err != nil || !slices.Contains(types, got) {
		return newProblem("unsupported_media_type", "", "Content-Type %s: want %s", clip(header), strings.Join(types, ", "))
	}
	return nil
}

// readObject decodes the body of a request without parameters: one object of
// JSON, of at most limit bytes, with no field that v lacks.
func readObject(c echo.Context, limit int64, v any) error {
	if _, err := params(c, noParams); err != nil {
		return err
	}
	if err := contentType(c, "application/json"); err != nil {
		return err
	}
	body, err := readBody(c, limit)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return invalidJSON(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return newProblem("invalid_json", "", "something follows the object")
	}
	return nil
}

// invalidJSON says where JSON went wrong, as far as the decoder knows.
func invalidJSON(err error) *Problem {
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return newProblem("invalid_json", kind.Field, "%s: want %s, not a %s", kind.Field, kind.Type, kind.Value)
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return newProblem("invalid_json", "", "byte %d: %s", syntax.Offset, syntax)
	}
	if errors.Is(err, data.ErrInvalidDate) {
		return newProblem("invalid_date", "", "%s", err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return newProblem("invalid_json", "", "the JSON ends too early")
	}
	return newProblem("invalid_json", "", "%s", clip(strings.TrimPrefix(err.Error(), "json: ")))
}
