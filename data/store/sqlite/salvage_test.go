package sqlite

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/salvage"
)

// listedStore returns a closed store with two papers and two lists, the first of which has a
// paper.
func listedStore(t *testing.T) (path string, lists [2]store.List) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "papers.db")
	s := openAt(t, path)
	err := s.Update(t.Context(), func(tx store.Tx) (err error) {
		for _, id := range []data.ID{"a:1", "a:2"} {
			number, err := tx.Create()
			if err != nil {
				return err
			}
			p := data.Paper{ID: id, Title: "A title", Sources: []data.Provenance{{Source: "file"}}}
			if err := tx.Put([]store.Write{{Number: number, Paper: p, Records: []data.Record{{Paper: p}}}}); err != nil {
				return err
			}
		}
		for i, name := range []string{"first", "second"} {
			if lists[i], err = tx.CreateList(name); err != nil {
				return err
			}
		}
		_, err = tx.AddListed(lists[0].Number, []data.Number{2})
		return err
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return path, lists
}

// wantLists compares the lists that open with the keys of lists, by name.
func wantLists(t *testing.T, s *Store, lists [2]store.List, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	for _, l := range lists {
		if found, err := s.List(t.Context(), l.EditKey); err == nil && found.ReadKey == l.ReadKey {
			got[found.Name] = found.Papers
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("papers of the lists that open (-want +got):\n%s", diff)
	}
	if all, err := s.Lists(t.Context()); err != nil || len(all) != 2 || all[0].Used.IsZero() || all[0].Bytes == 0 {
		t.Errorf("got lists %+v and error %v, want two with their times and sizes", all, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// salvagers returns the two ways to salvage a store, by name.
func salvagers(t *testing.T) map[string]func(from, to string) (salvage.Copied, error) {
	return map[string]func(from, to string) (salvage.Copied, error){
		"row by row": func(from, to string) (salvage.Copied, error) {
			return salvage.Opened(t.Context(), from, to, makeSchema)
		},
		"page by page": func(from, to string) (salvage.Copied, error) {
			return salvage.Pages(t.Context(), from, to, makeSchema)
		},
	}
}

// TestSalvageLists salvages a store with reading lists row by row and page by page, also after a
// list has lost a key.
func TestSalvageLists(t *testing.T) {
	for _, test := range []struct {
		name, damage string
		want         map[string]int
	}{
		{"intact", `SELECT 1`, map[string]int{"first": 1, "second": 0}},
		{"lost editing key", `DELETE FROM list_keys WHERE list = 2 AND edits = 1`, map[string]int{"first": 1}},
		{"lost reading key", `DELETE FROM list_keys WHERE list = 2 AND edits = 0`, map[string]int{"first": 1}},
		{"lost keys", `DELETE FROM list_keys WHERE list = 2`, map[string]int{"first": 1}},
	} {
		for way, salvage := range salvagers(t) {
			t.Run(test.name+" "+way, func(t *testing.T) {
				path, lists := listedStore(t)
				s := openAt(t, path)
				s.sql(t, test.damage)
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				salvaged := filepath.Join(t.TempDir(), "salvaged.db")
				done, err := salvage(path, salvaged)
				if err == nil {
					err = finishSalvage(t.Context(), salvaged, "")
				}
				if err != nil || done.Papers != 2 || len(done.Lost) > 0 {
					t.Fatalf("salvage: got %+v and error %v, want 2 papers", done, err)
				}
				s = openAt(t, salvaged)
				wantLists(t, s, lists, test.want)
				noted := strings.Contains(strings.Join(done.Notes, "\n"), "reading list 2 lost a key")
				if wantNote := len(test.want) < 2; noted != wantNote {
					t.Errorf("got notes %q, want one about list 2: %t", done.Notes, wantNote)
				}
				err = s.Update(t.Context(), func(tx store.Tx) error {
					list, err := tx.ListNumbered(2)
					if err == nil {
						_, err = tx.RenewKey(list, true)
					}
					return err
				})
				if err != nil {
					t.Errorf("renewing the keys of list 2: %v", err)
				}
			})
		}
	}
}

// TestExpectLists takes papers and lists from a copy of a store that has lost them.
func TestExpectLists(t *testing.T) {
	path, lists := listedStore(t)
	other := openAt(t, path)
	s := openTemp(t)
	papers, listed, err := s.Expect(t.Context(), other, true)
	if err != nil || papers != 2 || listed != 2 {
		t.Fatalf("expect: got %d papers, %d lists and error %v; want 2 and 2", papers, listed, err)
	}
	if err := s.Check(t.Context()); err == nil {
		t.Error("the empty rows are not damaged")
	}
	if mended, err := s.Mend(t.Context(), []store.Copy{testCopy{other, 1}, testCopy{other, 2}}); err != nil || mended.Restored != 2 {
		t.Errorf("mend: got %+v and error %v, want both papers", mended, err)
	}
	wantLists(t, s, lists, map[string]int{"first": 1, "second": 0})
}
