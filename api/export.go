package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// export is GET /export: any search, all of it, streamed.
func (h *handler) export(c echo.Context) error {
	p, err := params(c, exportTable)
	if err != nil {
		return err
	}
	if p.format == "" {
		return newProblem("missing_parameter", "format", "say which format: jsonl or bibtex")
	}
	kind, name := "application/x-ndjson", "papers.jsonl"
	if p.format == BibTeX {
		kind, name = "application/x-bibtex; charset=utf-8", "papers.bib"
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, kind)
	header.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	if err := h.Export(c.Request().Context(), p.SearchParams, p.format, newPatient(c.Response())); err != nil {
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
	rows: append([]param[exportParams]{formatParam},
		lift(searchTable.rows, func(p *exportParams) *SearchParams { return &p.SearchParams })...),
	defaults: exportParams{SearchParams: searchTable.defaults},
}

var formatParam = func() param[exportParams] {
	row := enumParam("format", "jsonl: what POST /papers takes; bibtex.", Formats, func(p *exportParams) *Format { return &p.format })
	set := row.set
	row.set = func(p *exportParams, s string) *Problem {
		problem := set(p, s)
		if problem != nil {
			return newProblem("unsupported_format", "format", "%s", problem.Detail)
		}
		return nil
	}
	return row
}()
