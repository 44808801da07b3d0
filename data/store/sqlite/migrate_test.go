package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// putOld writes n papers without checksums, as older schemas do.
func putOld(s *Store, n int) error {
	for number := 1; number <= n; number++ {
		paper, err := sqlfile.Marshal(data.Paper{ID: data.ID(fmt.Sprintf("a:%d", number)), Title: "A title"})
		if err != nil {
			return err
		}
		origin, err := sqlfile.Marshal(map[string]any{"aliases": nil, "origin": data.Provenance{Source: "file"}, "entry": ""})
		if err != nil {
			return err
		}
		for _, step := range []struct {
			text string
			args []any
		}{
			{`INSERT INTO papers(number, sequence, state, added, updated, paper, sources) VALUES (?1, ?1, 0, 5, 6, ?2, '[]')`, []any{number, paper}},
			{`INSERT INTO records(number, source, origin) VALUES (?, 'file', ?)`, []any{number, origin}},
			{`INSERT INTO aliases(id, number) VALUES (?, ?)`, []any{fmt.Sprintf("a:%d", number), number}},
		} {
			if _, err := s.conn.ExecContext(context.Background(), step.text, step.args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// migrationsWith returns the migrations and one of a future version.
func migrationsWith(t *testing.T, next string) fs.FS {
	t.Helper()
	fsys := fstest.MapFS{"99999_next.sql": {Data: []byte("-- +goose Up\n" + next)}}
	files, err := fs.ReadDir(migrations(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := fs.ReadFile(migrations(), f.Name())
		if err != nil {
			t.Fatal(err)
		}
		fsys[f.Name()] = &fstest.MapFile{Data: text}
	}
	return fsys
}

func TestMigrate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "papers.db")
	s := openAt(t, path)
	if err := put(s, 3); err != nil {
		t.Fatal(err)
	}
	identity := s.Identity()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if copies := copiesOf(t, path); len(copies) != 0 {
		t.Errorf("opening a new store made the copies %v, want none", copies)
	}

	if _, err := open(t.Context(), path, migrationsWith(t, "CREATE TABLE half (x); SELECT broken;"), Options{}); err == nil {
		t.Fatal("a broken migration gave no error")
	}
	s = openAt(t, path)
	if head, err := s.Head(t.Context()); err != nil || head != 3 {
		t.Errorf("after a failed migration: got head %d and error %v, want 3", head, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range copiesOf(t, path) {
		if err := os.Remove(c); err != nil {
			t.Fatal(err)
		}
	}

	s, err := open(t.Context(), path, migrationsWith(t, "ALTER TABLE papers ADD COLUMN stars INTEGER;"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if head, err := s.Head(t.Context()); err != nil || head != 3 || s.Identity() != identity {
		t.Errorf("after a migration: got head %d, identity %s and error %v; want 3 and %s", head, s.Identity(), err, identity)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	copies := copiesOf(t, path)
	if len(copies) != 1 {
		t.Fatalf("the migration made the copies %v, want one", copies)
	}
	old := openAt(t, copies[0])
	if head, err := old.Head(t.Context()); err != nil || head != 3 || old.Identity() != identity {
		t.Errorf("the copy: got head %d, identity %s and error %v; want 3 and %s", head, old.Identity(), err, identity)
	}

	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "99999") {
		t.Errorf("open of a newer store: got error %v, want ErrNewer with its schema", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("Open changed the newer store")
	}
}

// TestMigrateAddsLists opens a store with the first schema.
func TestMigrateAddsLists(t *testing.T) {
	first, err := fs.ReadFile(migrations(), "00001_papers.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "papers.db")
	s, err := open(t.Context(), path, fstest.MapFS{"00001_papers.sql": {Data: first}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(putOld(s, 3), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("after migrating: %v", err)
	}
	err = s.Update(t.Context(), func(tx store.Tx) error {
		l, err := tx.CreateList("mine")
		if err == nil {
			_, err = tx.AddListed(l.Number, []data.Number{3, 1})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if lists, err := s.Lists(t.Context()); err != nil || len(lists) != 1 || lists[0].Papers != 2 {
		t.Errorf("lists: got %+v and error %v, want one of 2 papers", lists, err)
	}
	if copies := copiesOf(t, path); len(copies) != 1 || !strings.Contains(copies[0], ".v1-") {
		t.Errorf("the migration made the copies %v, want one of schema 1", copies)
	}
}

// TestMigrateKeepsMerges opens a store with the second schema, in which a paper was merged into
// another.
func TestMigrateKeepsMerges(t *testing.T) {
	second := fstest.MapFS{}
	for _, name := range []string{"00001_papers.sql", "00002_lists.sql"} {
		text, err := fs.ReadFile(migrations(), name)
		if err != nil {
			t.Fatal(err)
		}
		second[name] = &fstest.MapFile{Data: text}
	}
	path := filepath.Join(t.TempDir(), "papers.db")
	s, err := open(t.Context(), path, second, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := putOld(s, 3); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{ // what Merge did with the second schema
		`UPDATE papers SET state = 2, merged_into = 1, sequence = 4 WHERE number = 2`,
		`UPDATE records SET number = 1, paper = coalesce(paper, (SELECT paper FROM papers WHERE number = 2)) WHERE number = 2`,
		`INSERT INTO merges(from_number, into_number, reason, at) VALUES (2, 1, 'same title', 1700000000000000)`,
	} {
		if _, err := s.conn.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	merges, err := s.Merges(t.Context(), 1)
	want := []store.Merge{{Number: 1, Into: 1, From: 2, Reason: "same title", At: time.UnixMicro(1700000000000000).UTC(), Records: []data.RecordKey{{Source: "file", ID: "a:2"}}}}
	if diff := cmp.Diff(want, merges); diff != "" || err != nil {
		t.Errorf("merges (-want +got), error %v:\n%s", err, diff)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// copiesOf returns the backups of a store made by migrations.
func copiesOf(t *testing.T, path string) []string {
	t.Helper()
	copies, err := filepath.Glob(path + ".*.bak")
	if err != nil {
		t.Fatal(err)
	}
	return copies
}
