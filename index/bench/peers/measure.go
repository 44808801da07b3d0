package peers

import (
	"context"
	"errors"
	"slices"
	"time"

	"paperboy/index/eval"
)

// block is the number of queries that an engine answers before the next one's turn. It is small, so
// that other load on the machine affects all alike.
const block = 50

// latencies measures each row with one caller on one core, and the costs of the processes.
func (r *run) latencies(ctx context.Context) (err error) {
	processes, done, err := r.begin(ctx, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	for i, p := range processes {
		r.cost(costStart, i, p.start.Seconds())
		r.cost(costStartCPU, i, p.startCPU.Seconds())
		if err := p.waitIdle(ctx); err != nil {
			return err
		}
	}
	for _, row := range r.rows {
		r.Progress(row.name)
		measured, err := r.row(row.key, processes)
		if err != nil {
			return err
		}
		r.report.Rows = append(r.report.Rows, Row{Key: row.key, Name: row.name, Goal: row.goal, Results: measured})
	}
	return r.memory(processes, costMemory)
}

// row measures a row with each process in turn, starting with another one in each block.
func (r *run) row(key string, processes []*process) ([]Result, error) {
	for i, p := range processes {
		if _, err := p.ask("warm", key, r.engines[i].warm); err != nil {
			return nil, err
		}
	}
	all := make([]samples, len(processes))
	for from := 0; from < r.Queries; from += block {
		for i := range processes {
			i = (i + from/block) % len(processes)
			if err := all[i].add(processes[i], key, from); err != nil {
				return nil, err
			}
		}
	}
	results := make([]Result, len(all))
	for i := range all {
		results[i] = all[i].result()
	}
	return results, nil
}

// samples are the measurements of one engine in one row.
type samples struct {
	ms, found []float64 // by query
	used      time.Duration
}

// add runs a block of a row.
func (s *samples) add(p *process, row string, from int) error {
	answer, found, used, err := p.answers(row, from, from+block, 1)
	if err != nil {
		return err
	}
	for i, ns := range answer.CPU {
		s.ms = append(s.ms, float64(ns)/1e6)
		s.found = append(s.found, found[i])
	}
	s.used += used
	return nil
}

func (s *samples) result() Result {
	n := float64(len(s.ms))
	r := Result{Queries: len(s.ms), Process: s.used.Seconds() * 1000 / n}
	for _, found := range s.found {
		r.Found += found / n
	}
	r.Milliseconds = eval.PercentilesOf(slices.Clone(s.ms))
	return r
}

// memory measures the resident memory of the processes.
func (r *run) memory(processes []*process, kind costKind) error {
	for i, p := range processes {
		bytes, err := resident(p.cmd.Process.Pid)
		if err != nil {
			return err
		}
		r.cost(kind, i, float64(bytes)/1e9)
	}
	return nil
}
