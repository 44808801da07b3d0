package sqlite

import (
	"database/sql"
	"fmt"
	"slices"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
	"paperboy/data/text"
)

// Put implements store.Tx.
func (t *tx) Put(papers []store.Write) error {
	if len(papers) == 0 {
		return nil
	}
	t.tally.put = true
	p := newPutter(t)
	for i := range papers {
		if err := p.put(&papers[i]); err != nil {
			return fmt.Errorf("put paper %s: %w", papers[i].Paper.ID, err)
		}
	}
	if err := p.flush(); err != nil {
		return fmt.Errorf("put %d papers: %w", len(papers), err)
	}
	_, err := t.stmts.Exec(t.ctx, `INSERT INTO meta(key, value) VALUES ('last_ingest', ?)
		ON CONFLICT DO UPDATE SET value = excluded.value`, fmt.Sprint(t.now))
	return err
}

// A putter writes the papers of one Put. It collects the rows to insert.
type putter struct {
	*tx
	papers, records, aliases *inserts
	pending                  map[data.Number]bool // new papers whose rows are not yet inserted
}

func newPutter(t *tx) *putter {
	return &putter{
		tx:      t,
		papers:  newInserts("papers", "number, sequence, state, title_key, added, updated, paper, sources, packed, sum", ""),
		records: newInserts("records", "number, source, origin, packed, sum", ""),
		aliases: newInserts("aliases", "id, number, sum", " ON CONFLICT DO NOTHING"),
		pending: make(map[data.Number]bool),
	}
}

// flush inserts the collected rows, those first to which others refer.
func (p *putter) flush() error {
	for _, table := range []*inserts{p.papers, p.records, p.aliases} {
		if err := table.flush(p.tx); err != nil {
			return err
		}
	}
	clear(p.pending)
	return nil
}

func (p *putter) put(w *store.Write) error {
	stored, err := sqlfile.PackText(&w.Paper)
	if err != nil {
		return err
	}
	title, sequence := sqlfile.TitleHash(text.TitleKey(w.Paper.Title)), p.nextSequence()
	sum := sqlfile.PaperSum(w.Number, title, p.now, stored.Packed, nil) + 3*int64(sequence)
	p.written = append(p.written, w.Number)
	isNew := p.created[w.Number]
	if isNew {
		delete(p.created, w.Number)
		p.tally.papers++
		p.pending[w.Number] = true
		p.papers.add(w.Number, sequence, sqlfile.Live, title, p.now, p.now, "", "", stored.Packed, sum+3*p.now)
	}
	if !isNew && p.pending[w.Number] || len(w.Foreign) > 0 {
		if err := p.flush(); err != nil {
			return err
		}
	}
	if !isNew {
		if err := p.update(w.Number, sequence, title, stored.Packed, sum); err != nil {
			return fmt.Errorf("number %d: %w", w.Number, err)
		}
	}
	if !isNew || len(w.Foreign) > 0 {
		if err := p.putForeign(w.Number, w.Foreign); err != nil {
			return err
		}
	}
	for i := range w.Records {
		if err := p.putRecord(w.Number, &w.Records[i], stored); err != nil {
			return err
		}
	}
	for _, id := range w.Aliases {
		p.aliases.add(id, w.Number, sqlfile.AliasSum(id, w.Number))
	}
	if id := w.Paper.ID; !slices.Contains(w.Aliases, id) {
		p.aliases.add(id, w.Number, sqlfile.AliasSum(id, w.Number))
	}
	return nil
}

// update writes a paper that was put before, and deletes its records. sum is its checksum without the
// share of added.
func (t *tx) update(number data.Number, sequence data.Sequence, title any, packed []byte, sum int64) error {
	done, err := t.stmts.Exec(t.ctx, `UPDATE papers SET sequence = ?2, title_key = ?3, updated = ?4, paper = '', sources = '', packed = ?5, sum = ?6 + 3 * added
		WHERE number = ?1 AND state = 0`, number, sequence, title, t.now, packed, sum)
	if err := changedOne(done, err); err != nil {
		return err
	}
	return t.eachSource(-1, `DELETE FROM records WHERE number = ? RETURNING source`, number)
}

// eachSource runs a query that returns the sources of records, and counts each as added (sign
// 1) or removed (-1).
func (t *tx) eachSource(sign int, text string, args ...any) error {
	return t.stmts.Each(t.ctx, func(rows *sql.Rows) error {
		var source string
		err := rows.Scan(&source)
		t.tally.record(source, sign)
		return err
	}, text, args...)
}

// putRecord writes a record of a paper with the text of.
func (p *putter) putRecord(number data.Number, r *data.Record, of sqlfile.Text) error {
	origin, packed, err := sqlfile.PackRecord(r, of)
	if err != nil {
		return err
	}
	stored, own := of.Packed, any(nil)
	if packed != nil {
		stored, own = packed, packed
	}
	p.tally.record(r.Origin.Source, 1)
	sum := sqlfile.RecordSum(r.Origin.Source, []byte(origin), stored) + 3*int64(number)
	p.records.add(number, r.Origin.Source, origin, own, sum)
	return nil
}

// Delete implements store.Tx.
func (t *tx) Delete(numbers []data.Number) error {
	for _, number := range numbers {
		if err := t.setState(number, sqlfile.Live, sqlfile.Deleted); err != nil {
			return fmt.Errorf("delete paper number %d: %w", number, err)
		}
	}
	return nil
}

// Restore implements store.Tx.
func (t *tx) Restore(numbers []data.Number) error {
	for _, number := range numbers {
		if err := t.setState(number, sqlfile.Deleted, sqlfile.Live); err != nil {
			return fmt.Errorf("restore paper number %d: %w", number, err)
		}
	}
	return nil
}

// setState moves a paper from one state to another and to the next sequence.
func (t *tx) setState(number data.Number, from, to int) error {
	if to == sqlfile.Deleted && t.isDamaged(number) {
		if err := t.emptyPaper(number); err != nil {
			return err
		}
	}
	done, err := t.stmts.Exec(t.ctx, `UPDATE papers SET state = ?1, sequence = ?2, sum = sum + 3 * (?2 + (?1 << 44) - sequence - (state << 44))
		WHERE number = ?3 AND state = ?4`, to, t.nextSequence(), number, from)
	if err := changedOne(done, err); err != nil {
		return err
	}
	sign := 1
	if to == sqlfile.Deleted {
		sign = -1
	}
	t.tally.papers += sign
	t.tally.deleted -= sign
	return t.eachSource(sign, `SELECT source FROM records WHERE number = ?`, number)
}

// emptyPaper removes everything from a damaged paper except its ids. The paper is about to
// be deleted and could not be restored.
func (t *tx) emptyPaper(number data.Number) error {
	stored, err := sqlfile.PackText(&data.Paper{ID: idOf(t.ctx, t.stmts, number)})
	if err != nil {
		return err
	}
	t.written = append(t.written, number)
	_, err = t.stmts.Exec(t.ctx, `UPDATE papers SET title_key = NULL, updated = ?2, paper = '', sources = '', packed = ?3,
		sum = ?4 + 3 * (sequence + (state << 44) + (coalesce(merged_into, 0) << 28) + added) WHERE number = ?1`,
		number, t.now, stored.Packed, sqlfile.PaperSum(number, nil, t.now, stored.Packed, nil))
	if err != nil {
		return err
	}
	return t.eachSource(-1, `DELETE FROM records WHERE number = ? RETURNING source`, number)
}

// changedOne returns store.ErrNotFound if a statement changed no row.
func changedOne(done sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return store.ErrNotFound
}
