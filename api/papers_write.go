package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
)

const (
	// MaxUpload caps the body of POST /papers, decompressed: about 40,000 papers.
	MaxUpload = 64 << 20
	// uploadTimeout is how long a body may take to arrive.
	uploadTimeout = 10 * time.Minute
)

// addPapers is POST /papers.
func (h *handler) addPapers(c echo.Context, p AddParams) error {
	if err := contentType(c, "application/x-ndjson", "application/json", "application/ndjson", "application/jsonl", "application/x-jsonlines", "text/plain"); err != nil {
		return err
	}
	unhurried(c)
	_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(uploadTimeout))
	body, err := spoolBody(c, MaxUpload, h.Service.TempDir)
	if err != nil {
		return err
	}
	defer body.Close()
	added, err := h.Service.AddPapers(c.Request().Context(), body, p)
	if err != nil {
		return err
	}
	if added.Accepted == 0 && added.Suppressed == 0 {
		if len(added.Rejected) == 0 {
			return fault.New(fault.AllRejected, "", "the body holds no papers")
		}
		first := added.Rejected[0]
		return &RejectedError{fault.New(fault.AllRejected, "", "all %d papers were rejected; the first, in line %d: %s", len(added.Rejected), first.Line, first.Reason), added.Rejected}
	}
	return answer(c, http.StatusOK, added)
}
