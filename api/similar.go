package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"paperboy/api/similar"

	"paperboy/api/fault"

	"github.com/labstack/echo/v4"
)

// maxSimilarBody holds recommend.MaxTextLength characters however JSON escapes
// them.
const maxSimilarBody = 2 << 20

// similarToPaper is GET /papers/{id}/similar.
func (h *handler) similarToPaper(c echo.Context) error {
	id, err := pathID(c, similarSuffix)
	if err != nil {
		return err
	}
	p, err := readParams(c, similar.Table)
	if err != nil {
		return err
	}
	p.Like = append(p.Like, id)
	return h.answerSimilar(c, p)
}

// similar is GET /similar?id=.
func (h *handler) similar(c echo.Context) error {
	p, err := readParams(c, similar.Table)
	if err != nil {
		return err
	}
	return h.answerSimilar(c, p)
}

// similarTo is POST /similar: the same parameters as an object of JSON.
func (h *handler) similarTo(c echo.Context) error {
	if err := contentType(c, "application/json"); err != nil {
		return err
	}
	body, err := readBody(c, maxSimilarBody)
	if err != nil {
		return err
	}
	v, err := valuesOfJSON(body)
	if err != nil {
		return err
	}
	p, _, err := similar.Parse(v, true)
	if err != nil {
		return err
	}
	return h.answerSimilar(c, p)
}

func (h *handler) answerSimilar(c echo.Context, p similar.Params) error {
	found, err := h.Similar.Similar(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

// between is GET /between.
func (h *handler) between(c echo.Context) error {
	p, err := readParams(c, similar.BetweenTable)
	if err != nil {
		return err
	}
	found, err := h.Similar.Between(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

// valuesOfJSON reads an object of scalars and arrays of scalars as parameters, and
// boost_terms from an object of numbers too. A null is as good as absent.
func valuesOfJSON(body []byte) (url.Values, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, invalidJSON(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.InvalidJSON, "", "something follows the object")
	}
	v := make(url.Values)
	for name, value := range object {
		if factors, ok := value.(map[string]any); ok && name == similar.BoostTerms {
			value = boostsOf(factors)
		}
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, element := range list {
			switch element := element.(type) {
			case nil:
			case string:
				v.Add(name, element)
			case json.Number:
				v.Add(name, element.String())
			case bool:
				v.Add(name, map[bool]string{true: "true", false: "false"}[element])
			default:
				return nil, fault.New(fault.InvalidValue, fault.Clip(name), "%s: want a string, a number or a list of them", fault.Clip(name))
			}
		}
	}
	return v, nil
}

// boostsOf are factors by term, as the values of a parameter.
func boostsOf(factors map[string]any) []any {
	var boosts []any
	for _, term := range slices.Sorted(maps.Keys(factors)) {
		boosts = append(boosts, fmt.Sprint(term, ":", factors[term]))
	}
	return boosts
}
