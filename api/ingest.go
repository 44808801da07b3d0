package api

import (
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/api/library"
)

// ingest is POST /ingest: a body of any format, or a multipart form of files. Papers are added while
// the body is received. If it breaks off, those added before stay.
func (h *handler) ingest(c echo.Context, p library.IngestParams) error {
	if encoding := c.Request().Header.Get(echo.HeaderContentEncoding); encoding != "" && encoding != "identity" && encoding != "gzip" && encoding != "zstd" {
		return fault.New(fault.UnsupportedMediaType, "", "Content-Encoding %s: want gzip, zstd or none", fault.Clip(encoding))
	}
	upload, err := OpenUpload(c.Response(), c.Request())
	if err != nil {
		return err
	}
	answered, err := h.Service.Library.IngestFiles(c.Request().Context(), uploaded(upload, p.Name), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, answered)
}

// uploaded yields the files of a body. A body that is not multipart is one file. An error of the
// body is yielded last.
func uploaded(u *Upload, name string) func(func(library.File, error) bool) {
	return func(yield func(library.File, error) bool) {
		kind, _, _ := mime.ParseMediaType(u.request.Header.Get(echo.HeaderContentType))
		if !strings.HasPrefix(kind, "multipart/") {
			if yield(library.NewFile(name, u), nil) && u.Err() != nil {
				yield(library.File{}, u.Err())
			}
			return
		}
		for part, err := range u.Parts() {
			if err != nil {
				yield(library.File{}, err)
				return
			}
			if !yield(PartFile(part), nil) {
				return
			}
			if u.Err() != nil {
				yield(library.File{}, u.Err())
				return
			}
		}
	}
}
