package jsonl

import (
	"io"

	"paperboy/data"
	"paperboy/data/format"
)

// writer writes papers as lines of JSON. A note is one more field, which Read ignores.
type writer struct {
	w      io.Writer
	fields []string
	line   []byte
}

// ListNote is the name of the member with a reader's own note on a paper of a list.
const ListNote = "list_note"

// NewWriter returns a writer of JSON lines.
func NewWriter(w io.Writer, o format.WriteOptions) format.Writer {
	if o.Fields == nil {
		o.Fields = data.FieldNames()
	}
	return &writer{w: w, fields: o.Fields}
}

// Write implements format.Writer.
func (l *writer) Write(p data.Paper, note string) error {
	var extra []data.Member
	if note != "" {
		extra = append(extra, data.Member{Name: ListNote, Value: note})
	}
	line, err := data.AppendJSON(l.line[:0], &p, l.fields, extra...)
	if err != nil {
		return err
	}
	l.line = append(line, '\n')
	_, err = l.w.Write(l.line)
	return err
}

// Close implements format.Writer.
func (l *writer) Close() error { return nil }
