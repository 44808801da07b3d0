package peers

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"paperboy/index/bench"
	"paperboy/index/ingest"
)

// sampled is the number of papers to make queries from.
const sampled = 5000

// prepare ingests the records, if there are any, exports the papers and writes the queries. It returns
// a key that identifies the papers.
func (r *run) prepare(ctx context.Context) (key string, err error) {
	if r.Records != nil {
		if err := r.ingest(ctx); err != nil {
			return "", err
		}
	}
	r.Progress("opening the library")
	l, err := r.Open(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	x, err := r.export(ctx, l.Store)
	if err != nil {
		return "", err
	}
	r.report.Papers, r.report.TextBytes = x.papers, x.text
	if err := r.sizes(ctx, l); err != nil {
		return "", err
	}
	r.Progress("drawing queries")
	papers, err := bench.Sample(ctx, l.Store, sampled, r.Seed)
	if err != nil {
		return "", err
	}
	queries, err := drawAll(ctx, r.rows, papers, l.Engine, r.Queries, r.Seed)
	if err != nil {
		return "", err
	}
	return x.key, write(filepath.Join(r.Temp, queriesFile), queries)
}

// ingest ingests the records and measures that.
func (r *run) ingest(ctx context.Context) (err error) {
	r.Progress("ingesting")
	l, err := r.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	begin := time.Now()
	report, err := l.Ingester.Ingest(ctx, r.Records, ingest.RunOptions{})
	if err != nil {
		return err
	}
	if report.Accepted == 0 {
		return bench.ErrNoPapers
	}
	if err := l.Ingester.WaitVisible(ctx, report.Sequence); err != nil {
		return err
	}
	r.cost(costIn, 0, float64(report.Accepted)/time.Since(begin).Seconds())
	return nil
}

// sizes adds the sizes of index and store to the report. It fails unless the index has all papers.
func (r *run) sizes(ctx context.Context, l bench.Library) error {
	stored, err := l.Store.Stats(ctx)
	if err != nil {
		return err
	}
	indexed := l.Engine.Stats()
	if indexed.Papers != r.report.Papers {
		return fmt.Errorf("the index has %d of %d papers", indexed.Papers, r.report.Papers)
	}
	text := float64(r.report.TextBytes)
	r.cost(costIndex, 0, float64(indexed.DiskBytes)/text)
	r.cost(costStore, 0, float64(stored.Bytes)/text)
	return nil
}
