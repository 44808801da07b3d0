package xmlread

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// Reader reads a format in which each record is an element.
type Reader[T any] struct {
	// Source is the usual source of the records.
	Source string
	// Names are the local names of the elements.
	Names []string
	// Adapt fills the record of an element. It may return format.ErrSkip, or a *data.FieldError
	// that rejects the element.
	Adapt func(*data.Record, Element[T]) error
}

// Read yields the records of one input. An input without any of the elements is an error.
func (x Reader[T]) Read(_ context.Context, in format.Input) format.Records {
	return format.Each(in, NotEmpty(Elements[T](in, x.Names...), x.Names...), func(e Element[T]) (data.Record, error) {
		r := NewRecord(in, e, x.Source)
		return r, x.Adapt(&r, e)
	})
}

// NewRecord returns the record of an element, without its paper but with the warnings of the
// source. usual is the usual source of the record.
func NewRecord[T any](in format.Input, e Element[T], usual string) data.Record {
	r := in.NewRecord(e.Name(), 0, usual)
	for _, w := range e.warnings {
		format.Warn(&r, w)
	}
	return r
}

// NotEmpty yields what entries yields. If that is nothing, it yields an error that wraps
// format.ErrNoRecords and gives the names of the elements that are missing.
func NotEmpty[E any](entries iter.Seq2[E, error], names ...string) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		empty := true
		for e, err := range entries {
			empty = false
			if !yield(e, err) {
				return
			}
		}
		if empty {
			var none E
			yield(none, fmt.Errorf("%w: there is no <%s>", format.ErrNoRecords, strings.Join(names, "> or <")))
		}
	}
}
