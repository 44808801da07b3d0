package sqlite

import (
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// List implements store.ListTx.
func (t *tx) List(key store.ListKey) (store.List, error) { return readList(t.ctx, t.stmts, key) }

// ListNumbered implements store.ListTx.
func (t *tx) ListNumbered(number store.ListNumber) (store.List, error) {
	return readListNumbered(t.ctx, t.stmts, number)
}

// CreateList implements store.ListTx.
func (t *tx) CreateList(name string) (store.List, error) {
	list, err := t.createList(name)
	if err != nil {
		return store.List{}, fmt.Errorf("create list: %w", err)
	}
	return list, nil
}

func (t *tx) createList(name string) (store.List, error) {
	var count int
	if err := t.stmts.Value(t.ctx, &count, `SELECT count(*) FROM lists`); err != nil {
		return store.List{}, err
	}
	if count >= store.MaxLists {
		return store.List{}, store.ErrTooManyLists
	}
	done, err := t.stmts.Exec(t.ctx, `INSERT INTO lists(name, created, updated, used) VALUES (?1, ?2, ?2, ?2)`, name, t.now)
	if err != nil {
		return store.List{}, err
	}
	number, err := done.LastInsertId()
	if err != nil {
		return store.List{}, err
	}
	list := store.List{Number: store.ListNumber(number), Name: name, Created: sqlfile.TimeOf(t.now), Updated: sqlfile.TimeOf(t.now), Used: sqlfile.TimeOf(t.now), Edits: true}
	if err := t.updateListBytes(list.Number); err != nil {
		return store.List{}, err
	}
	list.Bytes = int64(len(name))
	return t.newListKeys(list)
}

// newListKeys creates both keys of a list that has none.
func (t *tx) newListKeys(list store.List) (store.List, error) {
	list.EditKey, list.ReadKey = sqlfile.NewListKey(), sqlfile.NewListKey()
	return list, errors.Join(t.putListKey(list, list.EditKey), t.putListKey(list, list.ReadKey))
}

// putListKey stores a key of a list: its editing key, or its reading key, sealed.
func (t *tx) putListKey(list store.List, key store.ListKey) error {
	edits := key == list.EditKey
	var sealed []byte
	if !edits {
		var err error
		if sealed, err = sqlfile.Seal(list.EditKey, key); err != nil {
			return err
		}
	}
	_, err := t.stmts.Exec(t.ctx, `INSERT INTO list_keys(hash, list, edits, sealed) VALUES (?, ?, ?, ?)`, sqlfile.KeyHash(key), list.Number, edits, sealed)
	return err
}

// RenameList implements store.ListTx.
func (t *tx) RenameList(list store.ListNumber, name string) error {
	if err := t.changeList("rename", list, `UPDATE lists SET name = ?3, updated = ?2, used = ?2 WHERE number = ?1`, t.now, name); err != nil {
		return err
	}
	return t.updateListBytes(list)
}

// DeleteList implements store.ListTx.
func (t *tx) DeleteList(list store.ListNumber) error {
	return t.changeList("delete", list, `DELETE FROM lists WHERE number = ?1`)
}

// changeList runs a statement that changes the row of the list ?1.
func (t *tx) changeList(verb string, list store.ListNumber, text string, args ...any) error {
	done, err := t.stmts.Exec(t.ctx, text, append([]any{list}, args...)...)
	if err = changedOne(done, err); errors.Is(err, store.ErrNotFound) {
		err = store.ErrNoList
	}
	if err != nil {
		return fmt.Errorf("%s list: %w", verb, err)
	}
	return nil
}

// RenewKey implements store.ListTx.
func (t *tx) RenewKey(list store.List, editing bool) (store.List, error) {
	renewed, err := t.renewKey(list, editing)
	if err != nil {
		return store.List{}, fmt.Errorf("renew key of list: %w", err)
	}
	return renewed, nil
}

func (t *tx) renewKey(list store.List, editing bool) (store.List, error) {
	if _, err := t.ListNumbered(list.Number); err != nil {
		return list, err
	}
	// The reading key is always deleted, since a new editing key has to seal it again.
	both := editing || list.EditKey == ""
	if _, err := t.stmts.Exec(t.ctx, `DELETE FROM list_keys WHERE list = ?1 AND (?2 OR edits = 0)`, list.Number, both); err != nil {
		return list, err
	}
	switch {
	case list.EditKey == "":
		return t.newListKeys(list)
	case editing:
		list.EditKey = sqlfile.NewListKey()
		return list, errors.Join(t.putListKey(list, list.EditKey), t.putListKey(list, list.ReadKey))
	}
	list.ReadKey = sqlfile.NewListKey()
	return list, t.putListKey(list, list.ReadKey)
}

// AddListed implements store.ListTx.
func (t *tx) AddListed(list store.ListNumber, papers []data.Number) (added int, err error) {
	var count int
	if err := t.stmts.Value(t.ctx, &count, `SELECT count(*) FROM listed WHERE list = ?`, list); err != nil {
		return 0, fmt.Errorf("add to list: %w", err)
	}
	err = t.eachListed("add to", list, papers, func(paper data.Number) error {
		n, err := t.execChanged(`INSERT INTO listed(list, number, added)
			SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM listed WHERE list = ?1 AND number IN (`+selectNumbers(`?2`)+`))`, list, paper, t.now)
		added += int(n)
		if err == nil && count+added > store.MaxListed {
			err = store.ErrListFull
		}
		return err
	})
	return added, err
}

// Annotate implements store.ListTx.
func (t *tx) Annotate(list store.ListNumber, papers []data.Number, note string) error {
	return t.eachListed("annotate", list, papers, func(paper data.Number) error {
		_, err := t.execChanged(`UPDATE listed SET note = ?3 WHERE list = ?1 AND number IN (`+selectNumbers(`?2`)+`)`, list, paper, note)
		return err
	})
}

// RemoveListed implements store.ListTx.
func (t *tx) RemoveListed(list store.ListNumber, papers []data.Number) (removed int, err error) {
	err = t.eachListed("remove from", list, papers, func(paper data.Number) error {
		n, err := t.execChanged(`DELETE FROM listed WHERE list = ?1 AND number IN (`+selectNumbers(`?2`)+`)`, list, paper)
		removed += int(min(n, 1))
		return err
	})
	return removed, err
}

// eachListed calls do for each of papers, then updates the size and times of the list.
func (t *tx) eachListed(verb string, list store.ListNumber, papers []data.Number, do func(data.Number) error) error {
	if err := t.changeList(verb, list, `UPDATE lists SET updated = ?2, used = ?2 WHERE number = ?1`, t.now); err != nil {
		return err
	}
	for _, paper := range papers {
		if err := do(paper); err != nil {
			return fmt.Errorf("%s list: %w", verb, err)
		}
	}
	if err := t.updateListBytes(list); err != nil {
		return fmt.Errorf("%s list: %w", verb, err)
	}
	return nil
}

// execChanged runs a statement and returns the number of rows that it changed.
func (t *tx) execChanged(text string, args ...any) (int64, error) {
	done, err := t.stmts.Exec(t.ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}
