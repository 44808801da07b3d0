package bench

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/ingest"
)

// Ingest is how the papers came in.
type Ingest struct {
	Records  int `json:"records"`
	Rejected int `json:"rejected"`
	// Seconds passed until all were durable in store and index and could be
	// found, reading and parsing included.
	Seconds         float64 `json:"seconds"`
	PapersPerSecond float64 `json:"papers_per_second"`
	// MergingSeconds is how much longer segments were merged; 0 where that cannot
	// be told.
	MergingSeconds float64 `json:"merging_seconds"`
}

// Size is what the papers take.
type Size struct {
	Papers int `json:"papers"`
	// TextBytes are those of titles and abstracts as they were read.
	TextBytes  int64 `json:"text_bytes"`
	StoreBytes int64 `json:"store_bytes"`
	IndexBytes int64 `json:"index_bytes"`
	// MemoryBytes is what the engine says it keeps in memory.
	MemoryBytes int64 `json:"memory_bytes"`
	// HeapBytes is what the whole process holds after a garbage collection, MemoryBytes
	// included.
	HeapBytes int64 `json:"heap_bytes"`
	// PeakBytes is the most that was resident at once until the library stood open
	// again, mapped files of the index included; absent where it is not known.
	PeakBytes int64 `json:"peak_resident_bytes,omitempty"`
	Segments  int   `json:"segments"`
}

// Stock is how the opponent took the papers.
type Stock struct {
	// PapersPerSecond are durable in its index; it keeps no store, but reads the
	// papers from ours.
	PapersPerSecond float64 `json:"papers_per_second"`
	MergingSeconds  float64 `json:"merging_seconds"`
	// IndexBytes are those of the reopened index: before, files of merged segments
	// stand about.
	IndexBytes int64 `json:"index_bytes"`
}

// ingest takes the records in, and closes the library.
func (r *run) ingest(ctx context.Context) (err error) {
	r.Progress("ingesting")
	l, err := r.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	begin := time.Now()
	report, err := l.Ingester.Ingest(ctx, r.counted(), ingest.RunOptions{})
	if err != nil {
		return err
	}
	if report.Accepted == 0 {
		return ErrNoPapers
	}
	if err := l.Ingester.WaitVisible(ctx, report.Sequence); err != nil {
		return err
	}
	seconds := time.Since(begin).Seconds()
	merging, err := settle(ctx)
	r.report.Ingest = Ingest{report.Read, report.Rejected, seconds, float64(report.Accepted) / seconds, merging.Seconds()}
	return err
}

// counted adds up the texts that pass.
func (r *run) counted() format.Records {
	return func(yield func(data.Record, error) bool) {
		for record, err := range r.Records {
			r.report.Size.TextBytes += int64(len(record.Paper.Title) + len(record.Paper.Abstract))
			if !yield(record, err) {
				return
			}
		}
	}
}

// reopen times the start of the library.
func (r *run) reopen(ctx context.Context) (Library, error) {
	r.Progress("reopening")
	begin := time.Now()
	l, err := r.Open(ctx)
	if err != nil {
		return Library{}, err
	}
	result, err := l.Engine.Search(ctx, index.Request{Limit: pageLimit})
	r.report.ReopenSeconds = time.Since(begin).Seconds()
	if err == nil && result.Total == 0 {
		err = errors.New("the papers cannot be found after reopening")
	}
	if err != nil {
		return Library{}, errors.Join(err, l.Close())
	}
	return l, nil
}

func (r *run) size(ctx context.Context, l Library) error {
	kept, err := l.Store.Stats(ctx)
	if err != nil {
		return err
	}
	indexed := l.Engine.Stats()
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	s := &r.report.Size
	s.Papers, s.StoreBytes = kept.Papers, kept.Bytes
	s.IndexBytes, s.MemoryBytes, s.Segments = indexed.DiskBytes, indexed.MemoryBytes, int(indexed.Engine["segments"])
	s.HeapBytes, s.PeakBytes = int64(memory.HeapAlloc), peakResident()
	return nil
}

// A batch of 1,000 and two callers are the fastest way into stock Bleve on two
// cores of those measured.
const (
	opponentBatch   = 1000
	opponentCallers = 2
)

// fillOpponent gives it all papers of the store, and opens it again, as the library
// was.
func (r *run) fillOpponent(ctx context.Context, from store.Store) (Opponent, error) {
	r.Progress("filling stock Bleve")
	opponent, err := r.Opponent(ctx)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	err = fill(ctx, from, opponent)
	seconds := time.Since(begin).Seconds()
	var merging time.Duration
	if err == nil {
		merging, err = settle(ctx)
	}
	if err := errors.Join(err, opponent.Close()); err != nil {
		return nil, fmt.Errorf("fill opponent: %w", err)
	}
	if opponent, err = r.Opponent(ctx); err != nil {
		return nil, err
	}
	r.report.Stock = &Stock{
		PapersPerSecond: float64(r.report.Size.Papers) / seconds,
		MergingSeconds:  merging.Seconds(),
		IndexBytes:      opponent.Bytes(),
	}
	return opponent, nil
}

func fill(ctx context.Context, from store.Store, opponent Opponent) error {
	group, ctx := errgroup.WithContext(ctx)
	batches := make(chan []data.Change)
	for range opponentCallers {
		group.Go(func() error {
			for batch := range batches {
				if err := opponent.Add(ctx, batch); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(batches)
		for after := data.Sequence(0); ; {
			batch, err := from.Changes(ctx, after, opponentBatch)
			if err != nil || len(batch) == 0 {
				return err
			}
			after = batch[len(batch)-1].Sequence
			select {
			case batches <- batch:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	return group.Wait()
}
