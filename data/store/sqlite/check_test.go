package sqlite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paperboy/data/store"
)

func TestCheckFinds(t *testing.T) {
	for name, damage := range map[string]string{
		"is damaged":                      `UPDATE papers SET packed = x'0100' WHERE number = 2`,
		"a record of it":                  `UPDATE records SET origin = 'x' WHERE number = 2`,
		"it has no source record":         `DELETE FROM records WHERE number = 2`,
		"does not answer to its own id":   `DELETE FROM aliases WHERE id = 'a:2'`,
		"the id a:2 is damaged":           `UPDATE aliases SET number = 1 WHERE id = 'a:2'`,
		"refers to nothing in papers":     `INSERT INTO aliases(id, number) VALUES ('b:1', 77)`,
		"into one that was merged itself": `UPDATE papers SET state = 2, merged_into = number % 3 + 1`,
		"lacks a key":                     `DELETE FROM list_keys WHERE edits = 0`,
		"of listed refers to nothing":     `INSERT INTO listed(list, number, added) VALUES (1, 77, 0)`,
	} {
		s := openTemp(t)
		if err := put(s, 3); err != nil {
			t.Fatal(err)
		}
		if err := s.Update(t.Context(), func(tx store.Tx) error { _, err := tx.CreateList("x"); return err }); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(t.Context()); err != nil {
			t.Fatalf("check of an intact store: %v", err)
		}
		for _, text := range []string{`PRAGMA foreign_keys = OFF`, damage} {
			if _, err := s.conn.ExecContext(t.Context(), text); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Check(t.Context()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("check after %s: got error %v, want one with %q", damage, err, name)
		}
	}
}

func TestCheckFindsDamagedPages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "papers.db")
	s := openAt(t, path)
	if err := put(s, 2000); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 40*1024), info.Size()/2); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	if err := s.Check(t.Context()); err == nil {
		t.Error("check found nothing in a file with 40 KiB of zeros in it")
	}
}
