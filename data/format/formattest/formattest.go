// Package formattest helps the tests of readers.
package formattest

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
)

// Read reads the records of one input and validates them as ingest does. A
// refusal is "entry (id) code: reason", without the id where it has none; any
// other error fails the test.
func Read(t testing.TB, read func(context.Context, format.Input) format.Records, in format.Input) (records []data.Record, rejects []string) {
	t.Helper()
	for r, err := range read(t.Context(), in) {
		if err == nil {
			err = data.Validate(&r)
		}
		if field := (*data.FieldError)(nil); errors.As(err, &field) {
			err = in.Reject(r, err)
		}
		reject := (*data.Rejection)(nil)
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

// Write returns what a format writes of papers, without notes.
func Write(t testing.TB, newWriter func(io.Writer, format.WriteOptions) format.Writer, papers ...data.Paper) string {
	t.Helper()
	var b strings.Builder
	w := newWriter(&b, format.WriteOptions{})
	for _, p := range papers {
		if err := w.Write(p, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Files reads the files of a folder whose names match, of which there must be one,
// as the format, and logs what came of each. visit is told of every record, and of
// the error in place of one.
func Files(t *testing.T, folder, match string, f format.Format, visit func(file string, r data.Record, err error)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, match))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		read, rejected := 0, 0
		for r, err := range format.Open(t.Context(), file, format.Options{Formats: []format.Format{f}}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				rejected++
			} else {
				read++
			}
			visit(filepath.Base(file), r, err)
		}
		t.Logf("%s: %d entries, %d read, %d rejected", filepath.Base(file), read+rejected, read, rejected)
	}
}

// Fuzz reads what the fuzzer makes of the seeds of f. No text breaks a format, and
// no paper that data.Validate takes lacks a title.
func Fuzz(f *testing.F, formats ...format.Format) {
	f.Fuzz(func(t *testing.T, text string) {
		for _, one := range formats {
			one.Sniff([]byte(text))
			for r, err := range one.Read(t.Context(), format.Input{Reader: strings.NewReader(text)}) {
				if err == nil && data.Validate(&r) == nil && r.Paper.Title == "" {
					t.Errorf("%s: %q gives a paper without a title", one.Name, text)
				}
			}
		}
	})
}

// Pointer is the address of a number, for the counts of a paper.
func Pointer(n int) *int { return &n }
