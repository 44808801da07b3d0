package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"paperboy/data/source"
)

// RejectLines writes each Rejection to w as one line of JSON.
func RejectLines(w io.Writer) func(Rejection) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return func(r Rejection) error {
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("write reject %s: %w", r.Entry, err)
		}
		return nil
	}
}

// rejected is the Rejection that err means, if it concerns one record only.
func rejected(err error) (Rejection, bool) {
	var r *source.Reject
	if !errors.As(err, &r) {
		return Rejection{}, false
	}
	return Rejection(*r), true
}
