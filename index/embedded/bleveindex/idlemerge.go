package bleveindex

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/panics"
	"paperboy/index/embedded/segment"
)

// While nobody writes, small segments are merged into few (mergeplan.go says which and why).
// Bleve's own merges, which go on during writes, only keep the number of segments from growing
// without bound.
//
// An idle merge is one ForceMerge of one run of segments:
//
//   - It has the room that any merge needs (mayMerge): a full disk keeps it from beginning, and
//     one that fails for that is tried again after mergeRetry.
//   - A write or Close cancels it (beginWrite): it ends within a few milliseconds, and its file
//     is removed. Apply does not wait for that.
//   - A crash leaves a file that Bleve's snapshot does not name. Open removes it.
//   - Its segment is read into memory before it is used, so that a write that arrives meanwhile
//     is seen at once. Both the old and the new are in memory for as long; then the old ones are
//     released before the next merge begins.
//
// What it gains and costs is in index/bench/figures.md.

// idle is the state of the idle merges of a directory.
type idle struct {
	after time.Duration
	wrote chan struct{} // holds a token after a write

	compacting sync.Mutex // held by compact

	mu      sync.Mutex // guards what follows
	writers int
	cancel  context.CancelFunc // of the merge; nil if there is none
	// prepared is the segment of the last merge, by id, until the publisher takes it.
	prepared map[uint64]*segment.Segment

	searched atomic.Int64 // UnixNano
}

const (
	// mergeAfter is how long nobody must have written before segments are merged.
	mergeAfter = 5 * time.Second
	// mergeRetry is how long to rest after a merge that failed or had no room.
	mergeRetry = time.Minute
	// beginWait bounds how long a merge waits for one of Bleve's own.
	beginWait = time.Minute
	// searchedFor is how long after a search the next one is expected.
	searchedFor = time.Second
)

// beginWrite cancels the idle merge and keeps another from beginning until endWrite.
func (i *idle) beginWrite() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.writers++
	if i.cancel != nil {
		i.cancel()
	}
}

func (i *idle) endWrite() {
	i.mu.Lock()
	i.writers--
	i.mu.Unlock()
	signal(i.wrote)
}

// beginMerge returns the context of a merge, or false if somebody writes.
func (i *idle) beginMerge(ctx context.Context) (context.Context, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.writers > 0 {
		return nil, false
	}
	ctx, i.cancel = context.WithCancel(ctx)
	return ctx, true
}

func (i *idle) endMerge() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.cancel()
	i.cancel = nil
}

// dropPrepared forgets the segment of a merge that was cancelled, and removes its lanes.
func (d *directory) dropPrepared() {
	d.idle.mu.Lock()
	prepared := d.idle.prepared
	d.idle.prepared = nil
	d.idle.mu.Unlock()
	for _, s := range prepared {
		d.removeLanes(s)
	}
}

// takePrepared returns a segment that its merge has read, or nil.
func (i *idle) takePrepared(id uint64) *segment.Segment {
	i.mu.Lock()
	defer i.mu.Unlock()
	s := i.prepared[id]
	delete(i.prepared, id)
	return s
}

// mergeIdle merges segments whenever nobody has written for a while, until ctx ends.
func (d *directory) mergeIdle(ctx context.Context) {
	if d.readOnly || d.idle.after < 0 {
		return
	}
	timer := time.NewTimer(d.idle.after)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.idle.wrote:
			timer.Reset(d.idle.after)
			continue
		case <-timer.C:
		}
		if err := d.compact(ctx); err != nil && ctx.Err() == nil {
			if !errors.Is(err, errMergeEnded) {
				d.health.note(err)
			}
			timer.Reset(max(mergeRetry, d.idle.after))
		}
	}
}

// errMergeEnded means that a merge had no room, was cancelled by a write, or was of segments that
// are gone.
var errMergeEnded = errors.New("merge ended")

// compact merges one run of segments after the other until no merge gains enough. It returns
// errMergeEnded if somebody writes.
func (d *directory) compact(ctx context.Context) error {
	d.idle.compacting.Lock()
	defer d.idle.compacting.Unlock()
	for {
		merged, err := d.mergeRun(ctx)
		if err != nil || !merged {
			return err
		}
	}
}

// mergeRun merges a run and returns when searches use its segment. It returns false if there is
// none.
func (d *directory) mergeRun(ctx context.Context) (merged bool, err error) {
	merging, ok := d.idle.beginMerge(ctx)
	if !ok {
		return false, errMergeEnded
	}
	defer d.idle.endMerge()
	d.dropPrepared()
	w := d.idleWriter()
	if w == nil {
		return false, errMergeEnded
	}
	run := w.planRun()
	if len(run.ids) == 0 {
		return false, nil
	}
	if !d.mayMerge(w) {
		return false, errMergeEnded
	}
	m := &idleMerge{directory: d, run: run, begun: make(chan struct{})}
	m.ctx, m.fail = context.WithCancelCause(merging)
	defer m.fail(nil)
	if err := w.merge(m); err != nil {
		return false, err
	}
	return true, d.waitMerged(ctx, run)
}

// idleWriter returns the writer, or nil if there is no working one.
func (d *directory) idleWriter() *writer {
	d.applying.Lock()
	defer d.applying.Unlock()
	if d.writer == nil || d.writer.failure() != nil {
		return nil
	}
	return d.writer
}

// waitMerged returns when the newest snapshot has no segment of a run.
func (d *directory) waitMerged(ctx context.Context, run mergeRun) error {
	for {
		d.mu.Lock()
		v, published, err := d.snapshot, d.published, d.err
		has := false
		if v != nil {
			for i := range v.Segments {
				has = has || run.has(v.Segments[i].ID)
			}
		}
		d.mu.Unlock()
		if err != nil || v == nil {
			return errMergeEnded // the publisher has reported why
		}
		if !has {
			return nil
		}
		signal(d.hurry)
		signal(d.wake)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-published:
		}
	}
}

// idleMerge is one merge.
type idleMerge struct {
	*directory
	run   mergeRun
	ctx   context.Context
	fail  context.CancelCauseFunc
	begun chan struct{} // closed when Bleve has planned it
	path  string        // of the merged segment
}

// isBusy reports whether there are searches.
func (m *idleMerge) isBusy() bool {
	return time.Since(time.Unix(0, m.idle.searched.Load())) < searchedFor
}

func (m *idleMerge) hasBegun() bool {
	select {
	case <-m.begun:
		return true
	default:
		return false
	}
}

// read reads the merged segment for the publisher. If the merge is cancelled, the error is one
// that Bleve does not retry.
func (m *idleMerge) read(seg zap.Segment) error {
	id, err := strconv.ParseUint(strings.TrimSuffix(filepath.Base(m.path), ".zap"), 16, 64)
	if err != nil {
		return err
	}
	read, err := m.readSegment(m.ctx, id, seg)
	if m.ctx.Err() != nil {
		if read != nil {
			m.removeLanes(read)
		}
		return zap.ErrClosed
	}
	if err != nil {
		return err
	}
	m.idle.mu.Lock()
	defer m.idle.mu.Unlock()
	m.idle.prepared = map[uint64]*segment.Segment{id: read}
	return nil
}

// merge has Bleve's merger execute m, and returns nil if the merged segment is in the newest
// snapshot. It returns at once if m is cancelled.
func (w *writer) merge(m *idleMerge) error {
	current := func() bool { // runs on the merger's goroutine
		if m.ctx.Err() != nil || !m.run.equal(w.planRun()) {
			return false
		}
		w.plugin.planned.Store(m)
		close(m.begun)
		return true
	}
	w.forced.Store(m)
	defer w.forced.Store(nil)
	ended := make(chan error, 1)
	w.merges.Add(1)
	force := func() error { return w.scorch.ForceMerge(m.ctx, m.run.options(current)) }
	panics.Go("embedded.forcemerge", force, func(err error) {
		ended <- err
		w.merges.Done()
	})
	defer time.AfterFunc(beginWait, func() {
		if !m.hasBegun() {
			m.fail(errMergeEnded)
		}
	}).Stop()
	select {
	case err := <-ended:
		if err == nil && !m.hasBegun() {
			err = errMergeEnded
		}
		return cmp.Or(context.Cause(m.ctx), err)
	case <-w.broken:
		return w.failure()
	case <-m.ctx.Done():
		return context.Cause(m.ctx)
	}
}
