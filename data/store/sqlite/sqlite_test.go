package sqlite

import (
	"path/filepath"
	"testing"

	"paperboy/data/store"
	"paperboy/data/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, dir string) store.Store {
		t.Helper()
		s, err := Open(t.Context(), filepath.Join(dir, storetest.BackupName))
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
