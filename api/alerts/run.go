package alerts

import (
	"context"
	"errors"
	"time"

	"paperboy/data/store"
)

const (
	// maxWait is how long Run waits at most before it looks at the clock again, which people and
	// sleeping machines set forward.
	maxWait = time.Minute
	// tidyEvery is how often old rows are deleted. sentTime is how long sent papers are remembered:
	// the windows pass them, and what trends again after a year is news.
	tidyEvery = time.Hour
	sentTime  = 365 * 24 * time.Hour
	// failedWait is the wait after an error of the store or the index.
	failedWait = time.Minute
)

// Run plans and sends emails until ctx is done. Its caller owns the goroutine and waits for it.
func (s *Service) Run(ctx context.Context) {
	defer s.Sender.Close() // the connection of a queue that was not finished
	for ctx.Err() == nil {
		next, err := s.Step(ctx)
		wait := maxWait
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.Log.Error("mail", "error", err)
			wait = failedWait
		case !next.IsZero():
			wait = min(maxWait, max(0, next.Sub(s.Now())))
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-s.wake:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// Step plans and sends all emails that are due, deletes what has expired, and returns when the next
// mail is due, the zero time if none is planned.
func (s *Service) Step(ctx context.Context) (time.Time, error) {
	if err := s.tidy(ctx); err != nil {
		return time.Time{}, err
	}
	// Planning may fail because the index does not follow. The queue is sent nevertheless.
	_, planErr := s.plan(ctx, s.Now())
	resume, err := s.deliver(ctx)
	if err := errors.Join(planErr, err); err != nil {
		return time.Time{}, err
	}
	next, err := s.Store.NextMail(ctx)
	if resume.After(next) {
		next = resume
	}
	return next, err
}

// tidy deletes unconfirmed subscriptions that have expired, and old sent papers.
func (s *Service) tidy(ctx context.Context) error {
	now := s.Now()
	if now.Sub(s.tidied) < tidyEvery {
		return nil
	}
	err := s.Store.Update(ctx, func(tx store.Tx) error {
		if _, err := tx.ForgetUnconfirmed(now.Add(-confirmTime)); err != nil {
			return err
		}
		return tx.ForgetSent(now.Add(-sentTime))
	})
	if err == nil {
		s.tidied = now
	}
	return err
}
