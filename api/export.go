package api

import (
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// MaxExport is how many papers one answer of GET /export has at most: some gigabytes.
// More are refused before the first byte, never cut off.
const MaxExport = 2_000_000

// totalHeader tells how many papers a file will have, so that one that broke off is
// known as such.
const totalHeader = "X-Total-Count"

// export is GET /export: any search, all of it, streamed.
func (h *handler) export(c echo.Context) error {
	p, err := params(c, exportTable)
	if err != nil {
		return err
	}
	if p.format == "" {
		return missingFormat()
	}
	counting := p.SearchParams
	counting.Spelling = SpellingOff
	counting.Limit, counting.Offset, counting.Cursor, counting.Facets = 0, 0, "", nil
	found, err := h.Search(c.Request().Context(), counting)
	if err != nil {
		return err
	}
	if found.Total > MaxExport {
		return tooManyPapers(found.Total, "an export", MaxExport)
	}
	c.Response().Header().Set(totalHeader, strconv.Itoa(found.Total))
	return download(c, p.format, "papers", func(w io.Writer) error {
		return h.Export(c.Request().Context(), p.SearchParams, p.format, w)
	})
}

func tooManyPapers(found int, what string, most int) *Problem {
	return newProblem("too_many_papers", "", "%d papers are found; %s is of %d at most", found, what, most)
}

func missingFormat() *Problem {
	return newProblem("missing_parameter", "format", "say which format: jsonl, bibtex, ris, csl-json or csv")
}

// download answers with a file of papers, as write gives it.
func download(c echo.Context, f Format, name string, write func(io.Writer) error) error {
	kind, extension := f.media()
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, kind)
	header.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+"."+extension+`"`)
	if err := write(newPatient(c.Response())); err != nil {
		return err
	}
	if !c.Response().Committed {
		c.Response().WriteHeader(http.StatusOK)
	}
	return nil
}

type exportParams struct {
	SearchParams
	format Format
}

var exportTable = table[exportParams]{
	rows: append([]param[exportParams]{formatParam(func(p *exportParams) *Format { return &p.format })},
		lift(searchTable.rows, func(p *exportParams) *SearchParams { return &p.SearchParams })...),
	defaults: exportParams{SearchParams: searchTable.defaults},
}

func formatParam[T any](at func(*T) *Format) param[T] {
	row := enumParam("format", "jsonl: what POST /papers takes; bibtex; ris; csl-json; csv, with a header.", Formats, at)
	set := row.set
	row.set = func(p *T, s string) *Problem {
		problem := set(p, s)
		if problem != nil {
			return newProblem("unsupported_format", "format", "%s", problem.Detail)
		}
		return nil
	}
	return row
}
