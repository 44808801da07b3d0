package api

import (
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/api/transfer"
)

const (
	// MaxUpload is the maximum size of the body of POST /papers, decompressed, in bytes: about
	// 40,000 papers.
	MaxUpload = 64 << 20
	// uploadTimeout is the maximum time in which a body is received.
	uploadTimeout = 10 * time.Minute
)

// addPapers is POST /papers.
func (h *handler) addPapers(c echo.Context, p library.AddParams) error {
	if err := transfer.CheckType(c, "application/x-ndjson", "application/json", "application/ndjson", "application/jsonl", "application/x-jsonlines", "text/plain"); err != nil {
		return err
	}
	transfer.Unhurried(c)
	_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(uploadTimeout))
	body, err := transfer.SpoolBody(c, MaxUpload, h.Service.Library.TempDir)
	if err != nil {
		return err
	}
	defer body.Close()
	added, err := h.Service.Library.AddPapers(c.Request().Context(), body, p)
	if err == nil {
		err = added.Problem()
	}
	if err != nil {
		return err
	}
	return transfer.JSON(c, http.StatusOK, added)
}

// ingest is POST /ingest: a body of any format, or a multipart form of files. Papers are added while
// the body is received. If it breaks off, those added before stay.
func (h *handler) ingest(c echo.Context, p library.IngestParams) error {
	if encoding := c.Request().Header.Get(echo.HeaderContentEncoding); encoding != "" && encoding != "identity" && encoding != "gzip" && encoding != "zstd" {
		return fault.New(fault.UnsupportedMediaType, "", "Content-Encoding %s: want gzip, zstd or none", fault.Clip(encoding))
	}
	upload, err := transfer.OpenUpload(c.Response(), c.Request(), library.MaxIngestBytes)
	if err != nil {
		return err
	}
	answered, err := h.Service.Library.IngestFiles(c.Request().Context(), uploaded(upload, c.Request().Header.Get(echo.HeaderContentType), p.Name), p)
	if err != nil {
		return err
	}
	return transfer.JSON(c, http.StatusOK, answered)
}

// uploaded yields the files of a body. A body that is not multipart is one file. An error of the
// body is yielded last.
func uploaded(u *transfer.Upload, contentType, name string) func(func(library.File, error) bool) {
	return func(yield func(library.File, error) bool) {
		kind, _, _ := mime.ParseMediaType(contentType)
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

// PartFile returns the file in a part.
func PartFile(p *multipart.Part) library.File {
	name := p.FileName()
	if name == "" {
		name = p.FormName()
	}
	return library.NewFile(name, p)
}
