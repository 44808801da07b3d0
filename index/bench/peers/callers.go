package peers

import (
	"context"
	"errors"
	"slices"
	"time"

	"paperboy/data/figures"
)

// calledRows are the rows to measure with concurrent callers.
var calledRows = []string{"any", "facets", "all"}

// callerCounts are the numbers of callers: one, that of the table, and that of its goal for
// the throughput of two cores.
var callerCounts = [...]int{1, 4, 8}

// callerCores is the number of cores for concurrent callers.
const callerCores = 2

// callerBlock is like block, for several callers.
const callerBlock = 100

// concurrent measures the throughput of rows with several callers on two cores.
func (r *run) concurrent(ctx context.Context) (err error) {
	processes, done, err := r.begin(ctx, callerCores)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	for _, row := range r.rows {
		if !slices.Contains(calledRows, row.key) {
			continue
		}
		r.Progress(row.name + ", concurrent callers")
		called, err := r.called(ctx, row, processes)
		if err != nil {
			return err
		}
		r.report.Callers = append(r.report.Callers, called...)
	}
	return r.memory(processes, costServing)
}

// called measures a row with each number of callers.
func (r *run) called(ctx context.Context, row row, processes []*process) ([]Called, error) {
	for i, p := range processes {
		if _, err := p.ask("warm", row.key, r.engines[i].warm); err != nil {
			return nil, err
		}
		if err := p.waitIdle(ctx); err != nil {
			return nil, err
		}
	}
	var used, wall [len(callerCounts)][]time.Duration
	for c := range callerCounts {
		used[c], wall[c] = make([]time.Duration, len(processes)), make([]time.Duration, len(processes))
	}
	for from := 0; from < r.Queries; from += callerBlock {
		for j := range callerCounts {
			c := (j + from/callerBlock) % len(callerCounts) // none is always the first to read a list
			for i, p := range processes {
				answer, _, cpu, err := p.answers(row.key, from, from+callerBlock, callerCounts[c])
				if err != nil {
					return nil, err
				}
				used[c][i] += cpu
				wall[c][i] += time.Duration(answer.Wall)
			}
		}
	}
	var all []Called
	for c, callers := range callerCounts {
		called := Called{Row: row.key, Name: row.name + ", " + figures.Count(callers, "caller"), Callers: callers}
		for i := range processes {
			called.PerCPUSecond = append(called.PerCPUSecond, float64(r.Queries)/used[c][i].Seconds())
			called.PerSecond = append(called.PerSecond, float64(r.Queries)/wall[c][i].Seconds())
		}
		all = append(all, called)
	}
	return all, nil
}
