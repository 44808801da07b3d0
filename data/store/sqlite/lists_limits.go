package sqlite

import (
	"database/sql"
	"fmt"
	"time"

	"paperboy/data/store"
)

// listBytes is the size of the list ?1: its name, and for each entry the note and 64 bytes.
const listBytes = `(SELECT length(CAST(name AS BLOB)) FROM lists WHERE number = ?1) +
	(SELECT coalesce(sum(64 + length(CAST(note AS BLOB))), 0) FROM listed WHERE list = ?1)`

// updateListBytes stores the size of a list that was changed. It returns an error if the list
// grew and is now too large, or all lists together are.
func (t *tx) updateListBytes(list store.ListNumber) error {
	var before, bytes, all int64
	if err := t.stmts.Value(t.ctx, &before, `SELECT bytes FROM lists WHERE number = ?`, list); err != nil {
		return err
	}
	if _, err := t.stmts.Exec(t.ctx, `UPDATE lists SET bytes = `+listBytes+` WHERE number = ?1`, list); err != nil {
		return err
	}
	if err := t.stmts.Value(t.ctx, &bytes, `SELECT bytes FROM lists WHERE number = ?`, list); err != nil || bytes <= before {
		return err
	}
	if bytes > store.MaxListBytes {
		return store.ErrListTooLarge
	}
	if err := t.stmts.Value(t.ctx, &all, `SELECT sum(bytes) FROM lists`); err != nil {
		return err
	}
	if all > store.MaxListsBytes {
		return store.ErrListsTooLarge
	}
	return nil
}

// UseList implements store.ListTx.
func (t *tx) UseList(list store.ListNumber) error {
	return t.changeList("use", list, `UPDATE lists SET used = ?2 WHERE number = ?1`, t.now)
}

// UnusedLists implements store.ListTx.
func (t *tx) UnusedLists(before time.Time, emptyOnly bool) ([]store.List, error) {
	lists := []store.List{}
	err := t.stmts.Each(t.ctx, func(rows *sql.Rows) error {
		l, err := scanList(rows)
		lists = append(lists, l)
		return err
	}, selectLists+` FROM lists n WHERE n.used < ?1 AND (?2 = 0 OR NOT EXISTS (SELECT 1 FROM listed WHERE list = n.number)) ORDER BY n.used, n.number`,
		before.UnixMicro(), emptyOnly)
	if err != nil {
		return nil, fmt.Errorf("find unused lists: %w", err)
	}
	return lists, nil
}
