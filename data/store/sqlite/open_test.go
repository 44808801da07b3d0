package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

func openTemp(t *testing.T) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "papers.db"))
}

func openAt(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// put writes n papers in one Update.
func put(s *Store, n int) error {
	return s.Update(context.Background(), func(tx store.Tx) error {
		for range n {
			number, err := tx.Create()
			if err != nil {
				return err
			}
			p := data.Paper{ID: data.ID(fmt.Sprintf("a:%d", number)), Title: "A title", Abstract: strings.Repeat("word ", 200)}
			err = tx.Put([]store.Write{{Number: number, Paper: p, Records: []data.Record{{Paper: p, Origin: data.Provenance{Source: "file"}}}}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// TestPragmas checks all connections of the pools, open at the same time.
func TestPragmas(t *testing.T) {
	s := openTemp(t)
	conns := []*sql.Conn{s.conn}
	for range sqlfile.MaxReaders {
		c, err := s.readers.Load().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		conns = append(conns, c)
	}
	for i, c := range conns {
		got := make(map[string]string)
		for _, name := range []string{"journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only"} {
			var value string
			if err := c.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&value); err != nil {
				t.Fatal(err)
			}
			got[name] = value
		}
		want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "query_only": "1"}
		if i == 0 {
			want["query_only"] = "0"
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("connection %d (-want +got):\n%s", i, diff)
		}
	}
}

func TestUnusualPaths(t *testing.T) {
	for _, name := range []string{"with space.db", "q?mode=ro.db", "hash#1.db", "per%20cent.db", "ünï.db", "a&b=c.db"} {
		path := filepath.Join(t.TempDir(), name)
		s := openAt(t, path)
		if err := put(s, 1); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("the store is not at its path: %v", err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "foreign.db")
	db, err := sqlfile.OpenPool(foreign, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE theirs (x)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("This is no database. ", 200)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ path, want string }{
		{foreign, sqlfile.ErrForeign.Error()},
		{text, "not a database"},
		{dir, dir},
		{filepath.Join(dir, "no", "such", "folder.db"), "folder.db"},
	} {
		before, _ := os.ReadFile(test.path)
		s, err := Open(t.Context(), test.path)
		if err == nil {
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("open %s: got error %v, want one with %q", test.path, err, test.want)
		}
		if after, _ := os.ReadFile(test.path); string(after) != string(before) {
			t.Errorf("open %s changed the file", test.path)
		}
	}
}

// TestFullDisk makes SQLite refuse to grow its file, like a full disk.
func TestFullDisk(t *testing.T) {
	s := openTemp(t)
	if err := put(s, 10); err != nil {
		t.Fatal(err)
	}
	limit := func(pages string) {
		t.Helper()
		if _, err := s.conn.ExecContext(t.Context(), "PRAGMA max_page_count = "+pages); err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // SQLite uses the present size instead
	if err := put(s, 1000); err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("put on a full disk: got error %v, want one with \"full\"", err)
	}
	if head, err := s.Head(t.Context()); err != nil || head != 10 {
		t.Errorf("after a failed put: got head %d and error %v, want 10", head, err)
	}
	limit("1000000")
	if err := put(s, 1000); err != nil {
		t.Errorf("put after raising the limit: %v", err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestHotJournal opens a store with a hot journal: its last transaction was interrupted before
// the store used a write-ahead log.
func TestHotJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "papers.db")
	s := openAt(t, path)
	if err := errors.Join(put(s, 3), s.Close()); err != nil {
		t.Fatal(err)
	}
	db, err := sqlfile.OpenPoolWith(path, 1, url.Values{"_pragma": {"journal_mode(DELETE)", "cache_size(1)"}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for i := range 50 { // more than fits in the cache, so that pages are written
		if _, err := tx.ExecContext(t.Context(), `INSERT INTO meta(key, value) VALUES (?, ?)`, fmt.Sprint("half ", i), strings.Repeat("x", 4000)); err != nil {
			t.Fatal(err)
		}
	}
	broken := filepath.Join(t.TempDir(), "papers.db")
	for _, suffix := range []string{"", "-journal"} {
		text, err := os.ReadFile(path + suffix)
		if err == nil {
			err = os.WriteFile(broken+suffix, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	opened := openAt(t, broken)
	if err := opened.Check(t.Context()); err != nil {
		t.Error(err)
	}
	var half int
	if err := opened.conn.QueryRowContext(t.Context(), `SELECT count(*) FROM meta WHERE key LIKE 'half %'`).Scan(&half); err != nil || half != 0 {
		t.Errorf("got %d rows of the interrupted transaction and error %v, want none", half, err)
	}
	if stats, err := opened.Stats(t.Context()); err != nil || stats.Papers != 3 {
		t.Errorf("got %d papers and error %v, want 3", stats.Papers, err)
	}
}
