package api

import (
	"net/http"
	"net/url"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/data"
	"paperboy/index"
)

// RisingParams are the parameters of GET /rising and of its page.
type RisingParams struct {
	// Month is the last one looked at; zero: the last that the library seems to have whole.
	Month data.Date
	Limit int
}

var risingTable = params.Table[RisingParams]{
	Rows: []params.Param[RisingParams]{
		params.Date("month", "The last of the three months looked at, as YYYY-MM. Default: the last that the library seems to have whole.", func(p *RisingParams) *data.Date { return &p.Month }),
		params.Int("limit", "How many phrases.", 0, index.MaxRising, func(p *RisingParams) *int { return &p.Limit }),
	},
	Defaults: RisingParams{Limit: 20},
}

// ParseRising reads the parameters; strict as for ParseSearch.
func ParseRising(v url.Values, strict bool) (RisingParams, []string, error) {
	return risingTable.Parse(v, strict)
}

// URLValues are the parameters that ParseRising reads as p, defaults left out.
func (p RisingParams) URLValues() url.Values { return risingTable.Values(&p) }

// rising is GET /rising.
func (h *handler) rising(c echo.Context) error {
	p, err := readParams(c, risingTable)
	if err != nil {
		return err
	}
	a, err := h.Rising(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, a)
}
