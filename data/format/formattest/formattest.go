// Package formattest helps to test formats.
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

// ReadText reads a text with Read. location is the name of the input.
func ReadText(t testing.TB, read func(context.Context, format.Input) format.Records, location, text string) (records []data.Record, rejects []string) {
	t.Helper()
	return Read(t, read, format.Input{Reader: strings.NewReader(text), Location: location})
}

// Read reads the records of an input and validates them as package ingest does. It returns a
// rejection as "entry (id) code: reason", without the id if there is none. Any other error fails
// the test.
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

// Write returns papers as a format writes them, without notes.
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

// Files reads the files of a folder whose names match as a format, and logs the counts of each.
// At least one file must match. It calls visit with every record or error.
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

// Fuzz fuzzes formats with the seeds of f. No text may make a format panic, and every paper that
// data.Validate accepts must have a title.
func Fuzz(f *testing.F, formats ...format.Format) {
	f.Fuzz(func(t *testing.T, text string) {
		for _, one := range formats {
			one.Sniff([]byte(text))
			for r, err := range one.Read(t.Context(), format.Input{Reader: strings.NewReader(text)}) {
				if err == nil && data.Validate(&r) == nil && r.Paper.Title == "" {
					t.Errorf("%s: text %q is read as a paper without a title", one.Name, text)
				}
			}
		}
	})
}

// Pointer returns a pointer to n, for the counts of a paper.
func Pointer(n int) *int { return &n }

// Benchmark reads a text repeatedly, and reports papers/s. The text must have the given number of
// records, all valid.
func Benchmark(b *testing.B, read func(context.Context, format.Input) format.Records, text string, records int) {
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		n := 0
		for r, err := range read(b.Context(), format.Input{Reader: strings.NewReader(text)}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != records {
			b.Fatalf("%d records, want %d", n, records)
		}
	}
	b.ReportMetric(float64(records*b.N)/b.Elapsed().Seconds(), "papers/s")
}
