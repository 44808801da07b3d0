package api

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"paperboy/api/fields"
	"paperboy/api/params"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/store"
	"paperboy/recommend"
)

// Caps of reading lists, beside those of the store on how many there are.
const (
	MaxLists      = store.MaxLists
	MaxListPapers = store.MaxListed
	MaxListName   = 200   // characters
	MaxListNote   = 1_000 // characters
)

// DefaultListName is that of a list which was given none.
const DefaultListName = "Reading list"

// ListKey opens a reading list: whoever has it may read the list, or change it.
type ListKey = store.ListKey

// A client without the token makes listBurst lists at once, and listsAnHour later. The last
// ownLists are for the holder of the token.
const (
	listBurst   = 60
	listsAnHour = 10
	ownLists    = MaxLists / 10
)

// mayCreateList refuses a list to a client that made many.
func (s *Service) mayCreateList(ctx context.Context) error {
	client := limitedClient(ctx)
	if client == "" {
		return nil
	}
	stats, err := s.Store.CountLists(ctx)
	if err != nil {
		return err
	}
	if stats >= MaxLists-ownLists {
		return store.ErrTooManyLists
	}
	if wait := s.listMakers.Allow(client, 1); wait > 0 {
		problem := fault.New(fault.RateLimited, "", "that are many reading lists: one client makes %d at once and %d an hour", listBurst, listsAnHour)
		problem.RetryAfter = wait
		return problem
	}
	return nil
}

// CreateList makes a list of the papers that answer to ids, all of them or none.
func (s *Service) CreateList(ctx context.Context, name string, ids []data.ID) (List, error) {
	if err := s.mayCreateList(ctx); err != nil {
		return List{}, err
	}
	name, err := listText("name", name, data.OneLine, MaxListName)
	if err != nil {
		return List{}, err
	}
	if name == "" {
		name = DefaultListName
	}
	var made store.List
	err = s.Store.Update(ctx, func(tx store.Tx) error {
		l, err := tx.CreateList(name)
		if err != nil {
			return err
		}
		audit.Note(ctx, audit.ListsCreate, append([]data.ID{listID(l)}, ids...)...)
		var change ListChange
		if err := addListed(tx, l, ids, nil, &change); err != nil {
			return err
		}
		if len(change.Missing) > 0 {
			return fault.NoPaper(change.Missing[0])
		}
		made, err = tx.List(l.EditKey)
		return err
	})
	return newList(made), err
}

// listID names a list in the audit log, which must not have its keys.
func listID(l store.List) data.ID { return data.ID(fmt.Sprintf("list:%d", l.Number)) }

// Lists returns all lists without their keys, which a store does not know, the one last
// updated first. It is for administrators, who name a list by its ID.
func (s *Service) Lists(ctx context.Context) (ListsAnswer, error) {
	audit.Note[string](ctx, audit.ListsReadAll)
	lists, err := s.Store.Lists(ctx)
	answer := ListsAnswer{Lists: make([]List, len(lists))}
	for i, l := range lists {
		answer.Lists[i] = newList(l)
	}
	return answer, err
}

// List returns the list that a key opens, without its papers.
func (s *Service) List(ctx context.Context, key ListKey) (List, error) {
	l, err := s.open(ctx, key)
	return newList(l), err
}

// ListPapers returns the list that a key opens with its papers, the one last
// added first.
func (s *Service) ListPapers(ctx context.Context, key ListKey, p ListParams) (ListAnswer, error) {
	if err := listTable.Validate(&p); err != nil {
		return ListAnswer{}, err
	}
	l, listed, err := s.listed(ctx, key)
	if err != nil {
		return ListAnswer{}, err
	}
	answer := ListAnswer{List: newList(l), Papers: []ListedPaper{}, Gone: []GonePaper{}}
	var live []store.Listed
	for _, entry := range listed {
		if entry.Gone {
			answer.Gone = append(answer.Gone, GonePaper{ID: entry.ID, Added: entry.Added, Note: entry.Note})
		} else {
			live = append(live, entry)
		}
	}
	answer.Total = len(live)
	live = live[min(p.Offset, len(live)):]
	live = live[:min(p.Limit, len(live))]
	papers, err := fields.LookUp(ctx, s.Store, numbersOf(live), p.Fields)
	if err != nil {
		return ListAnswer{}, fmt.Errorf("read list: %w", err)
	}
	for _, entry := range live {
		if paper, ok := papers[entry.Number]; ok {
			answer.Papers = append(answer.Papers, ListedPaper{ID: paper.ID, Paper: paper, Added: entry.Added, Note: entry.Note})
		}
	}
	return answer, nil
}

// open returns the list that a key opens, or an administrator's ID of one.
func (s *Service) open(ctx context.Context, key ListKey) (store.List, error) {
	if number, ok := numberOf(ctx, key); ok {
		return s.Store.ListNumbered(ctx, number)
	}
	return s.Store.List(ctx, key)
}

// openTx is open within an Update.
func openTx(ctx context.Context, tx store.Tx, key ListKey) (store.List, error) {
	if number, ok := numberOf(ctx, key); ok {
		return tx.ListNumbered(number)
	}
	return tx.List(key)
}

// numberOf is the number of a list that an administrator names by its ID.
func numberOf(ctx context.Context, key ListKey) (store.ListNumber, bool) {
	number, err := strconv.ParseUint(string(key), 10, 32) // no key has so few characters
	return store.ListNumber(number), err == nil && access.From(ctx).May(store.ScopeAdmin)
}

// useAfter is how long after its last use the use of a list is noted again.
const useAfter = 24 * time.Hour

// listed reads a list and its papers, and notes that the list was used.
func (s *Service) listed(ctx context.Context, key ListKey) (store.List, []store.Listed, error) {
	l, err := s.open(ctx, key)
	if err != nil {
		return l, nil, err
	}
	if s.Now().Sub(l.Used) > useAfter {
		// A list can be read where nothing can be written.
		_ = s.Store.Update(ctx, func(tx store.Tx) error { return tx.UseList(l.Number) })
	}
	listed, err := s.Store.Listed(ctx, l.Number)
	return l, listed, err
}

func numbersOf(listed []store.Listed) []data.Number {
	numbers := make([]data.Number, len(listed))
	for i, entry := range listed {
		numbers[i] = entry.Number
	}
	return numbers
}

// AmongList returns those of ids that answer to a paper of the list that a key
// opens.
func (s *Service) AmongList(ctx context.Context, key ListKey, ids []data.ID) (map[data.ID]bool, error) {
	l, err := s.open(ctx, key)
	if err != nil {
		return nil, err
	}
	return s.Store.AmongListed(ctx, l.Number, ids)
}

// RenameList gives a list another name.
func (s *Service) RenameList(ctx context.Context, key ListKey, name string) (List, error) {
	name, err := listText("name", name, data.OneLine, MaxListName)
	if err != nil {
		return List{}, err
	}
	if name == "" {
		return List{}, fault.New(fault.InvalidValue, "name", "a list needs a name")
	}
	return s.changeList(ctx, key, audit.ListsChange, nil, func(tx store.Tx, l store.List) error { return tx.RenameList(l.Number, name) })
}

// AddToList puts the papers that answer to ids into a list, each once. A note,
// unless it is nil, becomes that of all of them, those that were in the list
// already included.
func (s *Service) AddToList(ctx context.Context, key ListKey, ids []data.ID, note *string) (ListChange, error) {
	change := ListChange{Missing: []data.ID{}}
	if note != nil {
		text, err := listText("note", *note, data.Paragraphs, MaxListNote)
		if err != nil {
			return change, err
		}
		note = &text
	}
	l, err := s.changeList(ctx, key, audit.ListsChange, ids, func(tx store.Tx, l store.List) error { return addListed(tx, l, ids, note, &change) })
	change.Total = l.Total
	return change, err
}

// addListed puts papers into a list and counts what that changed.
func addListed(tx store.Tx, l store.List, ids []data.ID, note *string, change *ListChange) error {
	entries, err := tx.ByID(ids)
	if err != nil {
		return err
	}
	var numbers []data.Number
	for _, id := range ids {
		if entry, ok := entries[id]; ok && !entry.Deleted {
			numbers = append(numbers, entry.Number)
		} else {
			change.Missing = append(change.Missing, id)
		}
	}
	if change.Changed, err = tx.AddListed(l.Number, numbers); err != nil || note == nil {
		return err
	}
	return tx.Annotate(l.Number, numbers, *note)
}

// RemoveFromList takes papers out of a list, those that are gone included.
func (s *Service) RemoveFromList(ctx context.Context, key ListKey, ids []data.ID) (ListChange, error) {
	change := ListChange{Missing: []data.ID{}}
	l, err := s.changeList(ctx, key, audit.ListsChange, ids, func(tx store.Tx, l store.List) error {
		entries, err := tx.ByID(ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			removed, err := tx.RemoveListed(l.Number, []data.Number{entries[id].Number})
			if err != nil {
				return err
			}
			if change.Changed += removed; removed == 0 {
				change.Missing = append(change.Missing, id)
			}
		}
		return nil
	})
	change.Total = l.Total
	return change, err
}

// RenewListKey gives a list another key for editing, or else for reading, and returns it
// with its keys. The one that it had opens nothing any more. A list that was opened by its
// ID gets both keys anew.
func (s *Service) RenewListKey(ctx context.Context, key ListKey, editing bool) (List, error) {
	var renewed store.List
	l, err := s.changeList(ctx, key, audit.ListsRenew, nil, func(tx store.Tx, l store.List) (err error) {
		renewed, err = tx.RenewKey(l, editing)
		return err
	})
	l.EditKey, l.ReadKey = renewed.EditKey, renewed.ReadKey
	return l, err
}

// DeleteList ends a list, and returns what it was.
func (s *Service) DeleteList(ctx context.Context, key ListKey) (List, error) {
	return s.changeList(ctx, key, audit.ListsDelete, nil, func(tx store.Tx, l store.List) error { return tx.DeleteList(l.Number) })
}

// PruneLists deletes the lists that were not used for long.
func (s *Service) PruneLists(ctx context.Context, p PruneParams) (PruneAnswer, error) {
	answer := PruneAnswer{DryRun: p.DryRun, Lists: []PrunedList{}}
	if err := pruneTable.Validate(&p); err != nil {
		return answer, err
	}
	if p.UnusedDays == 0 && !p.Empty {
		return answer, fault.New(fault.MissingParameter, "unused_days", "say which lists: unused for so many days, or empty")
	}
	before := s.Now().Add(-time.Duration(p.UnusedDays) * 24 * time.Hour)
	err := s.Store.Update(ctx, func(tx store.Tx) error {
		unused, err := tx.UnusedLists(before, p.Empty)
		if err != nil {
			return err
		}
		for _, l := range unused {
			answer.Deleted++
			if len(answer.Lists) < MaxPrunedNamed {
				answer.Lists = append(answer.Lists, PrunedList{Name: l.Name, Used: l.Used, Papers: l.Papers})
			}
			if p.DryRun {
				continue
			}
			if err := tx.DeleteList(l.Number); err != nil {
				return err
			}
		}
		return nil
	})
	return answer, err
}

// changeList runs f on the list that a key may change, in one transaction, and
// returns the list as it is then, or as it last was. action and ids are for the audit log.
func (s *Service) changeList(ctx context.Context, key ListKey, action audit.Action, ids []data.ID, f func(store.Tx, store.List) error) (List, error) {
	var l store.List
	err := s.Store.Update(ctx, func(tx store.Tx) (err error) {
		if l, err = openTx(ctx, tx, key); err != nil {
			return err
		}
		if !l.Edits {
			return fault.New(fault.Forbidden, "", "this address lets its holder read the list, not change it")
		}
		audit.Note(ctx, action, append([]data.ID{listID(l)}, ids...)...)
		if err := f(tx, l); err != nil {
			return err
		}
		if after, err := openTx(ctx, tx, key); err == nil {
			l = after
		}
		return nil
	})
	return newList(l), err
}

// ExportList writes the papers of a list, the one last added first, with their
// notes. An error may come after a part was written.
func (s *Service) ExportList(ctx context.Context, key ListKey, f Format, w io.Writer) error {
	out, err := newExport(w, f, nil)
	if err != nil {
		return err
	}
	_, listed, err := s.listed(ctx, key)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(listed, params.MaxIDs) {
		papers, err := fields.LookUp(ctx, s.Store, numbersOf(part), out.fields)
		if err != nil {
			return fmt.Errorf("export list: %w", err)
		}
		for _, entry := range part {
			if paper, ok := papers[entry.Number]; ok {
				if err := out.write(paper.Paper, entry.Note); err != nil {
					return fmt.Errorf("export list: %w", err)
				}
			}
		}
	}
	return out.end()
}

// RecommendFor answers with the papers most like those of a list, none of which
// comes back. Like, Unlike and Text are ignored.
func (s *Service) RecommendFor(ctx context.Context, key ListKey, p SimilarParams) (RecommendationsAnswer, error) {
	start := s.Now()
	if err := recommendTable.Validate(&p); err != nil {
		return RecommendationsAnswer{}, err
	}
	l, listed, err := s.listed(ctx, key)
	if err != nil {
		return RecommendationsAnswer{}, err
	}
	p.Like, p.Unlike, p.Text = nil, nil, ""
	for _, entry := range listed {
		if !entry.Gone && len(p.Like) < recommend.MaxSeeds {
			p.Like = append(p.Like, entry.ID)
		}
	}
	answer := RecommendationsAnswer{Name: l.Name, Seeds: len(p.Like), Total: l.Papers, Notices: []string{}}
	answer.Hits, answer.Duplicates = []SimilarHit{}, []Duplicate{}
	switch {
	case answer.Seeds == 0:
		answer.Notices = append(answer.Notices, "there is no paper in the list to compare with")
		return answer, nil
	case answer.Seeds < answer.Total:
		answer.Notices = append(answer.Notices, fmt.Sprintf("compared with the %d papers last added, of %d", answer.Seeds, answer.Total))
	}
	found, err := s.similar(ctx, p, numbersOf(listed))
	if err != nil {
		return RecommendationsAnswer{}, err
	}
	answer.SimilarAnswer = found
	answer.TookMS = s.since(start)
	return answer, nil
}

// listText makes what a reader wrote fit to be kept.
func listText(param, text string, tidy func(string) string, maxLength int) (string, error) {
	text = tidy(strings.ToValidUTF8(text, "\uFFFD"))
	if n := utf8.RuneCountInString(text); n > maxLength {
		return "", fault.New(fault.TooLong, param, "the %s has %d characters, at most %d", param, n, maxLength)
	}
	return text, nil
}

func newList(l store.List) List {
	return List{ID: l.Number, Name: l.Name, EditKey: l.EditKey, ReadKey: l.ReadKey, Created: l.Created, Updated: l.Updated, Total: l.Papers}
}
