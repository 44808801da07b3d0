package api

import (
	"github.com/labstack/echo/v4"

	"paperboy/api/transfer"
)

// Maximum sizes of request bodies, in bytes. Each is enough for the longest value even if JSON
// escapes every character.
const (
	maxSimilarBody = 2 << 20
	maxListBody    = 1 << 20
	maxPaperBody   = 4 << 20
	maxFeedBody    = 1 << 20
	maxKeyBody     = 64 << 10
	maxMailBody    = 64 << 10
	maxAddBody     = 8 << 20
)

// checked is implemented by parameters from a JSON body that need more than decoding: Check brings
// them into their usual form, or returns an error.
type checked interface{ Check() error }

// readBody reads the parameters in the JSON body of a request, if the endpoint has one.
func (in *input[P]) readBody(c echo.Context, p *P) error {
	if in.maxBody == 0 {
		return nil
	}
	body := in.body(p)
	if !in.bodyOptional || c.Request().ContentLength != 0 {
		if err := transfer.ReadObject(c, in.maxBody, body); err != nil {
			return err
		}
	}
	if body, ok := body.(checked); ok {
		return body.Check()
	}
	return nil
}

// readBodyQuery reads the parameters of the query from the body of a request.
func (in *input[P]) readBodyQuery(c echo.Context) (p P, err error) {
	if err := transfer.CheckType(c, echo.MIMEApplicationJSON); err != nil {
		return p, err
	}
	text, err := transfer.ReadBody(c, in.maxBody)
	if err != nil {
		return p, err
	}
	v, err := valuesOfJSON(text)
	if err != nil {
		return p, err
	}
	p, _, err = in.query.Parse(v, true)
	return p, err
}
