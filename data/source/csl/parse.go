package csl

import (
	"encoding/json"
	"errors"
	"fmt"

	"paperboy/data"
)

// parse reads one item. Its errors are *data.FieldError; what was read before a
// wrong field is returned with them.
func parse(b []byte) (wireItem, error) {
	var w wireItem
	if b[0] != '{' && json.Valid(b) {
		return w, &data.FieldError{Code: "invalid_type", Reason: "must be an object"}
	}
	err := json.Unmarshal(b, &w)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		reason := fmt.Sprintf("%s has the wrong type, %s", wrong.Field, wrong.Value)
		return w, &data.FieldError{Field: wrong.Field, Code: "invalid_type", Reason: reason}
	case err != nil:
		return w, &data.FieldError{Code: "invalid_json", Reason: "not valid JSON: " + err.Error()}
	}
	return w, nil
}
