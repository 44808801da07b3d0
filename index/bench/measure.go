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

// Opponent is an engine that the same is asked of. Add is called concurrently.
type Opponent interface {
	index.Searcher
	// Add writes changes durably.
	Add(ctx context.Context, changes []data.Change) error
	// Terms are what it takes for Similar to a paper.
	Terms(ctx context.Context, p data.Paper) ([]index.Term, error)
	// Bytes is what it takes on disk.
	Bytes() int64
	Close() error
}

// Kind is how one kind of query was answered.
type Kind struct {
	Name string `json:"name"`
	Times
	Stock *Times `json:"stock,omitempty"`
	// Faster is how many times the opponent's median ours is; 0 without one.
	Faster float64 `json:"faster,omitempty"`
	base   string
}

// Times are those of one kind of query.
type Times struct {
	Queries int `json:"queries"`
	// Found is the mean size of the match sets; of similar papers, of the hits.
	Found        float64          `json:"found"`
	Milliseconds eval.Percentiles `json:"ms"`
	ms           []float64        // by query
}

// block is how many queries of a kind are asked of one before the other takes its
// turn, and then the next kind: few, so that what else the machine does meets all
// alike, and enough to hold several callers.
const block = 25

// warmUp is how many queries of a kind are asked of each beforehand.
const warmUp = 5

// ask asks a block of every kind, then the next of every kind.
func (r *run) ask(ctx context.Context, workloads []Workload, engine index.Searcher, opponent Opponent) error {
	kinds := make([]Kind, len(workloads))
	ours, theirs := make([]asker, len(workloads)), make([]asker, len(workloads))
	for i, w := range workloads {
		kinds[i] = Kind{Name: w.Name, base: w.Base}
		ours[i] = asker{engine, w.Queries, r.Callers}
		if opponent != nil {
			kinds[i].Stock = &Times{}
			theirs[i] = asker{opponent, w.ForOpponent(), r.Callers}
		}
		if err := errors.Join(ours[i].warmUp(ctx), theirs[i].warmUp(ctx)); err != nil {
			return err
		}
	}
	for from := 0; from < r.Queries; from += block {
		r.Progress(fmt.Sprintf("asked %d of %d queries of each kind", from, r.Queries))
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

// asker asks queries of one engine, as many callers at once.
type asker struct {
	engine  index.Searcher
	queries []Query
	callers int
}

func (a asker) warmUp(ctx context.Context) error {
	for _, q := range a.queries[:min(warmUp, len(a.queries))] {
		if _, err := q.Ask(ctx, a.engine); err != nil {
			return err
		}
	}
	return nil
}

// block asks the queries of one block and adds up what came.
func (a asker) block(ctx context.Context, from int, t *Times) error {
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

func (t *Times) sum() {
	t.Queries = len(t.ms)
	t.Found /= float64(t.Queries)
	t.Milliseconds = eval.PercentilesOf(slices.Clone(t.ms))
}

// facetsAdd is the median, over the queries, of what a query takes longer with
// its facets than without.
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
