package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/eval"
)

// An Opponent is an engine to compare with. Add may be called concurrently.
type Opponent interface {
	index.Searcher
	// Add writes changes durably.
	Add(ctx context.Context, changes []data.Change) error
	// Terms returns the terms to pass to Similar for a paper.
	Terms(ctx context.Context, p data.Paper) ([]index.Term, error)
	// Bytes returns the size of the index on disk.
	Bytes() int64
	Close() error
}

// A Kind is the result for one kind of query.
type Kind struct {
	Name string `json:"name"`
	Times
	Stock *Times `json:"stock,omitempty"`
	// Faster is the opponent's median divided by the library's; 0 without an opponent.
	Faster float64 `json:"faster,omitempty"`
	base   string  // see Workload
}

// Times are the durations of one kind of query.
type Times struct {
	Queries int `json:"queries"`
	// Found is the mean number of matching papers or, for similar papers, of hits.
	Found        float64          `json:"found"`
	Milliseconds eval.Percentiles `json:"ms"`
	ms           []float64        // by query
}

// block is the number of queries of a kind to run on the library, then on the opponent, before
// the next kind. It is small, so that other load on the machine affects all alike, and large
// enough for several callers.
const block = 25

// warmUp is the number of queries of each kind to run before measuring.
const warmUp = 5

// runWorkloads runs a block of each kind, then the next block of each kind.
func (r *run) runWorkloads(ctx context.Context, workloads []Workload, engine index.Searcher, opponent Opponent) error {
	kinds := make([]Kind, len(workloads))
	ours, theirs := make([]prober, len(workloads)), make([]prober, len(workloads))
	for i, w := range workloads {
		kinds[i] = Kind{Name: w.Name, base: w.Base}
		ours[i] = prober{engine, w.Queries, r.Callers}
		if opponent != nil {
			kinds[i].Stock = &Times{}
			theirs[i] = prober{opponent, w.ForOpponent(), r.Callers}
		}
		if err := errors.Join(ours[i].warmUp(ctx), theirs[i].warmUp(ctx)); err != nil {
			return err
		}
	}
	for from := 0; from < r.Queries; from += block {
		r.Progress(fmt.Sprintf("ran %d of %d queries of each kind", from, r.Queries))
		for i := range kinds {
			if err := ours[i].block(ctx, from, &kinds[i].Times); err != nil {
				return err
			}
			if opponent == nil {
				continue
			}
			if err := theirs[i].block(ctx, from, kinds[i].Stock); err != nil {
				return err
			}
		}
	}
	for i := range kinds {
		k := &kinds[i]
		k.sum()
		if k.Stock != nil {
			k.Stock.sum()
			k.Faster = k.Stock.Milliseconds.P50 / k.Milliseconds.P50
		}
	}
	r.report.Kinds = kinds
	return nil
}

// A prober runs queries on an engine with several callers.
type prober struct {
	engine  index.Searcher
	queries []Query
	callers int
}

// warmUp runs the first queries without measuring.
func (a prober) warmUp(ctx context.Context) error {
	for _, q := range a.queries[:min(warmUp, len(a.queries))] {
		if _, err := q.Ask(ctx, a.engine); err != nil {
			return err
		}
	}
	return nil
}

// block runs the queries of a block and adds the results to t.
func (a prober) block(ctx context.Context, from int, t *Times) error {
	queries := a.queries[min(from, len(a.queries)):min(from+block, len(a.queries))]
	ms, found := make([]float64, len(queries)), make([]int, len(queries))
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range a.callers {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(queries) {
					return nil
				}
				begin := time.Now()
				n, err := queries[i].Ask(ctx, a.engine)
				if err != nil {
					return err
				}
				ms[i], found[i] = time.Since(begin).Seconds()*1000, n
			}
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	t.ms = append(t.ms, ms...)
	for _, n := range found {
		t.Found += float64(n)
	}
	return nil
}

// sum computes the results from the durations and numbers found.
func (t *Times) sum() {
	t.Queries = len(t.ms)
	t.Found /= float64(t.Queries)
	t.Milliseconds = eval.PercentilesOf(slices.Clone(t.ms))
}

// facetsAdd returns, for each kind with facets, the median of the additional time of its
// queries over the same queries without facets.
func facetsAdd(kinds []Kind) []Added {
	var added []Added
	for _, k := range kinds {
		i := slices.IndexFunc(kinds, func(base Kind) bool { return base.Name == k.base })
		if i < 0 {
			continue
		}
		more := slices.Clone(k.ms)
		for j := range more {
			more[j] -= kinds[i].ms[j]
		}
		added = append(added, Added{kinds[i].Name, eval.PercentilesOf(more).P50})
	}
	return added
}
