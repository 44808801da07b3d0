package api

import (
	"net/http"
	"time"

	"paperboy/api/library"

	"github.com/labstack/echo/v4"
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
	if err := contentType(c, "application/x-ndjson", "application/json", "application/ndjson", "application/jsonl", "application/x-jsonlines", "text/plain"); err != nil {
		return err
	}
	unhurried(c)
	_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(uploadTimeout))
	body, err := spoolBody(c, MaxUpload, h.Service.Library.TempDir)
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
	return answer(c, http.StatusOK, added)
}
