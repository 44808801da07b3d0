package storetest

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data/store"
)

func testKeys(t *testing.T, open Open) {
	dir := t.TempDir()
	f := beginIn(t, open, dir)
	if keys := f.keys(); len(keys) != 0 {
		t.Errorf("a new store has the keys %+v, want none", keys)
	}
	expires := time.Date(2031, 2, 3, 4, 5, 6, 7000, time.UTC)
	reader := store.Key{ID: "reader", Name: "it's \"a\" <b>key</b> 鍵", Scopes: []store.Scope{store.ScopeRead, store.ScopeLists}, Rate: store.RateHigh, Expires: expires, Hash: store.KeyHash{1, 2, 3}}
	writer := store.Key{ID: "writer", Scopes: []store.Scope{store.ScopeWrite}, Rate: store.RateStandard, Hash: store.KeyHash{4}}
	before := time.Now().Add(-time.Second)
	made := f.createKey(reader)
	if made.Created.Before(before) {
		t.Errorf("the key was created at %s, want the present", made.Created)
	}
	f.createKey(writer)
	f.wantKeys(reader, writer)

	until := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	var rotated store.Key
	f.update(func(tx store.Tx) (err error) {
		rotated, err = tx.RotateKey("reader", store.KeyHash{9}, until)
		return err
	})
	reader.Previous, reader.PreviousUntil, reader.Hash = reader.Hash, until, store.KeyHash{9}
	if diff := cmp.Diff(reader, rotated, ignoreKeyTimes); diff != "" {
		t.Errorf("rotated (-want +got):\n%s", diff)
	}
	f.wantKeys(reader, writer)

	used := time.Date(2029, 1, 2, 3, 4, 5, 0, time.UTC)
	f.update(func(tx store.Tx) error {
		return errors.Join(tx.UseKeys(map[string]time.Time{"reader": used, "nobody": used}), tx.UseKeys(map[string]time.Time{"reader": used.Add(-time.Hour)}))
	})
	reader.Used = used
	f.wantKeys(reader, writer)

	var first, second store.Key
	f.update(func(tx store.Tx) (err error) { first, err = tx.RevokeKey("writer"); return err })
	f.update(func(tx store.Tx) (err error) { second, err = tx.RevokeKey("writer"); return err })
	if first.Revoked.IsZero() || !first.Revoked.Equal(second.Revoked) {
		t.Errorf("revoked at %s, then at %s; want the same time", first.Revoked, second.Revoked)
	}
	f.wantIntact()
	all := f.keys()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	f = beginIn(t, open, dir)
	if diff := cmp.Diff(all, f.keys()); diff != "" {
		t.Errorf("reopened (-before +after):\n%s", diff)
	}
	backup := t.TempDir()
	if err := f.Backup(f.ctx, filepath.Join(backup, BackupName)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, beginIn(t, open, backup).keys()); diff != "" {
		t.Errorf("from a backup (-before +after):\n%s", diff)
	}
}

func testKeysRefused(t *testing.T, open Open) {
	f := begin(t, open)
	f.createKey(store.Key{ID: "a", Hash: store.KeyHash{1}})
	f.createKey(store.Key{ID: "b", Hash: store.KeyHash{2}})
	f.update(func(tx store.Tx) error { _, err := tx.RevokeKey("b"); return err })
	for name, test := range map[string]struct {
		want error // nil: any error
		do   func(store.Tx) error
	}{
		"rotate a missing key": {store.ErrNoKey, func(tx store.Tx) error { _, err := tx.RotateKey("c", store.KeyHash{3}, time.Time{}); return err }},
		"rotate a revoked key": {store.ErrKeyRevoked, func(tx store.Tx) error { _, err := tx.RotateKey("b", store.KeyHash{3}, time.Time{}); return err }},
		"revoke a missing key": {store.ErrNoKey, func(tx store.Tx) error { _, err := tx.RevokeKey("' OR 1=1 --"); return err }},
		"the same id": {nil, func(tx store.Tx) error {
			_, err := tx.CreateKey(store.Key{ID: "a", Hash: store.KeyHash{3}})
			return err
		}},
		"the same secret": {nil, func(tx store.Tx) error {
			_, err := tx.CreateKey(store.Key{ID: "c", Hash: store.KeyHash{1}})
			return err
		}},
		"rotate to another key's secret": {nil, func(tx store.Tx) error { _, err := tx.RotateKey("a", store.KeyHash{2}, time.Time{}); return err }},
	} {
		if err := f.Update(f.ctx, test.do); err == nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: got error %v, want %v", name, err, test.want)
		}
	}
	f.wantIntact()
}

func testKeyLimits(t *testing.T, open Open) {
	f := begin(t, open)
	key := func(i int) store.Key {
		return store.Key{ID: fmt.Sprint(i), Hash: store.KeyHash{byte(i), byte(i >> 8)}}
	}
	f.update(func(tx store.Tx) error {
		for i := range store.MaxKeys {
			if _, err := tx.CreateKey(key(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err := f.Update(f.ctx, func(tx store.Tx) error { _, err := tx.CreateKey(key(store.MaxKeys)); return err }); !errors.Is(err, store.ErrTooManyKeys) {
		t.Errorf("one key too many: got error %v, want %v", err, store.ErrTooManyKeys)
	}
	f.update(func(tx store.Tx) error { _, err := tx.RevokeKey("7"); return err })
	f.createKey(key(store.MaxKeys))
	keys := f.keys()
	if len(keys) != store.MaxKeys {
		t.Errorf("got %d keys, want %d", len(keys), store.MaxKeys)
	}
	for _, k := range keys {
		if k.ID == "7" {
			t.Error("the new key did not replace the revoked one")
		}
	}
}

func (f fixture) createKey(k store.Key) (made store.Key) {
	f.Helper()
	f.update(func(tx store.Tx) (err error) { made, err = tx.CreateKey(k); return err })
	return made
}

func (f fixture) keys() []store.Key {
	f.Helper()
	keys, err := f.Keys(f.ctx)
	if err != nil {
		f.Fatalf("keys: %v", err)
	}
	return keys
}

// ignoreKeyTimes ignores the field of keys that the store sets.
var ignoreKeyTimes = cmpopts.IgnoreFields(store.Key{}, "Created")

func (f fixture) wantKeys(want ...store.Key) {
	f.Helper()
	byID := cmpopts.SortSlices(func(a, b store.Key) bool { return a.ID < b.ID })
	if diff := cmp.Diff(want, f.keys(), ignoreKeyTimes, byID); diff != "" {
		f.Errorf("keys (-want +got):\n%s", diff)
	}
}
