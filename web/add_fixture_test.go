package web

import (
	"path/filepath"
	"testing"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
)

// newAddingService is an empty library that takes files.
func newAddingService(t *testing.T) *api.Service {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	engine := indextest.NewOracle(papers.Identity())
	in := library.Open(library.Options{Store: papers, Index: engine})
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
	})
	return api.New(api.Options{Library: in, Access: newAccess(t, access.Options{Token: token})})
}
