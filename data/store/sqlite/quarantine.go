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
)

// maxQuarantined bounds how many damaged papers are remembered; more are counted no
// further. A store that has lost so much is to be restored, not read around.
const maxQuarantined = 100_000

// quarantine remembers what was found to be damaged.
type quarantine struct {
	now func() time.Time

	mu       sync.Mutex // guards what follows
	papers   map[data.Number]store.Quarantined
	problems map[string]bool // sentences about the store as a whole
	scrub    store.Scrub
}

// add remembers a damaged paper. It keeps what was first found of it.
func (q *quarantine) add(number data.Number, id data.ID, why error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, known := q.papers[number]; known || len(q.papers) >= maxQuarantined {
		return
	}
	if q.papers == nil {
		q.papers = make(map[data.Number]store.Quarantined)
	}
	q.papers[number] = store.Quarantined{Number: number, ID: id, Reason: why.Error(), Found: q.now().UTC().Truncate(time.Second)}
}

// known reports that a paper is in quarantine already.
func (q *quarantine) known(number data.Number) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	_, known := q.papers[number]
	return known
}

// drop forgets papers that were written anew.
func (q *quarantine) drop(numbers []data.Number) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, number := range numbers {
		delete(q.papers, number)
	}
}

func (q *quarantine) numbers() []data.Number {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Sorted(maps.Keys(q.papers))
}

// problem remembers a sentence about the store.
func (q *quarantine) problem(text string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.problems == nil {
		q.problems = make(map[string]bool)
	}
	q.problems[text] = true
}

// damagedPages is a sentence that Health says once pages were found to be damaged.
const damagedPages = "pages of the store are damaged: run 'paperboy check' for what is affected, and 'paperboy check --repair' to mend it"

// quarantine takes a damaged paper out of all answers.
func (s *Store) quarantine(ctx context.Context, number data.Number, why error) {
	if isDamage(why) {
		s.found.problem(damagedPages)
	}
	if !s.found.known(number) {
		s.found.add(number, s.nameOf(ctx, number), why)
	}
}

// quarantineAsked is quarantine for a number that may have been merged into another.
func (s *Store) quarantineAsked(ctx context.Context, asked data.Number, why error) {
	s.quarantine(ctx, becomes(ctx, s.read, asked), why)
}

// becomes is the number that a paper has become; its own where that cannot be read.
func becomes(ctx context.Context, stmts *statements, number data.Number) data.Number {
	var now data.Number
	if err := stmts.value(ctx, &now, `SELECT coalesce(merged_into, number) FROM papers WHERE number = ?`, number); err != nil {
		return number
	}
	return now
}

// maxLookedUp bounds for how many damaged papers an id is looked up, which reads all
// aliases.
const maxLookedUp = 200

func (s *Store) nameOf(ctx context.Context, number data.Number) data.ID {
	s.found.mu.Lock()
	few := len(s.found.papers) < maxLookedUp
	s.found.mu.Unlock()
	if !few {
		return ""
	}
	return idOf(ctx, s.read, number)
}

// idOf is an id that a paper answers to, from the aliases: the paper itself cannot be
// read. It is empty where there is none.
func idOf(ctx context.Context, stmts *statements, number data.Number) data.ID {
	ids := idsOf(ctx, stmts, number)
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// idsOf are the ids that a paper answers to, as far as they can be read, those of a
// scheme that data.Merge would choose first.
func idsOf(ctx context.Context, stmts *statements, number data.Number) (ids []data.ID) {
	// An error leaves what was read until then.
	_ = stmts.each(ctx, func(rows *sql.Rows) error {
		var id data.ID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM aliases WHERE number = ? ORDER BY
		CASE substr(id, 1, instr(id, ':')) WHEN 'arxiv:' THEN 0 WHEN 'acl:' THEN 1 WHEN 'doi:' THEN 2 WHEN 'pb:' THEN 4 ELSE 3 END, id`, number)
	return ids
}

// Health implements store.Keeper.
func (s *Store) Health() store.Health {
	free := freeSpace(s.path)
	s.found.mu.Lock()
	defer s.found.mu.Unlock()
	h := store.Health{
		Quarantined: len(s.found.papers), Papers: []store.Quarantined{}, Problems: []string{},
		DiskFree: free, MinFree: s.opts.MinFree, Scrub: s.found.scrub,
	}
	for _, number := range slices.Sorted(maps.Keys(s.found.papers)) {
		if len(h.Papers) == store.MaxNamed {
			break
		}
		h.Papers = append(h.Papers, s.found.papers[number])
	}
	h.Problems = append(h.Problems, slices.Sorted(maps.Keys(s.found.problems))...)
	for _, err := range []error{s.readOnlyError(), s.replaced(), s.lowDisk(free)} {
		if err != nil {
			h.Problems = append(h.Problems, err.Error())
		}
	}
	return h
}

// Damaged implements store.Keeper.
func (s *Store) Damaged(numbers []data.Number) (damaged []store.Quarantined) {
	s.found.mu.Lock()
	defer s.found.mu.Unlock()
	if len(s.found.papers) == 0 {
		return nil
	}
	for _, number := range numbers {
		if q, ok := s.found.papers[number]; ok {
			damaged = append(damaged, q)
		}
	}
	return damaged
}
