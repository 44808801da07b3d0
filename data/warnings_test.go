package data

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestWarningCounts(t *testing.T) {
	var first, none WarningCounts
	for _, codes := range [][]string{{"b", "a"}, nil, {"b"}, {"c"}} {
		first.Note(&Provenance{Warnings: codes})
	}
	sum := first.Plus(WarningCounts{"a": 1, "d": 5})
	want := []WarningCount{{"d", 5}, {"a", 2}, {"b", 2}, {"c", 1}}
	if got := sum.Sorted(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if first["a"] != 1 || len(first) != 3 {
		t.Errorf("Plus changed what it adds to: %v", first)
	}
	if none.Note(&Provenance{}); none.Plus(nil) != nil || none.Sorted() != nil {
		t.Errorf("without warnings: %v", none)
	}
}

func TestWarned(t *testing.T) {
	var first, second, none Warned
	for _, id := range []ID{"x:1", "x:2", "x:2"} {
		first.Note(&Provenance{Warnings: []string{"a"}}, id)
	}
	for i := range 2 * MaxWarned {
		second.Note(&Provenance{Warnings: []string{"a", "b"}}, ID("y:"+strconv.Itoa(i)))
	}
	sum := first.Plus(second)
	if got, want := sum["a"], []ID{"x:1", "x:2", "y:0", "y:1", "y:2"}; !slices.Equal(got, want) {
		t.Errorf("a: got %v, want %v", got, want)
	}
	if got, want := sum["b"], []ID{"y:0", "y:1", "y:2", "y:3", "y:4"}; !slices.Equal(got, want) {
		t.Errorf("b: got %v, want %v", got, want)
	}
	if len(first) != 1 || len(first["a"]) != 2 {
		t.Errorf("Plus changed what it adds to: %v", first)
	}
	if none.Note(&Provenance{}, "x:1"); none.Plus(nil) != nil || len(none.Plus(first)) != 1 {
		t.Errorf("without warnings: %v", none)
	}
	var foreign Warned
	var counts WarningCounts
	for i := range 2 * maxWarnings {
		origin := &Provenance{Warnings: []string{"code" + strconv.Itoa(i)}}
		foreign.Note(origin, "x:1")
		counts.Note(origin)
	}
	if more := counts.Plus(WarningCounts{"another": 1, "code0": 1}); len(foreign) != maxWarnings || len(more) != maxWarnings || more["code0"] != 2 {
		t.Errorf("%d codes, and %d with counts, want %d", len(foreign), len(more), maxWarnings)
	}
}

// TestEveryWarningHasASentence reads the constants that begin with Warn or warn in this
// package and in the packages below it.
func TestEveryWarningHasASentence(t *testing.T) {
	codes := make(map[string]bool)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !strings.HasPrefix(strings.ToLower(spec.Names[0].Name), "warn") {
				return true
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				code, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				codes[code] = true
				if warningTexts[code] == "" {
					t.Errorf("%s: the warning %q has no sentence", path, code)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for code := range warningTexts {
		if !codes[code] {
			t.Errorf("no package has the warning %q", code)
		}
	}
	if got := WarningText("of_tomorrow"); !strings.Contains(got, "of_tomorrow") {
		t.Errorf("unknown code: got %q, want a sentence with the code", got)
	}
}
