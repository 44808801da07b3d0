package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"paperboy/data"
	"paperboy/data/store"
)

// testReaders reads the log while papers are put in pairs. Each reader must see complete
// pairs, and a log that never shrinks.
func testReaders(t *testing.T, open Open) {
	const pairs = 60
	f := begin(t, open)
	var done atomic.Bool
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			seen := 0
			for last := false; !last; {
				last = done.Load()
				changes, err := f.Changes(f.ctx, 0, 1000)
				if err != nil {
					t.Errorf("changes: %v", err)
					return
				}
				if len(changes)%2 != 0 || len(changes) < seen {
					t.Errorf("a reader saw %d changes after %d, want an even number that doesn't shrink", len(changes), seen)
					return
				}
				seen = len(changes)
			}
			if seen != 2*pairs {
				t.Errorf("a reader saw %d changes at the end, want %d", seen, 2*pairs)
			}
		})
	}
	for i := range pairs {
		f.put(paper(data.ID(fmt.Sprintf("a:%d", i)), "left"), paper(data.ID(fmt.Sprintf("b:%d", i)), "right"))
	}
	done.Store(true)
	readers.Wait()
}

func testWriters(t *testing.T, open Open) {
	const writers, each = 4, 20
	f := begin(t, open)
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := range each {
				err := f.Update(f.ctx, func(tx store.Tx) error {
					number, err := tx.Create()
					if err != nil {
						return err
					}
					return tx.Put([]store.Write{write(number, paper(data.ID(fmt.Sprintf("a:%d-%d", w, i)), "title"))})
				})
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	group.Wait()
	if head := f.head(); head != writers*each {
		t.Errorf("head is %d, want %d", head, writers*each)
	}
	f.wantIntact()
}

func testCancelled(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"))
	ctx, cancel := context.WithCancel(f.ctx)
	cancel()
	// While another Update runs, only the cancelled ctx can make Update return.
	f.update(func(store.Tx) error {
		err := f.Update(ctx, func(store.Tx) error { return errors.New("was run") })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("update: got error %v, want context.Canceled", err)
		}
		return nil
	})
	if _, err := f.Changes(ctx, 0, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("changes: got error %v, want context.Canceled", err)
	}
	f.put(paper("a:2", "two"))
	f.wantLog("1 one", "2 two")
}

func testClosed(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"))
	if err := f.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	if _, err := f.Head(f.ctx); err == nil {
		t.Error("head of a closed store gave no error")
	}
	if err := f.Update(f.ctx, func(store.Tx) error { return nil }); err == nil {
		t.Error("update of a closed store gave no error")
	}
	if err := f.Close(); err == nil {
		t.Error("a second close gave no error")
	}
}

// killedDir is the variable that names the folder of the child process's store.
const killedDir = "PAPERBOY_STORETEST_KILLED_DIR"

// testKilled kills a process that puts batches of papers. The store must have all papers that
// the process acknowledged.
func testKilled(t *testing.T, open Open) {
	if dir := os.Getenv(killedDir); dir != "" {
		putUntilKilled(beginIn(t, open, dir))
		return
	}
	const rounds, batches = 3, 20
	dir := t.TempDir()
	acknowledged := 0
	for range rounds {
		acknowledged = runAndKill(t, dir, batches)
		f := beginIn(t, open, dir)
		head := int(f.head())
		if head < acknowledged || head%killedBatch != 0 {
			t.Fatalf("the store has %d papers, %d were acknowledged in batches of %d", head, acknowledged, killedBatch)
		}
		for i, c := range f.log() {
			if want := killedPaper(i + 1); c.Paper == nil || c.Paper.ID != want.ID || c.Paper.Title != want.Title {
				t.Fatalf("change %d is %+v, want %s", i+1, c.Paper, want.ID)
			}
		}
		f.wantIntact()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if acknowledged < rounds*batches*killedBatch {
		t.Errorf("%d papers were acknowledged in %d rounds, want at least %d", acknowledged, rounds, rounds*batches*killedBatch)
	}
}

const killedBatch = 10

func killedPaper(i int) data.Paper {
	return paper(data.ID(fmt.Sprintf("a:%d", i)), fmt.Sprintf("paper %d %s", i, strings.Repeat("word ", i%200)))
}

// putUntilKilled puts batches of papers and prints the number of papers after each.
func putUntilKilled(f fixture) {
	for next := int(f.head()) + 1; ; next += killedBatch {
		papers := make([]data.Paper, killedBatch)
		for i := range papers {
			papers[i] = killedPaper(next + i)
		}
		f.put(papers...)
		fmt.Printf("acknowledged %d\n", next+killedBatch-1)
	}
}

// runAndKill runs this test in a child process, kills it once it has acknowledged some
// batches, and returns the number of papers that it acknowledged.
func runAndKill(t *testing.T, dir string, batches int) (acknowledged int) {
	t.Helper()
	pattern := "^" + strings.ReplaceAll(t.Name(), "/", "$/^") + "$"
	child := exec.Command(os.Args[0], "-test.run="+pattern, "-test.timeout=60s")
	child.Env = append(os.Environ(), killedDir+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "acknowledged %d", &acknowledged); err != nil {
			continue
		}
		if batches--; batches == 0 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || child.ProcessState.Exited() {
		t.Fatalf("the child ended before it was killed: %v", err)
	}
	return acknowledged
}
