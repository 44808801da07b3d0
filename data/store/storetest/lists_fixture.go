package storetest

import (
	"errors"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

func (f fixture) createList(name string) (l store.List) {
	f.Helper()
	f.update(func(tx store.Tx) (err error) { l, err = tx.CreateList(name); return err })
	return l
}

func (f fixture) lists() []store.List {
	f.Helper()
	lists, err := f.Lists(f.ctx)
	if err != nil {
		f.Fatalf("lists: %v", err)
	}
	return lists
}

func (f fixture) addListed(l store.List, papers ...data.Number) (added int) {
	f.Helper()
	f.update(func(tx store.Tx) (err error) { added, err = tx.AddListed(l.Number, papers); return err })
	return added
}

// wantList compares the list that a key opens. It ignores fields that changes of the list's
// papers update.
func (f fixture) wantList(key store.ListKey, want store.List) {
	f.Helper()
	got, err := f.List(f.ctx, key)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(store.List{}, "Updated", "Used", "Bytes", "Papers")); diff != "" || err != nil {
		f.Errorf("list of key %s (-want +got), error %v:\n%s", key, err, diff)
	}
}

func (f fixture) wantNoList(key store.ListKey) {
	f.Helper()
	if got, err := f.List(f.ctx, key); !errors.Is(err, store.ErrNoList) || got != (store.List{}) {
		f.Errorf("key %.40q: got %+v and error %v, want ErrNoList", key, got, err)
	}
}

func (f fixture) wantCounts(l store.List, papers, gone int) {
	f.Helper()
	got, err := f.List(f.ctx, l.EditKey)
	if err != nil || got.Papers != papers || got.Gone != gone {
		f.Errorf("the list has %d live and %d deleted papers, error %v; want %d and %d", got.Papers, got.Gone, err, papers, gone)
	}
}

// wantListed compares the papers of a list, written as "id", "id: note" or "id gone".
func (f fixture) wantListed(l store.List, want ...string) {
	f.Helper()
	listed, err := f.Listed(f.ctx, l.Number)
	if err != nil {
		f.Fatalf("listed: %v", err)
	}
	got := []string{}
	for _, p := range listed {
		text := string(p.ID)
		if p.Gone {
			text += " gone"
		}
		if p.Note != "" {
			text += ": " + p.Note
		}
		if p.Added.Before(l.Created) {
			f.Errorf("%s was added at %v, before the list was created", p.ID, p.Added)
		}
		got = append(got, text)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("papers of the list (-want +got):\n%s", diff)
	}
}
