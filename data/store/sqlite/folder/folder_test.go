package folder

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestClaimIsExclusive(t *testing.T) {
	dir := t.TempDir()
	first, err := Claim(dir, "serve")
	if err != nil {
		t.Fatal(err)
	}
	var held *HeldError
	if _, err := Claim(dir, "ingest"); !errors.As(err, &held) || held.PID != os.Getpid() || held.Command != "serve" {
		t.Errorf("second claim: %v, want a *HeldError that names serve and pid %d", err, os.Getpid())
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := Claim(dir, "ingest")
	if err != nil {
		t.Fatalf("claim after release: %v", err)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestServerOfHeldFolderIsFound(t *testing.T) {
	f, err := Claim(t.TempDir(), "serve")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Release()
	if err := f.Announce("http://127.0.0.1:1"); err != nil {
		t.Fatal(err)
	}
	got, address, err := ClaimOrServer(t.Context(), f.Dir, "search")
	if got != nil || address != "http://127.0.0.1:1" || err != nil {
		t.Errorf("claimOrServer = %v, %q, %v; want the server's address", got, address, err)
	}
}

func TestStaleServerIsForgotten(t *testing.T) {
	dir := t.TempDir()
	stale := filepath.Join(dir, ServerFile)
	if err := writeJSON(stale, Holder{PID: 1, Address: "http://127.0.0.1:1"}); err != nil {
		t.Fatal(err)
	}
	f, address, err := ClaimOrServer(t.Context(), dir, "search")
	if err != nil || f == nil || address != "" {
		t.Fatalf("claimOrServer = %v, %q, %v; want the folder", f, address, err)
	}
	defer f.Release()
	if _, err := os.Stat(stale); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", ServerFile, err)
	}
}

func TestTokenIsSecretAndDiffers(t *testing.T) {
	t.Setenv("PAPERBOY_TOKEN", "")
	tokens := map[string]bool{}
	for range 2 {
		f, err := Claim(t.TempDir(), "serve")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Release()
		token, err := f.MakeToken()
		if err != nil {
			t.Fatal(err)
		}
		tokens[token] = true
		info, err := os.Stat(f.Path(TokenFile))
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("token has mode %o, want 600", mode)
		}
		if read, err := os.ReadFile(f.Path(TokenFile)); string(read) != token+"\n" || err != nil {
			t.Errorf("the file has %q, %v; want %q", read, err, token)
		}
	}
	if len(tokens) != 2 {
		t.Error("two folders have the same token")
	}
}
