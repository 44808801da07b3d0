package example

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// writer writes papers. It omits fields that the format does not have.
type writer struct {
	w      io.Writer
	record bytes.Buffer
}

// NewWriter returns a writer of the format.
func NewWriter(w io.Writer, _ format.WriteOptions) format.Writer { return &writer{w: w} }

// Write implements format.Writer.
func (e *writer) Write(p data.Paper, _ string) error {
	e.record.Reset()
	e.field("%T", p.Title)
	for _, name := range p.Authors {
		e.field("%A", data.FamilyFirst(name))
	}
	e.field("%D", p.Date.String())
	e.field("%U", format.LandingPage(p))
	e.record.WriteByte('\n')
	_, err := e.w.Write(e.record.Bytes())
	return err
}

// field writes one line. A line break in a value would begin another field.
func (e *writer) field(tag, value string) {
	if value = strings.Join(strings.Fields(value), " "); value != "" {
		fmt.Fprintf(&e.record, "%s %s\n", tag, value)
	}
}

// Close implements format.Writer. Nothing follows the last record.
func (e *writer) Close() error { return nil }
