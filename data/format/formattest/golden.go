package formattest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
)

var update = flag.Bool("update-golden", false, "rewrite the goldens of format readers")

// Goldens reads each XML file in testdata as Golden does.
func Goldens(t *testing.T, f format.Format) {
	for _, file := range xmlFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) { Golden(t, f, file) })
	}
}

// FuzzGoldens is Fuzz, seeded with the XML files in testdata.
func FuzzGoldens(f *testing.F, of format.Format) {
	for _, file := range xmlFiles(f) {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	Fuzz(f, of)
}

func xmlFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	return files
}

// Golden reads a file of testdata with a format, which must recognize it, and compares the records
// and rejections with the file of the same name followed by ".txt".
func Golden(t *testing.T, f format.Format, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !f.Sniff(text[:min(len(text), format.SniffLen)]) {
		t.Errorf("%s is not recognized", file)
	}
	var got strings.Builder
	for r, err := range f.Read(t.Context(), format.Input{Reader: strings.NewReader(string(text)), Location: file}) {
		if err == nil {
			err = data.Validate(&r)
		}
		if err != nil {
			fmt.Fprintf(&got, "%s: %v\n\n", r.Entry, err)
			continue
		}
		fmt.Fprintf(&got, "%s of %s\n%s\n", r.Entry, r.Origin.Source, Describe(r.Paper))
		if len(r.Aliases) > 0 {
			fmt.Fprintf(&got, "aliases: %v\n", r.Aliases)
		}
		if len(r.Origin.Warnings) > 0 {
			fmt.Fprintf(&got, "warnings: %s\n", strings.Join(slices.Sorted(slices.Values(r.Origin.Warnings)), " "))
		}
		got.WriteString("\n")
	}
	golden := file + ".txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("%s (-want +got); -update-golden rewrites it:\n%s", file, diff)
	}
}
