package ingest

import (
	"encoding/json"
	"fmt"
	"io"

	"paperboy/data"
)

// RejectLines returns a function that writes each rejection to w as a line of JSON.
func RejectLines(w io.Writer) func(data.Rejection) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return func(r data.Rejection) error {
		if err := enc.Encode(r); err != nil {
			return fmt.Errorf("write reject %s: %w", r.Entry, err)
		}
		return nil
	}
}
