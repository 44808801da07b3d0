package example

import "fmt"

// wireRecord is one record as it is written, without interpretation.
type wireRecord struct {
	// line is the number of the first line of the record, from 1.
	line             int
	title, date, url string
	authors          []string
}

// name returns the name of the record in messages.
func (w wireRecord) name() string { return fmt.Sprintf("line %d", w.line) }
