package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded/mapped"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
)

// directory is one Bleve index in one folder: its writer, and the publisher of its snapshots.
// A rebuild makes another.
type directory struct {
	dir string
	// readOnly is true if nothing may be written in dir.
	readOnly bool
	tables   *segment.Tables
	health   *health
	// tokenizers are reused during an ingest.
	tokenizers sync.Pool

	wake   chan struct{} // holds a token after a write
	hurry  chan struct{} // holds a token while somebody waits for a snapshot
	look   chan struct{} // holds a token after a search of the newest snapshot
	cancel context.CancelFunc
	done   <-chan struct{} // closed when the publisher has ended
	merged <-chan struct{} // closed when idle merges have ended
	idle   idle

	// applying guards writer and reopened. It is held while the batches of one Apply are
	// written, so that a snapshot has all of them or none.
	applying sync.Mutex
	// writer is nil after a failed one was closed and before the next is open.
	writer *writer
	// reopened is true until the publisher has noticed a new writer.
	reopened bool

	// segments are those of the newest snapshot by id. Only the publisher uses it.
	segments map[uint64]*segment.Segment
	// tried is the newest Bleve snapshot that the publisher has tried to publish.
	tried *scorch.IndexSnapshot
	// hasGarbage is true once a large segment was read from its file.
	hasGarbage atomic.Bool
	// lanesFailed is true once an error of writing lanes was reported.
	lanesFailed atomic.Bool
	// sweepsLeft is how many more times to ask Bleve to delete the files of unused segments.
	sweepsLeft int

	mu        sync.Mutex            // guards what follows
	snapshot  *snapshot.Snapshot    // nil once closed
	applied   state                 // what is durably on disk
	err       error                 // why tried could not be published
	published chan struct{}         // closed and replaced after each publication or error
	damage    []string              // why the index has to be rebuilt
	badLanes  map[*mapped.File]bool // the files of lanes that are damaged
	failing   error                 // why nothing can be written
}

// pollEvery is how often the publisher looks for Bleve snapshots that no write made: those of
// merges, whose old segments stay on disk as long as a snapshot has them. Looking costs 34 ns.
const pollEvery = 100 * time.Millisecond

// After publishing, the publisher rests restFactor times as long as that took, at most
// maxRest, and not at all while somebody waits. So a few papers are searchable at once, and a
// long ingest makes few snapshots; searches then lag behind by about maxRest. A snapshot that
// nobody has searched stays for maxUnseen, or until somebody searches, who then gets that
// stale snapshot: reading segments took a sixth of the CPU time of an ingest of 387,264 papers
// that nobody searched.
const (
	restFactor = 9
	maxRest    = 5 * time.Second
	maxUnseen  = 30 * time.Second
)

// maxSegmentPapers caps the papers of a merged segment. It bounds the time for reading a new
// segment (1 s for 100,000 papers).
const maxSegmentPapers = 100_000

// mergePlan makes a long ingest merge its papers less often. Bleve's default counts every
// segment below 2,000 papers as that many, so that two segments of a batch's size are over
// budget. How much CPU the plan saves has not been measured by itself.
var mergePlan = map[string]any{
	"MaxSegmentSize":       maxSegmentPapers,
	"FloorSegmentSize":     minBatch,
	"SegmentsPerMergeTask": 20,
}

// directoryOptions are those of every directory of an Index.
type directoryOptions struct {
	health     *health
	readOnly   bool
	mergeAfter time.Duration // negative: there are no idle merges
}

// openDirectory opens the Bleve index in dir, or creates one with the state first, and
// publishes its first snapshot.
func openDirectory(ctx context.Context, dir string, first state, o directoryOptions) (*directory, error) {
	d := &directory{
		dir:       dir,
		readOnly:  o.readOnly,
		tables:    openTables(dir, o.readOnly),
		health:    o.health,
		idle:      idle{after: o.mergeAfter, wrote: make(chan struct{}, 1)},
		wake:      make(chan struct{}, 1),
		hurry:     make(chan struct{}, 1),
		look:      make(chan struct{}, 1),
		published: make(chan struct{}),
	}
	d.tokenizers.New = func() any { return &tokenizer{} }
	if err := panics.Recover("embedded.open", func() error { return d.open(ctx, first) }); err != nil {
		return nil, fmt.Errorf("open index in %s: %w", dir, wrapDiskFull(err))
	}
	publishing, cancel := context.WithCancel(context.Background())
	d.cancel = cancel
	d.done = panics.Keep(publishing, "embedded.publisher", d.publishAll, d.health.note)
	d.merged = panics.Keep(publishing, "embedded.idlemerge", d.mergeIdle, d.health.note)
	return d, nil
}

func (d *directory) open(ctx context.Context, first state) error {
	w, err := newWriter(d.dir, d.readOnly, d.mayMerge, d.mayUse)
	if err != nil {
		return err
	}
	d.writer = w
	if err := panics.Recover("embedded.begin", func() error { return d.begin(ctx, first) }); err != nil {
		if d.snapshot != nil {
			d.snapshot.Release()
		}
		return errors.Join(err, w.close())
	}
	return nil
}

// begin writes the state of an empty index, and publishes the first snapshot.
func (d *directory) begin(ctx context.Context, first state) error {
	snap := d.writer.snapshot()
	s, ok, err := readState(snap)
	snap.Close()
	if err != nil {
		return err
	}
	if !ok && d.readOnly {
		return errors.New("it does not say how far it is")
	}
	if ok && s.Schema != schema.Version { // its columns cannot be read
		return fmt.Errorf("its schema is %d, not %d", s.Schema, schema.Version)
	}
	if !ok {
		batch := bleve.NewBatch()
		batch.SetInternal(stateKeys[0], first.encode())
		if err := d.writer.write(func() error { return d.writer.scorch.Batch(batch) }); err != nil {
			return err
		}
		s = first
	}
	if err := d.publish(ctx); err != nil {
		return err
	}
	d.tidyLanes()
	if d.hasGarbage.Load() {
		debug.FreeOSMemory()
	}
	d.applied = s
	return nil
}

// announce wakes everybody who waits for a snapshot. d.mu is held.
func (d *directory) announce() {
	close(d.published)
	d.published = make(chan struct{})
}

// acquire returns the newest snapshot with a reference, or nil if the directory is closed.
func (d *directory) acquire() *snapshot.Snapshot {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.snapshot != nil {
		d.snapshot.Retain()
		signal(d.look)
		d.idle.searched.Store(time.Now().UnixNano())
	}
	return d.snapshot
}

// acquireUnseen is acquire for a caller that does not search.
func (d *directory) acquireUnseen() *snapshot.Snapshot {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.snapshot != nil {
		d.snapshot.Retain()
	}
	return d.snapshot
}

// signal puts a token into a channel with room for one, if it is empty.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (d *directory) state() state {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.applied
}

// waitVisible returns nil when the newest snapshot has reached through, and index.ErrClosed if
// the directory is closed before.
func (d *directory) waitVisible(ctx context.Context, through data.Sequence) error {
	for {
		d.mu.Lock()
		v, applied, published, err := d.snapshot, d.applied.Sequence, d.published, d.err
		d.mu.Unlock()
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
		signal(d.hurry)
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for sequence %d: %w", through, ctx.Err())
		case <-published:
		}
	}
}

// close ends the publisher and closes Bleve. Searches that hold a snapshot continue. It may be
// called again if it has panicked.
func (d *directory) close() error {
	d.cancel()
	<-d.done
	<-d.merged
	d.mu.Lock()
	if d.snapshot != nil {
		d.snapshot.Release()
	}
	d.snapshot = nil
	d.announce()
	d.mu.Unlock()
	d.applying.Lock()
	defer d.applying.Unlock()
	w := d.writer
	if d.writer = nil; w == nil {
		return nil
	}
	err := w.close()
	if d.readOnly {
		return err
	}
	return errors.Join(err, removeSegments(d.dir))
}
