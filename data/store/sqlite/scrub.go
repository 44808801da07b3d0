package sqlite

import (
	"context"
	"time"

	"paperboy/data"
	"paperboy/data/panics"
)

// scrubber verifies the whole store again and again, slowly, so that damage is found
// while there still is a copy of what was damaged.
type scrubber struct {
	cancel context.CancelFunc
	done   <-chan struct{}
}

// scrubRest is the least wait between two steps of verifyStep papers: the first pass,
// which begins at once, reads at most 2,000 papers a second.
const scrubRest = 100 * time.Millisecond

// startScrub begins to verify s, unless it is not to.
func startScrub(s *Store) *scrubber {
	if s.opts.ScrubEvery <= 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	b := &scrubber{cancel: cancel}
	b.done = panics.Keep(ctx, "sqlite.scrub", func(ctx context.Context) {
		s.scrubAll(ctx, 0)
		for ctx.Err() == nil {
			s.scrubAll(ctx, s.opts.ScrubEvery)
		}
	}, func(error) { s.found.problem(brokenOff) })
	return b
}

// stop ends the scrubber and waits for it.
func (b *scrubber) stop() {
	if b != nil {
		b.cancel()
		<-b.done
	}
}

// brokenOff is a sentence that Health says after a pass that failed.
const brokenOff = "the verification in the background was broken off: run 'paperboy check'"

// scrubAll makes one pass, spread over a time, and returns when that time is over.
func (s *Store) scrubAll(ctx context.Context, over time.Duration) {
	began := time.Now()
	err := panics.Recover("sqlite.scrub.pass", func() error { return s.scrubPass(ctx, over) })
	if err != nil && ctx.Err() == nil {
		s.found.problem(brokenOff)
	}
	rest(ctx, max(scrubRest, over-time.Since(began)))
}

// scrubPass verifies all rows.
func (s *Store) scrubPass(ctx context.Context, over time.Duration) error {
	last, err := lastNumber(ctx, s.read)
	if err != nil {
		return err
	}
	steps := time.Duration(last/verifyStep + 1)
	for from := data.Number(1); from != 0; {
		next, rows, bad, err := s.verifyRows(ctx, from, last)
		s.found.mu.Lock()
		s.found.scrub.Rows += rows
		s.found.scrub.Bad += bad
		s.found.mu.Unlock()
		if err != nil {
			return err
		}
		from = next
		// Nine tenths of the time, so that a pass ends within it.
		if err := rest(ctx, max(scrubRest, over*9/10/steps)); err != nil {
			return err
		}
	}
	if _, err := s.checkAliases(ctx, maxProblems); err != nil {
		return err
	}
	s.found.mu.Lock()
	defer s.found.mu.Unlock()
	s.found.scrub.Passes++
	s.found.scrub.LastPass = s.now().UTC()
	return nil
}

// rest waits, or returns the error of ctx.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
