package index

import (
	"context"
	"sync/atomic"
)

// Work counts what the searches of one request cost, so that they share one budget. A
// request's context holds it (WithWork); a call of an engine whose context holds none has a
// budget of its own. The unit is one posting read, about 10 ns of one processor. The size of
// the budget depends on the papers of an engine, which sets it.
//
// Searches beside the requested one, such as spelling and relaxations, have an account of
// their own (BesideSearch) with SideShare of the budget, so that they are left out rather than
// have the search itself refused.
type Work struct {
	// Workers is how many processors one call may use at once; 0 means as many as there are.
	Workers    int
	main, side atomic.Int64
}

// SideShare is how much of a request's budget all searches beside the requested one may use.
const SideShare = .25

type workKey struct{}

// account is what a context holds.
type account struct {
	*Work
	beside bool
}

// WithWork returns a context whose searches are counted in w.
func WithWork(ctx context.Context, w *Work) context.Context {
	return context.WithValue(ctx, workKey{}, account{Work: w})
}

// BesideSearch returns a context for searches beside the requested one.
func BesideSearch(ctx context.Context) context.Context {
	a, ok := ctx.Value(workKey{}).(account)
	if !ok {
		a.Work = &Work{}
	}
	a.beside = true
	return context.WithValue(ctx, workKey{}, a)
}

// Budget counts the work of one call.
type Budget struct {
	spent *atomic.Int64
	limit int64
}

// MaxWorkers returns n or, if less, the Work.Workers of a context.
func MaxWorkers(ctx context.Context, n int) int {
	if a, ok := ctx.Value(workKey{}).(account); ok && a.Workers > 0 {
		return min(n, a.Workers)
	}
	return n
}

// BudgetOf returns the budget of a context whose request may do this much work.
func BudgetOf(ctx context.Context, limit int64) Budget {
	a, ok := ctx.Value(workKey{}).(account)
	switch {
	case !ok:
		return Budget{new(atomic.Int64), limit}
	case a.beside:
		return Budget{&a.side, int64(SideShare * float64(limit))}
	}
	return Budget{&a.main, limit}
}

// Spend counts work, and reports whether there may be more.
func (b Budget) Spend(work int64) bool { return b.spent.Add(work) <= b.limit }

// IsSpent reports whether there may be no more work.
func (b Budget) IsSpent() bool { return b.spent.Load() > b.limit }

// Left returns how much work there may still be. It is negative if there was too much.
func (b Budget) Left() int64 { return b.limit - b.spent.Load() }

// Spent returns the work of a request, searches beside it included.
func (w *Work) Spent() int64 { return w.main.Load() + w.side.Load() }

// TooCostlyError is an ErrTooCostly that names the part of a query that takes most of the
// work, as the query language writes it. Part is empty if there are no parts.
type TooCostlyError struct{ Part string }

func (e *TooCostlyError) Error() string {
	if e.Part == "" {
		return ErrTooCostly.Error()
	}
	return ErrTooCostly.Error() + ": leave out " + e.Part
}

func (e *TooCostlyError) Is(target error) bool { return target == ErrTooCostly }
