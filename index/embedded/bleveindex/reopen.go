package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"paperboy/index"
	"paperboy/index/embedded/segment"
)

// usable returns a writer that has not failed: the one there is, or the next, opened from
// what is on disk. Searches go on from the last view meanwhile. g.applying is held.
func (g *directory) usable(ctx context.Context) (*writer, error) {
	if g.writer != nil && g.writer.failure() == nil {
		return g.writer, nil
	}
	err := g.reopen(ctx)
	if err != nil && !isEnvironment(err) {
		g.suspect(fmt.Errorf("open its files again: %w", err))
	}
	g.setFailing(err)
	return g.writer, err
}

// reopen closes a failed writer and opens the next.
func (g *directory) reopen(ctx context.Context) error {
	if failed := g.writer; failed != nil {
		g.writer = nil
		g.health.note(fmt.Errorf("write to index: %w", failed.failure()))
		if err := failed.close(); errors.Is(err, errHangs) {
			return err // its files are locked for as long as the process lives
		}
	}
	if err := verify(ctx, g.dir, g.readOnly); err != nil {
		return typed(err)
	}
	w, err := newWriter(g.dir, g.readOnly, g.mayMerge, g.mayIntroduce)
	if err != nil {
		return err
	}
	snap := w.snapshot()
	defer snap.Close()
	s, ok, err := readState(snap)
	if err == nil && !ok {
		err = errors.New("it does not say how far it is")
	}
	if err != nil {
		return errors.Join(err, w.close())
	}
	g.mu.Lock()
	g.applied = s
	g.mu.Unlock()
	g.writer, g.reopened = w, true
	signal(g.wake)
	return nil
}

// setFailing remembers why nothing can be written; nil: it can.
func (g *directory) setFailing(err error) {
	g.mu.Lock()
	g.failing = err
	g.mu.Unlock()
}

// forget drops the lanes of segments that a failed writer did not bring to disk, since
// the next one gives their numbers to others. The publisher calls it with g.applying held.
func (g *directory) forget() {
	if !g.reopened {
		return
	}
	g.reopened = false
	g.tried = nil
	snap := g.writer.snapshot()
	defer snap.Close()
	onDisk := map[uint64]*segment.Segment{}
	for _, s := range snap.Segments() {
		if l := g.lanes[s.Id()]; l != nil {
			onDisk[s.Id()] = l
		}
	}
	g.lanes = onDisk
}

// mergeAnyway is the number of files above which merging is tried even where the disk may
// be too small for it: scorch waits for merges when there are a thousand.
const mergeAnyway = 500

// mayMerge reports whether the disk has room for a merge: as much as all segments take,
// which is the most that one can write. A merge that fills the disk would take the last
// room from the store. It runs on the merger's goroutine.
func (g *directory) mayMerge(*writer) bool {
	if g.firstDamage() != nil {
		return false
	}
	free, known := freeSpace(g.dir)
	if !known {
		return true
	}
	files, err := filepath.Glob(filepath.Join(g.dir, "*.zap"))
	return err == nil && (len(files) > mergeAnyway || folderBytes(g.dir) <= free)
}

// isEnvironment reports an error that beginning anew would not mend.
func isEnvironment(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, context.Canceled) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, index.ErrDiskFull) || isBusy(err)
}
