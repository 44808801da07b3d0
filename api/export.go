package api

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"paperboy/api/export"
	"paperboy/api/search"

	"paperboy/api/fault"

	"github.com/labstack/echo/v4"
)

// totalHeader tells how many papers a file will have, so that one that broke off is
// known as such.
const totalHeader = "X-Total-Count"

// exportTime is how long an export may take, however fast its reader is.
const exportTime = 30 * time.Minute

// export is GET /export: any search, all of it or as much as is asked for, streamed. The
// search runs once.
func (h *handler) export(c echo.Context) error {
	p, err := readParams(c, search.ExportTable)
	if err != nil {
		return err
	}
	if p.format == "" {
		return missingFormat()
	}
	ctx := c.Request().Context()
	_, found, err := h.all(ctx, p.SearchParams, "an export", search.MaxExport)
	if err != nil {
		return err
	}
	numbers := found.Numbers
	numbers = numbers[min(p.Offset, len(numbers)):]
	if p.limit > 0 {
		numbers = numbers[:min(p.limit, len(numbers))]
	}
	c.Response().Header().Set(totalHeader, strconv.Itoa(len(numbers)))
	return download(c, p.format, "papers", func(w io.Writer) error {
		return h.exportPapers(ctx, numbers, p.Fields, p.format, w)
	})
}

func missingFormat() *fault.Error {
	return fault.New(fault.MissingParameter, "format", "say which format: jsonl, bibtex, ris, csl-json or csv")
}

// download answers with a file of papers, as write gives it.
func download(c echo.Context, f export.Format, name string, write func(io.Writer) error) error {
	setFileHeaders(c.Response().Header(), f, name)
	if err := write(newPatient(c.Response())); err != nil {
		return err
	}
	if !c.Response().Committed {
		c.Response().WriteHeader(http.StatusOK)
	}
	return nil
}

// setFileHeaders says what file an answer is.
func setFileHeaders(header http.Header, f export.Format, name string) {
	kind, extension := f.media()
	header.Set(echo.HeaderContentType, kind)
	header.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+"."+extension+`"`)
}
