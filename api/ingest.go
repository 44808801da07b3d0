package api

import (
	"fmt"
	"mime"
	"net/http"
	"strings"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/data"
)

// ingest is POST /ingest: a body of any format, or a multipart form of files. The
// papers are taken while the body comes; one that breaks off keeps what was taken.
func (h *handler) ingest(c echo.Context) error {
	p, err := readParams(c, ingestTable)
	if err != nil {
		return err
	}
	if encoding := c.Request().Header.Get(echo.HeaderContentEncoding); encoding != "" && encoding != "identity" && encoding != "gzip" && encoding != "zstd" {
		return fault.New(fault.UnsupportedMediaType, "", "Content-Encoding %s: want gzip, zstd or none", fault.Clip(encoding))
	}
	upload, err := OpenUpload(c.Response(), c.Request())
	if err != nil {
		return err
	}
	answered, err := h.IngestFiles(c.Request().Context(), uploaded(upload, p.name), IngestParams{
		AddParams: AddParams{WaitVisible: p.wait == visible, Undelete: p.undelete}, Format: p.format, AsOf: p.asOf,
	})
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, answered)
}

// uploaded are the files of a body, of which one that is no multipart form is the
// only one. Last comes what the body itself failed with.
func uploaded(u *Upload, name string) func(func(File, error) bool) {
	return func(yield func(File, error) bool) {
		kind, _, _ := mime.ParseMediaType(u.request.Header.Get(echo.HeaderContentType))
		if !strings.HasPrefix(kind, "multipart/") {
			if yield(NewFile(name, u), nil) && u.Err() != nil {
				yield(File{}, u.Err())
			}
			return
		}
		for part, err := range u.Parts() {
			if err != nil {
				yield(File{}, err)
				return
			}
			if !yield(PartFile(part), nil) {
				return
			}
			if u.Err() != nil {
				yield(File{}, u.Err())
				return
			}
		}
	}
}

type ingestParams struct {
	addParams
	name, format string
	asOf         data.Date
}

const maxFormatName = 40

var ingestTable = params.Table[ingestParams]{Rows: append([]params.Param[ingestParams]{
	params.Text("format", "Takes every file to be of this format, by the name that 'paperboy ingest --help' lists; otherwise it is recognised.", maxFormatName, func(p *ingestParams) *string { return &p.format }),
	params.Date("as_of", "The day on which a page was seen, for dates without a year.", func(p *ingestParams) *data.Date { return &p.asOf }),
	params.Text("name", fmt.Sprintf("What a body without a file name is called in rejects and provenance, at most %d characters.", maxFileName), maxFileName, func(p *ingestParams) *string { return &p.name }),
}, params.Lift(addTable.Rows, func(p *ingestParams) *addParams { return &p.addParams })...)}
