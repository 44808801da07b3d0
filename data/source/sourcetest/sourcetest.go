// Package sourcetest helps the tests of readers.
package sourcetest

import (
	"context"
	"errors"
	"testing"

	"paperboy/data"
	"paperboy/data/source"
)

// Read reads the records of one input and validates them as ingest does. A
// refusal is "entry (id) code: reason", without the id where it has none; any
// other error fails the test.
func Read(t testing.TB, read func(context.Context, source.Input) source.Records, in source.Input) (records []data.Record, rejects []string) {
	t.Helper()
	for r, err := range read(t.Context(), in) {
		if err == nil {
			err = data.Validate(&r)
		}
		if field := (*data.FieldError)(nil); errors.As(err, &field) {
			err = in.Reject(r, err)
		}
		reject := (*source.Reject)(nil)
		switch {
		case errors.As(err, &reject):
			entry := reject.Entry
			if reject.ID != "" {
				entry += " (" + string(reject.ID) + ")"
			}
			rejects = append(rejects, entry+" "+reject.Code+": "+reject.Reason)
		case err != nil:
			t.Fatalf("%s: %v", in.Location, err)
		default:
			records = append(records, r)
		}
	}
	return records, rejects
}

// Pointer is the address of a number, for the counts of a paper.
func Pointer(n int) *int { return &n }
