package ingest

import (
	"encoding/json"
	"fmt"
	"io"

	"paperboy/data"
)

// Rejection is one refused record. Code is stable, Reason is for people.
type Rejection struct {
	Location string  `json:"location"`
	Entry    string  `json:"entry"`
	ID       data.ID `json:"id,omitempty"`
	Code     string  `json:"code"`
	Reason   string  `json:"reason"`
}

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
