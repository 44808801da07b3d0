package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data/panics"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
)

// publishAll publishes until ctx ends, and rests after each view. Writes that come
// in the meantime share the next one, and segments that are merged in the meantime
// are never read. After an error it tries again, after pauses that grow.
func (g *directory) publishAll(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	pause, failures := pollEvery, 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-g.wake:
		case <-tick.C:
		}
		start := time.Now()
		err := panics.Recover("embedded.publish", func() error { return g.publish(ctx) })
		if err == nil {
			pause, failures = pollEvery, 0
			g.sweep()
			g.rest(ctx, min(restFactor*time.Since(start), maxRest))
			continue
		}
		if failures++; ctx.Err() == nil || panics.Is(err) {
			g.unpublished(err, failures)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, maxRest)
	}
}

// maxFailures is how often in a row a snapshot may have no view before the index is rebuilt,
// where neither its checksums nor a full disk say why.
const maxFailures = 3

// unpublished notes why the newest snapshot has no view; it is tried again.
func (g *directory) unpublished(err error, failures int) {
	g.tried = nil
	g.mu.Lock()
	known := g.err != nil && g.err.Error() == err.Error()
	g.err = err
	g.announce()
	g.mu.Unlock()
	if errors.Is(err, segment.ErrChecksum) {
		g.health.segments.Add(1)
	} else if !known {
		g.health.note(err)
	}
	if errors.Is(err, segment.ErrChecksum) || failures >= maxFailures && !isEnvironment(err) {
		g.suspect(err)
	}
}

// rest returns when the next view is due.
func (g *directory) rest(ctx context.Context, atLeast time.Duration) {
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

// newest is the newest snapshot of a writer that works, with a reference for the caller;
// nil while there is no such writer.
func (g *directory) newest(ctx context.Context) *scorch.IndexSnapshot {
	g.applying.Lock()
	defer g.applying.Unlock()
	w, err := g.usable(ctx)
	if err != nil {
		return nil
	}
	g.forget()
	return w.snapshot()
}

// publish makes a view of the newest snapshot, unless that was tried already.
func (g *directory) publish(ctx context.Context) error {
	snap := g.newest(ctx)
	if snap == nil {
		return g.failure()
	}
	if snap == g.tried {
		return snap.Close()
	}
	g.tried = snap
	state, _, err := readState(snap)
	if err != nil {
		snap.Close()
		return err
	}
	lanes, err := g.readLanes(ctx, snap)
	if err != nil {
		snap.Close()
		return fmt.Errorf("read segments: %w", err)
	}
	v := snapshot.New(snap, state.Sequence, lanes, g.tables)
	for id := range g.lanes {
		if lanes[id] == nil {
			g.litter = maxSweeps
		}
	}
	g.lanes = lanes
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.snapshot != nil {
		v.Inherit(g.snapshot)
		g.snapshot.Release()
	}
	g.snapshot, g.err = v, nil
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
// they would double the index on disk until the next ingest. A sweep that fails is no
// loss; the writer is then opened again.
func (g *directory) sweep() {
	if g.litter == 0 || g.readOnly {
		return
	}
	g.applying.Lock()
	defer g.applying.Unlock()
	if g.writer == nil || g.writer.failure() != nil || g.newer() {
		return
	}
	files, err := filepath.Glob(filepath.Join(g.dir, "*.zap"))
	if err != nil || len(files) <= len(g.lanes) {
		g.litter = 0
		return
	}
	g.litter--
	w := g.writer
	g.health.note(w.write(func() error { return w.scorch.Batch(bleve.NewBatch()) }))
}

// newer reports whether there is a snapshot that was not tried yet. g.applying is held.
func (g *directory) newer() bool {
	snap := g.writer.snapshot()
	defer snap.Close()
	return snap != g.tried
}

// failure is why nothing can be written.
func (g *directory) failure() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.failing
}

// readLanes reads the lanes that the last view lacked, in parallel, and leaves
// out those whose segment is gone.
func (g *directory) readLanes(ctx context.Context, snap *scorch.IndexSnapshot) (map[uint64]*segment.Segment, error) {
	lanes := map[uint64]*segment.Segment{}
	var mu sync.Mutex // guards lanes
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, s := range snap.Segments() {
		if l := g.lanes[s.Id()]; l != nil {
			mu.Lock()
			lanes[s.Id()] = l
			mu.Unlock()
			continue
		}
		group.Go("embedded.lanes", func() error {
			l, err := g.readLane(ctx, s)
			mu.Lock()
			defer mu.Unlock()
			lanes[s.Id()] = l
			return err
		})
	}
	return lanes, group.Wait()
}

// readLane reads one lane. Whatever goes wrong with a segment that does not have its
// checksum, or whose file was cut off, is the fault of that.
func (g *directory) readLane(ctx context.Context, s *scorch.SegmentSnapshot) (l *segment.Segment, err error) {
	err = panics.Recover("embedded.lane", func() (err error) {
		l, err = segment.Read(ctx, s.Segment(), g.tables)
		return err
	})
	if err == nil || ctx.Err() != nil {
		return l, err
	}
	if bad := panics.Recover("embedded.checksums", func() error { _, err := segment.ReadChecksums(s.Segment()); return err }); bad != nil {
		err = errors.Join(&snapshot.DamageError{ID: s.Id(), Cause: segment.ErrChecksum}, err)
	}
	return nil, err
}
