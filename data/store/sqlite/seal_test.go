package sqlite

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

func TestSeal(t *testing.T) {
	edit, read := store.ListKey(rand.Text()), store.ListKey(rand.Text())
	sealed, err := sqlfile.Seal(edit, read)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte(read)) {
		t.Errorf("%q contains the key in clear", sealed)
	}
	if again, err := sqlfile.Seal(edit, read); err != nil || bytes.Equal(sealed, again) {
		t.Errorf("sealing twice gave the same bytes, error %v", err)
	}
	if got, err := sqlfile.Unseal(edit, sealed); got != read || err != nil {
		t.Errorf("unseal: got %q and error %v, want %q", got, err, read)
	}
	for name, test := range map[string]struct {
		edit   store.ListKey
		sealed []byte
	}{
		"another key": {read, sealed}, "no key": {"", sealed}, "cut short": {edit, sealed[:len(sealed)-1]}, "nothing": {edit, nil}, "a nonce": {edit, sealed[:12]},
		"changed": {edit, append(bytes.Clone(sealed[:len(sealed)-1]), sealed[len(sealed)-1]^1)},
	} {
		if got, err := sqlfile.Unseal(test.edit, test.sealed); !errors.Is(err, sqlfile.ErrSealed) {
			t.Errorf("%s: got %q and error %v, want %v", name, got, err, sqlfile.ErrSealed)
		}
	}
}

// TestMigrateSealsListKeys opens an old store that holds list keys in clear.
func TestMigrateSealsListKeys(t *testing.T) {
	before := fstest.MapFS{}
	files, err := fs.ReadDir(migrations(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name() == "00007_list_keys.sql" {
			break
		}
		text, err := fs.ReadFile(migrations(), f.Name())
		if err != nil {
			t.Fatal(err)
		}
		before[f.Name()] = &fstest.MapFile{Data: text}
	}
	path := filepath.Join(t.TempDir(), "papers.db")
	s, err := open(t.Context(), path, before, Options{})
	if err != nil {
		t.Fatal(err)
	}
	edit, read := store.ListKey(rand.Text()), store.ListKey(rand.Text())
	_, err = s.conn.ExecContext(t.Context(), `INSERT INTO lists(number, name, created, updated) VALUES (7, 'mine', 1, 1)`)
	for key, edits := range map[store.ListKey]bool{edit: true, read: false} {
		_, putErr := s.conn.ExecContext(t.Context(), `INSERT INTO list_keys(hash, key, list, edits) VALUES (?, ?, 7, ?)`, sqlfile.KeyHash(key), key, edits)
		err = errors.Join(err, putErr)
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path)
	for key, edits := range map[store.ListKey]bool{edit: true, read: false} {
		l, err := s.List(t.Context(), key)
		if err != nil || l.Number != 7 || l.Edits != edits || l.ReadKey != read {
			t.Errorf("key with edits %t: got %+v and error %v", edits, l, err)
		}
	}
	if err := errors.Join(s.Check(t.Context()), s.Close()); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte(edit)) || bytes.Contains(text, []byte(read)) {
		t.Error("the file still contains a key in clear")
	}
}
