package disk

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCopyDurably(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	if err := os.WriteFile(from, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := CopyDurably(to, from); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(to)
	if err != nil || info.Mode().Perm() != 0o600 || Size(to) != 4 {
		t.Errorf("the copy has mode %v and %d bytes, error %v", info.Mode(), Size(to), err)
	}
	if err := CopyDurably(to, from); err == nil {
		t.Error("a copy replaced a file")
	}
	if err := CopyDurably(filepath.Join(dir, "other"), filepath.Join(dir, "absent")); err == nil {
		t.Error("copied a file that does not exist")
	}
	if n := Size(filepath.Join(dir, "other")); n != 0 {
		t.Errorf("the size of a file that does not exist is %d", n)
	}
}

func TestEscapePattern(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a[b]*?")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "x"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(EscapePattern(dir), "*"))
	if err != nil || len(found) != 1 {
		t.Errorf("found %q, error %v", found, err)
	}
}
