package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// Feeds implements store.Feeds.
func (s *Store) Feeds(ctx context.Context) ([]store.Feed, error) {
	feeds := []store.Feed{}
	err := s.read.Each(ctx, func(rows *sql.Rows) error {
		f, err := scanFeed(rows)
		feeds = append(feeds, f)
		return err
	}, `SELECT name, cursor, fetched, error FROM feeds ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("read feeds: %w", err)
	}
	return feeds, nil
}

// Feed implements store.Feeds.
func (s *Store) Feed(ctx context.Context, name string) (store.Feed, error) {
	feed := store.Feed{Name: name}
	err := s.read.Each(ctx, func(rows *sql.Rows) (err error) {
		feed, err = scanFeed(rows)
		return err
	}, `SELECT name, cursor, fetched, error FROM feeds WHERE name = ?`, name)
	if err != nil {
		return store.Feed{}, fmt.Errorf("read feed: %w", err)
	}
	return feed, nil
}

func scanFeed(rows *sql.Rows) (store.Feed, error) {
	var f store.Feed
	var fetched int64
	err := rows.Scan(&f.Name, &f.Cursor, &fetched, &f.Error)
	f.Fetched = sqlfile.TimeOf(fetched)
	return f, err
}

// PutFeed implements store.FeedTx.
func (t *tx) PutFeed(f store.Feed) error {
	if f.Name == "" || len(f.Name) > store.MaxFeedBytes || max(len(f.Cursor), len(f.Error)) > store.MaxCursorBytes {
		return store.ErrFeed
	}
	if f.Cursor == "" && f.Error == "" {
		if _, err := t.stmts.Exec(t.ctx, `DELETE FROM feeds WHERE name = ?`, f.Name); err != nil {
			return fmt.Errorf("delete feed: %w", err)
		}
		return nil
	}
	var others int
	err := t.stmts.Value(t.ctx, &others, `SELECT count(*) FROM feeds WHERE name <> ?`, f.Name)
	if err == nil && others >= store.MaxFeeds {
		return store.ErrTooManyFeeds
	}
	if err == nil {
		_, err = t.stmts.Exec(t.ctx, `INSERT INTO feeds(name, cursor, fetched, error) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (name) DO UPDATE SET cursor = ?2, fetched = ?3, error = ?4`, f.Name, f.Cursor, t.now, f.Error)
	}
	if err != nil {
		return fmt.Errorf("store feed: %w", err)
	}
	return nil
}
