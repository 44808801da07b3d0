package ingest

import (
	"errors"
	"fmt"
	"testing"

	"paperboy/data"
	"paperboy/data/store"
)

func stating(key string) func(*data.Record) {
	return func(r *data.Record) { r.Paper.CitationKey = key }
}
func year(y int) func(*data.Record) {
	return func(r *data.Record) { r.Paper.Date = data.Date{Year: y} }
}

// wantKeys compares the citation keys of papers, and where each key leads.
func (f *fixture) wantKeys(want map[data.ID]string) {
	f.Helper()
	for id, key := range want {
		p, _, err := f.store.Paper(f.Context(), id)
		if err != nil || p.CitationKey != key {
			f.Errorf("%s has the key %q, error %v; want %q", id, p.CitationKey, err, key)
		}
		if led, _, err := f.store.Paper(f.Context(), data.CitationKeyID(key)); err != nil || led.ID != p.ID {
			f.Errorf("the key %q leads to %s, error %v; want %s", key, led.ID, err, p.ID)
		}
	}
}

func TestCitationKeys(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 2})
	var records []data.Record
	for i := range 12 {
		records = append(records, rec("x", data.ID(fmt.Sprintf("x:%d", i+1)), fmt.Sprint("Notes, Part ", i), ada, year(1843)))
	}
	f.take(RunOptions{}, records...)
	f.wantKeys(map[data.ID]string{"x:1": "lovelace1843notes", "x:2": "lovelace1843notes_2", "x:9": "lovelace1843notes_9", "x:10": "lovelace1843notes_10", "x:12": "lovelace1843notes_12"})

	f.take(RunOptions{}, rec("b", "b:1", titleA, stating("Lovelace1843Notes")), rec("b", "b:2", titleB, stating("Noyce:59, {IC}")))
	f.wantKeys(map[data.ID]string{"b:1": "Lovelace1843Notes_13", "b:2": "Noyce:59IC"})
	if again := f.take(RunOptions{}, rec("b", "b:1", titleA, stating("Lovelace1843Notes"))); again.Unchanged != 1 {
		t.Errorf("a record with a key that is taken again: %+v", again.Count)
	}

	t.Log("a key stays whatever is learned about the paper")
	f.take(RunOptions{}, rec("y", "y:1", "The Notes, Part 0, Corrected", alias("x:1"), authors("Augusta Ada King"), year(1842)), rec("b", "b:2", titleB, bob))
	f.wantKeys(map[data.ID]string{"x:1": "lovelace1843notes", "b:2": "Noyce:59IC"})
	if again := f.take(RunOptions{}, records...); again.Unchanged != len(records) {
		t.Errorf("the same records again: %+v", again.Count)
	}

	t.Log("the key of a deleted paper is not used again, and that of a merged one leads on")
	if _, err := f.Delete(t.Context(), Selection{IDs: []data.ID{"x:2"}}, false); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Merge(t.Context(), "x:3", "x:4"); err != nil {
		t.Fatal(err)
	}
	f.take(RunOptions{}, rec("z", "z:1", "Quite other", stating("lovelace1843notes_2")), rec("z", "z:2", "And yet other", stating("lovelace1843notes_4")))
	f.wantKeys(map[data.ID]string{"x:3": "lovelace1843notes_3", "z:1": "lovelace1843notes_2_2", "z:2": "lovelace1843notes_4_2"})
	typed, err := data.ParseID("Key: LOVELACE1843notes_4")
	if err != nil {
		t.Fatal(err)
	}
	if p, _, err := f.store.Paper(t.Context(), typed); err != nil || p.ID != "x:3" {
		t.Errorf("the key of the merged paper leads to %s, error %v", p.ID, err)
	}
	f.wantIndexed()
}

func TestReplaceCitationKey(t *testing.T) {
	f := newFixture(t, Options{})
	f.take(RunOptions{}, rec("x", "x:1", titleA, ada), rec("x", "x:2", titleB, bob))
	if p, _, err := f.Replace(t.Context(), "x:1", data.Paper{Title: titleA}); err != nil || p.CitationKey != "lovelacestudy" {
		t.Errorf("an edit without a key gives %q, error %v", p.CitationKey, err)
	}
	if p, _, err := f.Replace(t.Context(), "x:1", data.Paper{Title: titleA, CitationKey: "Ada43"}); err != nil || p.CitationKey != "Ada43" {
		t.Errorf("an edit with a key gives %q, error %v", p.CitationKey, err)
	}
	f.take(RunOptions{}, rec("x", "x:1", titleA, ada, abstract("New.")))
	f.wantKeys(map[data.ID]string{"x:1": "Ada43"})
	if p, _, err := f.store.Paper(t.Context(), "key:lovelacestudy"); err != nil || p.ID != "x:1" {
		t.Errorf("the former key leads to %s, error %v", p.ID, err)
	}
	_, _, err := f.Replace(t.Context(), "x:1", data.Paper{Title: titleA, CitationKey: "noyceanother"})
	if refused := new(data.FieldError); !errors.As(err, &refused) || refused.Code != "citation_key_taken" {
		t.Errorf("an edit with the key of another paper: %v", err)
	}
}

// TestGiveKeys gives keys to papers that an older version stored without.
func TestGiveKeys(t *testing.T) {
	f := newFixture(t, Options{})
	f.take(RunOptions{}, rec("x", "x:1", titleA, ada))
	const old = 450
	err := f.store.Update(t.Context(), func(tx store.Tx) error {
		for i := range old {
			number, err := tx.Create()
			if err != nil {
				return err
			}
			r := rec("old", data.ID(fmt.Sprintf("old:%d", i)), titleA, ada)
			if err := data.Validate(&r); err != nil {
				return err
			}
			if err := tx.Put([]store.Write{{Number: number, Paper: data.Merge([]data.Record{r}), Records: []data.Record{r}}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	f = fixtureOn(t, f.store, newMirror(f.store.Identity()), Options{GiveKeys: true})
	if err := f.WaitVisible(t.Context(), 1+2*old); err != nil { // each has changed once more
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, p := range f.live() {
		keys[p.CitationKey] = true
	}
	if len(keys) != 1+old || keys[""] {
		t.Errorf("%d papers have %d keys", 1+old, len(keys))
	}
	f.wantKeys(map[data.ID]string{"x:1": "lovelacestudy", "old:0": "lovelacestudy_2"})
	f.wantIndexed()
}
