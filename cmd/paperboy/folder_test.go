package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestClaimIsExclusive(t *testing.T) {
	dir := t.TempDir()
	first, err := claim(dir, "serve")
	if err != nil {
		t.Fatal(err)
	}
	var held *heldError
	if _, err := claim(dir, "ingest"); !errors.As(err, &held) || held.PID != os.Getpid() || held.Command != "serve" {
		t.Errorf("second claim: %v, want a *heldError that names serve and pid %d", err, os.Getpid())
	}
	if err := first.release(); err != nil {
		t.Fatal(err)
	}
	again, err := claim(dir, "ingest")
	if err != nil {
		t.Fatalf("claim after release: %v", err)
	}
	if err := again.release(); err != nil {
		t.Fatal(err)
	}
}

func TestServerOfHeldFolderIsFound(t *testing.T) {
	f, err := claim(t.TempDir(), "serve")
	if err != nil {
		t.Fatal(err)
	}
	defer f.release()
	if err := f.announce("http://127.0.0.1:1"); err != nil {
		t.Fatal(err)
	}
	got, address, err := claimOrServer(t.Context(), f.dir, "search")
	if got != nil || address != "http://127.0.0.1:1" || err != nil {
		t.Errorf("claimOrServer = %v, %q, %v; want the server's address", got, address, err)
	}
}

func TestStaleServerIsForgotten(t *testing.T) {
	dir := t.TempDir()
	stale := filepath.Join(dir, serverFile)
	if err := writeJSON(stale, holder{PID: 1, Address: "http://127.0.0.1:1"}); err != nil {
		t.Fatal(err)
	}
	f, address, err := claimOrServer(t.Context(), dir, "search")
	if err != nil || f == nil || address != "" {
		t.Fatalf("claimOrServer = %v, %q, %v; want the folder", f, address, err)
	}
	defer f.release()
	if _, err := os.Stat(stale); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", serverFile, err)
	}
}

func TestTokenIsSecretAndDiffers(t *testing.T) {
	t.Setenv("PAPERBOY_TOKEN", "")
	tokens := map[string]bool{}
	for range 2 {
		f, err := claim(t.TempDir(), "serve")
		if err != nil {
			t.Fatal(err)
		}
		defer f.release()
		token, err := f.makeToken()
		if err != nil {
			t.Fatal(err)
		}
		tokens[token] = true
		info, err := os.Stat(f.path(tokenFile))
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("token has mode %o, want 600", mode)
		}
		if read, err := (&Config{Data: f.dir}).token(); read != token || err != nil {
			t.Errorf("token() = %q, %v; want %q", read, err, token)
		}
	}
	if len(tokens) != 2 {
		t.Error("two folders have the same token")
	}
}
