package bleveindex

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/disk"
	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded/segmentfile"
)

// writer is one opening of Bleve's scorch. Scorch works on goroutines of its own, whose panics
// no caller can recover. It recovers those of its introducer, persister and merger itself,
// which then have ended for good: every later write would wait forever. Two more ways to lose
// the process are closed by how it is used here:
//
//   - A write that fails, as on a full disk, leaves its segment in the newest snapshot,
//     with its dictionaries closed. The goroutines that merge segments in memory panic
//     when they read it, and nothing recovers these. So segments are never merged in
//     memory (persisterOptions), and a writer that has failed once is closed and opened
//     again from what is on disk (directory.reopen).
//   - A fault in mapped memory, after a file was truncated, is fatal on a goroutine that
//     has not asked for a panic instead. The callbacks ask for it on the merger's and the
//     persister's.
//
// What remains: the introducer reads a dictionary of ids if a merge ends during a write, and
// no callback runs on its goroutine. A segment truncated at just that time ends the process.
type writer struct {
	scorch *scorch.Scorch
	queue  *bleve.AnalysisQueue
	dir    string
	// readOnly is true if neither write nor scorch may write.
	readOnly bool
	// mayMerge says whether the merger may begin. It runs on the merger's goroutine.
	mayMerge func(*writer) bool
	plugin   *segmentPlugin
	// forced is the idle merge that scorch was asked for, nil if there is none. merges counts
	// those that scorch has not ended yet.
	forced atomic.Pointer[idleMerge]
	merges sync.WaitGroup

	closing chan struct{} // closed when close begins: callbacks stop waiting
	broken  chan struct{} // closed when one of scorch's goroutines has ended
	ended   func()        // closes broken, once

	mu  sync.Mutex // guards err
	err error      // the first failure; the writer is not used after it
}

// persisterOptions makes scorch write segments as they are. It would otherwise merge those of
// batches that arrive combine, on goroutines that recover nothing. A threshold of 0 turns
// that off.
var persisterOptions = map[string]any{"NumPersisterWorkers": 1, "MemoryPressurePauseThreshold": 0}

// retryPause is how long scorch's persister and merger rest after an error. Without it they
// retry at once, for as long as the disk is full.
const retryPause = 200 * time.Millisecond

// closeWait bounds how long close waits for scorch's goroutines, which may wait for one that
// has ended. What they hold is then lost until the process ends.
const closeWait = 10 * time.Second

// registering is held while Bleve's registries have the callbacks and the segment plugin of one
// writer. Only scorch.NewScorch and Open read them.
var registering sync.Mutex

const callbacks = "paperboy"

// fullBelow is the free space below which a full disk is taken to be the cause of a failed
// write.
const fullBelow = 1 << 20

// newWriter opens the Bleve index in dir, or creates one.
// mayUse is that of its segmentPlugin.
func newWriter(dir string, readOnly bool, mayMerge func(*writer) bool, mayUse func([]zap.Segment) error) (*writer, error) {
	w := &writer{
		dir: dir, readOnly: readOnly, mayMerge: mayMerge, plugin: newSegmentPlugin(mayUse),
		queue:   bleve.NewAnalysisQueue(1), // documents arrive tokenized
		closing: make(chan struct{}), broken: make(chan struct{}),
	}
	w.ended = sync.OnceFunc(func() { close(w.broken) })
	err := panics.Recover("embedded.bleve", w.open)
	if err != nil {
		w.queue.Close()
		return nil, wrapDiskFull(err)
	}
	return w, nil
}

func (w *writer) open() error {
	registering.Lock()
	defer registering.Unlock()
	scorch.RegistryAsyncErrorCallbacks[callbacks] = w.asyncError
	scorch.RegistryEventCallbacks[callbacks] = w.event
	scorch.RegisterSegmentPlugin(w.plugin, false)
	opened, err := scorch.NewScorch(scorch.Name, map[string]any{
		"path":                   w.dir,
		"read_only":              w.readOnly,
		"bolt_timeout":           "2s",
		"scorchPersisterOptions": persisterOptions,
		"scorchMergePlanOptions": mergePlan,
		"asyncErrorCallbackName": callbacks,
		"eventCallbackName":      callbacks,
		"forceSegmentType":       segmentfile.Type,
		"forceSegmentVersion":    segmentfile.Version,
	}, w.queue)
	if err != nil {
		return err
	}
	w.scorch = opened.(*scorch.Scorch)
	return w.scorch.Open()
}

// asyncError runs on the goroutine of scorch that failed.
func (w *writer) asyncError(err error, _ string) {
	if errors.Is(err, scorch.ErrAsyncPanic) {
		w.fail(&panics.Error{Point: "embedded.bleve", Value: err})
		w.ended()
		return
	}
	if m := w.forced.Load(); m != nil {
		m.fail(wrapDiskFull(err))
	}
	w.rest(retryPause)
}

// event runs on the goroutine of scorch that has reached the event.
func (w *writer) event(e scorch.Event) bool {
	switch e.Kind {
	case scorch.EventKindPurgerCheck, scorch.EventKindPersisterProgress:
		debug.SetPanicOnFault(true)
	case scorch.EventKindPreMergeCheck:
		debug.SetPanicOnFault(true)
		if !w.mayMerge(w) {
			w.rest(retryPause)
			return false
		}
	}
	return true
}

// rest returns after d, or when the writer is closed.
func (w *writer) rest(d time.Duration) {
	select {
	case <-w.closing:
	case <-time.After(d):
	}
}

// fail records the first failure.
func (w *writer) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

// failure returns the first failure, and nil while the writer can be used.
func (w *writer) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// write runs f, which calls scorch.Batch, and returns its error, or that of a goroutine of
// scorch for which f would wait in vain. f is then left waiting. After any error the writer
// cannot be used.
func (w *writer) write(f func() error) error {
	done := make(chan error, 1)
	panics.Go("embedded.write", f, func(err error) { done <- err })
	var err error
	select {
	case err = <-done:
	case <-w.broken:
		select {
		case err = <-done:
		default:
			err = w.failure()
		}
	}
	if err != nil {
		// If several batches are written at once, the second may meet the closed segment of
		// the first.
		if free, _ := disk.Space(w.dir); free >= 0 && free < fullBelow {
			err = fmt.Errorf("%w: %w", index.ErrDiskFull, err)
		}
		err = wrapDiskFull(err)
		w.fail(err)
	}
	return err
}

// snapshot returns the newest Bleve snapshot, with a reference for the caller.
func (w *writer) snapshot() *scorch.IndexSnapshot {
	reader, err := w.scorch.Reader()
	if err != nil {
		panic(err) // scorch has no such error
	}
	return reader.(*scorch.IndexSnapshot)
}

var errHangs = errors.New("bleve does not end")

// close ends scorch's goroutines. Nobody may write meanwhile.
func (w *writer) close() error {
	close(w.closing)
	w.queue.Close()
	done := make(chan error, 1)
	end := func() error {
		err := w.scorch.Close()
		w.merges.Wait()
		return err
	}
	panics.Go("embedded.close", end, func(err error) { done <- err })
	select {
	case err := <-done:
		return err
	case <-time.After(closeWait):
		return fmt.Errorf("close %s: %w", w.dir, errHangs)
	}
}

// wrapDiskFull wraps index.ErrDiskFull around an error of a full disk.
func wrapDiskFull(err error) error {
	if isDiskFull(err) && !errors.Is(err, index.ErrDiskFull) {
		return fmt.Errorf("%w: %w", index.ErrDiskFull, err)
	}
	return err
}

// isDiskFull reports an error of a full disk, of which Bleve only keeps the text.
func isDiskFull(err error) bool {
	if err == nil {
		return false
	}
	for _, full := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT} {
		if errors.Is(err, full) || strings.Contains(err.Error(), full.Error()) {
			return true
		}
	}
	return errors.Is(err, index.ErrDiskFull)
}
