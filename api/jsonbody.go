package api

import (
	"net/url"
	"reflect"

	"paperboy/api/transfer"

	"github.com/labstack/echo/v4"
)

// jsonBody reads an object of JSON into a P.
type jsonBody[P any] struct {
	limit    int64
	optional bool
	// isQuery is true if the object has the parameters of the query, as [valuesOfJSON] reads
	// them.
	isQuery bool
	// kind is the type that the object is decoded into; wire makes a value of it from a P.
	kind reflect.Type
	read func(echo.Context, *P) error
	wire func(P) any
}

// bodyOf returns a body that is decoded into a W. fill copies a W into the parameters.
func bodyOf[P, W any](limit int64, wire func(P) W, fill func(*P, W) error) *jsonBody[P] {
	b := &jsonBody[P]{limit: limit, kind: reflect.TypeFor[W](), wire: func(p P) any { return wire(p) }}
	b.read = func(c echo.Context, p *P) error {
		var w W
		if b.optional && c.Request().ContentLength == 0 {
			return fill(p, w)
		}
		if err := transfer.ReadObject(c, b.limit, &w); err != nil {
			return err
		}
		return fill(p, w)
	}
	return b
}

// orNone makes a body optional.
func (b *jsonBody[P]) orNone() *jsonBody[P] {
	b.optional = true
	return b
}

func (b *jsonBody[P]) readQuery(c echo.Context) (url.Values, error) {
	if err := transfer.CheckType(c, echo.MIMEApplicationJSON); err != nil {
		return nil, err
	}
	text, err := transfer.ReadBody(c, b.limit)
	if err != nil {
		return nil, err
	}
	return valuesOfJSON(text)
}
