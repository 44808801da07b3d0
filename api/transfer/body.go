package transfer

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data"
)

// ReadBody returns the request's body, decompressed. limit is its maximum size in bytes, before
// and after decompression. All of it is read before any is used, so that a body which is too
// large or breaks off changes nothing.
func ReadBody(c echo.Context, limit int64) ([]byte, error) {
	var b bytes.Buffer
	if n := c.Request().ContentLength; n > 0 {
		b.Grow(int(min(n, limit)) + bytes.MinRead)
	}
	if err := copyBody(c, limit, &b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// copyBody is ReadBody to a Writer.
func copyBody(c echo.Context, limit int64, w io.Writer) error {
	r := c.Request()
	var body io.Reader = http.MaxBytesReader(c.Response(), r.Body, limit)
	switch encoding := r.Header.Get(echo.HeaderContentEncoding); encoding {
	case "", "identity":
	case "gzip":
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return bodyProblem(err)
		}
		body = unzipped
	default:
		return fault.New(fault.UnsupportedMediaType, "", "Content-Encoding %s: want gzip or none", fault.Clip(encoding))
	}
	n, err := io.Copy(w, io.LimitReader(body, limit+1))
	switch {
	case errors.Is(err, errSpool):
		return err
	case err != nil:
		return bodyProblem(err)
	case n > limit:
		return fault.New(fault.BodyTooLarge, "", "the body is larger than %d bytes when decompressed", limit)
	}
	return nil
}

// errSpool is wrapped by errors of this machine while it stores a body in a file.
var errSpool = errors.New("put the body aside")

// spool is a file whose errors wrap errSpool.
type spool struct{ *os.File }

func (s spool) Write(b []byte) (int, error) {
	n, err := s.File.Write(b)
	if err != nil {
		err = fmt.Errorf("%w: %w", errSpool, err)
	}
	return n, err
}

// Close removes the file.
func (s spool) Close() error {
	err := s.File.Close()
	if gone := os.Remove(s.Name()); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// SpoolBody is ReadBody for bodies that do not fit in memory. It stores the body in a file of dir,
// which Close removes.
func SpoolBody(c echo.Context, limit int64, dir string) (io.ReadCloser, error) {
	f, err := os.CreateTemp(dir, "paperboy-upload-*")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errSpool, err)
	}
	s := spool{f}
	_ = os.Remove(f.Name()) // now, so that a crash leaves nothing; on Windows this fails and Close does it
	err = copyBody(c, limit, struct{ io.Writer }{s})
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func bodyProblem(err error) error {
	switch tooLarge, _ := errors.AsType[*http.MaxBytesError](err); {
	case tooLarge != nil:
		return err
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return fault.New(fault.InvalidEncoding, "", "the body is not gzip, or is damaged")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.IncompleteBody, "", "the body ends too early")
	}
	p := fault.New(fault.IncompleteBody, "", "the body could not be read to its end")
	p.Cause = fmt.Errorf("read body: %w", err)
	return p
}

// curlDefault is the Content-Type that curl sends by default. Accepting the type of a form allows
// no cross-site forgery here: a write needs its token, or a list's key and the same origin.
const curlDefault = "application/x-www-form-urlencoded"

// CheckType refuses a body whose Content-Type is not among types. A body without one is
// accepted.
func CheckType(c echo.Context, types ...string) error {
	header := c.Request().Header.Get(echo.HeaderContentType)
	if header == "" || header == curlDefault {
		return nil
	}
	if got, _, err := mime.ParseMediaType(header); err != nil || !slices.Contains(types, got) {
		return fault.New(fault.UnsupportedMediaType, "", "Content-Type %s: want %s", fault.Clip(header), strings.Join(types, ", "))
	}
	return nil
}

// ReadObject decodes the body of a request without parameters into v: one JSON object of at most
// limit bytes. Fields that v does not have are errors.
func ReadObject(c echo.Context, limit int64, v any) error {
	if _, err := Params(c, params.Table[struct{}]{}); err != nil {
		return err
	}
	if err := CheckType(c, "application/json"); err != nil {
		return err
	}
	body, err := ReadBody(c, limit)
	if err != nil {
		return err
	}
	if text := bytes.TrimSpace(body); len(text) > 0 && text[0] != '{' {
		return fault.New(fault.InvalidJSON, "", "want an object")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return InvalidJSON(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.InvalidJSON, "", "something follows the object")
	}
	return nil
}

// InvalidJSON returns a fault for an error of a JSON decoder, with its position if it is known.
func InvalidJSON(err error) *fault.Error {
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fault.New(fault.InvalidJSON, kind.Field, "%s: want %s, not a %s", kind.Field, kind.Type, kind.Value)
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fault.New(fault.InvalidJSON, "", "byte %d: %s", syntax.Offset, syntax)
	}
	if errors.Is(err, data.ErrInvalidDate) {
		return fault.New(fault.InvalidDate, "", "%s", err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fault.New(fault.InvalidJSON, "", "the JSON ends too early")
	}
	return fault.New(fault.InvalidJSON, "", "%s", fault.Clip(strings.TrimPrefix(err.Error(), "json: ")))
}
