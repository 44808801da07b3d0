package lists

import (
	"context"
	"strings"
	"unicode/utf8"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/store"
	"paperboy/data/text"
)

// A client without the token makes listBurst lists at once, and listsAnHour later. The last
// ownLists are for the holder of the token.
const (
	listBurst   = 60
	listsAnHour = 10
	ownLists    = MaxLists / 10
)

// mayCreateList refuses a list to a client that made many.
func (s *Service) mayCreateList(ctx context.Context) error {
	client := access.LimitedClient(ctx)
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
	if wait := s.makers.Allow(client, 1); wait > 0 {
		problem := fault.New(fault.RateLimited, "", "that are many reading lists: one client makes %d at once and %d an hour", listBurst, listsAnHour)
		problem.RetryAfter = wait
		return problem
	}
	return nil
}

// Create makes a list of the papers that answer to ids, all of them or none.
func (s *Service) Create(ctx context.Context, name string, ids []data.ID) (List, error) {
	if err := s.mayCreateList(ctx); err != nil {
		return List{}, err
	}
	name, err := listText("name", name, text.OneLine, MaxName)
	if err != nil {
		return List{}, err
	}
	if name == "" {
		name = DefaultName
	}
	var made store.List
	err = s.Store.Update(ctx, func(tx store.Tx) error {
		l, err := tx.CreateList(name)
		if err != nil {
			return err
		}
		audit.Note(ctx, audit.ListsCreate, append([]data.ID{listID(l)}, ids...)...)
		var change Change
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

// Rename gives a list another name.
func (s *Service) Rename(ctx context.Context, key Key, name string) (List, error) {
	name, err := listText("name", name, text.OneLine, MaxName)
	if err != nil {
		return List{}, err
	}
	if name == "" {
		return List{}, fault.New(fault.InvalidValue, "name", "a list needs a name")
	}
	return s.changeList(ctx, key, audit.ListsChange, nil, func(tx store.Tx, l store.List) error { return tx.RenameList(l.Number, name) })
}

// Add puts the papers that answer to ids into a list, each once. A note,
// unless it is nil, becomes that of all of them, those that were in the list
// already included.
func (s *Service) Add(ctx context.Context, key Key, ids []data.ID, note *string) (Change, error) {
	change := Change{Missing: []data.ID{}}
	if note != nil {
		tidy, err := listText("note", *note, text.Paragraphs, MaxNote)
		if err != nil {
			return change, err
		}
		note = &tidy
	}
	l, err := s.changeList(ctx, key, audit.ListsChange, ids, func(tx store.Tx, l store.List) error { return addListed(tx, l, ids, note, &change) })
	change.Total = l.Total
	return change, err
}

// addListed puts papers into a list and counts what that changed.
func addListed(tx store.Tx, l store.List, ids []data.ID, note *string, change *Change) error {
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

// Remove takes papers out of a list, those that are gone included.
func (s *Service) Remove(ctx context.Context, key Key, ids []data.ID) (Change, error) {
	change := Change{Missing: []data.ID{}}
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

// RenewKey gives a list another key for editing, or else for reading, and returns it
// with its keys. The one that it had opens nothing any more. A list that was opened by its
// ID gets two new keys.
func (s *Service) RenewKey(ctx context.Context, key Key, editing bool) (List, error) {
	var renewed store.List
	l, err := s.changeList(ctx, key, audit.ListsRenew, nil, func(tx store.Tx, l store.List) (err error) {
		renewed, err = tx.RenewKey(l, editing)
		return err
	})
	l.EditKey, l.ReadKey = renewed.EditKey, renewed.ReadKey
	return l, err
}

// Delete ends a list, and returns what it was.
func (s *Service) Delete(ctx context.Context, key Key) (List, error) {
	return s.changeList(ctx, key, audit.ListsDelete, nil, func(tx store.Tx, l store.List) error { return tx.DeleteList(l.Number) })
}

// changeList runs f on the list that a key may change, in one transaction, and
// returns the list as it is then, or as it last was. action and ids are for the audit log.
func (s *Service) changeList(ctx context.Context, key Key, action audit.Action, ids []data.ID, f func(store.Tx, store.List) error) (List, error) {
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

// listText makes what a reader wrote fit to be kept.
func listText(param, text string, tidy func(string) string, maxLength int) (string, error) {
	text = tidy(strings.ToValidUTF8(text, "\uFFFD"))
	if n := utf8.RuneCountInString(text); n > maxLength {
		return "", fault.New(fault.TooLong, param, "the %s has %d characters, at most %d", param, n, maxLength)
	}
	return text, nil
}
