package storetest

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

func testLists(t *testing.T, open Open) {
	dir := t.TempDir()
	f := beginIn(t, open, dir)
	names := []string{"To read", "<b>&amp;\n\x00' \" \\ 数学\u202e", strings.Repeat("long ", 2000), ""}
	lists := make([]store.List, len(names))
	keys := map[store.ListKey]bool{}
	for i, name := range names {
		lists[i] = f.createList(name)
		if lists[i].Name != name || lists[i].Created.IsZero() || !lists[i].Created.Equal(lists[i].Updated) {
			t.Errorf("created %+v, want the name %q and equal times", lists[i], name)
		}
		for _, key := range []store.ListKey{lists[i].EditKey, lists[i].ReadKey} {
			if len(key) != 26 || keys[key] {
				t.Errorf("got key %q, want 26 characters and a new key", key)
			}
			keys[key] = true
		}
	}
	f.wantList(lists[1].EditKey, lists[1])
	reading := lists[1]
	reading.EditKey, reading.Edits = "", false
	f.wantList(lists[1].ReadKey, reading)

	first := lists[0]
	for _, key := range []store.ListKey{
		"", "x", "' OR 1=1 --", first.EditKey + "A", first.EditKey[:25], store.ListKey(strings.ToLower(string(first.EditKey))),
		first.EditKey + "\x00", store.ListKey(strings.Repeat("A", 100_000)),
	} {
		f.wantNoList(key)
	}

	f.update(func(tx store.Tx) error { return tx.RenameList(first.Number, "Read") })
	first.Name = "Read"
	f.wantList(first.EditKey, first)
	renew := func(list store.List, editing bool) (renewed store.List) {
		t.Helper()
		f.update(func(tx store.Tx) (err error) { renewed, err = tx.RenewKey(list, editing); return err })
		return renewed
	}
	edits := renew(first, true)
	f.wantNoList(first.EditKey)
	if edits.ReadKey != first.ReadKey || edits.EditKey == first.EditKey {
		t.Errorf("renewed the editing key of %+v: got %+v", first, edits)
	}
	f.wantList(edits.EditKey, edits)
	first = renew(edits, false)
	f.wantNoList(edits.ReadKey)
	if first.EditKey != edits.EditKey || first.ReadKey == edits.ReadKey {
		t.Errorf("renewed the reading key of %+v: got %+v", edits, first)
	}
	f.wantList(first.EditKey, first)

	// A list that was found by its number gets two new keys.
	numbered, err := f.ListNumbered(f.ctx, first.Number)
	want := first
	want.EditKey, want.ReadKey = "", ""
	if diff := cmp.Diff(want, numbered, cmpopts.IgnoreFields(store.List{}, "Updated", "Used", "Bytes", "Papers")); diff != "" || err != nil {
		t.Errorf("by its number (-want +got), error %v:\n%s", err, diff)
	}
	if _, err := f.ListNumbered(f.ctx, 99); !errors.Is(err, store.ErrNoList) {
		t.Errorf("the list with number 99: got error %v, want ErrNoList", err)
	}
	renewed := renew(numbered, false)
	f.wantNoList(first.EditKey)
	f.wantNoList(first.ReadKey)
	first = renewed
	f.wantList(first.EditKey, first)

	f.update(func(tx store.Tx) error { return tx.DeleteList(lists[3].Number) })
	f.wantNoList(lists[3].EditKey)
	f.wantNoList(lists[3].ReadKey)
	if again := f.createList("another"); again.Number == lists[3].Number {
		t.Errorf("the number %d of a deleted list was reused", again.Number)
	}
	before := f.lists()
	for _, l := range before {
		if l.EditKey != "" || l.ReadKey != "" {
			t.Errorf("Lists returned %+v with a key", l)
		}
	}
	if len(before) != 4 || before[0].Name != "another" {
		t.Errorf("lists: got %+v, want 4, the last updated first", before)
	}
	if stats, err := f.Stats(f.ctx); err != nil || stats.Lists != 4 || stats.Sequence != 0 {
		t.Errorf("stats: got %+v and error %v, want 4 lists and no change in the log", stats, err)
	}
	f.wantIntact()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	f = beginIn(t, open, dir)
	if diff := cmp.Diff(before, f.lists()); diff != "" {
		t.Errorf("reopened (-before +after):\n%s", diff)
	}
	f.wantList(first.EditKey, first)
}

func testListed(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three"), paper("a:4", "four"))
	l, other := f.createList("mine"), f.createList("other")
	if got := f.addListed(l, 2, 4, 2); got != 2 {
		t.Errorf("added %d papers, want 2", got)
	}
	if got := f.addListed(l, 1, 4); got != 1 {
		t.Errorf("added %d papers, want 1", got)
	}
	f.addListed(other, 3)
	f.wantListed(l, "a:1", "a:4", "a:2")
	f.wantListed(other, "a:3")

	got, err := f.AmongListed(f.ctx, l.Number, []data.ID{"a:4", "a:3", "a:1", "a:9", "' \""})
	if diff := cmp.Diff(map[data.ID]bool{"a:4": true, "a:1": true}, got); diff != "" || err != nil {
		t.Errorf("among (-want +got), error %v:\n%s", err, diff)
	}

	const note = "Why?\n\n<b>&amp; \U0001F642"
	f.update(func(tx store.Tx) error { return tx.Annotate(l.Number, []data.Number{4, 3}, note) })
	f.wantListed(l, "a:1", "a:4: "+note, "a:2")
	f.wantListed(other, "a:3")
	f.addListed(l, 4)
	f.wantListed(l, "a:1", "a:4: "+note, "a:2")

	f.update(func(tx store.Tx) error {
		n, err := tx.RemoveListed(l.Number, []data.Number{3, 4, 4, 1})
		if n != 2 {
			t.Errorf("removed %d papers, want 2", n)
		}
		return err
	})
	f.wantListed(l, "a:2")
	f.addListed(l, 4)
	f.wantListed(l, "a:4", "a:2")
	found, err := f.List(f.ctx, l.EditKey)
	if err != nil || found.Papers != 2 || found.Gone != 0 || !found.Updated.After(found.Created) {
		t.Errorf("got %+v and error %v, want 2 papers and a later update", found, err)
	}
	f.update(func(tx store.Tx) error { return tx.DeleteList(l.Number) })
	f.wantListed(l)
	f.wantListed(other, "a:3")
	f.wantIntact()
}

// testListedChanges merges, deletes and restores papers of a list.
func testListedChanges(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three"), paper("a:4", "four"))
	l := f.createList("mine")
	f.addListed(l, 1, 2, 3, 4)
	f.update(func(tx store.Tx) error {
		return errors.Join(tx.Annotate(l.Number, []data.Number{1}, "on one"), tx.Annotate(l.Number, []data.Number{3}, "on three"))
	})

	f.update(func(tx store.Tx) error { return tx.Delete([]data.Number{2}) })
	f.wantListed(l, "a:4", "a:3: on three", "a:2 gone", "a:1: on one")
	f.wantCounts(l, 3, 1)
	f.update(func(tx store.Tx) error { return tx.Restore([]data.Number{2}) })
	f.wantListed(l, "a:4", "a:3: on three", "a:2", "a:1: on one")

	f.update(func(tx store.Tx) error { return tx.Merge(store.Merge{From: 1, Into: 3, Reason: "test"}) })
	f.wantListed(l, "a:4", "a:3: on three\n\non one", "a:2")
	f.wantCounts(l, 3, 0)
	if got := f.addListed(l, 3); got != 0 {
		t.Error("the paper that another was merged into was added twice")
	}
	// Add a merged paper to a list without the paper that it was merged into.
	f.update(func(tx store.Tx) error { return tx.Merge(store.Merge{From: 4, Into: 2, Reason: "test"}) })
	other := f.createList("other")
	f.addListed(other, 4)
	f.wantListed(other, "a:2")
	if got := f.addListed(other, 2); got != 0 {
		t.Error("a paper was added under both of its numbers")
	}
	got, err := f.AmongListed(f.ctx, other.Number, []data.ID{"a:2", "a:4", "a:3"})
	if diff := cmp.Diff(map[data.ID]bool{"a:2": true, "a:4": true}, got); diff != "" || err != nil {
		t.Errorf("among (-want +got), error %v:\n%s", err, diff)
	}
	f.update(func(tx store.Tx) error { return tx.Annotate(l.Number, []data.Number{2}, "again") })
	f.wantListed(l, "a:2: again", "a:3: on three\n\non one")

	f.update(func(tx store.Tx) error { return tx.Delete([]data.Number{2}) })
	f.wantListed(other, "a:2 gone")
	f.wantCounts(other, 0, 1)
	f.update(func(tx store.Tx) error {
		n, err := tx.RemoveListed(other.Number, []data.Number{2})
		if n != 1 {
			t.Errorf("removed %d papers, want 1", n)
		}
		return err
	})
	f.wantListed(other)
	f.wantIntact()
}

func testListLimits(t *testing.T, open Open) {
	f := begin(t, open)
	papers := make([]data.Paper, store.MaxListed+1)
	for i := range papers {
		papers[i] = paper(data.ID(fmt.Sprintf("a:%d", i+1)), "title")
	}
	numbers := f.put(papers...)
	l := f.createList("full")
	f.addListed(l, numbers[:store.MaxListed]...)
	add := func(papers ...data.Number) error {
		return f.Update(f.ctx, func(tx store.Tx) error { _, err := tx.AddListed(l.Number, papers); return err })
	}
	if err := add(numbers[store.MaxListed]); !errors.Is(err, store.ErrListFull) {
		t.Errorf("one paper too many: got error %v, want ErrListFull", err)
	}
	if err := add(numbers[7], numbers[store.MaxListed-1]); err != nil {
		t.Errorf("adding papers that a full list has: %v", err)
	}
	f.wantCounts(l, store.MaxListed, 0)

	f.update(func(tx store.Tx) error {
		for range store.MaxLists - 1 {
			if _, err := tx.CreateList("x"); err != nil {
				return err
			}
		}
		return nil
	})
	err := f.Update(f.ctx, func(tx store.Tx) error { _, err := tx.CreateList("one too many"); return err })
	if !errors.Is(err, store.ErrTooManyLists) {
		t.Errorf("one list too many: got error %v, want ErrTooManyLists", err)
	}
	f.update(func(tx store.Tx) error { return tx.DeleteList(l.Number) })
	f.createList("in its place")
}

func testListsRefused(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"))
	l := f.createList("mine")
	f.addListed(l, 1)
	for name, do := range map[string]func(tx store.Tx) error{
		"rename":   func(tx store.Tx) error { return tx.RenameList(99, "x") },
		"renew":    func(tx store.Tx) error { _, err := tx.RenewKey(store.List{Number: 99}, true); return err },
		"delete":   func(tx store.Tx) error { return tx.DeleteList(99) },
		"add":      func(tx store.Tx) error { _, err := tx.AddListed(99, []data.Number{1}); return err },
		"annotate": func(tx store.Tx) error { return tx.Annotate(99, []data.Number{1}, "x") },
		"remove":   func(tx store.Tx) error { _, err := tx.RemoveListed(99, []data.Number{1}); return err },
	} {
		if err := f.Update(f.ctx, do); !errors.Is(err, store.ErrNoList) {
			t.Errorf("%s of a missing list: got error %v, want ErrNoList", name, err)
		}
	}
	if err := f.Update(f.ctx, func(tx store.Tx) error { _, err := tx.AddListed(l.Number, []data.Number{2, 77}); return err }); err == nil {
		t.Error("a paper that does not exist was added to a list")
	}
	refused := errors.New("refused")
	err := f.Update(f.ctx, func(tx store.Tx) error {
		made, err := tx.CreateList("undone")
		if err == nil {
			_, err = tx.AddListed(made.Number, []data.Number{1})
		}
		if found, foundErr := tx.List(made.ReadKey); foundErr != nil || found.Papers != 1 || found.EditKey != "" || found.Edits {
			t.Errorf("in the transaction: got %+v and error %v, want one paper and no editing key", found, foundErr)
		}
		return errors.Join(err, tx.RenameList(l.Number, "undone"), tx.DeleteList(l.Number), refused)
	})
	if !errors.Is(err, refused) {
		t.Fatalf("update: got error %v, want %v", err, refused)
	}
	f.wantListed(l, "a:1")
	if lists := f.lists(); len(lists) != 1 || lists[0].Name != "mine" {
		t.Errorf("after a rollback: got %+v, want the list as before", lists)
	}
	f.wantIntact()
}

// testListsConcurrently adds papers to one list concurrently.
func testListsConcurrently(t *testing.T, open Open) {
	const writers, each = 4, 25
	f := begin(t, open)
	var papers []data.Paper
	for i := range writers * each {
		papers = append(papers, paper(data.ID(fmt.Sprintf("a:%d", i)), "title"))
	}
	numbers := f.put(papers...)
	l := f.createList("ours")
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for _, n := range numbers[w*each : (w+1)*each] {
				err := f.Update(f.ctx, func(tx store.Tx) error { _, err := tx.AddListed(l.Number, []data.Number{n}); return err })
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
				if found, err := f.List(f.ctx, l.ReadKey); err != nil || found.Papers == 0 {
					t.Errorf("writer %d: got list %+v and error %v, want papers in it", w, found, err)
				}
			}
		})
	}
	group.Wait()
	f.wantCounts(l, writers*each, 0)
	f.wantIntact()
}

func testListsBackup(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"))
	l := f.createList("mine")
	f.addListed(l, 1, 2)
	f.update(func(tx store.Tx) error { return tx.Annotate(l.Number, []data.Number{1}, "a note") })
	dir := t.TempDir()
	if err := f.Backup(f.ctx, filepath.Join(dir, BackupName)); err != nil {
		t.Fatalf("backup: %v", err)
	}
	f.update(func(tx store.Tx) error { return tx.DeleteList(l.Number) })
	copied := beginIn(t, open, dir)
	copied.wantList(l.EditKey, l)
	copied.wantListed(l, "a:2", "a:1: a note")
	copied.wantIntact()
}
