package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/store"
)

// TestStatsUpdates compares the Stats that Updates update with counted ones.
func TestStatsUpdates(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	record := func(id data.ID, source string) data.Record {
		return data.Record{Paper: data.Paper{ID: id, Title: "A title"}, Origin: data.Provenance{Source: source}}
	}
	put := func(tx store.Tx, n data.Number, records ...data.Record) error {
		return tx.Put([]store.Write{{Number: n, Paper: data.Merge(records), Records: records}})
	}
	create := func(tx store.Tx, records ...data.Record) error {
		n, err := tx.Create()
		return errors.Join(err, put(tx, n, records...))
	}
	undone := errors.New("undone")
	for _, step := range []struct {
		name   string
		update func(store.Tx) error
	}{
		{"nothing", func(store.Tx) error { return nil }},
		{"three papers of two sources", func(tx store.Tx) error {
			return errors.Join(create(tx, record("x:1", "acl")), create(tx, record("x:2", "acl")), create(tx, record("x:3", "arxiv")))
		}},
		{"another record", func(tx store.Tx) error { return put(tx, 1, record("x:1", "acl"), record("x:1", "file")) }},
		{"a source's last record", func(tx store.Tx) error { return put(tx, 1, record("x:1", "acl")) }},
		{"delete", func(tx store.Tx) error { return tx.Delete([]data.Number{1, 3}) }},
		{"restore", func(tx store.Tx) error { return tx.Restore([]data.Number{3}) }},
		{"merge", func(tx store.Tx) error {
			return errors.Join(tx.Merge(store.Merge{From: 3, Into: 2, Reason: "a test"}), put(tx, 2, record("x:2", "acl"), record("x:3", "arxiv")))
		}},
		{"unmerge", func(tx store.Tx) error {
			n, err := tx.Unmerge(store.Parting{Merge: 1})
			return errors.Join(err, put(tx, 2, record("x:2", "acl")), put(tx, n, record("x:3", "arxiv")))
		}},
		{"merge again", func(tx store.Tx) error {
			return errors.Join(tx.Merge(store.Merge{From: 3, Into: 2}), put(tx, 2, record("x:2", "acl"), record("x:3", "arxiv")))
		}},
		{"delete a merged one", func(tx store.Tx) error { return tx.Delete([]data.Number{2}) }},
		{"all undone", func(tx store.Tx) error {
			return errors.Join(create(tx, record("x:9", "file")), tx.Restore([]data.Number{1, 2}), undone)
		}},
		{"create and delete at once", func(tx store.Tx) error {
			return errors.Join(create(tx, record("x:4", "file")), tx.Delete([]data.Number{4}))
		}},
	} {
		if _, err := s.Stats(t.Context()); err != nil { // Updates update them from here on
			t.Fatal(err)
		}
		if err := s.Update(t.Context(), step.update); err != nil && !errors.Is(err, undone) {
			t.Fatalf("%s: %v", step.name, err)
		}
		want, err := count(t.Context(), s.read)
		if err != nil {
			t.Fatal(err)
		}
		if s.stats == nil || s.stats.Sequence != want.Sequence {
			t.Errorf("%s: the stats were not updated", step.name)
		}
		got, err := s.Stats(t.Context())
		got.Bytes = 0
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: stats (-counted +updated), error %v:\n%s", step.name, err, diff)
		}
	}
}
