package panics

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

func TestRecover(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		name  string
		f     func() error
		is    error
		panic bool
	}{
		{"nothing", func() error { return nil }, nil, false},
		{"an error", func() error { return broken }, broken, false},
		{"a panic", func() error { panic("no") }, nil, true},
		{"a panic with an error", func() error { panic(fs.ErrClosed) }, fs.ErrClosed, true},
		{"an index out of range", func() error { var s []int; return errors.New(string(rune(s[len(os.Args)]))) }, nil, true},
	} {
		err := Recover("test."+c.name, c.f)
		if Is(err) != c.panic || c.is != nil && !errors.Is(err, c.is) || (err == nil) != (c.is == nil && !c.panic) {
			t.Errorf("%s: got %v", c.name, err)
		}
		if c.panic && (!strings.Contains(string(Stack(err)), "panics_test.go") || !strings.Contains(err.Error(), "test."+c.name)) {
			t.Errorf("%s: got %v with stack\n%s", c.name, err, Stack(err))
		}
	}
}

// TestFaultInMappedMemory reads a mapped file that was truncated to nothing.
func TestFaultInMappedMemory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, make([]byte, 1<<16), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mapped, err := syscall.Mmap(int(f.Fd()), 0, 1<<16, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Munmap(mapped)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	sum := byte(0)
	err = Recover("test", func() error {
		for _, b := range mapped {
			sum += b
		}
		return nil
	})
	if !Is(err) {
		t.Errorf("got error %v and sum %d, want a panic", err, sum)
	}
}

func TestGroup(t *testing.T) {
	var zero Group
	var ran atomic.Int64
	for range 10 {
		zero.Go("test", func() error { ran.Add(1); return nil })
	}
	if err := zero.Wait(); err != nil || ran.Load() != 10 {
		t.Errorf("ran %d functions, error %v; want 10 and no error", ran.Load(), err)
	}

	group, ctx := WithContext(t.Context())
	group.SetLimit(2)
	var running, maxRunning atomic.Int64
	for range 20 {
		group.Go("test", func() error {
			if n := running.Add(1); n > maxRunning.Load() {
				maxRunning.Store(n)
			}
			defer running.Add(-1)
			return nil
		})
	}
	group.Go("test", func() error { panic("no") })
	group.Go("test", func() error { <-ctx.Done(); return ctx.Err() })
	if err := group.Wait(); !Is(err) || maxRunning.Load() > 2 {
		t.Errorf("error %v with %d running at once, want a panic with at most 2", err, maxRunning.Load())
	}
	if !Is(context.Cause(ctx)) {
		t.Errorf("the group's context was cancelled by %v, want a panic", context.Cause(ctx))
	}
}

func TestInject(t *testing.T) {
	undo := Inject(func(point string) {
		if point == "test.bad" {
			panic("injected")
		}
	})
	good, bad := Recover("test.good", func() error { return nil }), Recover("test.bad", func() error { return nil })
	undo()
	after := Recover("test.bad", func() error { return nil })
	if good != nil || !Is(bad) || after != nil {
		t.Errorf("got errors %v, %v and %v; want a panic in the second only", good, bad, after)
	}
}
