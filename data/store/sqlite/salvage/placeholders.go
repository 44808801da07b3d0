package salvage

import (
	"database/sql"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/data/store/sqlite/sqlfile"
)

// A knownPaper is what indexes and other tables say about a paper.
type knownPaper struct {
	sequence data.Sequence // 0 if unknown
	sources  int           // number of tables and indexes that have the paper
}

// collectKnown collects the papers in the log's index, the aliases and the records.
func (s *salvager) collectKnown() error {
	s.known = make(map[data.Number]*knownPaper)
	for _, text := range []string{
		`SELECT number, sequence FROM papers INDEXED BY sqlite_autoindex_papers_1 WHERE sequence > 0 ORDER BY sequence`,
		`SELECT DISTINCT number, 0 FROM aliases`,
		`SELECT DISTINCT number, 0 FROM records INDEXED BY records_number`,
	} {
		err := s.from.Each(s.ctx, func(rows *sql.Rows) error {
			var number, sequence int64
			if err := rows.Scan(&number, &sequence); err != nil {
				return err
			}
			if number < 1 || number > sqlfile.MaxNumber {
				return nil
			}
			k := s.known[data.Number(number)]
			if k == nil {
				k = &knownPaper{}
				s.known[data.Number(number)] = k
			}
			k.sources++
			if k.sequence == 0 && sequence < 1<<sqlfile.StateShift {
				k.sequence = data.Sequence(sequence)
			}
			return nil
		}, text)
		if err != nil && !sqlfile.IsDamage(err) {
			return err
		}
	}
	return nil
}

// addPlaceholders adds an empty row for each known paper that could not be copied. Since a
// number may be damaged too, the paper must be in two places, or have a number below the
// highest that was copied.
func (s *salvager) addPlaceholders() error {
	var highest data.Number
	rows, err := s.to.QueryContext(s.ctx, `SELECT number FROM papers`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number data.Number
		if err := rows.Scan(&number); err != nil {
			return err
		}
		delete(s.known, number)
		highest = max(highest, number)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	now := time.Now().UnixMicro()
	for number, k := range s.known {
		if k.sources < 2 && number > highest {
			continue
		}
		state, into := s.stateOf(number)
		_, err := s.to.ExecContext(s.ctx, `INSERT INTO papers(number, sequence, state, merged_into, added, updated, paper, sources)
			SELECT ?1, iif(?2 > 0 AND NOT EXISTS (SELECT 1 FROM papers WHERE sequence = ?2), ?2, (SELECT coalesce(max(sequence), 0) + 1 FROM papers)), ?3, ?4, ?5, ?5, ?6, '[]'`,
			number, int64(k.sequence), state, into, now, sqlfile.EmptyPaper)
		if err != nil {
			return fmt.Errorf("number %d: %w", number, err)
		}
		if state == sqlfile.Live {
			s.Lost = append(s.Lost, number)
		}
	}
	return nil
}

// stateOf returns the state of a paper whose row cannot be read. It is in the indexes of the
// papers that are not live.
func (s *salvager) stateOf(number data.Number) (state int, into sql.NullInt64) {
	// If the indexes don't say, assume live: a superfluous paper can be deleted.
	if s.from.Value(s.ctx, &into, `SELECT merged_into FROM papers INDEXED BY papers_merged WHERE merged_into IS NOT NULL AND number = ?`, number) == nil && into.Valid {
		return sqlfile.Merged, into
	}
	if s.from.Value(s.ctx, &state, `SELECT state FROM papers INDEXED BY papers_ended WHERE state <> 0 AND number = ?`, number) == nil && state == sqlfile.Deleted {
		return sqlfile.Deleted, sql.NullInt64{}
	}
	return sqlfile.Live, sql.NullInt64{}
}

// restoreAliases adds aliases for each readable paper whose own id has none. They are the ids
// that the paper's own fields contain.
func (s *salvager) restoreAliases() error {
	type alias struct {
		id     data.ID
		number data.Number
	}
	var missing []alias
	rows, err := s.to.QueryContext(s.ctx, `SELECT `+sqlfile.RowColumns+` FROM papers t WHERE t.state <> 2
		AND `+sqlfile.IDOf("t")+` NOT IN (SELECT id FROM aliases)`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r sqlfile.Row
		if err := rows.Scan(r.Dest()...); err != nil {
			return err
		}
		p, err := sqlfile.DecodeRow(&r)
		if err != nil || r.Sum.Valid && r.Verify() != nil {
			continue // damaged
		}
		for _, id := range (&data.Record{Paper: p}).IDs() {
			missing = append(missing, alias{id, r.Number})
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, a := range missing {
		if _, err := s.to.ExecContext(s.ctx, `INSERT OR IGNORE INTO aliases(id, number, sum) VALUES (?, ?, ?)`, a.id, a.number, sqlfile.AliasSum(a.id, a.number)); err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%d lost ids were restored from the papers", len(missing)))
	}
	return nil
}

// restoreListKeys creates keys for each list that has lost one. Nobody knows them: an
// administrator has to renew them.
func (s *salvager) restoreListKeys() error {
	lists, err := s.query(`SELECT number FROM lists WHERE (SELECT count(*) FROM list_keys WHERE list = number) < 2 ORDER BY number`)
	if err != nil {
		return err
	}
	for _, list := range lists {
		if err := s.createListKeys(list); err != nil {
			return fmt.Errorf("keys of list number %d: %w", list, err)
		}
		s.Notes = append(s.Notes, fmt.Sprintf("reading list %d lost a key: run 'paperboy lists renew %d --edit' for new addresses", list, list))
	}
	return nil
}

// createListKeys creates an editing key. If the reading key is lost too, or alone, it replaces
// both keys, since a reading key has to be sealed with an editing key that is known.
func (s *salvager) createListKeys(list int64) error {
	edit := sqlfile.NewListKey()
	var hasReadKey bool
	if err := s.to.QueryRowContext(s.ctx, `SELECT count(*) FROM list_keys WHERE list = ? AND edits = 0`, list).Scan(&hasReadKey); err != nil {
		return err
	}
	if !hasReadKey {
		read := sqlfile.NewListKey()
		sealed, err := sqlfile.Seal(edit, read)
		if err != nil {
			return err
		}
		if _, err := s.to.ExecContext(s.ctx, `DELETE FROM list_keys WHERE list = ?`, list); err != nil {
			return err
		}
		if _, err := s.to.ExecContext(s.ctx, `INSERT INTO list_keys(hash, list, edits, sealed) VALUES (?, ?, 0, ?)`, sqlfile.KeyHash(read), list, sealed); err != nil {
			return err
		}
	}
	_, err := s.to.ExecContext(s.ctx, `INSERT INTO list_keys(hash, list, edits) VALUES (?, ?, 1)`, sqlfile.KeyHash(edit), list)
	return err
}

// removeDangling removes rows that refer to lost rows.
func (s *salvager) removeDangling(tables []table) error {
	for range 2 { // the second time, rows that refer to rows removed the first time
		for _, t := range tables {
			rows, err := s.to.QueryContext(s.ctx, `SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)`, t.name)
			if err != nil {
				return err
			}
			var texts []string
			for rows.Next() {
				var parent, column, key string
				if err := rows.Scan(&parent, &column, &key); err != nil {
					rows.Close()
					return err
				}
				texts = append(texts, fmt.Sprintf(`DELETE FROM %s WHERE %s IS NOT NULL AND %s NOT IN (SELECT %s FROM %s)`, t.name, column, column, key, parent))
			}
			if err := rows.Close(); err != nil {
				return err
			}
			if err := s.exec(texts...); err != nil {
				return err
			}
		}
	}
	return nil
}
