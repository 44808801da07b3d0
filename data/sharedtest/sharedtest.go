// Package sharedtest finds the collections of real papers that some tests run on.
// They are not in the repository: the folder is $PAPERBOY_SHARED or, if that is
// not set, the folder "shared" next to the one that contains go.mod.
//
// A test that needs something the machine lacks is skipped. $PAPERBOY_REQUIRE, a
// comma-separated list of requirements ("shared", "browser", "axe", "consumers",
// "feedparser", "miniflux", "mount", "strace", "mailpit", "exim", "vnu"), makes such tests fail instead.
package sharedtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Path returns the path of a file or folder of the shared collections. If it does
// not exist, Path skips the test, or fails it if "shared" is required.
func Path(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(root(t), filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Logf("shared collections: %v", err)
		Require(t, "shared")
	}
	return path
}

// Require ends a test whose requirement is missing: it skips the test, or fails it
// if $PAPERBOY_REQUIRE lists the requirement.
func Require(t testing.TB, requirement string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("PAPERBOY_REQUIRE"), ","), requirement) {
		t.Fatalf("%s is missing, and PAPERBOY_REQUIRE lists it", requirement)
	}
	t.Skipf("%s is missing", requirement)
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
			t.Fatal("no parent folder has a go.mod")
		}
	}
}
