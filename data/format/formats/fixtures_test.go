package formats_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
)

var update = flag.Bool("update", false, "rewrite testdata/fixtures.txt")

// TestFixtures reads every file of the shared fixtures. It compares the results with a table that
// has, for each file, the format, the numbers of entries, of papers read and of rejections, the
// codes of the rejections, and the error if the whole file was rejected.
func TestFixtures(t *testing.T) {
	root := sharedtest.Path(t, "fixtures")
	table := fmt.Sprintf("%-17s %7s %6s %8s  %s\n", "format", "entries", "read", "rejected", "file")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		table += fixtureLine(t, path, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/fixtures.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(table, "\n")); diff != "" {
		t.Errorf("the table has changed (-want +got); -update rewrites it:\n%s", diff)
	}
}

func fixtureLine(t *testing.T, path, name string) string {
	t.Helper()
	read, rejected := 0, 0
	codes := map[string]int{}
	refused := ""
	for r, err := range format.Open(t.Context(), path, format.Options{Formats: formats.All()}) {
		if err == nil {
			err = data.Validate(&r)
		}
		var reject *data.Rejection
		var field *data.FieldError
		switch {
		case err == nil:
			read++
		case errors.As(err, &reject):
			rejected++
			codes[reject.Code]++
		case errors.As(err, &field):
			rejected++
			codes[field.Code]++
		default:
			_, refused, _ = strings.Cut(err.Error(), path+": ")
			refused, _, _ = strings.Cut(refused, "; the manual, ")
		}
	}
	line := fmt.Sprintf("%-17s %7d %6d %8d  %s", formatOf(t, path), read+rejected, read, rejected, name)
	if len(codes) > 0 {
		line += "  " + strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(codes), "map["), "]")
	}
	if refused != "" {
		line += "  refused: " + refused
	}
	return line + "\n"
}

// formatOf returns the name of the first format that recognizes a file, or "-".
func formatOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formats.All() {
		if f.Sniff(text[:min(len(text), format.SniffLen)]) {
			return f.Name
		}
	}
	return "-"
}
