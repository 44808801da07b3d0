package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// Mend implements store.Keeper. First it looks for a single flipped bit, which the checksum
// identifies. Then it uses the paper's own records, then the other copies. It also repairs
// aliases.
func (s *Store) Mend(ctx context.Context, others []store.Copy) (store.Mended, error) {
	done := store.Mended{From: map[string]int{}, Lost: []store.Quarantined{}}
	if _, err := s.mendAliases(ctx); err != nil {
		return done, fmt.Errorf("repair ids: %w", err)
	}
	for _, number := range s.findings.numbers() {
		from, err := s.mendOne(ctx, number, others)
		if errors.Is(err, errBeyondRepair) {
			done.Lost = append(done.Lost, s.Damaged([]data.Number{number})...)
			continue
		}
		if err != nil {
			return done, fmt.Errorf("repair paper number %d: %w", number, err)
		}
		done.Restored++
		done.From[from]++
	}
	if err := s.restoreOwnAliases(ctx); err != nil {
		return done, fmt.Errorf("repair ids: %w", err)
	}
	return done, nil
}

var errBeyondRepair = errors.New("it cannot be repaired")

// mendOne repairs one paper and returns what it was repaired from. If that is not possible,
// the error wraps errBeyondRepair.
func (s *Store) mendOne(ctx context.Context, number data.Number, others []store.Copy) (from string, err error) {
	err = s.Update(ctx, func(x store.Tx) error {
		t := x.(*tx)
		if from, err = t.flipBack(number); err != nil {
			return err
		}
		if from != "" {
			if complete, err := t.isComplete(number); err != nil || complete {
				return err
			}
		}
		if from, err = t.emptyEnded(number); err != nil || from != "" {
			return err
		}
		write, why, err := t.bestVersion(ctx, number, others)
		if err != nil {
			return err
		}
		from = why
		return t.Put([]store.Write{write})
	})
	if errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNotFound) {
		err = errBeyondRepair
	}
	return from, err
}

// bestVersion returns the best available version of a damaged live paper and where it is
// from: all of the paper's records, another copy, some of its records, or the paper itself.
func (t *tx) bestVersion(ctx context.Context, number data.Number, others []store.Copy) (store.Write, string, error) {
	entries, err := readEntries(t.ctx, t.stmts, []data.Number{number}, func(data.Number, error) {})
	if err != nil {
		return store.Write{}, "", err
	}
	e := entries[number]
	if e == nil {
		return store.Write{}, "", errBeyondRepair
	}
	lacking, err := t.lacksRecords(number, len(e.Records))
	if err != nil {
		return store.Write{}, "", err
	}
	if !lacking && len(e.Records) > 0 {
		return rebuild(*e), "its own records", nil
	}
	for _, other := range others {
		known, ok, err := other.Copy(ctx, number)
		if err != nil {
			return store.Write{}, "", fmt.Errorf("%s: %w", other.Name(), err)
		}
		if ok && known.Paper.ID != "" && (e.Paper.ID == "" || e.Unreadable || known.Paper.ID == e.Paper.ID) {
			known.Number, known.Foreign = number, e.Foreign
			return rebuild(known), other.Name(), nil
		}
	}
	switch {
	case len(e.Records) > 0:
		return rebuild(*e), "its readable records", nil
	case !e.Unreadable:
		return rebuild(*e), "the paper itself, without its records", nil
	}
	return store.Write{}, "", errBeyondRepair
}

// isComplete reports whether a paper has a record or is not live.
func (t *tx) isComplete(number data.Number) (complete bool, err error) {
	err = t.stmts.Value(t.ctx, &complete, `SELECT state <> 0 OR EXISTS (SELECT 1 FROM records WHERE number = ?1) FROM papers WHERE number = ?1`, number)
	return complete, err
}

// lacksRecords reports whether a paper has more records than the readable ones.
func (t *tx) lacksRecords(number data.Number, readable int) (bool, error) {
	var all int
	err := t.stmts.Value(t.ctx, &all, `SELECT count(*) FROM records INDEXED BY records_number WHERE number = ?`, number)
	if sqlfile.IsDamage(err) {
		return true, nil
	}
	return all > readable, err
}

// rebuild returns a Write of a paper merged from its records. If there are none, it adds a
// record made from the paper.
func rebuild(e store.Entry) store.Write {
	if len(e.Records) == 0 {
		r := data.Record{Paper: e.Paper, Aliases: []data.ID{}}
		if len(e.Paper.Sources) > 0 {
			r.Origin = e.Paper.Sources[0]
		}
		r.Paper.Sources = []data.Provenance{}
		e.Records = []data.Record{r}
	} else {
		e.Paper = data.Merge(e.Records, e.Foreign...)
	}
	return store.Write{Number: e.Number, Paper: e.Paper, Records: e.Records, Foreign: e.Foreign}
}

// flipBack repairs a paper's row and its records if each differs in a single bit from what was
// written. It returns "a flipped bit" if it changed anything.
func (t *tx) flipBack(number data.Number) (from string, err error) {
	r, err := t.rawRow(number)
	if err != nil {
		return "", err
	}
	if r.Verify() != nil {
		if !r.FlipBack() {
			return "", nil
		}
		if err := t.rewrite(r); err != nil {
			return "", err
		}
		from = "a flipped bit"
	}
	records, err := t.rawRecords(number)
	if err != nil {
		return "", err
	}
	for _, r := range records {
		if _, err := r.Read(); err == nil {
			continue
		}
		if !r.FlipBack() {
			return "", nil // leave the whole paper to the other ways of repair
		}
		_, err := t.stmts.Exec(t.ctx, `UPDATE records SET source = ?2, origin = ?3, packed = iif(packed IS NULL, NULL, ?4), paper = iif(paper IS NULL, NULL, ?5), sum = ?6 WHERE id = ?1`,
			r.ID, r.Source, string(r.Origin), r.Stored, string(r.Stored), r.WantSum())
		if err != nil {
			return "", err
		}
		from = "a flipped bit"
	}
	if from != "" {
		t.written = append(t.written, number)
	}
	return from, nil
}

// rawRow reads a row without verifying it.
func (t *tx) rawRow(number data.Number) (r sqlfile.Row, err error) {
	err = t.stmts.Each(t.ctx, func(rows *sql.Rows) error { return rows.Scan(r.Dest()...) },
		`SELECT `+sqlfile.RowColumns+` FROM papers t WHERE t.number = ?`, number)
	if err == nil && r.Number == 0 {
		err = store.ErrNotFound
	}
	if err != nil && !sqlfile.IsDamage(err) && sqlfile.CodeOf(err) == 0 {
		err = fmt.Errorf("%w: %w", errBeyondRepair, err) // a column has the wrong type
	}
	return r, err
}

// rawRecords reads records without verifying them.
func (t *tx) rawRecords(number data.Number) (records []sqlfile.RecordRow, err error) {
	err = t.stmts.Each(t.ctx, func(rows *sql.Rows) error {
		var r sqlfile.RecordRow
		err := rows.Scan(r.Dest()...)
		records = append(records, r)
		return err
	}, `SELECT `+sqlfile.RecordColumns+` FROM records r WHERE r.number = ? ORDER BY r.id`, number)
	return records, err
}

// rewrite writes a row with the correct checksum at the end of the log, so that the index
// reads it again.
func (t *tx) rewrite(r sqlfile.Row) error {
	r.Sequence = t.nextSequence()
	paper, sources, packed := r.Texts()
	_, err := t.stmts.Exec(t.ctx, `UPDATE papers SET sequence = ?2, state = ?3, merged_into = ?4, title_key = ?5, added = ?6, updated = ?7,
		paper = ?8, sources = ?9, packed = ?10, sum = ?11 WHERE number = ?1`,
		r.Number, r.Sequence, r.State, r.Merged, r.Title, r.Added, r.Updated, paper, sources, packed, r.WantSum())
	return err
}

// emptyEnded empties the row of a paper that was deleted or merged, which nobody reads.
func (t *tx) emptyEnded(number data.Number) (from string, err error) {
	r, err := t.rawRow(number)
	if err != nil || r.State == sqlfile.Live {
		return "", err
	}
	if r.State == sqlfile.Merged { // its sequence and state are in indexes too
		stored, err := sqlfile.PackText(&data.Paper{ID: idOf(t.ctx, t.stmts, number)})
		if err != nil {
			return "", err
		}
		r.Stored, r.Sources = stored.Packed, nil
		t.written = append(t.written, number)
		return "nothing: it was merged into another", t.rewrite(r)
	}
	return "nothing: it was deleted", t.emptyPaper(number)
}
