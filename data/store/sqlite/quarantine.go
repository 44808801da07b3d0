package sqlite

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"sync"
	"time"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// maxQuarantined is the maximum number of damaged papers recorded. A store with more should
// be restored from a backup.
const maxQuarantined = 100_000

// findings records the damage that was found since the store was opened.
type findings struct {
	now func() time.Time

	mu       sync.Mutex // guards the fields below
	papers   map[data.Number]store.Quarantined
	problems map[string]bool // sentences about the store as a whole
	scrub    store.Scrub
}

// add records a damaged paper, unless it is recorded already.
func (f *findings) add(number data.Number, id data.ID, why error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, known := f.papers[number]; known || len(f.papers) >= maxQuarantined {
		return
	}
	if f.papers == nil {
		f.papers = make(map[data.Number]store.Quarantined)
	}
	f.papers[number] = store.Quarantined{Number: number, ID: id, Reason: why.Error(), Found: f.now().UTC().Truncate(time.Second)}
}

// has reports whether a paper is quarantined.
func (f *findings) has(number data.Number) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, known := f.papers[number]
	return known
}

// remove removes papers that were repaired.
func (f *findings) remove(numbers []data.Number) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, number := range numbers {
		delete(f.papers, number)
	}
}

// numbers returns the sorted numbers of the quarantined papers.
func (f *findings) numbers() []data.Number {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Sorted(maps.Keys(f.papers))
}

// addProblem records a sentence about the store as a whole.
func (f *findings) addProblem(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.problems == nil {
		f.problems = make(map[string]bool)
	}
	f.problems[text] = true
}

// damagedPages is the problem in Health after damaged pages were found.
const damagedPages = "pages of the store are damaged: run 'paperboy check' to see what is affected, and 'paperboy check --repair' to repair it"

// quarantine makes reads leave out a damaged paper.
func (s *Store) quarantine(ctx context.Context, number data.Number, why error) {
	if sqlfile.IsDamage(why) {
		s.findings.addProblem(damagedPages)
	}
	if !s.findings.has(number) {
		s.findings.add(number, s.reportedID(ctx, number), why)
	}
}

// quarantineRequested quarantines the paper that a number stands for now.
func (s *Store) quarantineRequested(ctx context.Context, requested data.Number, why error) {
	s.quarantine(ctx, currentNumber(ctx, s.read, requested), why)
}

// currentNumber returns the number of the paper that a paper was merged into, or its own
// number if it was not merged or that cannot be read.
func currentNumber(ctx context.Context, stmts *sqlfile.Statements, number data.Number) data.Number {
	var now data.Number
	if err := stmts.Value(ctx, &now, `SELECT coalesce(merged_into, number) FROM papers WHERE number = ?`, number); err != nil {
		return number
	}
	return now
}

// maxLookedUp is the number of damaged papers for which an id is looked up. Each lookup reads
// all aliases.
const maxLookedUp = 200

// reportedID returns an id of a damaged paper for Health, or "" once maxLookedUp papers are
// quarantined.
func (s *Store) reportedID(ctx context.Context, number data.Number) data.ID {
	s.findings.mu.Lock()
	few := len(s.findings.papers) < maxLookedUp
	s.findings.mu.Unlock()
	if !few {
		return ""
	}
	return idOf(ctx, s.read, number)
}

// idOf returns an id of a paper from the aliases, for a paper that cannot be read. It returns
// "" if there is none.
func idOf(ctx context.Context, stmts *sqlfile.Statements, number data.Number) data.ID {
	ids := idsOf(ctx, stmts, number)
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// idsOf returns the readable ids of a paper. The scheme that data.Merge prefers comes
// first, and the citation key last.
func idsOf(ctx context.Context, stmts *sqlfile.Statements, number data.Number) (ids []data.ID) {
	// After an error, return the ids read so far.
	_ = stmts.Each(ctx, func(rows *sql.Rows) error {
		var id data.ID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM aliases WHERE number = ? ORDER BY
		CASE substr(id, 1, instr(id, ':')) WHEN 'arxiv:' THEN 0 WHEN 'acl:' THEN 1 WHEN 'doi:' THEN 2 WHEN 'pb:' THEN 4 WHEN '`+data.SchemeCitationKey+`:' THEN 5 ELSE 3 END, id`, number)
	return ids
}

// Health implements store.Keeper.
func (s *Store) Health() store.Health {
	free := freeSpace(s.path)
	s.findings.mu.Lock()
	defer s.findings.mu.Unlock()
	h := store.Health{
		Quarantined: len(s.findings.papers), Papers: []store.Quarantined{}, Problems: []string{},
		DiskFree: free, MinFree: s.opts.MinFree, Scrub: s.findings.scrub,
	}
	for _, number := range slices.Sorted(maps.Keys(s.findings.papers)) {
		if len(h.Papers) == store.MaxNamed {
			break
		}
		h.Papers = append(h.Papers, s.findings.papers[number])
	}
	h.Problems = append(h.Problems, slices.Sorted(maps.Keys(s.findings.problems))...)
	for _, err := range []error{s.readOnlyError(), s.replacedError(), s.lowDiskError(free)} {
		if err != nil {
			h.Problems = append(h.Problems, err.Error())
		}
	}
	return h
}

// Damaged implements store.Keeper.
func (s *Store) Damaged(numbers []data.Number) (damaged []store.Quarantined) {
	s.findings.mu.Lock()
	defer s.findings.mu.Unlock()
	if len(s.findings.papers) == 0 {
		return nil
	}
	for _, number := range numbers {
		if q, ok := s.findings.papers[number]; ok {
			damaged = append(damaged, q)
		}
	}
	return damaged
}
