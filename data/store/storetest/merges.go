package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

// keyOf returns the key of the record that record returns for a paper.
func keyOf(id data.ID) data.RecordKey {
	return data.RecordKey{Source: "file", Location: "a.jsonl", ID: id}
}

// merge merges a paper into another and puts the records of both.
func (f fixture) merge(from, into data.Paper, fromNumber, intoNumber data.Number) {
	f.Helper()
	f.update(func(tx store.Tx) error {
		err := tx.Merge(store.Merge{From: fromNumber, Into: intoNumber, Records: []data.RecordKey{keyOf(from.ID)}, Reason: "same title"})
		if err != nil {
			return err
		}
		return tx.Put([]store.Write{{Number: intoNumber, Paper: into, Records: []data.Record{record(into), record(from)}}})
	})
}

// unmerge undoes a merge and puts both papers with one record each.
func (f fixture) unmerge(p store.Parting, kept, leaving data.Paper, keptNumber data.Number) (number data.Number) {
	f.Helper()
	f.update(func(tx store.Tx) (err error) {
		if number, err = tx.Unmerge(p); err != nil {
			return err
		}
		return tx.Put([]store.Write{write(keptNumber, kept), write(number, leaving)})
	})
	return number
}

func testUnmerge(t *testing.T, open Open) {
	f := begin(t, open)
	one, two, three := paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three")
	f.put(one, two, three)
	before := time.Now().Add(-time.Second)
	f.merge(two, one, 2, 1)
	f.update(func(tx store.Tx) error { // an id of two that was found after the merge
		w := write(1, one)
		w.Records, w.Aliases = append(w.Records, record(two)), []data.ID{"b:2"}
		return tx.Put([]store.Write{w})
	})
	f.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:2": 1, "b:2": 1, "a:3": 3})

	if number := f.unmerge(store.Parting{Merge: 1, IDs: []data.ID{"b:2"}}, one, two, 1); number != 2 {
		t.Errorf("the paper that was split off has number %d, want 2 as before", number)
	}
	f.wantLog("3 three", "1 one", "2 two")
	f.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:2": 2, "b:2": 2, "a:3": 3})
	f.wantPage(map[data.Number]string{1: "one", 2: "two", 3: "three"})
	want := []store.Merge{{Number: 1, Into: 1, From: 2, Records: []data.RecordKey{keyOf("a:2")}, Reason: "same title"}}
	for _, number := range []data.Number{1, 2} {
		merges, err := f.Merges(f.ctx, number)
		if diff := cmp.Diff(want, merges, cmpopts.IgnoreFields(store.Merge{}, "At", "Undone")); diff != "" || err != nil {
			t.Errorf("merges of %d (-want +got), error %v:\n%s", number, err, diff)
		}
		if m := merges[0]; m.At.Before(before) || m.Undone.Before(m.At) || m.Stands() {
			t.Errorf("got merge at %v, undone at %v, in force %t; want present times, not in force", m.At, m.Undone, m.Stands())
		}
	}
	for id, apart := range map[data.ID][]data.Number{"a:1": {2}, "a:2": {1}, "a:3": nil} {
		if e, err := f.Entry(f.ctx, id); err != nil || !cmp.Equal(apart, e.Apart) {
			t.Errorf("%s is apart from %v, error %v; want %v", id, e.Apart, err, apart)
		}
	}
	stats, err := f.Stats(f.ctx)
	if err != nil || stats.Papers != 3 || stats.Records != 3 {
		t.Errorf("stats: got %+v and error %v, want 3 papers with 3 records", stats, err)
	}
	f.wantIntact()

	f.merge(two, one, 2, 1)
	if e, err := f.Entry(f.ctx, "a:2"); err != nil || e.Number != 1 || len(e.Apart) > 0 || len(e.Records) != 2 {
		t.Errorf("merged again: got %+v and error %v, want one paper with two records", e, err)
	}
	f.wantIntact()
}

// testUnmergeRecords splits off records that never were a separate paper.
func testUnmergeRecords(t *testing.T, open Open) {
	f := begin(t, open)
	one, two := paper("a:1", "one"), paper("a:2", "two")
	f.put(one)
	f.update(func(tx store.Tx) error {
		w := store.Write{Number: 1, Paper: one, Records: []data.Record{record(one), record(two)}, Aliases: []data.ID{"a:2", "b:2"}}
		return errors.Join(tx.Put([]store.Write{w}), tx.Merge(store.Merge{Into: 1, Records: []data.RecordKey{keyOf("a:2")}, Reason: "same title"}))
	})
	f.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:2": 1, "b:2": 1})
	if number := f.unmerge(store.Parting{Merge: 1, IDs: []data.ID{"a:2"}}, one, two, 1); number != 2 {
		t.Errorf("the paper that was split off has number %d, want the next, 2", number)
	}
	f.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:2": 2, "b:2": 1})
	f.wantLog("1 one", "2 two")

	f.update(func(tx store.Tx) error {
		w := write(2, two)
		w.Foreign = []data.ID{"b:2"}
		return tx.Put([]store.Write{w})
	})
	if e, err := f.Entry(f.ctx, "a:2"); err != nil || !cmp.Equal(e.Foreign, []data.ID{"b:2"}) || !cmp.Equal(e.Apart, []data.Number{1}) {
		t.Errorf("got foreign ids %v, apart from %v, error %v; want b:2 and 1", e.Foreign, e.Apart, err)
	}
	f.update(func(tx store.Tx) error { return tx.Put([]store.Write{write(2, two)}) })
	if e, err := f.Entry(f.ctx, "a:2"); err != nil || len(e.Foreign) > 0 {
		t.Errorf("got foreign ids %v, error %v; want none", e.Foreign, err)
	}
	f.wantIntact()
}

// testUnmergeChain splits off the middle of a chain of merges. The papers that were merged into
// it must go with it.
func testUnmergeChain(t *testing.T, open Open) {
	f := begin(t, open)
	one, two, three := paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three")
	f.put(one, two, three)
	f.merge(one, two, 1, 2)
	f.merge(two, three, 2, 3)
	f.wantIDs(map[data.ID]data.Number{"a:1": 3, "a:2": 3, "a:3": 3})
	if merges, err := f.Merges(f.ctx, 3); err != nil || len(merges) != 2 {
		t.Errorf("merges: got %+v and error %v, want both of the chain", merges, err)
	}
	f.unmerge(store.Parting{Merge: 2}, three, two, 3)
	f.wantIDs(map[data.ID]data.Number{"a:1": 2, "a:2": 2, "a:3": 3})
	f.wantIntact()
	f.unmerge(store.Parting{Merge: 1}, two, one, 2)
	f.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:2": 2, "a:3": 3})
	f.wantIntact()

	// Merge two papers into a third, then find that one of them belongs to the other.
	f.merge(one, three, 1, 3)
	f.merge(two, three, 2, 3)
	for _, step := range []struct {
		before store.MergeNumber
		limit  int
		want   []store.MergeNumber
	}{{0, 2, []store.MergeNumber{4, 3}}, {3, 9, []store.MergeNumber{2, 1}}, {1, 9, nil}} {
		merges, err := f.NewestMerges(f.ctx, step.before, step.limit)
		var got []store.MergeNumber
		for _, m := range merges {
			got = append(got, m.Number)
		}
		if diff := cmp.Diff(step.want, got); diff != "" || err != nil {
			t.Errorf("newest merges before %d (-want +got), error %v:\n%s", step.before, err, diff)
		}
	}
	f.unmerge(store.Parting{Merge: 4, Along: []store.MergeNumber{3}}, three, two, 3)
	f.wantIDs(map[data.ID]data.Number{"a:1": 2, "a:2": 2, "a:3": 3})
	f.wantIntact()

	// A paper that is split off from two is apart from the papers that two is apart from.
	f.put(paper("a:4", "four"))
	f.merge(paper("a:4", "four"), two, 4, 2)
	f.unmerge(store.Parting{Merge: 5}, two, paper("a:4", "four"), 2)
	if e, err := f.Entry(f.ctx, "a:4"); err != nil || !cmp.Equal(e.Apart, []data.Number{2, 3}, cmpopts.SortSlices(func(a, b data.Number) bool { return a < b })) {
		t.Errorf("the paper split off from two is apart from %v, error %v; want 2 and 3", e.Apart, err)
	}
	f.wantIntact()
}

func testUnmergeRefused(t *testing.T, open Open) {
	f := begin(t, open)
	one, two := paper("a:1", "one"), paper("a:2", "two")
	f.put(one, two, paper("a:3", "three"))
	f.merge(two, one, 2, 1)
	for _, test := range []struct {
		name   string
		before func(store.Tx) error
		merge  store.MergeNumber
	}{
		{"a merge that does not exist", func(store.Tx) error { return nil }, 9},
		{"a merge of a deleted paper", func(tx store.Tx) error { return tx.Delete([]data.Number{1}) }, 1},
		{"a merge that was undone", func(tx store.Tx) error {
			number, err := tx.Unmerge(store.Parting{Merge: 1})
			return errors.Join(err, tx.Put([]store.Write{write(number, two)}))
		}, 1},
	} {
		head := f.head()
		err := f.Update(f.ctx, func(tx store.Tx) error {
			if err := test.before(tx); err != nil {
				t.Errorf("%s: before: %v", test.name, err)
			}
			_, err := tx.Unmerge(store.Parting{Merge: test.merge})
			return err
		})
		if !errors.Is(err, store.ErrNoMerge) || f.head() != head {
			t.Errorf("%s: got error %v and head %d, want ErrNoMerge and %d", test.name, err, f.head(), head)
		}
	}
	if _, err := f.Entry(f.ctx, "a:9"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("entry of a missing paper: got error %v, want ErrNotFound", err)
	}
	f.wantIntact()
}
