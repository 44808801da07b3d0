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

// Limits of the lists that clients without the token can create: a client may create listBurst at
// once and listsAnHour an hour after that. The last reservedLists of MaxLists are reserved for
// holders of the token.
const (
	listBurst     = 60
	listsAnHour   = 10
	reservedLists = MaxLists / 10
)

// mayCreateList returns an error if the client of ctx may not create another list now.
func (s *Service) mayCreateList(ctx context.Context) error {
	client := access.LimitedClient(ctx)
	if client == "" {
		return nil
	}
	stats, err := s.Store.CountLists(ctx)
	if err != nil {
		return err
	}
	if stats >= MaxLists-reservedLists {
		return store.ErrTooManyLists
	}
	if wait := s.makers.Allow(client, 1); wait > 0 {
		problem := fault.New(fault.RateLimited, "", "too many reading lists: one client can create %d at once and %d an hour", listBurst, listsAnHour)
		problem.RetryAfter = wait
		return problem
	}
	return nil
}

// Create creates a list with the papers that have the given ids. If an id belongs to no paper, it
// returns an error and creates nothing. An empty name becomes DefaultName.
func (s *Service) Create(ctx context.Context, n NewList) (List, error) {
	if err := s.mayCreateList(ctx); err != nil {
		return List{}, err
	}
	name, err := listText("name", n.Name, text.OneLine, MaxName)
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
		audit.Note(ctx, audit.ListsCreate, append([]data.ID{listID(l)}, n.IDs...)...)
		var change Change
		if err := addListed(tx, l, n.IDs, nil, &change); err != nil {
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

// Rename changes the name of a list. The name must not be empty.
func (s *Service) Rename(ctx context.Context, key Key, r Renaming) (List, error) {
	name, err := listText("name", r.Name, text.OneLine, MaxName)
	if err != nil {
		return List{}, err
	}
	if name == "" {
		return List{}, fault.New(fault.InvalidValue, "name", "a list needs a name")
	}
	return s.changeList(ctx, key, audit.ListsChange, nil, func(tx store.Tx, l store.List) error { return tx.RenameList(l.Number, name) })
}

// Add adds papers to a list, each once.
func (s *Service) Add(ctx context.Context, key Key, a Addition) (Change, error) {
	change, note := Change{Missing: []data.ID{}}, a.Note
	if note != nil {
		tidy, err := listText("note", *note, text.Paragraphs, MaxNote)
		if err != nil {
			return change, err
		}
		note = &tidy
	}
	l, err := s.changeList(ctx, key, audit.ListsChange, a.IDs, func(tx store.Tx, l store.List) error { return addListed(tx, l, a.IDs, note, &change) })
	change.Total = l.Total
	return change, err
}

// addListed adds papers to a list, and sets change.Changed and change.Missing.
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

// Remove removes papers from a list. Deleted papers can be removed too.
func (s *Service) Remove(ctx context.Context, key Key, ids []data.ID) (Change, error) {
	change := Change{Missing: []data.ID{}}
	l, err := s.changeList(ctx, key, audit.ListsChange, ids, func(tx store.Tx, l store.List) error {
		numbers, err := tx.Numbers(ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			removed, err := tx.RemoveListed(l.Number, []data.Number{numbers[id]})
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

// RenewKey replaces a key of a list, and returns the list with both keys. The old key no longer
// opens the list. If the list was opened by its ID, both keys are replaced.
func (s *Service) RenewKey(ctx context.Context, key Key, r Renewal) (List, error) {
	var renewed store.List
	l, err := s.changeList(ctx, key, audit.ListsRenew, nil, func(tx store.Tx, l store.List) (err error) {
		renewed, err = tx.RenewKey(l, r.Key == EditKey)
		return err
	})
	l.EditKey, l.ReadKey = renewed.EditKey, renewed.ReadKey
	return l, err
}

// Delete deletes a list and returns it as it was.
func (s *Service) Delete(ctx context.Context, key Key) (List, error) {
	return s.changeList(ctx, key, audit.ListsDelete, nil, func(tx store.Tx, l store.List) error { return tx.DeleteList(l.Number) })
}

// changeList opens the list that a key may change, runs f and returns the list after that, or as it
// was before if f deleted it. All of this is one transaction. action and ids are for the audit log.
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

// listText returns a name or a note as it is stored: valid UTF-8, normalized by tidy. A text longer
// than maxLength characters is an error about param.
func listText(param, text string, tidy func(string) string, maxLength int) (string, error) {
	text = tidy(strings.ToValidUTF8(text, "\uFFFD"))
	if n := utf8.RuneCountInString(text); n > maxLength {
		return "", fault.New(fault.TooLong, param, "the %s has %d characters, at most %d", param, n, maxLength)
	}
	return text, nil
}
