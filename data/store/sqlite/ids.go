package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// IDs implements store.Store.
func (s *Store) IDs(ctx context.Context, numbers []data.Number) (map[data.Number]data.ID, error) {
	ids := make(map[data.Number]data.ID, len(numbers))
	keys, err := sqlfile.JSONArray(numbers)
	if err == nil {
		err = s.read.Each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			var id data.ID
			err := rows.Scan(&number, &id)
			if id != "" {
				ids[number] = id
			}
			return err
		}, `SELECT p.number, coalesce(`+sqlfile.IDOf("t")+`, '')`+byNumbers+` WHERE t.state = 0`, keys)
	}
	if err != nil {
		return nil, fmt.Errorf("read %d ids: %w", len(numbers), err)
	}
	return ids, nil
}

// IDsAfter implements store.Store.
func (s *Store) IDsAfter(ctx context.Context, after data.Number, limit int) ([]store.NumberedID, error) {
	var ids []store.NumberedID
	err := s.read.Each(ctx, func(rows *sql.Rows) error {
		var id store.NumberedID
		var micros int64
		err := rows.Scan(&id.Number, &id.ID, &micros)
		if id.ID != "" {
			id.Updated = sqlfile.TimeOf(micros)
			ids = append(ids, id)
		}
		return err
	}, `SELECT number, coalesce(`+sqlfile.IDOf("papers")+`, ''), updated FROM papers NOT INDEXED
		WHERE state = 0 AND number > ? ORDER BY number LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read ids after %d: %w", after, err)
	}
	return ids, nil
}

// LastNumber implements store.Store.
func (s *Store) LastNumber(ctx context.Context) (last data.Number, err error) {
	if err := s.read.Value(ctx, &last, `SELECT coalesce(max(number), 0) FROM papers`); err != nil {
		return 0, fmt.Errorf("read last number: %w", err)
	}
	return last, nil
}
