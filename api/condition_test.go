package api_test

import (
	"math"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
)

// TestDiskFull serves a store that must leave more disk space free than there is.
func TestDiskFull(t *testing.T) {
	papers, err := sqlite.OpenWith(t.Context(), filepath.Join(t.TempDir(), "papers.db"), sqlite.Options{MinFree: math.MaxInt64})
	if err != nil {
		t.Fatal(err)
	}
	oracle := indextest.NewOracle(papers.Identity())
	lib := library.Open(library.Options{Store: papers, Index: oracle})
	t.Cleanup(func() { lib.Close() })
	r := newRigWith(t, api.Options{Library: lib, Access: newAccess(t, access.Options{Token: token, Store: papers})})
	status, body := r.post("/papers", `{"title":"A title of a paper"}`)
	if status != http.StatusInsufficientStorage || !strings.Contains(body, `"code":"disk_full"`) || !strings.Contains(body, "free some space") {
		t.Errorf("POST /papers: %d %s, want 507 disk_full", status, body)
	}
	if status, body := r.get("/search"); status != http.StatusOK {
		t.Errorf("GET /search: %d %s", status, body)
	}
	status, body = r.get("/readyz")
	if status != http.StatusOK || !strings.Contains(body, `"status":"degraded"`) || !strings.Contains(body, "too full") {
		t.Errorf("GET /readyz: %d %s, want degraded with the reason", status, body)
	}
	if got := answer[library.StatsAnswer](r, "/stats").Health; len(got.Problems) != 1 || got.MinFree != math.MaxInt64 || got.DiskFree <= 0 {
		t.Errorf("health in the stats: %+v", got)
	}
	if status, body := r.get("/metrics"); status != http.StatusOK || !strings.Contains(body, "paperboy_store_problems 1") || !strings.Contains(body, "paperboy_backup_failures_total 0") {
		t.Errorf("GET /metrics: %d; the store's problem is missing", status)
	}
}
