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
	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/panics"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
)

// publishAll publishes snapshots until ctx ends, and rests after each. Writes that arrive
// meanwhile share the next snapshot, and segments that are merged meanwhile are never read.
// After an error it tries again, after growing pauses.
func (d *directory) publishAll(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	pause, failures := pollEvery, 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.wake:
		case <-tick.C:
		}
		start := time.Now()
		err := panics.Recover("embedded.publish", func() error { return d.publish(ctx) })
		if err == nil {
			pause, failures = pollEvery, 0
			d.sweep()
			d.rest(ctx, min(restFactor*time.Since(start), maxRest))
			continue
		}
		if failures++; ctx.Err() == nil || panics.Is(err) {
			d.unpublished(err, failures)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, maxRest)
	}
}

// maxFailures is how many times in a row publishing may fail before the index is rebuilt, if
// neither checksums nor a full disk explain it.
const maxFailures = 3

// unpublished records why the newest Bleve snapshot could not be published. It is tried again.
func (d *directory) unpublished(err error, failures int) {
	d.tried = nil
	d.mu.Lock()
	known := d.err != nil && d.err.Error() == err.Error()
	d.err = err
	d.announce()
	d.mu.Unlock()
	if errors.Is(err, segment.ErrChecksum) {
		d.health.segments.Add(1)
	} else if !known {
		d.health.note(err)
	}
	if errors.Is(err, segment.ErrChecksum) || failures >= maxFailures && !isEnvironment(err) {
		d.suspect(err)
	}
}

// rest returns when the next snapshot is due.
func (d *directory) rest(ctx context.Context, atLeast time.Duration) {
	select {
	case <-ctx.Done():
		return
	case <-d.hurry:
		return
	case <-time.After(atLeast):
	}
	if atLeast < maxRest { // publishing was cheap
		return
	}
	select {
	case <-ctx.Done():
	case <-d.hurry:
	case <-d.look:
	case <-time.After(maxUnseen - atLeast):
	}
}

// newestSnapshot returns the newest Bleve snapshot with a reference for the caller, or nil if
// there is no working writer.
func (d *directory) newestSnapshot(ctx context.Context) *scorch.IndexSnapshot {
	d.applying.Lock()
	defer d.applying.Unlock()
	w, err := d.workingWriter(ctx)
	if err != nil {
		return nil
	}
	d.dropUnpersisted()
	return w.snapshot()
}

// publish publishes the newest Bleve snapshot, unless that was tried before.
func (d *directory) publish(ctx context.Context) error {
	snap := d.newestSnapshot(ctx)
	if snap == nil {
		return d.failure()
	}
	if snap == d.tried && !d.hasDamagedLanes() {
		return snap.Close()
	}
	d.tried = snap
	d.dropDamagedLanes()
	state, _, err := readState(snap)
	if err != nil {
		snap.Close()
		return err
	}
	segments, err := d.readSegments(ctx, snap)
	if err != nil {
		snap.Close()
		return fmt.Errorf("read segments: %w", err)
	}
	v := snapshot.New(snap, state.Sequence, segments, d.tables)
	for id, l := range d.segments {
		if segments[id] == nil {
			d.sweepsLeft = maxSweeps
			d.removeLanes(l)
		}
	}
	d.segments = segments
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.snapshot != nil {
		v.Inherit(d.snapshot)
		d.snapshot.Release()
	}
	d.snapshot, d.err = v, nil
	select { // of the snapshot before
	case <-d.look:
	default:
	}
	d.announce()
	return nil
}

// maxSweeps bounds how often Bleve is asked to remove files. It learns on a goroutine of its
// own that a snapshot was released, so the first time may be too early.
const maxSweeps = 10

// sweep lets Bleve remove the files of dropped segments. Bleve does so only after a write,
// when the previous snapshot still held them: without another write, they would double the
// index on disk until the next ingest. If a sweep fails, nothing is lost; the writer is then
// opened again.
func (d *directory) sweep() {
	if d.sweepsLeft == 0 || d.readOnly {
		return
	}
	d.applying.Lock()
	defer d.applying.Unlock()
	if d.writer == nil || d.writer.failure() != nil || d.hasNewer() {
		return
	}
	files, err := filepath.Glob(filepath.Join(d.dir, "*.zap"))
	if err != nil || len(files) <= len(d.segments) {
		d.sweepsLeft = 0
		return
	}
	d.sweepsLeft--
	w := d.writer
	d.health.note(w.write(func() error { return w.scorch.Batch(bleve.NewBatch()) }))
}

// hasNewer reports whether there is a Bleve snapshot that was not tried yet. d.applying is
// held.
func (d *directory) hasNewer() bool {
	snap := d.writer.snapshot()
	defer snap.Close()
	return snap != d.tried
}

// failure returns why nothing can be written.
func (d *directory) failure() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failing
}

// readSegments reads the segments that the last snapshot lacked, in parallel, and drops those
// that are gone.
func (d *directory) readSegments(ctx context.Context, snap *scorch.IndexSnapshot) (map[uint64]*segment.Segment, error) {
	segments := map[uint64]*segment.Segment{}
	var mu sync.Mutex // guards segments
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, s := range snap.Segments() {
		if l := d.segments[s.Id()]; l != nil {
			mu.Lock()
			segments[s.Id()] = l
			mu.Unlock()
			continue
		}
		group.Go("embedded.segments", func() error {
			l, err := d.idle.takePrepared(s.Id()), error(nil)
			if l == nil {
				l, err = d.readSegment(ctx, s.Id(), s.Segment())
			}
			mu.Lock()
			defer mu.Unlock()
			segments[s.Id()] = l
			return err
		})
	}
	return segments, group.Wait()
}

// readSegment reads one segment: its lanes if they are kept in a file, otherwise its own file,
// and then keeps the lanes. If that file does not match its checksum, or was cut short, that
// is taken as the cause of any failure.
func (d *directory) readSegment(ctx context.Context, id uint64, s zap.Segment) (l *segment.Segment, err error) {
	if l = d.openLanes(s); l != nil {
		return l, nil
	}
	err = panics.Recover("embedded.segment", func() (err error) {
		l, err = segment.Read(ctx, s, d.tables)
		return err
	})
	if err == nil {
		forget(s)
		if l.Papers >= muchGarbage {
			d.hasGarbage.Store(true)
		}
		return d.keepLanes(s, l), nil
	}
	if ctx.Err() != nil {
		return l, err
	}
	if bad := panics.Recover("embedded.segment", func() error { _, err := segment.ReadChecksums(s); return err }); bad != nil {
		err = errors.Join(&snapshot.DamageError{ID: id, Cause: segment.ErrChecksum}, err)
	}
	return nil, err
}
