package library

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/figures"
	"paperboy/data/store"
	"paperboy/index"
)

// StatsAnswer is the answer to GET /stats.
type StatsAnswer struct {
	Version string `json:"version"`
	// Papers counts the papers that a search can find.
	Papers int         `json:"papers"`
	Store  store.Stats `json:"store"`
	Index  index.Stats `json:"index"`
	Health StoreHealth `json:"health"`
	// Backup is nil if there are no regular backups.
	Backup *BackupState `json:"backup"`
}

// Stats describes the contents of the store and the index.
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

// ReindexAnswer is the answer to POST /admin/reindex.
type ReindexAnswer struct {
	Papers   int           `json:"papers"`
	Sequence data.Sequence `json:"sequence"`
	TookMS   float64       `json:"took_ms"`
}

// Reindex rebuilds the index from the store. Searches are answered meanwhile. It is refused
// while another Reindex runs.
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
	return ReindexAnswer{Papers: stats.Papers, Sequence: stats.Sequence, TookMS: figures.Milliseconds(s.Now().Sub(start))}, nil
}

// CheckAnswer is the answer to POST /admin/check. Problems is empty if the store and the index
// are sound.
type CheckAnswer struct {
	Papers   int      `json:"papers"`
	Problems []string `json:"problems"`
	TookMS   float64  `json:"took_ms"`
}

// Check verifies the store and the index, and that they have the same number of papers.
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
	answer.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return answer, nil
}

// Backup writes a consistent copy of the store to w: a SQLite file that the command restore
// accepts.
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
