package format

import (
	"errors"
	"fmt"
	"iter"

	"paperboy/data"
)

// ErrSkip is returned by a read function for an entry that is not a paper, such as the header of
// a list.
var ErrSkip = errors.New("no paper")

// ErrTooLong rejects an entry of more than MaxEntryBytes.
var ErrTooLong = &data.FieldError{Code: "entry_too_long", Reason: fmt.Sprintf("longer than %d MiB", MaxEntryBytes>>20)}

// ErrNoTitle returns the error for an entry without a title in a format that may have it in several
// fields. where names the missing fields.
func ErrNoTitle(where string) error {
	return &data.FieldError{Field: "title", Code: "missing_title", Reason: "a title is required: there is no " + where}
}

// Each calls read for every entry of an input and yields the records. An error of read rejects
// the entry: the Rejection has the Entry and the id of the returned record, and the code and
// reason of a *data.FieldError. If read returns ErrSkip, nothing is yielded. An error of entries
// ends the input.
func Each[E any](in Input, entries iter.Seq2[E, error], read func(E) (data.Record, error)) Records {
	return func(yield func(data.Record, error) bool) {
		for entry, err := range entries {
			if err != nil {
				yield(data.Record{}, err)
				return
			}
			r, err := read(entry)
			switch {
			case errors.Is(err, ErrSkip):
				continue
			case err != nil:
				r, err = data.Record{}, in.Reject(r, err)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// OrNone yields the records of an input. If there are none, it yields a rejection that says so.
func OrNone(in Input, records Records) Records {
	return func(yield func(data.Record, error) bool) {
		empty := true
		for r, err := range records {
			empty = false
			if !yield(r, err) {
				return
			}
		}
		if empty {
			yield(data.Record{}, in.Reject(data.Record{Entry: "file"}, errNoRecords))
		}
	}
}

// errNoRecords rejects an input that has the form of its format and no paper.
var errNoRecords = &data.FieldError{Code: "no_records", Reason: "it has no records of papers"}

// Reject returns a rejection of a record that could not be read completely. The code and reason
// are those of err if it is a *data.FieldError.
func (in Input) Reject(r data.Record, err error) *data.Rejection {
	r.File = in.Location
	if field := (*data.FieldError)(nil); errors.As(err, &field) {
		return r.Reject(field.Code, field.Reason)
	}
	return r.Reject("", err.Error())
}

// NewRecord returns the record of an entry, without its paper. line is the line at which the
// entry begins, or its index in a JSON array, from 1, or 0 for neither. The source of the record
// is usual, unless Input.Source overrides it.
func (in Input) NewRecord(entry string, line int, usual string) data.Record {
	r := data.Record{Origin: data.Provenance{Source: in.Source, Location: in.Location, Fetched: in.Fetched}, Entry: entry, Line: line}
	if r.Origin.Source == "" {
		r.Origin.Source = usual
	}
	if in.guessed != nil && in.guessed.made.Load() {
		Warn(&r, WarnEncodingGuessed)
	}
	return r
}
