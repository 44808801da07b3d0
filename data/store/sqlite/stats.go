package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"

	"paperboy/data/store"
)

// Stats implements store.Store. They are counted once for each sequence.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats, err := s.countStats(ctx)
	if err != nil {
		return store.Stats{}, fmt.Errorf("count what the store holds: %w", err)
	}
	stats.Bytes = fileSize(s.path) + fileSize(s.path+"-wal")
	stats.Sources = maps.Clone(stats.Sources)
	return stats, nil
}

func (s *Store) countStats(ctx context.Context) (stats store.Stats, err error) {
	if stats.Sequence, err = readHead(ctx, s.read); err != nil {
		return stats, err
	}
	if s.stats != nil && s.stats.Sequence == stats.Sequence {
		return *s.stats, nil
	}
	var ended, lastIngest int64
	stats.Sources = make(map[string]int)
	err = errors.Join(
		s.read.value(ctx, &stats.Papers, `SELECT count(*) FROM papers`),
		s.read.value(ctx, &ended, `SELECT count(*) FROM papers WHERE state <> 0`),
		s.read.value(ctx, &stats.Deleted, `SELECT count(*) FROM papers WHERE state = 1 AND state <> 0`),
		s.read.value(ctx, &lastIngest, `SELECT coalesce(max(cast(value AS INTEGER)), 0) FROM meta WHERE key = 'last_ingest'`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var source string
			var papers, records int
			err := rows.Scan(&source, &papers, &records)
			stats.Sources[source] = papers
			stats.Records += records
			return err
		}, `SELECT source, count(*), sum(records) FROM
			(SELECT number, source, count(*) AS records FROM records GROUP BY number, source)
			WHERE number NOT IN (SELECT number FROM papers WHERE state <> 0) GROUP BY source`),
	)
	if err != nil {
		return stats, err
	}
	stats.Papers -= int(ended)
	if lastIngest > 0 {
		stats.LastIngest = timeOf(lastIngest)
	}
	s.stats = &stats
	return stats, nil
}

// fileSize is 0 for a file that is not there, as the log when it is empty.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
