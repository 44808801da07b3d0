package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/store"
)

func testListBytes(t *testing.T, open Open) {
	f := begin(t, open)
	numbers := f.put(paper("a:1", "one"), paper("a:2", "two"))
	l := f.createList("數學") // 6 bytes
	bytes := func() int64 {
		t.Helper()
		found, err := f.List(f.ctx, l.EditKey)
		if err != nil {
			t.Fatal(err)
		}
		return found.Bytes
	}
	annotate := func(note string) error {
		return f.Update(f.ctx, func(tx store.Tx) error { return tx.Annotate(l.Number, numbers[:1], note) })
	}
	f.addListed(l, numbers...)
	if err := annotate("ä note"); err != nil {
		t.Fatal(err)
	}
	if got := bytes(); got != 6+64+64+7 {
		t.Errorf("the list has %d bytes, want %d", got, 6+64+64+7)
	}
	if err := annotate(strings.Repeat("ä", store.MaxListBytes/2)); !errors.Is(err, store.ErrListTooLarge) {
		t.Errorf("a note as large as a list: got error %v, want ErrListTooLarge", err)
	}
	rename := func(name string) error {
		return f.Update(f.ctx, func(tx store.Tx) error { return tx.RenameList(l.Number, name) })
	}
	if err := rename(strings.Repeat("x", store.MaxListBytes)); !errors.Is(err, store.ErrListTooLarge) {
		t.Errorf("a name as large as a list: got error %v, want ErrListTooLarge", err)
	}
	if got := bytes(); got != 6+64+64+7 {
		t.Errorf("after refused changes the list has %d bytes, want %d", got, 6+64+64+7)
	}
	f.update(func(tx store.Tx) error { _, err := tx.RemoveListed(l.Number, numbers); return err })
	if got := bytes(); got != 6 {
		t.Errorf("the emptied list has %d bytes, want 6", got)
	}
	f.wantIntact()
}

func testUnusedLists(t *testing.T, open Open) {
	f := begin(t, open)
	numbers := f.put(paper("a:1", "one"))
	full, empty := f.createList("full"), f.createList("empty")
	f.addListed(full, numbers...)
	unused := func(before time.Time, emptyOnly bool) string {
		t.Helper()
		var names []string
		f.update(func(tx store.Tx) error {
			lists, err := tx.UnusedLists(before, emptyOnly)
			for _, l := range lists {
				names = append(names, l.Name)
			}
			return err
		})
		return strings.Join(names, " ")
	}
	later := time.Now().Add(time.Hour)
	for _, test := range []struct {
		before time.Time
		empty  bool
		want   string
	}{
		{later, false, "empty full"}, {later, true, "empty"}, {empty.Created, false, ""}, {time.Time{}, false, ""},
	} {
		if got := unused(test.before, test.empty); got != test.want {
			t.Errorf("unused before %v (empty only: %t): got %q, want %q", test.before, test.empty, got, test.want)
		}
	}
	f.update(func(tx store.Tx) error { return tx.UseList(empty.Number) })
	if got := unused(later, false); got != "full empty" {
		t.Errorf("unused lists after the use of empty: got %q, want %q", got, "full empty")
	}
	after, err := f.List(f.ctx, empty.EditKey)
	if err != nil || !after.Updated.Equal(empty.Updated) || after.Used.Before(empty.Used) {
		t.Errorf("after its use the list is %+v, error %v; want Updated as before", after, err)
	}
	if n, err := f.CountLists(f.ctx); n != 2 || err != nil {
		t.Errorf("got %d lists and error %v, want 2", n, err)
	}
	err = f.Update(f.ctx, func(tx store.Tx) error { return tx.UseList(99) })
	if !errors.Is(err, store.ErrNoList) {
		t.Errorf("use of a missing list: got error %v, want ErrNoList", err)
	}
}

func testIDs(t *testing.T, open Open) {
	f := begin(t, open)
	numbers := f.put(paper("a:1", "one"), paper("b:é/2", "two"), paper("c:3", "three"))
	f.update(func(tx store.Tx) error { return tx.Delete(numbers[2:]) })
	ids, err := f.IDs(f.ctx, append(numbers, 99))
	if err != nil || len(ids) != 2 || ids[numbers[0]] != data.ID("a:1") || ids[numbers[1]] != data.ID("b:é/2") {
		t.Errorf("got ids %v and error %v, want a:1 and b:é/2", ids, err)
	}
}
