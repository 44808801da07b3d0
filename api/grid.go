package api

import (
	"net/http"
	"net/url"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/index"
)

// gridTable are the parameters of GET /grid.
var gridTable = params.Table[SearchParams]{
	Rows:     wholeRows,
	Defaults: SearchParams{Match: index.MatchAuto},
}

// GridValues are the parameters of GET /grid that p has.
func (p SearchParams) GridValues() url.Values { return gridTable.Values(&p) }

// grid is GET /grid.
func (h *handler) grid(c echo.Context) error {
	p, err := readParams(c, gridTable)
	if err != nil {
		return err
	}
	a, err := h.Grid(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, a)
}

// GridAnswer is the answer to GET /grid: how many papers that a search finds have a
// date and a number of authors.
type GridAnswer struct {
	// Dates and AuthorCounts are the buckets of the two facets, with their totals.
	Dates        []index.Bucket `json:"dates"`
	AuthorCounts []index.Bucket `json:"author_counts"`
	// Counts has a row for each of AuthorCounts and in it a number for each of Dates.
	Counts [][]int `json:"counts"`
	Total  int     `json:"total"`
	TookMS float64 `json:"took_ms"`
}
