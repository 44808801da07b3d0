package bleveindex_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/index/embedded"
	"paperboy/index/indextest"
)

// TestLanesLeftBehind wants files of lanes removed that no segment has, or that were not
// written to their end.
func TestLanesLeftBehind(t *testing.T) {
	dir, want := lanesIndex(t)
	files := laneFiles(t, dir)
	folder := filepath.Dir(files[0])
	for _, name := range []string{"00000000fff0.lanes", filepath.Base(files[0]) + ".new"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wantAnswers(t, dir, want, "with files left behind")
	if left := laneFiles(t, dir); !slices.Equal(left, files) {
		t.Errorf("left %v, want %v", left, files)
	}
	if half, _ := filepath.Glob(filepath.Join(folder, "*.new")); len(half) > 0 {
		t.Errorf("left %v", half)
	}
}

// TestLanesCannotBeWritten wants an index to work without them, and to say why once.
func TestLanesCannotBeWritten(t *testing.T) {
	dir, want := lanesIndex(t)
	files := laneFiles(t, dir)
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	values := files[len(files)-1]
	if err := os.Mkdir(values, 0o700); err != nil {
		t.Fatal(err)
	}
	reports := make(chan error, 10)
	engine, err := embedded.Open(testContext(t), dir, embedded.Options{Store: indextest.Store, Head: 1000, Report: func(err error) { reports <- err }})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, answers(t, engine)); diff != "" {
		t.Errorf("other answers (-want +got)\n%s", diff)
	}
	if err := errors.Join(engine.Close(), os.Remove(values)); err != nil {
		t.Fatal(err)
	}
	if len(reports) != 1 {
		t.Errorf("%d reports, want one", len(reports))
	}
	wantAnswers(t, dir, want, "when they can be written again")
}

// TestReadOnlyLanes wants a reader to use lanes and values, and to write none.
func TestReadOnlyLanes(t *testing.T) {
	dir, want := lanesIndex(t)
	files := laneFiles(t, dir)
	for _, missing := range []string{"", files[0], files[len(files)-1]} {
		if missing != "" {
			if err := os.Remove(missing); err != nil {
				t.Fatal(err)
			}
		}
		engine, err := embedded.Open(testContext(t), dir, embedded.Options{Store: indextest.Store, Head: 1000, ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, answers(t, engine)); diff != "" {
			t.Errorf("without %q: other answers (-want +got)\n%s", missing, diff)
		}
		if mapped := segmentsOf(t, engine).Segments[0].Lanes != nil; mapped != (missing == "") {
			t.Errorf("without %q: the first segment is mapped: %v", missing, mapped)
		}
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(missing); missing != "" && err == nil {
			t.Errorf("a reader wrote %s", missing)
		}
	}
}
