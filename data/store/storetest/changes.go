package storetest

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

func testMerge(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("pb:1", "one"), paper("arxiv:2", "two"), paper("a:3", "three"))
	f.update(func(tx store.Tx) error {
		if err := tx.Merge(store.Merge{From: 2, Into: 1, Reason: "same DOI"}); err != nil {
			return err
		}
		entries, err := tx.ByID([]data.ID{"arxiv:2"})
		if err != nil {
			return err
		}
		e := entries["arxiv:2"]
		if e.Number != 1 || len(e.Records) != 2 {
			t.Errorf("the merged id has number %d with %d records, want 1 with 2", e.Number, len(e.Records))
		}
		return tx.Put([]store.Write{{Number: 1, Paper: paper("arxiv:2", "one and two"), Records: e.Records}})
	})
	f.wantLog("3 three", "2 -", "1 one and two")
	f.wantIDs(map[data.ID]data.Number{"pb:1": 1, "arxiv:2": 1, "a:3": 3})
	f.wantPage(map[data.Number]string{1: "one and two", 2: "one and two", 3: "three"})
	stats, err := f.Stats(f.ctx)
	if err != nil || stats.Papers != 2 || stats.Deleted != 0 || stats.Records != 3 {
		t.Errorf("stats: got %+v and error %v, want 2 papers with 3 records", stats, err)
	}
	f.wantIntact()
}

func testMergeChain(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three"))
	f.update(func(tx store.Tx) error {
		return errors.Join(tx.Merge(store.Merge{From: 1, Into: 2, Reason: "test"}), tx.Merge(store.Merge{From: 2, Into: 3, Reason: "test"}))
	})
	f.wantIDs(map[data.ID]data.Number{"a:1": 3, "a:2": 3, "a:3": 3})
	f.wantNumbers(map[data.ID]data.Number{"a:1": 3, "a:2": 3, "a:3": 3})
	f.wantPage(map[data.Number]string{1: "three", 2: "three", 3: "three"})
	f.wantIntact()
	f.update(func(tx store.Tx) error { return tx.Delete([]data.Number{3}) })
	f.wantIDs(map[data.ID]data.Number{"a:1": 0, "a:2": 0, "a:3": 0})
	f.wantNumbers(map[data.ID]data.Number{"a:1": 3, "a:2": 3, "a:3": 3, "a:4": 0})
	f.wantPage(map[data.Number]string{})
	f.wantLog("1 -", "2 -", "3 -")
	f.wantIntact()
}

// wantPage compares the titles of the papers that Papers returns for the numbers 1 to 9.
func (f fixture) wantPage(want map[data.Number]string) {
	f.Helper()
	papers, err := f.Papers(f.ctx, []data.Number{1, 2, 3, 4, 5, 6, 7, 8, 9})
	if err != nil {
		f.Fatalf("papers: %v", err)
	}
	got := make(map[data.Number]string)
	for number, p := range papers {
		got[number] = p.Title
	}
	if diff := cmp.Diff(want, got); diff != "" {
		f.Errorf("papers (-want +got):\n%s", diff)
	}
}

func testDelete(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three"))
	f.update(func(tx store.Tx) error { return tx.Delete([]data.Number{1, 3}) })
	f.wantLog("2 two", "1 -", "3 -")
	f.wantIDs(map[data.ID]data.Number{"a:1": 0, "a:2": 2, "a:3": 0})
	f.wantNumbers(map[data.ID]data.Number{"a:1": 1, "a:2": 2, "a:3": 3})
	f.wantPage(map[data.Number]string{2: "two"})
	f.update(func(tx store.Tx) error {
		entries, err := tx.ByID([]data.ID{"a:1", "a:2"})
		if e := entries["a:1"]; !e.Deleted || e.Paper.Title != "one" || len(e.Records) != 1 {
			t.Errorf("a deleted entry: got %+v", e)
		}
		if entries["a:2"].Deleted {
			t.Error("a live entry is marked as deleted")
		}
		return err
	})
	stats, err := f.Stats(f.ctx)
	want := store.Stats{Papers: 1, Deleted: 2, Records: 1, Sources: map[string]int{"file": 1}, Sequence: 5}
	if diff := cmp.Diff(want, stats, cmpopts.IgnoreFields(store.Stats{}, "Bytes", "LastIngest")); diff != "" || err != nil {
		t.Errorf("stats (-want +got), error %v:\n%s", err, diff)
	}

	f.update(func(tx store.Tx) error { return tx.Restore([]data.Number{1}) })
	f.wantLog("2 two", "3 -", "1 one")
	f.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:3": 0})
	f.wantIntact()
}

func testSources(t *testing.T, open Open) {
	from := func(p data.Paper, sources ...string) store.Write {
		w := store.Write{Paper: p}
		for _, s := range sources {
			r := record(p)
			r.Origin = data.Provenance{Source: s}
			w.Records = append(w.Records, r)
		}
		return w
	}
	f := begin(t, open)
	f.update(func(tx store.Tx) error {
		for _, w := range []store.Write{
			from(paper("a:1", "one"), "sample"),
			from(paper("a:2", "two"), "sample", "arxiv"),
			from(paper("a:3", "three"), "arxiv"),
			from(paper("a:4", "four"), "sample", "sample"),
			from(paper("a:5", "five"), "sample"),
		} {
			number, err := tx.Create()
			if err != nil {
				return err
			}
			w.Number = number
			if err := tx.Put([]store.Write{w}); err != nil {
				return err
			}
		}
		return tx.Delete([]data.Number{5})
	})
	f.update(func(tx store.Tx) error {
		all, only, err := tx.FromSource("sample")
		if diff := cmp.Diff([]data.Number{1, 2, 4}, all); diff != "" {
			t.Errorf("papers from the sample (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]data.Number{1, 4}, only); diff != "" {
			t.Errorf("papers from the sample only (-want +got):\n%s", diff)
		}
		if all, only, _ := tx.FromSource("nowhere"); len(all)+len(only) > 0 {
			t.Errorf("papers from an unknown source: got %v and %v, want none", all, only)
		}
		return err
	})
	stats, err := f.Stats(f.ctx)
	if diff := cmp.Diff(map[string]int{"sample": 4, "arxiv": 2}, stats.Sources); diff != "" || err != nil {
		t.Errorf("sources (-want +got), error %v:\n%s", err, diff)
	}
	if stats.Records != 6 {
		t.Errorf("records: got %d, want the 6 of live papers", stats.Records)
	}
}

func testRollback(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"))
	refused := errors.New("refused")
	err := f.Update(f.ctx, func(tx store.Tx) error {
		number, err := tx.Create()
		if err != nil {
			return err
		}
		err = errors.Join(
			tx.Put([]store.Write{write(number, paper("a:3", "three")), write(1, paper("a:4", "four"))}),
			tx.Delete([]data.Number{2}))
		if err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("update: got error %v, want %v", err, refused)
	}
	f.wantLog("1 one", "2 two")
	f.wantIDs(map[data.ID]data.Number{"a:1": 1, "a:2": 2, "a:3": 0, "a:4": 0})
	f.put(paper("a:5", "five"))
	f.wantLog("1 one", "2 two", "3 five")
	f.wantIntact()
}

func testPanic(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"))
	func() {
		defer func() {
			if recover() == nil {
				t.Error("Update recovered the panic")
			}
		}()
		f.update(func(tx store.Tx) error {
			if err := tx.Delete([]data.Number{1}); err != nil {
				t.Error(err)
			}
			panic("test")
		})
	}()
	f.put(paper("a:2", "two"))
	f.wantLog("1 one", "2 two")
}

func testRefused(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three"), paper("a:4", "four"))
	f.update(func(tx store.Tx) error {
		return errors.Join(tx.Delete([]data.Number{2}), tx.Merge(store.Merge{From: 3, Into: 4, Reason: "test"}))
	})
	for name, do := range map[string]func(store.Tx) error{
		"put of a number never created": func(tx store.Tx) error { return tx.Put([]store.Write{write(9, paper("a:9", "nine"))}) },
		"put of number 0":               func(tx store.Tx) error { return tx.Put([]store.Write{write(0, paper("a:9", "nine"))}) },
		"put of a deleted paper":        func(tx store.Tx) error { return tx.Put([]store.Write{write(2, paper("a:2", "two"))}) },
		"put of a merged paper":         func(tx store.Tx) error { return tx.Put([]store.Write{write(3, paper("a:3", "three"))}) },
		"delete of a deleted paper":     func(tx store.Tx) error { return tx.Delete([]data.Number{2}) },
		"delete of no paper":            func(tx store.Tx) error { return tx.Delete([]data.Number{9}) },
		"restore of a live paper":       func(tx store.Tx) error { return tx.Restore([]data.Number{1}) },
		"restore of a merged paper":     func(tx store.Tx) error { return tx.Restore([]data.Number{3}) },
		"merge of a deleted paper":      func(tx store.Tx) error { return tx.Merge(store.Merge{From: 2, Into: 1, Reason: "test"}) },
		"merge into a deleted paper":    func(tx store.Tx) error { return tx.Merge(store.Merge{From: 1, Into: 2, Reason: "test"}) },
		"merge into itself":             func(tx store.Tx) error { return tx.Merge(store.Merge{From: 1, Into: 1, Reason: "test"}) },
		"merge into no paper":           func(tx store.Tx) error { return tx.Merge(store.Merge{From: 1, Into: 9, Reason: "test"}) },
	} {
		if err := f.Update(f.ctx, do); err == nil {
			t.Errorf("%s was not refused", name)
		}
	}
	f.wantLog("1 one", "4 four", "2 -", "3 -")
	f.wantIntact()
}

func testBackup(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(full(), paper("a:2", "two"), paper("a:3", "three"))
	f.update(func(tx store.Tx) error { return tx.Delete([]data.Number{2}) })
	dir := t.TempDir()
	path := filepath.Join(dir, BackupName)
	if err := f.Backup(f.ctx, path); err != nil {
		t.Fatalf("backup: %v", err)
	}
	if err := f.Backup(f.ctx, path); err == nil {
		t.Error("a second backup to the same file was not refused")
	}
	f.put(paper("a:4", "four"))

	copied := beginIn(t, open, dir)
	if copied.Identity() != f.Identity() {
		t.Errorf("identity: got %s, want %s", copied.Identity(), f.Identity())
	}
	if diff := cmp.Diff(f.log()[:3], copied.log()); diff != "" {
		t.Errorf("log (-original +backup):\n%s", diff)
	}
	want, _, err := f.Paper(f.ctx, full().ID)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := copied.Paper(f.ctx, full().ID)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("paper (-original +backup), error %v:\n%s", err, diff)
	}
	copied.wantIntact()
}

// BackupName is the name of the file in which Open must find a store.
const BackupName = "papers.db"
