package sqlite

import (
	"context"
	"time"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/data/store/sqlite/sqlfile"
)

// A scrubber verifies the whole store repeatedly and slowly, so that damage is found while
// there are still backups without it.
type scrubber struct {
	cancel context.CancelFunc
	done   <-chan struct{}
}

// minScrubPause is the minimum pause between two steps of verifyStep papers. It limits the
// first pass, which starts at once, to 2,000 papers a second.
const minScrubPause = 100 * time.Millisecond

// startScrub starts a scrubber for s. It returns nil if ScrubEvery is 0.
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
	}, func(error) { s.findings.addProblem(scrubFailed) })
	return b
}

// stop ends the scrubber and waits for it.
func (b *scrubber) stop() {
	if b != nil {
		b.cancel()
		<-b.done
	}
}

// scrubFailed is the problem in Health after a pass failed.
const scrubFailed = "the verification in the background failed: run 'paperboy check'"

// scrubAll makes one pass that takes the duration d, and returns after d.
func (s *Store) scrubAll(ctx context.Context, d time.Duration) {
	began := time.Now()
	err := panics.Recover("sqlite.scrub.pass", func() error { return s.scrubPass(ctx, d) })
	if err != nil && ctx.Err() == nil {
		s.findings.addProblem(scrubFailed)
	}
	sleep(ctx, max(minScrubPause, d-time.Since(began)))
}

// scrubPass verifies all rows within the duration d, if minScrubPause allows.
func (s *Store) scrubPass(ctx context.Context, d time.Duration) error {
	last, err := sqlfile.LastNumber(ctx, s.read)
	if err != nil {
		return err
	}
	steps := time.Duration(last/verifyStep + 1)
	for from := data.Number(1); from != 0; {
		next, rows, bad, err := s.verifyRows(ctx, from, last)
		s.findings.mu.Lock()
		s.findings.scrub.Rows += rows
		s.findings.scrub.Bad += bad
		s.findings.mu.Unlock()
		if err != nil {
			return err
		}
		from = next
		// Pauses take nine tenths of d, so that the pass ends within d.
		if err := sleep(ctx, max(minScrubPause, d*9/10/steps)); err != nil {
			return err
		}
	}
	if _, err := s.checkAliases(ctx, maxProblems); err != nil {
		return err
	}
	s.findings.mu.Lock()
	defer s.findings.mu.Unlock()
	s.findings.scrub.Passes++
	s.findings.scrub.LastPass = s.now().UTC()
	return nil
}

// sleep returns nil after d, or ctx.Err() when ctx is done first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
