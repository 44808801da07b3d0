// Package sharedtest finds the real papers that tests run on. They stand outside
// of the repository, in the folder $PAPERBOY_SHARED or, without it, in "shared"
// beside the folder of go.mod.
//
// What a machine lacks is skipped with a message, unless $PAPERBOY_REQUIRE, a
// comma-separated list of parts ("shared", "browser", "axe", "mount",
// "strace"), makes it compulsory.
package sharedtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Path is where a file or folder of the shared material stands. The test is
// skipped where it is absent, and fails where "shared" is required.
func Path(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(root(t), filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Logf("shared material: %v", err)
		Require(t, "shared")
	}
	return path
}

// Require ends a test that lacks a part of the machine: it is skipped, or fails
// where $PAPERBOY_REQUIRE lists the part.
func Require(t testing.TB, part string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("PAPERBOY_REQUIRE"), ","), part) {
		t.Fatalf("%s is missing, and PAPERBOY_REQUIRE lists it", part)
	}
	t.Skipf("%s is missing", part)
}

func root(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("PAPERBOY_SHARED"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "..", "shared")
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the working folder")
		}
	}
}
