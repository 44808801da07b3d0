package bleveindex_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/indextest"
	"paperboy/index/query"
)

func testContext(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// filled makes an index of 50 papers in dir, at sequence 50, and closes it.
func filled(t *testing.T, dir string) {
	t.Helper()
	engine := open(t, dir)
	for from := 1; from <= 50; from += 10 {
		put(t, engine, from, from+9)
	}
	if err := engine.WaitVisible(testContext(t), 50); err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
}

// put writes papers in one batch; paper n says "number n" and has sequence n.
func put(t *testing.T, w index.Writer, from, to int) {
	t.Helper()
	if err := w.Apply(testContext(t), papersOf(from, to), sequence(to)); err != nil {
		t.Fatal(err)
	}
}

func sequence(n int) data.Sequence { return data.Sequence(n) }

// papersOf are the papers that put writes.
func papersOf(from, to int) (changes []data.Change) {
	for n := from; n <= to; n++ {
		changes = append(changes, data.Change{Sequence: sequence(n), Number: data.Number(n), Paper: &data.Paper{
			ID:       data.ID(fmt.Sprintf("test:%d", n)),
			Title:    fmt.Sprintf("Paper number n%d", n),
			Abstract: strings.Repeat("Some words to fill a segment with. ", 20),
			Authors:  []string{"Ada Lovelace"},
			Venue:    "Journal of Papers",
		}})
	}
	return changes
}

// total is how many papers there are, and fails if paper n cannot be found by
// its own word.
func total(t *testing.T, s index.Searcher, n int) int {
	t.Helper()
	one, err := s.Search(testContext(t), index.Request{Query: query.Query{Root: query.Word{Text: fmt.Sprint("n", n)}}, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	if n > 0 && (one.Total != 1 || one.Hits[0].Number != data.Number(n)) {
		t.Errorf("paper %d: found %+v", n, one.Hits)
	}
	all, err := s.Search(testContext(t), index.Request{})
	if err != nil {
		t.Fatal(err)
	}
	return all.Total
}

func TestOpenElsewhere(t *testing.T) {
	dir := t.TempDir()
	engine := open(t, dir)
	defer engine.Close()
	if second, err := embedded.Open(testContext(t), dir, embedded.Options{Store: indextest.Store}); !errors.Is(err, embedded.ErrLocked) {
		t.Errorf("second opener: %v, %v", second, err)
	}
	put(t, engine, 1, 10)
}

func TestBegunAnew(t *testing.T) {
	segments := func(t *testing.T, dir string) []string {
		paths, err := filepath.Glob(filepath.Join(dir, "generation-*", "*.zap"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no segments in %s: %v", dir, err)
		}
		return paths
	}
	bolt := func(t *testing.T, dir string) string {
		paths, err := filepath.Glob(filepath.Join(dir, "generation-*", "root.bolt"))
		if err != nil || len(paths) != 1 {
			t.Fatalf("root.bolt in %s: %v, %v", dir, paths, err)
		}
		return paths[0]
	}
	truncate := func(t *testing.T, path string, part int64) {
		info, err := os.Stat(path)
		if err == nil {
			err = os.Truncate(path, info.Size()/part)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	overwrite := func(t *testing.T, path string, at float64, with []byte) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		copy(b[int(at*float64(len(b))):], with)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	each := func(damage func(t *testing.T, path string)) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, path := range segments(t, dir) {
				damage(t, path)
			}
		}
	}
	flipped := bytes.Repeat([]byte{0xA5}, 64)
	same := embedded.Options{Store: indextest.Store, Head: 50}
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, dir string)
		opts   embedded.Options
		reason string // "" where the index must be kept
	}{
		{name: "sound", opts: same},
		{name: "another store", opts: embedded.Options{Store: "other", Head: 50}, reason: "another store"},
		{name: "ahead of its store", opts: embedded.Options{Store: indextest.Store, Head: 49}, reason: "ahead"},
		{name: "no CURRENT", opts: same, reason: "there was none", damage: func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "CURRENT")); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "garbage in CURRENT", opts: same, reason: "there was none", damage: func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "CURRENT"), []byte("../../etc"), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "truncated segments", opts: same, reason: "checksum", damage: each(func(t *testing.T, p string) { truncate(t, p, 2) })},
		{name: "empty segments", opts: same, reason: "verify segment", damage: each(func(t *testing.T, p string) {
			if err := os.Truncate(p, 0); err != nil {
				t.Fatal(err)
			}
		})},
		{name: "missing segments", opts: same, reason: "no such file", damage: each(func(t *testing.T, p string) {
			if err := os.Remove(p); err != nil {
				t.Fatal(err)
			}
		})},
		{name: "flipped bytes", opts: same, reason: "checksum", damage: each(func(t *testing.T, p string) { overwrite(t, p, .3, flipped) })},
		{name: "missing root.bolt", opts: same, reason: "no such file", damage: func(t *testing.T, dir string) {
			if err := os.Remove(bolt(t, dir)); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "truncated root.bolt", opts: same, reason: "root.bolt", damage: func(t *testing.T, dir string) { truncate(t, bolt(t, dir), 8) }},
		{name: "empty root.bolt", opts: same, reason: "root.bolt", damage: func(t *testing.T, dir string) {
			if err := os.Truncate(bolt(t, dir), 0); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "root.bolt is something else", opts: same, reason: "root.bolt", damage: func(t *testing.T, dir string) {
			if err := os.WriteFile(bolt(t, dir), bytes.Repeat([]byte("%PDF"), 20_000), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "leftovers of a rebuild", opts: same, damage: func(t *testing.T, dir string) {
			left := filepath.Join(dir, "generation-99")
			if err := os.Mkdir(left, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(left, "root.bolt"), flipped, 0o600); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			filled(t, dir)
			if c.damage != nil {
				c.damage(t, dir)
			}
			engine, err := embedded.Open(testContext(t), dir, c.opts)
			if err != nil {
				t.Fatal(err)
			}
			defer engine.Close()
			papers, sequence, number := 50, data.Sequence(50), 17
			if c.reason != "" {
				papers, sequence, number = 0, 0, 0
			}
			if fresh := engine.Fresh(); !strings.Contains(fresh, c.reason) || (fresh == "") != (c.reason == "") {
				t.Errorf("fresh because %q, want %q", fresh, c.reason)
			}
			if got, want := engine.Position(), (index.Position{Store: c.opts.Store, Sequence: sequence}); got != want {
				t.Errorf("position %+v, want %+v", got, want)
			}
			if got := total(t, engine, number); got != papers {
				t.Errorf("%d papers, want %d", got, papers)
			}
			if generations, err := filepath.Glob(filepath.Join(dir, "generation-*")); err != nil || len(generations) != 1 {
				t.Errorf("folders of generations: %v, %v", generations, err)
			}
			put(t, engine, 60, 61)
			if err := engine.WaitVisible(testContext(t), 61); err != nil {
				t.Fatal(err)
			}
			if got := total(t, engine, 60); got != papers+2 {
				t.Errorf("%d papers after a write, want %d", got, papers+2)
			}
		})
	}
}

// TestFlippedAnywhere flips a few bytes all over the files of an index: it must
// start empty or answer, never crash.
func TestFlippedAnywhere(t *testing.T) {
	dir := t.TempDir()
	oneSegment(t, dir)
	var files []string
	for _, pattern := range []string{"*.zap", "root.bolt"} {
		paths, err := filepath.Glob(filepath.Join(dir, "generation-*", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, paths...)
	}
	for i := range 40 {
		copied := t.TempDir()
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(copied, strings.TrimPrefix(files[i%len(files)], dir))
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at := (i * 7919 * 31) % len(b)
		for k := at; k < min(at+8, len(b)); k++ {
			b[k] ^= 0xFF
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		engine := open(t, copied)
		if fresh := engine.(*embedded.Engine).Fresh(); strings.HasSuffix(path, ".zap") && fresh == "" {
			t.Errorf("%s with flipped bytes at %d was not noticed", filepath.Base(path), at)
		}
		put(t, engine, 60, 61)
		if err := engine.WaitVisible(testContext(t), 61); err != nil {
			t.Errorf("%s with flipped bytes at %d: %v", filepath.Base(path), at, err)
		}
		if err := engine.Close(); err != nil {
			t.Errorf("%s with flipped bytes at %d: %v", filepath.Base(path), at, err)
		}
	}
}

// oneSegment makes an index of 50 papers in which no merge leaves a file over.
func oneSegment(t *testing.T, dir string) {
	t.Helper()
	engine := open(t, dir)
	put(t, engine, 1, 50)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCheck damages a segment of an open index.
func TestCheck(t *testing.T) {
	dir := t.TempDir()
	oneSegment(t, dir)
	engine := open(t, dir)
	defer engine.Close()
	if err := engine.Check(testContext(t)); err != nil {
		t.Fatalf("sound index: %v", err)
	}
	paths, err := filepath.Glob(filepath.Join(dir, "generation-*", "*.zap"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("segments: %v, %v", paths, err)
	}
	f, err := os.OpenFile(paths[0], os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("damage"), 100); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := engine.Check(testContext(t)); err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("damaged index: %v", err)
	}
}

func TestNotAFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Open(testContext(t), path, embedded.Options{}); err == nil {
		t.Error("opened a file as an index")
	}
}

// TestSweep wants the files of merged segments gone when an ingest has ended.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	engine := open(t, dir)
	defer engine.Close()
	for n := 1; n <= 60; n++ {
		put(t, engine, n, n)
	}
	if err := engine.WaitVisible(testContext(t), 60); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); ; runtime.Gosched() {
		paths, err := filepath.Glob(filepath.Join(dir, "generation-*", "*.zap"))
		if err != nil {
			t.Fatal(err)
		}
		if segments := int(engine.Stats().Engine["segments"]); len(paths) == segments && segments < 60 {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("%d files for %d segments", len(paths), segments)
		}
	}
}

// TestQuiet opens, damages, reopens and closes, and wants no goroutine left
// over and nothing written to the log.
func TestQuiet(t *testing.T) {
	var out bytes.Buffer
	defer log.SetOutput(log.Writer())
	log.SetOutput(&out)
	before := runtime.NumGoroutine()
	dir := t.TempDir()
	filled(t, dir)
	paths, err := filepath.Glob(filepath.Join(dir, "generation-*", "*.zap"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("segments: %v, %v", paths, err)
	}
	if err := os.Truncate(paths[0], 100); err != nil {
		t.Fatal(err)
	}
	engine := open(t, dir)
	put(t, engine, 1, 10)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
	if out.Len() > 0 {
		t.Errorf("logged: %s", out.String())
	}
}
