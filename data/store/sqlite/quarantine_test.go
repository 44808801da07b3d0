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
	"paperboy/data/store/sqlite/pagefile"
)

// sql runs a statement without the store's knowledge.
func (s *Store) sql(t *testing.T, text string) {
	t.Helper()
	if _, err := s.conn.ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

// TestQuarantine damages each column of a row in turn. Only that paper must be quarantined and
// reported, and writing it must repair it.
func TestQuarantine(t *testing.T) {
	for name, damage := range map[string]string{
		"another's text":     `UPDATE papers SET packed = (SELECT packed FROM papers WHERE number = 1) WHERE number = 2`,
		"text cut short":     `UPDATE papers SET packed = substr(packed, 1, length(packed) - 1) WHERE number = 2`,
		"a vast length":      `UPDATE papers SET packed = x'01ffffffff0f00' WHERE number = 2`,
		"no text":            `UPDATE papers SET packed = NULL WHERE number = 2`,
		"plain text":         `UPDATE papers SET packed = NULL, paper = '{"id":"a:2","title":"B title"}', sources = '[]' WHERE number = 2`,
		"malformed paper":    `UPDATE papers SET packed = NULL, paper = '{"title": 1' WHERE number = 2`,
		"sources":            `UPDATE papers SET sources = '[{}]' WHERE number = 2`,
		"time of its change": `UPDATE papers SET updated = updated + 1 WHERE number = 2`,
		"time it was added":  `UPDATE papers SET added = added + 256 WHERE number = 2`,
		"title's hash":       `UPDATE papers SET title_key = 5 WHERE number = 2`,
		"checksum":           `UPDATE papers SET sum = sum + 1 WHERE number = 2`,
		"missing checksum":   `UPDATE papers SET sum = NULL WHERE number = 2`,
	} {
		t.Run(name, func(t *testing.T) {
			s := openTemp(t)
			if err := put(s, 3); err != nil {
				t.Fatal(err)
			}
			s.sql(t, damage)
			papers, err := s.Papers(t.Context(), []data.Number{1, 2, 3})
			if err != nil || len(papers) != 2 || papers[2].Title != "" {
				t.Errorf("papers: got %d and error %v, want the two others", len(papers), err)
			}
			if _, _, err := s.Paper(t.Context(), "a:2"); !errors.Is(err, store.ErrUnreadable) {
				t.Errorf("paper a:2: got error %v, want ErrUnreadable", err)
			}
			if p, _, err := s.Paper(t.Context(), "a:3"); err != nil || p.ID != "a:3" {
				t.Errorf("paper a:3: got %s and error %v", p.ID, err)
			}
			changes, err := s.Changes(t.Context(), 0, 10)
			if err != nil || len(changes) != 3 || changes[1].Paper != nil || changes[2].Paper == nil {
				t.Errorf("changes: got %+v and error %v, want three, the second without a paper", changes, err)
			}
			if q := s.Damaged([]data.Number{1, 2, 3}); len(q) != 1 || q[0].Number != 2 || q[0].ID != "a:2" {
				t.Errorf("damaged: got %+v, want a:2", q)
			}
			if err := s.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "paper a:2 (number 2)") {
				t.Errorf("check: got error %v, want one with a:2", err)
			}
			err = s.Update(t.Context(), func(tx store.Tx) error {
				entries, err := tx.ByID([]data.ID{"a:1", "a:2"})
				if err != nil {
					return err
				}
				e := entries["a:2"]
				if !e.Damaged || !e.Unreadable || e.Paper.ID != "a:2" || entries["a:1"].Damaged {
					t.Errorf("entries: got %+v, want a:2 unreadable and a:1 intact", entries)
				}
				e.Paper.Title = "Repaired"
				return tx.Put([]store.Write{{Number: 2, Paper: e.Paper, Records: []data.Record{{Paper: e.Paper}}}})
			})
			if err != nil {
				t.Fatal(err)
			}
			if p, _, err := s.Paper(t.Context(), "a:2"); err != nil || p.Title != "Repaired" {
				t.Errorf("after put: got %q and error %v", p.Title, err)
			}
			if h := s.Health(); h.Quarantined != 0 {
				t.Errorf("after put: got health %+v, want nothing quarantined", h)
			}
			if err := s.Check(t.Context()); err != nil {
				t.Errorf("after put: %v", err)
			}
		})
	}
}

// TestStatementsUpdateSums runs the statements that change single columns. They must update the
// checksums.
func TestStatementsUpdateSums(t *testing.T) {
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

// TestMend repairs papers by flipping a bit, from their own records and from a copy.
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
	// Give number 2 a record that differs from the paper.
	err := s.Update(t.Context(), func(tx store.Tx) error {
		p := data.Paper{ID: "a:2", Title: "Two", Venue: "Here"}
		r := p
		r.Abstract = "Of the record"
		return tx.Put([]store.Write{{Number: 2, Paper: p, Records: []data.Record{{Paper: r, Origin: data.Provenance{Source: "file"}}}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	var packed []byte
	if err := s.conn.QueryRowContext(t.Context(), `SELECT packed FROM papers WHERE number = 1`).Scan(&packed); err != nil {
		t.Fatal(err)
	}
	packed[len(packed)/2] ^= 1 << 3
	if _, err := s.conn.ExecContext(t.Context(), `UPDATE papers SET packed = ? WHERE number = 1`, packed); err != nil {
		t.Fatal(err)
	}
	s.sql(t, `UPDATE papers SET packed = x'01' WHERE number IN (2, 3)`)
	s.sql(t, `UPDATE papers SET packed = NULL WHERE number = 4`)
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
		t.Errorf("repaired from (-want +got):\n%s\nlost %+v, want a:4", diff, mended.Lost)
	}
	papers, err := s.Papers(t.Context(), []data.Number{1, 2, 3, 4})
	if err != nil || papers[1].Title != "A title" || papers[2].Abstract != "Of the record" || papers[3].Title != "A title" || len(papers) != 3 {
		t.Errorf("got papers %+v and error %v, want the first three repaired", papers, err)
	}
}

// A testCopy is a copy that has one paper.
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

// TestDamagedAlias flips a bit of an alias. The id must not lead to another paper.
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
	err := s.Update(t.Context(), func(tx store.Tx) error {
		if numbers, err := tx.Numbers([]data.ID{"a:2", "a:3"}); err != nil || numbers["a:2"] != 2 || numbers["a:3"] != 3 {
			t.Errorf("numbers: got %v and error %v", numbers, err)
		}
		return errors.New("roll back")
	})
	if err == nil {
		t.Error("the update was not rolled back")
	}
	if _, err := s.Mend(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("after Mend: %v", err)
	}
}

// TestScrub checks that the verification in the background finds damaged rows.
func TestScrub(t *testing.T) {
	s := openTemp(t)
	if err := put(s, 500); err != nil {
		t.Fatal(err)
	}
	s.sql(t, `UPDATE papers SET packed = (SELECT packed FROM papers WHERE number = 1) WHERE number IN (7, 444)`)
	if err := s.scrubPass(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	h := s.Health()
	if h.Scrub.Rows != 1000-2 || h.Scrub.Bad != 2 || h.Scrub.Passes != 1 || h.Scrub.LastPass.IsZero() {
		t.Errorf("got scrub %+v, want 998 rows, 2 of them bad, in one pass", h.Scrub)
	}
	if h.Quarantined != 2 || h.Papers[0].Number != 7 || h.Papers[1].Number != 444 {
		t.Errorf("quarantined: got %+v, want the numbers 7 and 444", h.Papers)
	}
}

// TestCloseStopsScrub closes a store that is being verified.
func TestCloseStopsScrub(t *testing.T) {
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
	pages, err := pagefile.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	// Clear the page of the table papers that contains a:150.
	page := -1
	for number := range pages.Count() {
		err := pages.Cells(number+1, func(c pagefile.Cell) error {
			if !c.Keyed && c.Rowid == 150 && len(c.Values) == 11 {
				page = number * 4096
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if page < 0 {
		t.Fatal("no page contains the paper")
	}
	clear(text[page : page+4096])
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	papers, err := s.Papers(t.Context(), []data.Number{1, 150, 300})
	if err != nil || len(papers) != 2 {
		t.Errorf("papers: got %d and error %v, want the two others", len(papers), err)
	}
	if changes, err := s.Changes(t.Context(), 0, 1000); err != nil || len(changes) != 300 || changes[149].Paper != nil || changes[299].Paper == nil {
		t.Errorf("got %d changes and error %v, want 300, number 150 without a paper", len(changes), err)
	}
	copied := filepath.Join(dir, "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	content, err := Verify(t.Context(), copied)
	if err != nil || content.Papers != 300 || len(content.Damaged) == 0 || len(content.Damaged) > 60 {
		t.Errorf("the copy: got %+v and error %v, want 300 papers, some damaged", content, err)
	}
	if !slices.ContainsFunc(content.Damaged, func(q store.Quarantined) bool { return q.ID == "a:150" }) {
		t.Errorf("damaged in the copy: got %+v, want a:150 among them", content.Damaged)
	}
}

// TestReplaced removes or replaces the files of an open store.
func TestReplaced(t *testing.T) {
	for name, replace := range map[string]func(path string) error{
		"removed":     os.Remove,
		"log removed": func(path string) error { return os.Remove(path + "-wal") },
		"replaced": func(path string) error {
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
				t.Errorf("put: got error %v, want ErrReplaced", err)
			}
			if h := s.Health(); len(h.Problems) == 0 {
				t.Error("health reports no problem")
			}
			if papers, err := s.Papers(t.Context(), []data.Number{1}); err != nil || len(papers) != 1 {
				t.Errorf("read: got %d papers and error %v, want 1", len(papers), err)
			}
		})
	}
}

// TestPrivate checks the modes of the files that a store writes.
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
			t.Errorf("%s: got mode %v and error %v, want no permissions for others", name, info.Mode(), err)
		}
	}
}
