package local

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paperboy/api"
	"paperboy/api/client"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/ingest"
)

// one is a source of one paper.
func one(yield func(data.Record, error) bool) {
	yield(data.Record{Paper: data.Paper{ID: "arxiv:2203.03850", Title: "Unified representations of code"}, Origin: data.Provenance{Source: "test"}}, nil)
}

// withPaper returns a place with a paper.
func withPaper(t *testing.T) Place {
	t.Helper()
	p := Place{Dir: t.TempDir(), Command: "test", Version: "1.2.3"}
	into, done, err := p.OpenTarget(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := into.Ingest(t.Context(), format.Records(one), ingest.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := done(); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestOpen finds a paper that another process has ingested, and leaves the folder free.
func TestOpen(t *testing.T) {
	p := withPaper(t)
	for range 2 {
		papers, done, err := p.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found, err := Call(t.Context(), papers, api.Search, search.Params{Q: "representations", Limit: 1})
		if err != nil || found.Total != 1 {
			t.Errorf("found %d, %v", found.Total, err)
		}
		stats, err := Call(t.Context(), papers, api.Stats, api.None{})
		if err != nil || stats.Papers != 1 || stats.Version != p.Version {
			t.Errorf("stats: %+v, %v", stats, err)
		}
		if err := done(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOlderStore opens a store that was replaced by an older copy of itself: what was derived from the
// newer one must be gone before the store has as many changes again.
func TestOlderStore(t *testing.T) {
	p := withPaper(t)
	store, dir := filepath.Join(p.Dir, folder.StoreFile), filepath.Join(p.Dir, folder.IndexDir)
	older, err := os.ReadFile(store)
	if err != nil {
		t.Fatal(err)
	}
	add := func(id data.ID) {
		t.Helper()
		into, done, err := p.OpenTarget(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		another := func(yield func(data.Record, error) bool) {
			yield(data.Record{Paper: data.Paper{ID: id, Title: "Another paper"}, Origin: data.Provenance{Source: "test"}}, nil)
		}
		_, err = into.Ingest(t.Context(), another, ingest.RunOptions{})
		if err := errors.Join(err, done()); err != nil {
			t.Fatal(err)
		}
		_, done, err = p.Open(t.Context()) // waits for the index
		if err := errors.Join(err, done()); err != nil {
			t.Fatal(err)
		}
	}
	derived := []string{filepath.Join(dir, library.WordsFile), filepath.Join(dir, library.KeyedFile)}
	for _, file := range derived {
		write(t, file, "of the newer store")
	}
	add("arxiv:2203.03851")
	for _, file := range derived {
		if _, err := os.Stat(file); err != nil {
			t.Errorf("the store only grew: %v", err)
		}
	}
	if err := os.WriteFile(store, older, 0o600); err != nil {
		t.Fatal(err)
	}
	add("arxiv:2203.03852")
	for _, file := range derived {
		if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there (%v)", file, err)
		}
	}
}

func TestOpenNeedsPapers(t *testing.T) {
	p := Place{Dir: filepath.Join(t.TempDir(), "new"), Command: "test"}
	if _, _, err := p.Open(t.Context()); err == nil || !strings.Contains(err.Error(), "no papers in "+p.Dir) {
		t.Errorf("a folder without papers: %v", err)
	}
	if _, err := os.Stat(p.Dir); err == nil {
		t.Error("the folder was made")
	}
	_, done, err := p.OpenAny(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := done(); err != nil {
		t.Error(err)
	}
}

// TestFailuresReleaseTheFolder opens a folder after an open that failed.
func TestFailuresReleaseTheFolder(t *testing.T) {
	p := withPaper(t)
	p.MinFree = func(string) (int64, error) { return 0, errors.New("no such space") }
	if _, _, err := p.Open(t.Context()); err == nil || err.Error() != "no such space" {
		t.Errorf("got %v", err)
	}
	p.MinFree = nil
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := p.Open(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	f, err := folder.Claim(p.Dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Release(); err != nil {
		t.Error(err)
	}
}

func TestServerAddress(t *testing.T) {
	_, _, err := Place{Dir: t.TempDir(), Server: "papers.example.org"}.Open(t.Context())
	if address, ok := errors.AsType[*client.AddressError](err); !ok || address.Address != "papers.example.org" {
		t.Errorf("got %v", err)
	}
}

// TestToken looks for the token in its three places, the first of them first.
func TestToken(t *testing.T) {
	p := Place{Dir: t.TempDir()}
	token := func(want string) {
		t.Helper()
		if got, err := p.Token(); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	t.Setenv(TokenVariable, "")
	token("")
	write(t, filepath.Join(p.Dir, folder.TokenFile), "own\n")
	token("own")
	t.Setenv(TokenVariable, "pbk_key")
	token("pbk_key")
	if _, err := p.OwnToken(); err == nil || !strings.Contains(err.Error(), "cannot be an API key") {
		t.Errorf("a key as the token of a server: %v", err)
	}
	p.TokenFile = filepath.Join(p.Dir, "other")
	if _, err := p.Token(); err == nil {
		t.Error("a token file that is missing is no error")
	}
	write(t, p.TokenFile, "other")
	token("other")
}

// TestBackUpAndRestore takes the papers of one folder to another.
func TestBackUpAndRestore(t *testing.T) {
	p, file := withPaper(t), filepath.Join(t.TempDir(), "backup.db")
	if content, err := p.BackUp(t.Context(), file); err != nil || content.Papers != 1 {
		t.Fatalf("%+v, %v", content, err)
	}
	if _, err := p.BackUp(t.Context(), file); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a second time: %v", err)
	}
	to := Place{Dir: t.TempDir(), Command: "restore"}
	f, err := to.ClaimAlone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if papers, damaged, err := to.Restore(t.Context(), f, file, false); err != nil || papers != 1 || damaged != 0 {
		t.Errorf("restored %d papers, %d damaged, %v", papers, damaged, err)
	}
	if answer, err := to.Repair(t.Context(), nil); err != nil || answer.Papers != 1 || len(answer.Problems) > 0 {
		t.Errorf("%+v, %v", answer, err)
	}
}

func TestNewWatchIgnoresTheFolder(t *testing.T) {
	p := Place{Dir: "/papers"}
	w := p.NewWatch(3)
	if w.Settle != 3 || len(w.Except) != 1 || w.Except[0] != p.Dir || !strings.HasPrefix(w.SeenFile("/other"), p.Dir) {
		t.Errorf("got %+v", w)
	}
	r := p.NewRejects()
	if filepath.Dir(r.Path) != "/papers/rejects" {
		t.Errorf("rejects in %s", r.Path)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
