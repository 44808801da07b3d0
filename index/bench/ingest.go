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

// Ingest is the result of ingesting the records.
type Ingest struct {
	Records  int `json:"records"`
	Rejected int `json:"rejected"`
	// Seconds is the time until all papers were durable in the store and the index and
	// could be found. It includes reading and parsing.
	Seconds         float64 `json:"seconds"`
	PapersPerSecond float64 `json:"papers_per_second"`
	// MergingSeconds is the additional time until no segments were being merged, with the five
	// seconds after which an index begins; 0 if none were, or if it is unknown.
	MergingSeconds float64 `json:"merging_seconds"`
}

// Size is the space that the papers take.
type Size struct {
	Papers int `json:"papers"`
	// TextBytes is the size of titles and abstracts as read.
	TextBytes  int64 `json:"text_bytes"`
	StoreBytes int64 `json:"store_bytes"`
	IndexBytes int64 `json:"index_bytes"`
	// MemoryBytes is the memory of the engine, as it reports it.
	MemoryBytes int64 `json:"memory_bytes"`
	// HeapBytes is the heap of the whole process after a garbage collection, including
	// MemoryBytes.
	HeapBytes int64 `json:"heap_bytes"`
	// PeakBytes is the peak resident memory until the library was reopened, including
	// mapped files of the index. It is absent if unknown.
	PeakBytes int64 `json:"peak_resident_bytes,omitempty"`
	Segments  int   `json:"segments"`
}

// Stock is the result of adding the papers to the opponent.
type Stock struct {
	// PapersPerSecond is the number of papers made durable in the opponent's index. The
	// opponent has no store: it reads the papers from that of the library.
	PapersPerSecond float64 `json:"papers_per_second"`
	MergingSeconds  float64 `json:"merging_seconds"`
	// IndexBytes is the size of the reopened index, without the files of merged segments
	// that it has before.
	IndexBytes int64 `json:"index_bytes"`
}

// ingest ingests the records and closes the library.
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
	merging, err := waitIdle(ctx, ownWindow)
	r.report.Ingest = Ingest{report.Read, report.Rejected, seconds, float64(report.Accepted) / seconds, merging.Seconds()}
	return err
}

// counted yields the records and adds up the sizes of their texts.
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

// reopen opens the library again and measures the time to the first result.
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

// size fills in the sizes of the store, the index and the process.
func (r *run) size(ctx context.Context, l Library) error {
	stored, err := l.Store.Stats(ctx)
	if err != nil {
		return err
	}
	indexed := l.Engine.Stats()
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	s := &r.report.Size
	s.Papers, s.StoreBytes = stored.Papers, stored.Bytes
	s.IndexBytes, s.MemoryBytes, s.Segments = indexed.DiskBytes, indexed.MemoryBytes, int(indexed.Engine["segments"])
	s.HeapBytes, s.PeakBytes = int64(memory.HeapAlloc), peakResident()
	return nil
}

// On two cores, batches of 1,000 papers and two callers are the fastest of those measured for
// stock Bleve.
const (
	opponentBatch   = 1000
	opponentCallers = 2
)

// fillOpponent adds all papers of a store to the opponent, then closes it and opens it again,
// like the library.
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
		merging, err = waitIdle(ctx, stockWindow)
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

// fill adds all papers of a store to the opponent.
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
