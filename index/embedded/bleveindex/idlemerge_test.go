package bleveindex_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/embedded/bleveindex"
	"paperboy/index/indextest"
	"paperboy/index/query"
)

// openMerging opens an index that merges idle segments after a pause.
func openMerging(t *testing.T, dir string, opts embedded.Options) *embedded.Engine {
	t.Helper()
	opts.Store, opts.Head = indextest.Store, 1<<40
	engine, err := embedded.Open(testContext(t), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// merging are two indexes with the same papers: one merges, the other does not.
type merging struct {
	t           *testing.T
	dir         string
	merged, not *embedded.Engine
	head        data.Sequence
	papers      []data.Change // mergedPapers that were written, and some that were not
}

const (
	mergedBatch  = 300 // Bleve merges smaller ones at once
	mergedPapers = 8 * mergedBatch
)

// newMerging writes several batches, and replaces and deletes papers in between.
func newMerging(t *testing.T) *merging {
	m := &merging{t: t, dir: t.TempDir()}
	m.merged = openMerging(t, m.dir, embedded.Options{MergeAfter: -1})
	m.not = openMerging(t, t.TempDir(), embedded.Options{MergeAfter: -1})
	t.Cleanup(func() { m.merged.Close(); m.not.Close() })
	m.papers = scrambled(mergedPapers + 30)
	for from := 0; from < mergedPapers; from += mergedBatch {
		changes := slices.Clone(m.papers[from : from+mergedBatch])
		for i := range from / 20 {
			changes = append(changes, m.papers[10*i])
			if i%2 == 0 {
				changes[len(changes)-1].Paper = nil
			}
		}
		m.write(changes)
	}
	return m
}

// write writes changes to both indexes, with the next sequences.
func (m *merging) write(changes []data.Change) {
	m.t.Helper()
	for i := range changes {
		m.head++
		changes[i].Sequence = m.head
	}
	for _, e := range []*embedded.Engine{m.merged, m.not} {
		if err := errors.Join(e.Apply(testContext(m.t), changes, m.head), e.WaitVisible(testContext(m.t), m.head)); err != nil {
			m.t.Fatal(err)
		}
	}
}

// same wants the same answers of both.
func (m *merging) same() {
	m.t.Helper()
	questions := append([]index.Request{{Limit: 100, Facets: index.Facets}, ask(query.Prefix{Text: "word1"}), ask(query.Fuzzy{Text: "betta"})}, positionQuestions...)
	for i, q := range questions {
		want, err := m.not.Search(testContext(m.t), q)
		if err != nil || want.Total == 0 {
			m.t.Fatalf("question %d: %d papers, error %v", i, want.Total, err)
		}
		got, err := m.merged.Search(testContext(m.t), q)
		if err != nil {
			m.t.Fatalf("question %d: %v", i, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			m.t.Errorf("question %d (-not merged +merged)\n%s", i, diff)
		}
	}
	if err := m.merged.Check(testContext(m.t)); err != nil {
		m.t.Error(err)
	}
}

func (m *merging) segments() int64 { return m.merged.Stats().Engine["segments"] }

func TestIdleMerge(t *testing.T) {
	m := newMerging(t)
	before := m.segments()
	if before < 5 {
		t.Fatalf("only %d segments to merge", before)
	}
	if err := bleveindex.Compact(testContext(t), m.merged.Index); err != nil {
		t.Fatal(err)
	}
	if got := m.segments(); got != 1 {
		t.Errorf("%d of %d segments are left, want 1", got, before)
	}
	m.same()
	if err := m.merged.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(m.dir, "generation-*", "*.zap"))
	if err != nil || len(files) != 1 {
		t.Errorf("files %v, error %v", files, err)
	}
	m.merged = openMerging(t, m.dir, embedded.Options{MergeAfter: -1})
	m.same()
}

// TestIdleMergeBegins wants an index to merge by itself, after it was opened and after a write.
func TestIdleMergeBegins(t *testing.T) {
	m := newMerging(t)
	if err := m.merged.Close(); err != nil {
		t.Fatal(err)
	}
	m.merged = openMerging(t, m.dir, embedded.Options{MergeAfter: 1})
	if err := bleveindex.WaitSegments(testContext(t), m.merged.Index, 1); err != nil {
		t.Fatal(err)
	}
	m.same()
	for _, c := range scrambled(mergedPapers + 20)[mergedPapers:] {
		m.write([]data.Change{c})
	}
	if err := bleveindex.WaitSegments(testContext(t), m.merged.Index, 3); err != nil {
		t.Fatal(err)
	}
	m.same()
}

// during runs f once, when an idle merge has written its segment and not used it yet.
func during(f func()) (undo func()) {
	once := sync.OnceFunc(f)
	return panics.Inject(func(point string) {
		if point == "embedded.merge" {
			once()
		}
	})
}

// TestWriteDuringIdleMerge writes, replaces and deletes while segments are merged. The write must
// not wait for the merge, which is cancelled.
func TestWriteDuringIdleMerge(t *testing.T) {
	for name, change := range map[string]func(*merging) []data.Change{
		"new papers": func(m *merging) []data.Change { return scrambled(mergedPapers + 30)[mergedPapers:] },
		"a replaced": func(m *merging) []data.Change {
			c := m.papers[7]
			c.Paper.Title = "alpha beta alpha"
			return []data.Change{c}
		},
		"deletions": func(*merging) (changes []data.Change) {
			for n := range 100 {
				changes = append(changes, data.Change{Number: data.Number(2*n + 1)})
			}
			return changes
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMerging(t)
			written := make(chan struct{})
			defer during(func() { m.write(change(m)); close(written) })()
			err := bleveindex.Compact(testContext(t), m.merged.Index)
			<-written
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the merge was not cancelled: %v", err)
			}
			m.same()
			if err := bleveindex.Compact(testContext(t), m.merged.Index); err != nil {
				t.Fatal(err)
			}
			got := m.segments()
			if got > 2 {
				t.Errorf("%d segments", got)
			}
			m.same()
		})
	}
}

// TestCancelledLanes cancels a merge that is writing the lanes of its segment: they must not stay.
func TestCancelledLanes(t *testing.T) {
	m := newMerging(t)
	var lanes atomic.Int64
	written := make(chan struct{})
	undo := panics.Inject(func(point string) {
		if point == "embedded.lanes" && lanes.Add(1) == 2 { // looked for before, now to be written
			m.write(scrambled(mergedPapers + 30)[mergedPapers:])
			close(written)
		}
	})
	defer undo()
	err := bleveindex.Compact(testContext(t), m.merged.Index)
	<-written
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the merge was not cancelled: %v", err)
	}
	for err != nil { // until Bleve has ended that one
		runtime.Gosched()
		if err = bleveindex.Compact(testContext(t), m.merged.Index); err != nil && err.Error() != "force merge already in progress" {
			t.Fatal(err)
		}
	}
	files := laneFiles(t, m.dir) // with the values
	if got := m.segments(); int64(len(files)) != got+1 {
		t.Errorf("%d segments have the lanes %v", got, files)
	}
}

// TestCloseDuringIdleMerge closes an index that is merging, and wants all of it afterwards.
func TestCloseDuringIdleMerge(t *testing.T) {
	m := newMerging(t)
	before := m.segments()
	closed := make(chan error, 1)
	undo := during(func() {
		go func() { closed <- m.merged.Close() }()
		for { // until Close has cancelled the merge or is about to
			if _, err := m.merged.Search(testContext(t), index.Request{}); errors.Is(err, index.ErrClosed) {
				return
			}
			runtime.Gosched()
		}
	})
	err := bleveindex.Compact(testContext(t), m.merged.Index)
	undo()
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	t.Logf("the merge ended with %v", err)
	m.merged = openMerging(t, m.dir, embedded.Options{MergeAfter: -1})
	if got := m.segments(); got > before {
		t.Errorf("%d segments, %d before", got, before)
	}
	m.same()
}

// TestIdleMergeStress writes to an index that merges whenever it can.
func TestIdleMergeStress(t *testing.T) {
	m := newMerging(t)
	if err := m.merged.Close(); err != nil {
		t.Fatal(err)
	}
	m.merged = openMerging(t, m.dir, embedded.Options{MergeAfter: 1})
	random := rand.New(rand.NewPCG(7, 8))
	for range 60 {
		c := m.papers[random.IntN(mergedPapers)]
		if random.IntN(3) == 0 {
			c.Paper = nil
		}
		m.write([]data.Change{c})
	}
	m.same()
	t.Logf("%d merges", bleveindex.Merges(m.merged.Index))
}

// TestDamageIsNotMergedIdle damages a segment that an idle index would merge.
func TestDamageIsNotMergedIdle(t *testing.T) {
	m := newMerging(t)
	files, err := filepath.Glob(filepath.Join(m.dir, "generation-*", "*.zap"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, error %v", files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	damage(t, files[0], whole, len(whole)/3, 1, false)
	if err := bleveindex.Compact(testContext(t), m.merged.Index); !errors.Is(err, index.ErrDamaged) {
		t.Errorf("merged a damaged segment: %v", err)
	}
	<-m.merged.Damaged()
	if got := m.segments(); got < 2 {
		t.Errorf("%d segments", got)
	}
}

// TestIdleMergeNeedsRoom fills the disk of an index whose segments could be merged.
func TestIdleMergeNeedsRoom(t *testing.T) {
	disk := smallDisk(t, "24m")
	engine := openMerging(t, filepath.Join(disk, "index"), embedded.Options{MergeAfter: -1})
	defer engine.Close()
	for n := 1; n <= mergedPapers; n += mergedBatch {
		put(t, engine, n, n+mergedBatch-1)
	}
	if err := engine.WaitVisible(testContext(t), mergedPapers); err != nil {
		t.Fatal(err)
	}
	before := engine.Stats().Engine["segments"]
	giveBack := fillDisk(t, disk)
	if err := bleveindex.Compact(testContext(t), engine.Index); err == nil {
		t.Error("merged on a full disk")
	}
	if got := engine.Stats().Engine["segments"]; got != before || total(t, engine, mergedPapers) != mergedPapers {
		t.Errorf("%d segments, want %d", got, before)
	}
	giveBack()
	if err := bleveindex.Compact(testContext(t), engine.Index); err != nil {
		t.Fatal(err)
	}
	if got := engine.Stats().Engine["segments"]; got != 1 || total(t, engine, mergedPapers) != mergedPapers {
		t.Errorf("%d segments, want 1", got)
	}
}

// TestRebuildMerges wants a rebuilt index to be merged.
func TestRebuildMerges(t *testing.T) {
	engine := openMerging(t, t.TempDir(), embedded.Options{MergeAfter: -1})
	defer engine.Close()
	err := engine.Rebuild(testContext(t), func(w index.Writer) error {
		for n := 1; n <= mergedPapers; n += mergedBatch {
			put(t, w, n, n+mergedBatch-1)
		}
		return w.WaitVisible(testContext(t), mergedPapers)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := engine.Stats().Engine["segments"]; got != 1 || total(t, engine, mergedPapers) != mergedPapers {
		t.Errorf("%d segments, want 1", got)
	}
}
