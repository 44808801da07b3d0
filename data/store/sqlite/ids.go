package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"paperboy/data"
)

// IDs implements store.Store.
func (s *Store) IDs(ctx context.Context, numbers []data.Number) (map[data.Number]data.ID, error) {
	ids := make(map[data.Number]data.ID, len(numbers))
	keys, err := jsonArray(numbers)
	if err == nil {
		err = s.read.each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			var id data.ID
			err := rows.Scan(&number, &id)
			ids[number] = id
			return err
		}, `SELECT p.number, t.paper ->> '$.id'`+byNumbers+` WHERE t.state = 0`, keys)
	}
	if err != nil {
		return nil, fmt.Errorf("read %d ids: %w", len(numbers), err)
	}
	return ids, nil
}
