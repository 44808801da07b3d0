package ingest

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
	"paperboy/data/store/sqlite"
	"paperboy/index"
)

// BenchmarkIngest ingests the ACL Anthology, already parsed, into a new store and then once
// more into the same store, without an index.
func BenchmarkIngest(b *testing.B) {
	var records []data.Record
	for r, err := range format.Open(b.Context(), sharedtest.Path(b, "corpora/acl.jsonl.zst"), format.Options{Formats: formats.All()}) {
		if err != nil {
			b.Fatal(err)
		}
		records = append(records, r)
	}
	ingest := func(b *testing.B, s *sqlite.Store) {
		in := New(s, aheadWriter{s.Identity()}, Options{})
		defer in.Close()
		report, err := in.Ingest(b.Context(), yieldAll(records), RunOptions{})
		if err != nil || report.Accepted != len(records) {
			b.Fatalf("ingest: %+v, %v", report, err)
		}
	}
	var s *sqlite.Store
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			var err error
			if s, err = sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "papers.db")); err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			ingest(b, s)
		}
		stats, err := s.Stats(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(stats.Bytes)/float64(stats.Papers), "B/paper")
		b.ReportMetric(float64(len(records)*b.N)/b.Elapsed().Seconds(), "papers/s")
	})
	b.Run("again", func(b *testing.B) {
		s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "papers.db"))
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		ingest(b, s)
		for b.Loop() {
			ingest(b, s)
		}
		b.ReportMetric(float64(len(records)*b.N)/b.Elapsed().Seconds(), "papers/s")
	})
}

func yieldAll(records []data.Record) format.Records {
	return func(yield func(data.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// aheadWriter is an index that already has all changes.
type aheadWriter struct{ store string }

func (w aheadWriter) Position() index.Position {
	return index.Position{Store: w.store, Sequence: math.MaxInt64}
}
func (aheadWriter) Apply(context.Context, []data.Change, data.Sequence) error { return nil }
func (aheadWriter) WaitVisible(context.Context, data.Sequence) error          { return nil }
func (aheadWriter) Damaged() <-chan struct{}                                  { return nil }

func (aheadWriter) Rebuild(_ context.Context, _ func(w index.Writer) error) error { return nil }
