package api

import (
	"net/http"
	"net/url"

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

var risingTable = table[RisingParams]{
	rows: []param[RisingParams]{
		dateParam("month", "The last of the three months looked at, as YYYY-MM. Default: the last that the library seems to have whole.", func(p *RisingParams) *data.Date { return &p.Month }),
		intParam("limit", "How many phrases.", 0, index.MaxRising, func(p *RisingParams) *int { return &p.Limit }),
	},
	defaults: RisingParams{Limit: 20},
}

// ParseRising reads the parameters; strict as for ParseSearch.
func ParseRising(v url.Values, strict bool) (RisingParams, []string, error) {
	return risingTable.parse(v, strict)
}

// URLValues are the parameters that ParseRising reads as p, defaults left out.
func (p RisingParams) URLValues() url.Values { return risingTable.values(&p) }

// rising is GET /rising.
func (h *handler) rising(c echo.Context) error {
	p, err := params(c, risingTable)
	if err != nil {
		return err
	}
	a, err := h.Rising(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, a)
}
