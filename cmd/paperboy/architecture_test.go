package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the generated part of .github/ARCHITECTURE.md")

const architecture = "../../.github/ARCHITECTURE.md"

// TestArchitecture compares what .github/ARCHITECTURE.md says of packages and libraries
// with the tables that the tests of imports use.
func TestArchitecture(t *testing.T) {
	const begin, end = "<!-- begin generated -->\n", "<!-- end generated -->\n"
	text, err := os.ReadFile(architecture)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := bytes.Cut(text, []byte(begin))
	old, after, closed := bytes.Cut(rest, []byte(end))
	if !ok || !closed {
		t.Fatalf("%s has no part between %q and %q", architecture, begin, end)
	}
	want := drawArchitecture(t)
	if *update {
		if err := os.WriteFile(architecture, slices.Concat(before, []byte(begin+want+end), after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(old)); diff != "" {
		t.Errorf("%s differs from the tables of deps_test.go; run with -update (-want +got):\n%s", architecture, diff)
	}
}

// TestPapersOfTheHouse looks up every file and package that the papers in .github and the
// manual name.
func TestPapersOfTheHouse(t *testing.T) {
	files, err := filepath.Glob("../../.github/*.md")
	if err != nil {
		t.Fatal(err)
	}
	manual, err := filepath.Glob("../../web/help/*.md")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("`((?:cmd|index|recommend|api|web|data|\\.ci|\\.github)(?:/[\\w.-]+)+)`")
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	found := 0
	check := func(file, named, path string) {
		found++
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s names %s: %v", file, named, err)
		}
	}
	for _, file := range slices.Concat(files, manual, []string{"../../README.md"}) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(text), -1) {
			check(file, m[1], filepath.Join("../..", strings.TrimSuffix(m[1], "/...")))
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			check(file, m[1], filepath.Join(filepath.Dir(file), m[1]))
		}
	}
	if found < 60 {
		t.Errorf("found %d names of files, want 60 at least", found)
	}
}

// drawArchitecture writes the tables of arrows, layer by layer, and of libraries.
func drawArchitecture(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintln(&b, "| Layer | Package | May import |\n|---|---|---|")
	layers := layersOf(t)
	rows := slices.Clone(arrows)
	slices.SortStableFunc(rows, func(x, y arrow) int { return layers[x.from] - layers[y.from] })
	for _, a := range rows {
		imports := "nothing of ours"
		if len(a.to) > 0 {
			imports = codeList(a.to)
		}
		fmt.Fprintf(&b, "| %d | %s | %s |\n", layers[a.from], codeList([]string{a.from}), imports)
	}
	fmt.Fprintf(&b, "\n`x/...` is every package below x. For tests only: %s.\n", codeList(suites))
	fmt.Fprintln(&b, "\n| Library | Used within |\n|---|---|")
	for _, w := range walls {
		within := codeList(w.within)
		switch {
		case len(w.within) == 0 && slices.Contains(w.tests, "..."):
			within = "tests"
		case len(w.within) == 0:
			within = "tests of " + codeList(w.tests)
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", w.library, within)
	}
	return b.String()
}

func codeList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	return strings.Join(quoted, ", ")
}

// layersOf numbers the rows of arrows: one more than the highest that a row imports, 0 for
// a row that imports nothing. It fails where rows import each other in a circle.
func layersOf(t *testing.T) map[string]int {
	t.Helper()
	layers := map[string]int{}
	var visit func(a arrow, path []string) int
	visit = func(a arrow, path []string) int {
		if layer, ok := layers[a.from]; ok {
			return layer
		}
		if slices.Contains(path, a.from) {
			t.Fatalf("packages import each other in a circle: %q", append(path, a.from))
		}
		layer := 0
		for _, other := range arrows {
			if other.from != a.from && overlapsAny(other.from, a.to) && mayImport(plain(a.from), plain(other.from)) {
				layer = max(layer, 1+visit(other, append(path, a.from)))
			}
		}
		layers[a.from] = layer
		return layer
	}
	for _, a := range arrows {
		visit(a, nil)
	}
	return layers
}

// plain is a package of a pattern: x/... is read as x/any.
func plain(pattern string) string { return strings.ReplaceAll(pattern, "...", "any") }

func overlapsAny(pattern string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return p == pattern || within(plain(pattern), p) })
}
