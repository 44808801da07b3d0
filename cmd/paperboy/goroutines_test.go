package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// notGuarded may start goroutines as Go does: panics itself, and programs that end with
// what they measure.
//
// All goroutines of other packages begin in package panics, so that a panic in one of them
// is an error of its owner and not the end of the process.
var notGuarded = []string{"data/panics", "index/bench", "index/bench/peers", "index/indextest", "data/store/storetest"}

func TestGoroutinesRecover(t *testing.T) {
	walked := 0
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		inside, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		if pkg := filepath.ToSlash(inside); withinAny(pkg, notGuarded) {
			return nil
		}
		walked++
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		for _, bad := range bareGoroutines(file) {
			t.Errorf("%s: %s", files.Position(bad.node.Pos()), bad.why)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if walked == 0 {
		t.Error("no file was looked at")
	}
}

// bare is a place where a goroutine begins that recovers nothing.
type bare struct {
	node ast.Node
	why  string
}

func bareGoroutines(file *ast.File) (found []bare) {
	for _, i := range file.Imports {
		if strings.Contains(i.Path.Value, "sync/errgroup") {
			found = append(found, bare{i, "errgroup ends the process with a panic of its functions: use panics.Group"})
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = append(found, bare{n, "a bare go statement ends the process with a panic: use panics.Go, Keep or Group"})
		case *ast.CallExpr:
			// The functions of package panics begin with the name of a point.
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Go" && len(n.Args) == 1 {
				found = append(found, bare{n, "sync.WaitGroup.Go ends the process with a panic: use panics.Group"})
			}
		}
		return true
	})
	return found
}

// TestBareGoroutinesAreFound keeps the test above from passing for want of an eye.
func TestBareGoroutinesAreFound(t *testing.T) {
	source := `package p
import ("sync"; "golang.org/x/sync/errgroup")
func f() {
	go f()
	var g sync.WaitGroup
	g.Go(func() {})
	var e errgroup.Group
	_ = e
	panics.Go("point", f, nil)
}`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	if found := bareGoroutines(file); len(found) != 3 {
		t.Errorf("found %d bare goroutines, want 3: %v", len(found), found)
	}
}
