package openreview

import (
	"encoding/json"

	"paperboy/data/format"
)

// wireNote has the fields of a note that a record uses. Dates are in milliseconds since 1970.
type wireNote struct {
	ID      format.Text `json:"id"`
	Forum   format.Text `json:"forum"`
	ReplyTo format.Text `json:"replyto"`
	Content content     `json:"content"`
	// Published is when the note was published, Created when it was first made, and Shown when it
	// was made as it is now.
	Published format.Text `json:"pdate"`
	Created   format.Text `json:"tcdate"`
	Shown     format.Text `json:"cdate"`
}

type content struct {
	Title    field[format.Text]   `json:"title"`
	Authors  field[[]format.Text] `json:"authors"`
	Abstract field[format.Text]   `json:"abstract"`
	Venue    field[format.Text]   `json:"venue"`
	PDF      field[format.Text]   `json:"pdf"`
	DOI      field[format.Text]   `json:"doi"`
	Link     field[format.Text]   `json:"html"` // the page of the paper elsewhere
}

// field is a value, or an object with it. A value of another type is left out.
type field[T any] struct{ Value T }

func (f *field[T]) UnmarshalJSON(b []byte) error {
	var wrapped struct{ Value T }
	if b[0] == '{' {
		if json.Unmarshal(b, &wrapped) == nil {
			f.Value = wrapped.Value
		}
		return nil
	}
	var plain T
	if json.Unmarshal(b, &plain) == nil {
		f.Value = plain
	}
	return nil
}
