package bleveindex_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/query"
)

// crashEnv names the folder in which a child of TestCrash writes until killed.
// crashStepEnv is how many it writes at once.
const (
	crashEnv     = "PAPERBOY_CRASH_DIR"
	crashStepEnv = "PAPERBOY_CRASH_STEP"
)

// TestCrash kills a process in the middle of its writes, several times in a row,
// and wants every acknowledged paper back.
func TestCrash(t *testing.T) {
	if dir := os.Getenv(crashEnv); dir != "" {
		writeUntilKilled(t, dir)
		return
	}
	t.Run("a paper at a time", func(t *testing.T) { crash(t, 1) })
	t.Run("several batches at a time", func(t *testing.T) { crash(t, 600) })
}

// crash kills a process that applies step papers at a time.
func crash(t *testing.T, step int) {
	dir := t.TempDir()
	position := 0
	for round := range 4 {
		acknowledged := killedChild(t, dir, step, position+step*(2+rand.IntN(4)))
		engine := open(t, dir)
		if fresh := engine.(*embedded.Engine).Fresh(); fresh != "" {
			t.Fatalf("round %d: the index started empty: %s", round, fresh)
		}
		position = int(engine.Position().Sequence)
		if position < acknowledged {
			t.Errorf("round %d: position %d, but %d was acknowledged", round, position, acknowledged)
		}
		// The later of two batches may have survived alone.
		if got := total(t, engine, position); got < position || got >= position+max(step, 1+step/2) {
			t.Errorf("round %d: %d papers at position %d", round, got, position)
		}
		if err := engine.Check(testContext(t)); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killedChild starts a writer and kills it when it has acknowledged enough. It
// returns the last acknowledged sequence.
func killedChild(t *testing.T, dir string, step, enough int) int {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCrash$", "-test.v")
	child.Env = append(os.Environ(), crashEnv+"="+dir, crashStepEnv+"="+strconv.Itoa(step))
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		text, ok := strings.CutPrefix(lines.Text(), "acknowledged ")
		if !ok {
			continue
		}
		if last, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
		if last >= enough {
			break
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if child.Wait() == nil || last < enough {
		t.Fatalf("the child ended by itself at %d", last)
	}
	return last
}

func writeUntilKilled(t *testing.T, dir string) {
	step, err := strconv.Atoi(os.Getenv(crashStepEnv))
	if err != nil {
		t.Fatal(err)
	}
	engine := openMerging(t, dir, embedded.Options{MergeAfter: 1})
	for n := int(engine.Position().Sequence); ; n += step {
		put(t, engine, n+1, n+step)
		fmt.Printf("acknowledged %d\n", n+step)
	}
}

// TestEverythingAtOnce searches while another writes, a third rebuilds, and the
// engine is closed under them.
func TestEverythingAtOnce(t *testing.T) {
	engine := open(t, t.TempDir())
	put(t, engine, 1, 20)
	if err := engine.WaitVisible(testContext(t), 20); err != nil {
		t.Fatal(err)
	}
	phrase := index.Request{Query: query.Query{Root: query.Phrase{Field: query.Venue, Text: "of papers"}}, Limit: 10, Facets: index.Facets}
	similar := index.SimilarRequest{Terms: []index.Term{{Stem: "number", Weight: 1}}, Limit: 10}
	ctx, stop := context.WithCancel(context.Background())
	var searchers sync.WaitGroup
	for range 3 {
		searchers.Go(func() {
			for ctx.Err() == nil {
				got, err := engine.Search(testContext(t), phrase)
				if err != nil || got.Total < 20 {
					t.Errorf("phrase: %d papers, %v", got.Total, err)
					return
				}
				if _, err := engine.Similar(testContext(t), similar); err != nil {
					t.Errorf("similar: %v", err)
					return
				}
			}
		})
	}
	for n := 21; n < 40; n++ {
		put(t, engine, n, n)
	}
	err := engine.Rebuild(testContext(t), func(w index.Writer) error {
		for n := 1; n < 60; n += 20 {
			put(t, w, n, n+19)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	put(t, engine, 61, 62)
	stop()
	searchers.Wait()

	var closing sync.WaitGroup
	for range 3 {
		closing.Go(func() {
			for {
				if _, err := engine.Search(testContext(t), phrase); err != nil {
					return // closed; any other error would be a panic or a hang
				}
			}
		})
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	closing.Wait()
}
