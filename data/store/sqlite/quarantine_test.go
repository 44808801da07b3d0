package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/store"
)

// sql runs a statement behind the store's back.
func (s *Store) sql(t *testing.T, text string) {
	t.Helper()
	if _, err := s.conn.ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

// TestQuarantine damages one row in each column and asks that it alone is left out, and
// named, and that it can be written anew.
func TestQuarantine(t *testing.T) {
	for name, damage := range map[string]string{
		"paper":               `UPDATE papers SET paper = replace(paper, 'A title', 'B title') WHERE number = 2`,
		"paper that is none":  `UPDATE papers SET paper = '{"title": 1' WHERE number = 2`,
		"sources":             `UPDATE papers SET sources = '[{}]' WHERE number = 2`,
		"time of its change":  `UPDATE papers SET updated = updated + 1 WHERE number = 2`,
		"time it was added":   `UPDATE papers SET added = added + 256 WHERE number = 2`,
		"title's hash":        `UPDATE papers SET title_key = 5 WHERE number = 2`,
		"checksum":            `UPDATE papers SET sum = sum + 1 WHERE number = 2`,
		"checksum that is no": `UPDATE papers SET sum = NULL WHERE number = 2`,
	} {
		t.Run(name, func(t *testing.T) {
			s := openTemp(t)
			if err := put(s, 3); err != nil {
				t.Fatal(err)
			}
			s.sql(t, damage)
			papers, err := s.Papers(t.Context(), []data.Number{1, 2, 3})
			if err != nil || len(papers) != 2 || papers[2].Title != "" {
				t.Errorf("papers: %d, error %v, want the two others", len(papers), err)
			}
			if _, _, err := s.Paper(t.Context(), "a:2"); !errors.Is(err, store.ErrUnreadable) {
				t.Errorf("paper: error %v, want ErrUnreadable", err)
			}
			if p, _, err := s.Paper(t.Context(), "a:3"); err != nil || p.ID != "a:3" {
				t.Errorf("another paper: %v", err)
			}
			changes, err := s.Changes(t.Context(), 0, 10)
			if err != nil || len(changes) != 3 || changes[1].Paper != nil || changes[2].Paper == nil {
				t.Errorf("changes: %+v, error %v, want three, the second without a paper", changes, err)
			}
			if q := s.Damaged([]data.Number{1, 2, 3}); len(q) != 1 || q[0].Number != 2 || q[0].ID != "a:2" {
				t.Errorf("damaged: %+v, want a:2", q)
			}
			if err := s.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "paper a:2 (number 2)") {
				t.Errorf("check: %v, want a:2 in it", err)
			}
			err = s.Update(t.Context(), func(tx store.Tx) error {
				entries, err := tx.ByID([]data.ID{"a:1", "a:2"})
				if err != nil {
					return err
				}
				e := entries["a:2"]
				if !e.Damaged || !e.Unreadable || e.Paper.ID != "a:2" || entries["a:1"].Damaged {
					t.Errorf("entries: %+v", entries)
				}
				e.Paper.Title = "Mended"
				return tx.Put([]store.Write{{Number: 2, Paper: e.Paper, Records: []data.Record{{Paper: e.Paper}}}})
			})
			if err != nil {
				t.Fatal(err)
			}
			if p, _, err := s.Paper(t.Context(), "a:2"); err != nil || p.Title != "Mended" {
				t.Errorf("after it was put: %q, error %v", p.Title, err)
			}
			if h := s.Health(); h.Quarantined != 0 {
				t.Errorf("after it was put: %+v", h)
			}
			if err := s.Check(t.Context()); err != nil {
				t.Errorf("after it was put: %v", err)
			}
		})
	}
}

// TestEveryStatementKeepsSums runs what changes rows without writing them anew.
func TestEveryStatementKeepsSums(t *testing.T) {
	s := openTemp(t)
	if err := put(s, 5); err != nil {
		t.Fatal(err)
	}
	step := func(name string, do func(store.Tx) error) {
		t.Helper()
		if err := s.Update(t.Context(), do); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.Check(t.Context()); err != nil {
			t.Errorf("after %s: %v", name, err)
		}
	}
	merge := func(from, into data.Number) func(store.Tx) error {
		return func(tx store.Tx) error {
			if err := tx.Merge(store.Merge{From: from, Into: into}); err != nil {
				return err
			}
			entries, err := tx.ByNumber([]data.Number{into})
			e := entries[into]
			return errors.Join(err, tx.Put([]store.Write{{Number: into, Paper: e.Paper, Records: e.Records}}))
		}
	}
	step("delete", func(tx store.Tx) error { return tx.Delete([]data.Number{5}) })
	step("restore", func(tx store.Tx) error { return tx.Restore([]data.Number{5}) })
	step("merge", merge(1, 2))
	step("merge of the merged", merge(2, 3))
	step("unmerge", func(tx store.Tx) error {
		n, err := tx.Unmerge(store.Parting{Merge: 2, IDs: []data.ID{"a:2"}})
		if err != nil {
			return err
		}
		p := data.Paper{ID: "a:2", Title: "A title"}
		q := data.Paper{ID: "a:3", Title: "A title"}
		return tx.Put([]store.Write{
			{Number: n, Paper: p, Records: []data.Record{{Paper: p}}}, {Number: 3, Paper: q, Records: []data.Record{{Paper: q}}},
		})
	})
}

// TestMend has papers mended from a flipped bit, their own records and a copy.
func TestMend(t *testing.T) {
	s := openTemp(t)
	if err := put(s, 4); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	other := openAt(t, copied)
	// Number 2 has a record with a text of its own, and a flipped bit in neither.
	err := s.Update(t.Context(), func(tx store.Tx) error {
		p := data.Paper{ID: "a:2", Title: "Two", Venue: "Here"}
		r := p
		r.Abstract = "Of the record"
		return tx.Put([]store.Write{{Number: 2, Paper: p, Records: []data.Record{{Paper: r, Origin: data.Provenance{Source: "file"}}}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	s.sql(t, `UPDATE papers SET paper = replace(paper, 'A title', 'C title') WHERE number = 1`) // A and C differ in one bit
	s.sql(t, `UPDATE papers SET paper = 'lost' WHERE number IN (2, 3)`)
	s.sql(t, `UPDATE papers SET paper = '', sources = '' WHERE number = 4`)
	s.sql(t, `DELETE FROM records WHERE number = 4`)
	if err := s.Check(t.Context()); err == nil {
		t.Fatal("check found nothing")
	}
	mended, err := s.Mend(t.Context(), []store.Copy{testCopy{other, 3}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"a flipped bit": 1, "its own records": 1, "a copy": 1}
	if diff := cmp.Diff(want, mended.From); diff != "" || len(mended.Lost) != 1 || mended.Lost[0].ID != "a:4" {
		t.Errorf("mended from (-want +got):\n%s\nlost %+v, want a:4", diff, mended.Lost)
	}
	papers, err := s.Papers(t.Context(), []data.Number{1, 2, 3, 4})
	if err != nil || papers[1].Title != "A title" || papers[2].Abstract != "Of the record" || papers[3].Title != "A title" || len(papers) != 3 {
		t.Errorf("papers: %+v, error %v", papers, err)
	}
}

// testCopy is a copy that knows one paper.
type testCopy struct {
	*Store
	number data.Number
}

func (testCopy) Name() string { return "a copy" }

func (c testCopy) Copy(ctx context.Context, number data.Number) (store.Entry, bool, error) {
	if number != c.number {
		return store.Entry{}, false, nil
	}
	e, err := c.Entry(ctx, data.ID(fmt.Sprintf("a:%d", number)))
	return e, err == nil, err
}

// TestDamagedAlias flips a bit of an alias: it must not lead to another paper.
func TestDamagedAlias(t *testing.T) {
	s := openTemp(t)
	if err := put(s, 3); err != nil {
		t.Fatal(err)
	}
	s.sql(t, `UPDATE aliases SET number = 3 WHERE id = 'a:2'`)
	if p, number, err := s.Paper(t.Context(), "a:2"); err != nil || p.ID != "a:2" || number != 2 {
		t.Errorf("paper a:2: got %s, number %d, error %v", p.ID, number, err)
	}
	if err := s.Check(t.Context()); err == nil {
		t.Error("check found nothing")
	}
	if _, err := s.Mend(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("after mending: %v", err)
	}
}

// TestScrub has the background find a damaged row.
func TestScrub(t *testing.T) {
	s := openTemp(t)
	if err := put(s, 500); err != nil {
		t.Fatal(err)
	}
	s.sql(t, `UPDATE papers SET paper = replace(paper, 'A title', 'B title') WHERE number IN (7, 444)`)
	if err := s.scrubPass(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	h := s.Health()
	if h.Scrub.Rows != 1000-2 || h.Scrub.Bad != 2 || h.Scrub.Passes != 1 || h.Scrub.LastPass.IsZero() {
		t.Errorf("scrub: %+v, want 998 rows, 2 of them bad, in one pass", h.Scrub)
	}
	if h.Quarantined != 2 || h.Papers[0].Number != 7 || h.Papers[1].Number != 444 {
		t.Errorf("quarantined: %+v", h.Papers)
	}
}

// TestScrubEnds closes a store whose background is at work.
func TestScrubEnds(t *testing.T) {
	s, err := OpenWith(t.Context(), filepath.Join(t.TempDir(), "papers.db"), Options{ScrubEvery: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(put(s, 500), s.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestBackupOfDamagedPages backs up a store that SQLite cannot copy.
func TestBackupOfDamagedPages(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "papers.db")
	s := openAt(t, path)
	if err := errors.Join(put(s, 300), s.Close()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A leaf of papers: a page of the kind that has "a:150".
	page := -1
	for at := 4096; at < len(text); at += 4096 {
		if text[at] == tableLeaf && strings.Contains(string(text[at:at+4096]), `{"id":"a:150"`) {
			page = at
		}
	}
	if page < 0 {
		t.Fatal("no page has the paper")
	}
	clear(text[page : page+4096])
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	papers, err := s.Papers(t.Context(), []data.Number{1, 150, 300})
	if err != nil || len(papers) != 2 {
		t.Errorf("papers: %d, error %v, want the two others", len(papers), err)
	}
	if changes, err := s.Changes(t.Context(), 0, 1000); err != nil || len(changes) != 300 || changes[149].Paper != nil || changes[299].Paper == nil {
		t.Errorf("%d changes, error %v, want 300, number 150 without a paper", len(changes), err)
	}
	copied := filepath.Join(dir, "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	content, err := Verify(t.Context(), copied)
	if err != nil || content.Papers != 300 || len(content.Damaged) == 0 || len(content.Damaged) > 20 {
		t.Errorf("the copy: %+v, error %v, want 300 papers, some damaged", content, err)
	}
	if !slices.ContainsFunc(content.Damaged, func(q store.Quarantined) bool { return q.ID == "a:150" }) {
		t.Errorf("damaged in the copy: %+v, want a:150 among them", content.Damaged)
	}
}

// TestReplacedUnderIt removes, or exchanges, the files of an open store.
func TestReplacedUnderIt(t *testing.T) {
	for name, replace := range map[string]func(path string) error{
		"removed":     os.Remove,
		"log removed": func(path string) error { return os.Remove(path + "-wal") },
		"exchanged": func(path string) error {
			return errors.Join(os.Rename(path, path+".old"), os.WriteFile(path, []byte("x"), 0o600))
		},
		"folder moved": func(path string) error { return os.Rename(filepath.Dir(path), filepath.Dir(path)+"-moved") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "papers.db")
			s := openAt(t, path)
			if err := put(s, 2); err != nil {
				t.Fatal(err)
			}
			if err := replace(path); err != nil {
				t.Fatal(err)
			}
			if err := put(s, 2); !errors.Is(err, store.ErrReplaced) {
				t.Errorf("put: error %v, want ErrReplaced", err)
			}
			if h := s.Health(); len(h.Problems) == 0 {
				t.Error("health says nothing")
			}
			if papers, err := s.Papers(t.Context(), []data.Number{1}); err != nil || len(papers) != 1 {
				t.Errorf("reading: %d papers, error %v", len(papers), err)
			}
		})
	}
}

// TestPrivate asks for the modes of what is written.
func TestPrivate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "papers.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path)
	if err := errors.Join(put(s, 2), s.Backup(t.Context(), filepath.Join(dir, "copy.db"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"papers.db-wal", "papers.db-shm", "copy.db"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm()&0o007 != 0 || name == "copy.db" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, error %v", name, info.Mode(), err)
		}
	}
}
