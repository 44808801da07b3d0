package example

import "fmt"

// wireRecord is one record as it is written: nothing is interpreted yet.
type wireRecord struct {
	// line is the number of its first line, from 1.
	line             int
	title, date, url string
	authors          []string
}

// name is how people find the record again.
func (w wireRecord) name() string { return fmt.Sprintf("line %d", w.line) }
