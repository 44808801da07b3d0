package api

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"paperboy/api/fault"
	"paperboy/data/audit"
)

// Stats counts what store and index hold.
func (s *Service) Stats(ctx context.Context) (StatsAnswer, error) {
	stats, err := s.Store.Stats(ctx)
	if err != nil {
		return StatsAnswer{}, fmt.Errorf("stats: %w", err)
	}
	if stats.Sources == nil {
		stats.Sources = map[string]int{}
	}
	found := s.Index.Stats()
	answer := StatsAnswer{Version: s.Version, Papers: found.Papers, Store: stats, Index: found, Health: newStoreHealth(s.Store.Health())}
	if s.Backups != nil {
		answer.Backup = s.Backups()
	}
	return answer, nil
}

// Reindex rebuilds the index from the store; searches go on meanwhile. A second
// one at the same time is refused.
func (s *Service) Reindex(ctx context.Context) (ReindexAnswer, error) {
	if s.Library == nil {
		return ReindexAnswer{}, readOnly()
	}
	if !s.reindexing.TryLock() {
		return ReindexAnswer{}, fault.New(fault.Busy, "", "the index is being rebuilt already")
	}
	defer s.reindexing.Unlock()
	audit.Note[string](ctx, audit.IndexRebuild)
	start := s.Now()
	if err := s.Library.Reindex(ctx, nil); err != nil {
		return ReindexAnswer{}, err
	}
	stats := s.Index.Stats()
	return ReindexAnswer{Papers: stats.Papers, Sequence: stats.Sequence, TookMS: s.since(start)}, nil
}

// Check verifies store and index, and that they hold equally many papers.
func (s *Service) Check(ctx context.Context) (CheckAnswer, error) {
	audit.Note[string](ctx, audit.LibraryCheck)
	start := s.Now()
	answer := CheckAnswer{Problems: []string{}}
	found := func(err error) {
		if err != nil {
			answer.Problems = append(answer.Problems, err.Error())
		}
	}
	found(s.Store.Check(ctx))
	found(s.Index.Check(ctx))
	if s.Library != nil {
		found(s.Library.Err())
	}
	if err := ctx.Err(); err != nil {
		return answer, fmt.Errorf("check: %w", err)
	}
	head, err := s.Store.Head(ctx)
	found(err)
	stats, err := s.Store.Stats(ctx)
	found(err)
	answer.Papers = stats.Papers
	searchable := s.Index.Stats()
	// A damaged paper may be in the index or not.
	lacking := stats.Papers - searchable.Papers
	if head == stats.Sequence && head == searchable.Sequence && (lacking < 0 || lacking > s.Store.Health().Quarantined) {
		found(fmt.Errorf("the store has %d papers and the index %d, both after change %d", stats.Papers, searchable.Papers, head))
	}
	answer.TookMS = s.since(start)
	return answer, nil
}

// Backup writes a consistent copy of the store: a SQLite file, as the command
// restore takes it.
func (s *Service) Backup(ctx context.Context, w io.Writer) error {
	audit.Note[string](ctx, audit.LibraryBackup)
	dir, err := os.MkdirTemp(s.TempDir, "backup-*")
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "paperboy.db")
	if err := s.Store.Backup(ctx, path); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// Ready is nil once the index has caught up with what the store held at the first call.
// From then on it stays nil: searches are answered, and Reasons says what else is wrong.
func (s *Service) Ready(ctx context.Context) error {
	if s.caughtUp.Load() {
		return nil
	}
	if s.Library != nil {
		if err := s.Library.Err(); err != nil {
			p := fault.New(fault.NotReady, "", "the index does not follow the store; the log says why")
			p.Cause = err
			return p
		}
	}
	if s.goal.Load() == 0 {
		head, err := s.Store.Head(ctx)
		if err != nil {
			return fmt.Errorf("ready: %w", err)
		}
		s.goal.CompareAndSwap(0, uint64(head))
	}
	if at, goal := uint64(s.Index.Stats().Sequence), s.goal.Load(); at < goal {
		return fault.New(fault.NotReady, "", "the index is at change %d of %d; searches answer from what there is", at, goal)
	}
	s.caughtUp.Store(true)
	return nil
}
