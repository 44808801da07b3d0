package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
)

// directory is one Bleve index in one folder, and the goroutine that publishes
// a view of each of its snapshots. A rebuild makes the next generation.
type directory struct {
	dir string
	// readOnly is true where nothing may be written in dir.
	readOnly bool
	tables   *segment.Tables
	health   *health
	// tokenizers are kept while an ingest goes on.
	tokenizers sync.Pool

	wake   chan struct{} // holds a token after a write
	hurry  chan struct{} // holds a token while somebody waits for a view
	look   chan struct{} // holds a token after a search of the newest view
	cancel context.CancelFunc
	done   <-chan struct{} // closed when the publisher has ended

	// applying guards writer and reopened. It is held while the batches of one Apply are
	// written: a view has all of them or none.
	applying sync.Mutex
	// writer is nil after a failed one was closed, until the next can be opened.
	writer *writer
	// reopened is true until the publisher has taken notice of a new writer.
	reopened bool

	// lanes are those of the newest view, by segment id: the publisher's own.
	lanes map[uint64]*segment.Segment
	// tried is the newest snapshot that the publisher took up.
	tried *scorch.IndexSnapshot
	// litter is how many more sweeps are due to the segments that views dropped.
	litter int

	mu        sync.Mutex         // guards what follows
	snapshot  *snapshot.Snapshot // nil once closed
	applied   state              // what the index durably holds
	err       error              // why tried has no view
	published chan struct{}      // closed and replaced with each view or error
	damage    []string           // why the generation has to be rebuilt
	failing   error              // why nothing can be written
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

// maxSegmentPapers caps the papers that merges bring together: it bounds the time
// (1 s for 100,000 papers) in which a new segment's lane is read.
const maxSegmentPapers = 100_000

// mergePlan is meant to merge the papers of a long ingest less often: Bleve's own
// floor counts every segment below 2,000 papers as that many, so that segments of
// a batch's size are over budget as soon as there are two. How much CPU the plan
// saves has not been measured alone.
var mergePlan = map[string]any{
	"MaxSegmentSize":       maxSegmentPapers,
	"FloorSegmentSize":     minBatch,
	"SegmentsPerMergeTask": 20,
}

// openDirectory opens the index in dir, or an empty one there. Its first view
// exists when it returns. first is the state of an empty one.
func openDirectory(ctx context.Context, dir string, first state, h *health, readOnly bool) (*directory, error) {
	g := &directory{
		dir:       dir,
		readOnly:  readOnly,
		tables:    segment.NewTables(),
		health:    h,
		wake:      make(chan struct{}, 1),
		hurry:     make(chan struct{}, 1),
		look:      make(chan struct{}, 1),
		published: make(chan struct{}),
	}
	g.tokenizers.New = func() any { return &tokenizer{} }
	if err := panics.Recover("embedded.open", func() error { return g.open(ctx, first) }); err != nil {
		return nil, fmt.Errorf("open index in %s: %w", dir, typed(err))
	}
	publishing, cancel := context.WithCancel(context.Background())
	g.cancel = cancel
	g.done = panics.Keep(publishing, "embedded.publisher", g.publishAll, g.health.note)
	return g, nil
}

func (g *directory) open(ctx context.Context, first state) error {
	w, err := newWriter(g.dir, g.readOnly, g.mayMerge, g.mayIntroduce)
	if err != nil {
		return err
	}
	g.writer = w
	if err := panics.Recover("embedded.begin", func() error { return g.begin(ctx, first) }); err != nil {
		if g.snapshot != nil {
			g.snapshot.Release()
		}
		return errors.Join(err, w.close())
	}
	return nil
}

// begin writes the state of an empty index, and publishes the first view.
func (g *directory) begin(ctx context.Context, first state) error {
	snap := g.writer.snapshot()
	s, ok, err := readState(snap)
	snap.Close()
	if err != nil {
		return err
	}
	if !ok && g.readOnly {
		return errors.New("it does not say how far it is")
	}
	if !ok {
		batch := bleve.NewBatch()
		batch.SetInternal(stateKeys[0], first.encode())
		if err := g.writer.write(func() error { return g.writer.scorch.Batch(batch) }); err != nil {
			return err
		}
		s = first
	}
	if err := g.publish(ctx); err != nil {
		return err
	}
	g.applied = s
	return nil
}

// announce wakes who waits for a view. g.mu is held.
func (g *directory) announce() {
	close(g.published)
	g.published = make(chan struct{})
}

// acquire takes a reference to the newest view; nil when closed.
func (g *directory) acquire() *snapshot.Snapshot {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.snapshot != nil {
		g.snapshot.Retain()
		signal(g.look)
	}
	return g.snapshot
}

// hold is acquire for who does not search.
func (g *directory) hold() *snapshot.Snapshot {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.snapshot != nil {
		g.snapshot.Retain()
	}
	return g.snapshot
}

// signal leaves a token in a channel that has room for one.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (g *directory) state() state {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.applied
}

// waitVisible returns nil when the view has reached through, and
// index.ErrClosed when the generation ended before.
func (g *directory) waitVisible(ctx context.Context, through data.Sequence) error {
	for {
		g.mu.Lock()
		v, applied, published, err := g.snapshot, g.applied.Sequence, g.published, g.err
		g.mu.Unlock()
		switch {
		case v == nil:
			return index.ErrClosed
		case v.Sequence >= through:
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

// close ends the publisher and Bleve. Searches that hold a view go on. It may be called
// again where it has panicked.
func (g *directory) close() error {
	g.cancel()
	<-g.done
	g.mu.Lock()
	if g.snapshot != nil {
		g.snapshot.Release()
	}
	g.snapshot = nil
	g.announce()
	g.mu.Unlock()
	g.applying.Lock()
	defer g.applying.Unlock()
	w := g.writer
	if g.writer = nil; w == nil {
		return nil
	}
	err := w.close()
	if g.readOnly {
		return err
	}
	return errors.Join(err, removeSegments(g.dir))
}
