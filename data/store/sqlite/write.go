package sqlite

import (
	"database/sql"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
)

// Put implements store.Tx.
func (t *tx) Put(papers []store.Write) error {
	if len(papers) == 0 {
		return nil
	}
	for _, w := range papers {
		if err := t.put(w); err != nil {
			return fmt.Errorf("put paper %s: %w", w.Paper.ID, err)
		}
	}
	_, err := t.stmts.exec(t.ctx, `INSERT INTO meta(key, value) VALUES ('last_ingest', ?)
		ON CONFLICT DO UPDATE SET value = excluded.value`, fmt.Sprint(t.now))
	return err
}

func (t *tx) put(w store.Write) error {
	if w.Number == 0 || w.Number > t.number {
		return fmt.Errorf("number %d was never created", w.Number)
	}
	paper, err := marshalPaper(w.Paper)
	if err != nil {
		return err
	}
	sources, err := marshal(w.Paper.Sources)
	if err != nil {
		return err
	}
	done, err := t.stmts.exec(t.ctx, `INSERT INTO papers(number, sequence, state, title_key, added, updated, paper, sources)
		VALUES (?1, ?2, 0, ?3, ?4, ?4, ?5, ?6)
		ON CONFLICT(number) DO UPDATE SET sequence = ?2, title_key = ?3, updated = ?4, paper = ?5, sources = ?6 WHERE state = 0`,
		w.Number, t.next(), titleHash(data.TitleKey(w.Paper.Title)), t.now, paper, sources)
	if err := changedOne(done, err); err != nil {
		return fmt.Errorf("number %d: %w", w.Number, err)
	}
	if _, err := t.stmts.exec(t.ctx, `DELETE FROM records WHERE number = ?`, w.Number); err != nil {
		return err
	}
	for _, r := range w.Records {
		record, err := marshal(recordJSON(r))
		if err != nil {
			return err
		}
		if _, err := t.stmts.exec(t.ctx, `INSERT INTO records(number, source, record) VALUES (?, ?, ?)`, w.Number, r.Origin.Source, record); err != nil {
			return err
		}
	}
	if err := t.alias(w.Paper.ID, w.Number); err != nil {
		return err
	}
	for _, id := range w.Aliases {
		if err := t.alias(id, w.Number); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) alias(id data.ID, number data.Number) error {
	_, err := t.stmts.exec(t.ctx, `INSERT INTO aliases(id, number) VALUES (?, ?) ON CONFLICT DO NOTHING`, id, number)
	return err
}

// Merge implements store.Tx. The aliases of from stay with it: they answer for
// into by way of merged_into, which always names the paper at the end.
func (t *tx) Merge(from, into data.Number, reason string) error {
	if err := t.merge(from, into, reason); err != nil {
		return fmt.Errorf("merge paper number %d into %d: %w", from, into, err)
	}
	return nil
}

func (t *tx) merge(from, into data.Number, reason string) error {
	var intoIsLive bool
	err := t.stmts.value(t.ctx, &intoIsLive, `SELECT count(*) FROM papers WHERE number = ? AND state = 0`, into)
	if err != nil {
		return err
	}
	if !intoIsLive || from == into {
		return store.ErrNotFound
	}
	done, err := t.stmts.exec(t.ctx, `UPDATE papers SET state = 2, merged_into = ?, sequence = ? WHERE number = ? AND state = 0`, into, t.next(), from)
	if err := changedOne(done, err); err != nil {
		return err
	}
	for _, step := range []string{
		`UPDATE papers SET merged_into = ?2 WHERE merged_into = ?1`,
		`UPDATE records SET number = ?2 WHERE number = ?1`,
	} {
		if _, err := t.stmts.exec(t.ctx, step, from, into); err != nil {
			return err
		}
	}
	_, err = t.stmts.exec(t.ctx, `INSERT INTO merges(from_number, into_number, reason, at) VALUES (?, ?, ?, ?)`, from, into, reason, t.now)
	return err
}

// Delete implements store.Tx.
func (t *tx) Delete(numbers []data.Number) error {
	for _, number := range numbers {
		if err := t.move(number, live, deleted); err != nil {
			return fmt.Errorf("delete paper number %d: %w", number, err)
		}
	}
	return nil
}

// Restore implements store.Tx.
func (t *tx) Restore(numbers []data.Number) error {
	for _, number := range numbers {
		if err := t.move(number, deleted, live); err != nil {
			return fmt.Errorf("restore paper number %d: %w", number, err)
		}
	}
	return nil
}

func (t *tx) move(number data.Number, from, to int) error {
	done, err := t.stmts.exec(t.ctx, `UPDATE papers SET state = ?, sequence = ? WHERE number = ? AND state = ?`, to, t.next(), number, from)
	return changedOne(done, err)
}

// changedOne turns a statement that found no row in the state it expected into
// store.ErrNotFound.
func changedOne(done sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return store.ErrNotFound
}
