package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// parse reads one JSON object. Its errors are *data.FieldError.
func parse(text []byte) (wirePaper, error) {
	var w wirePaper
	if text[0] != '{' && json.Valid(text) {
		return w, &data.FieldError{Code: "invalid_type", Reason: "must be an object, got " + article(kindOf(text))}
	}
	err := format.Decode(text, &w)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		reason := fmt.Sprintf("%s must be %s, got %s", wrong.Field, wanted(wrong.Type), article(wrong.Value))
		return w, &data.FieldError{Field: wrong.Field, Code: "invalid_type", Reason: reason}
	case err != nil:
		return w, &data.FieldError{Code: "invalid_json", Reason: "not valid JSON: " + err.Error()}
	}
	return w, nil
}

// wanted names the JSON value that fills a Go type.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			return "a list of objects"
		}
	}
	return "a list of strings"
}

// article adds an indefinite article to the name of a JSON type.
func article(kind string) string {
	if strings.HasPrefix(kind, "number ") { // encoding/json adds the number
		kind = "number"
	}
	switch kind {
	case "null":
		return kind
	case "array", "object":
		return "an " + kind
	}
	return "a " + kind
}
