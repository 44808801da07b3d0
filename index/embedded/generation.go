package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"

	"paperboy/data"
	"paperboy/index"
)

// generation is one Bleve index in one folder, and the goroutine that publishes
// a view of each of its snapshots. A rebuild makes the next generation.
type generation struct {
	dir    string
	bleve  *scorch.Scorch
	queue  *bleve.AnalysisQueue
	tables *tables
	// tokenizers are kept while an ingest goes on.
	tokenizers sync.Pool

	wake   chan struct{} // holds a token after a write
	hurry  chan struct{} // holds a token while somebody waits for a view
	look   chan struct{} // holds a token after a search of the newest view
	cancel context.CancelFunc
	done   chan struct{} // closed when the publisher has ended

	// applying is held while the batches of one Apply are written: a view has all
	// of them or none.
	applying sync.Mutex

	// lanes are those of the newest view, by segment id: the publisher's own.
	lanes map[uint64]*lane
	// tried is the newest snapshot that the publisher took up.
	tried *scorch.IndexSnapshot
	// litter is how many more sweeps are due to the segments that views dropped.
	litter int

	mu        sync.Mutex    // guards what follows
	view      *view         // nil once closed
	applied   state         // what the index durably holds
	err       error         // why tried has no view
	published chan struct{} // closed and replaced with each view or error
}

// pollEvery is how often the publisher looks for snapshots that no write made:
// those of merges, whose old segments a view would keep on disk. A look costs
// 34 ns.
const pollEvery = 100 * time.Millisecond

// The publisher rests restFactor times as long as a view took, but at most
// maxRest, and not at all while somebody waits: a few papers are seen at once,
// and a long ingest makes few of the views that few look at. Searches then lag
// behind by about maxRest. A view that nobody has looked at is let stand for
// maxUnseen, or until somebody does, who sees one that old: lanes were a sixth of
// the processor's time of an ingest of 387,264 papers that nobody searched.
const (
	restFactor = 9
	maxRest    = 5 * time.Second
	maxUnseen  = 30 * time.Second
)

// maxSegment caps the papers that merges bring together: it bounds the time
// (1 s for 100,000 papers) in which a new segment's lane is read.
const maxSegment = 100_000

// mergePlan is meant to merge the papers of a long ingest less often: Bleve's own
// floor counts every segment below 2,000 papers as that many, so that segments of
// a batch's size are over budget as soon as there are two. How much CPU the plan
// saves has not been measured alone.
var mergePlan = map[string]any{
	"MaxSegmentSize":       maxSegment,
	"FloorSegmentSize":     minBatch,
	"SegmentsPerMergeTask": 20,
}

// openGeneration opens the index in dir, or an empty one there. Its first view
// stands when it returns. first is the state of an empty one.
func openGeneration(ctx context.Context, dir string, first state) (*generation, error) {
	g := &generation{
		dir:       dir,
		queue:     bleve.NewAnalysisQueue(1), // documents come analyzed
		tables:    newTables(),
		wake:      make(chan struct{}, 1),
		hurry:     make(chan struct{}, 1),
		look:      make(chan struct{}, 1),
		done:      make(chan struct{}),
		published: make(chan struct{}),
	}
	g.tokenizers.New = func() any { return &tokenizer{} }
	err := guard(func() error { return g.open(ctx, first) })
	if err != nil {
		g.queue.Close()
		return nil, fmt.Errorf("open index in %s: %w", dir, err)
	}
	publishing, cancel := context.WithCancel(context.Background())
	g.cancel = cancel
	go g.publishAll(publishing)
	return g, nil
}

func (g *generation) open(ctx context.Context, first state) error {
	config := map[string]any{
		"path":                   g.dir,
		"bolt_timeout":           "2s",
		"scorchPersisterOptions": map[string]any{"NumPersisterWorkers": 1},
		"scorchMergePlanOptions": mergePlan,
	}
	opened, err := scorch.NewScorch(scorch.Name, config, g.queue)
	if err != nil {
		return err
	}
	g.bleve = opened.(*scorch.Scorch)
	if err := g.bleve.Open(); err != nil {
		return err
	}
	err = g.begin(ctx, first)
	if err != nil {
		if g.view != nil {
			g.view.release()
		}
		err = errors.Join(err, g.bleve.Close())
	}
	return err
}

// begin writes the state of an empty index, and publishes the first view.
func (g *generation) begin(ctx context.Context, first state) error {
	snapshot := g.snapshot()
	_, ok, err := readState(snapshot)
	snapshot.Close()
	if err != nil {
		return err
	}
	if !ok {
		batch := bleve.NewBatch()
		batch.SetInternal(stateKeys[0], first.encode())
		if err := g.bleve.Batch(batch); err != nil {
			return err
		}
	}
	if err := g.publish(ctx); err != nil {
		return err
	}
	g.applied = g.view.state
	return nil
}

// snapshot is Bleve's newest, with a reference for the caller.
func (g *generation) snapshot() *scorch.IndexSnapshot {
	reader, err := g.bleve.Reader()
	if err != nil {
		panic(err) // scorch has no such error
	}
	return reader.(*scorch.IndexSnapshot)
}

// publishAll publishes until ctx ends, and rests after each view. Writes that come
// in the meantime share the next one, and segments that are merged in the meantime
// are never read.
func (g *generation) publishAll(ctx context.Context) {
	defer close(g.done)
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-g.wake:
		case <-tick.C:
		}
		start := time.Now()
		err := g.publish(ctx)
		if err == nil {
			err = g.sweep()
		}
		if err != nil && ctx.Err() == nil {
			g.mu.Lock()
			g.err = err
			g.announce()
			g.mu.Unlock()
		}
		g.rest(ctx, min(restFactor*time.Since(start), maxRest))
	}
}

// rest returns when the next view is due.
func (g *generation) rest(ctx context.Context, atLeast time.Duration) {
	select {
	case <-ctx.Done():
		return
	case <-g.hurry:
		return
	case <-time.After(atLeast):
	}
	if atLeast < maxRest { // a small view is cheap
		return
	}
	select {
	case <-ctx.Done():
	case <-g.hurry:
	case <-g.look:
	case <-time.After(maxUnseen - atLeast):
	}
}

// publish makes a view of the newest snapshot, unless that was tried already.
func (g *generation) publish(ctx context.Context) error {
	g.applying.Lock()
	snapshot := g.snapshot()
	g.applying.Unlock()
	if snapshot == g.tried {
		return snapshot.Close()
	}
	g.tried = snapshot
	lanes, err := g.readLanes(ctx, snapshot)
	if err != nil {
		snapshot.Close()
		return fmt.Errorf("read segments: %w", err)
	}
	v, err := newView(snapshot, lanes, g.tables)
	if err != nil {
		snapshot.Close()
		return err
	}
	for id := range g.lanes {
		if lanes[id] == nil {
			g.litter = maxSweeps
		}
	}
	g.lanes = lanes
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.view != nil {
		v.inherit(g.view)
		g.view.release()
	}
	g.view, g.err = v, nil
	select { // of the view before
	case <-g.look:
	default:
	}
	g.announce()
	return nil
}

// maxSweeps bounds how often Bleve is asked to remove files: it learns in a goroutine
// of its own that a snapshot was let go, so the first time may be too early.
const maxSweeps = 10

// sweep lets Bleve remove the files of dropped segments. Bleve does so after a
// write only, at which time the view still held them: without another write,
// they would double the index on disk until the next ingest.
func (g *generation) sweep() error {
	if g.litter == 0 || g.newer() {
		return nil
	}
	files, err := os.ReadDir(g.dir)
	if err != nil {
		return fmt.Errorf("sweep index: %w", err)
	}
	segments := 0
	for _, file := range files {
		if filepath.Ext(file.Name()) == ".zap" {
			segments++
		}
	}
	if segments <= len(g.lanes) {
		g.litter = 0
		return nil
	}
	g.litter--
	return g.bleve.Batch(bleve.NewBatch())
}

// newer reports whether there is a snapshot that was not tried yet.
func (g *generation) newer() bool {
	snapshot := g.snapshot()
	defer snapshot.Close()
	return snapshot != g.tried
}

// readLanes reads the lanes that the last view lacked, in parallel, and leaves
// out those whose segment is gone.
func (g *generation) readLanes(ctx context.Context, snapshot *scorch.IndexSnapshot) (map[uint64]*lane, error) {
	lanes := map[uint64]*lane{}
	var mu sync.Mutex // guards lanes
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, s := range snapshot.Segments() {
		if l := g.lanes[s.Id()]; l != nil {
			mu.Lock()
			lanes[s.Id()] = l
			mu.Unlock()
			continue
		}
		group.Go(func() error {
			return guard(func() error {
				l, err := readLane(ctx, s.Segment(), g.tables)
				mu.Lock()
				defer mu.Unlock()
				lanes[s.Id()] = l
				return err
			})
		})
	}
	return lanes, group.Wait()
}

// announce wakes who waits for a view. g.mu is held.
func (g *generation) announce() {
	close(g.published)
	g.published = make(chan struct{})
}

// acquire takes a reference to the newest view; nil when closed.
func (g *generation) acquire() *view {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.view != nil {
		g.view.refs.Add(1)
		signal(g.look)
	}
	return g.view
}

// signal leaves a token in a channel that has room for one.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (g *generation) state() state {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.applied
}

// waitVisible returns nil when the view has reached through, and
// index.ErrClosed when the generation ended before.
func (g *generation) waitVisible(ctx context.Context, through data.Sequence) error {
	for {
		g.mu.Lock()
		v, applied, published, err := g.view, g.applied.Sequence, g.published, g.err
		g.mu.Unlock()
		switch {
		case v == nil:
			return index.ErrClosed
		case v.state.Sequence >= through:
			return nil
		case applied < through:
			return fmt.Errorf("wait for sequence %d: only %d was applied", through, applied)
		case err != nil:
			return fmt.Errorf("wait for sequence %d: %w", through, err)
		}
		signal(g.hurry)
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for sequence %d: %w", through, ctx.Err())
		case <-published:
		}
	}
}

// close ends the publisher and Bleve. Searches that hold a view go on.
func (g *generation) close() error {
	g.cancel()
	<-g.done
	g.mu.Lock()
	g.view.release()
	g.view = nil
	g.announce()
	g.mu.Unlock()
	g.queue.Close()
	return errors.Join(g.bleve.Close(), removeSegments(g.dir))
}

// guard turns a panic of Bleve's, on a damaged file or a full disk, and a fault in
// its mapped memory into an error.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return f()
}
