package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"paperboy/api/fault"
	"paperboy/api/similar"
	"paperboy/api/transfer"
)

// valuesOfJSON reads an object of scalars, and of arrays of scalars, as parameters. boost_terms may
// also be an object of numbers. A null counts as absent.
func valuesOfJSON(body []byte) (url.Values, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, transfer.InvalidJSON(err)
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
				v.Add(name, strconv.FormatBool(element))
			default:
				return nil, fault.New(fault.InvalidValue, fault.Clip(name), "%s: want a string, a number or a list of them", fault.Clip(name))
			}
		}
	}
	return v, nil
}

// boostsOf returns the values of the parameter boost_terms for factors by term.
func boostsOf(factors map[string]any) []any {
	var boosts []any
	for _, term := range slices.Sorted(maps.Keys(factors)) {
		boosts = append(boosts, fmt.Sprint(term, ":", factors[term]))
	}
	return boosts
}
