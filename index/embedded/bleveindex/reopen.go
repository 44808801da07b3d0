package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"paperboy/data/disk"
	"paperboy/index"
	"paperboy/index/embedded/segment"
)

// workingWriter returns a writer that has not failed: the existing one, or the next, opened
// from what is on disk. Searches go on meanwhile from the last snapshot. d.applying is held.
func (d *directory) workingWriter(ctx context.Context) (*writer, error) {
	if d.writer != nil && d.writer.failure() == nil {
		return d.writer, nil
	}
	err := d.reopen(ctx)
	if err != nil && !isEnvironment(err) {
		d.suspect(fmt.Errorf("open its files again: %w", err))
	}
	d.setFailing(err)
	return d.writer, err
}

// reopen closes a failed writer and opens the next.
func (d *directory) reopen(ctx context.Context) error {
	if failed := d.writer; failed != nil {
		d.writer = nil
		d.health.note(fmt.Errorf("write to index: %w", failed.failure()))
		if err := failed.close(); errors.Is(err, errHangs) {
			return err // its files are locked for as long as the process lives
		}
	}
	if err := verify(ctx, d.dir, d.readOnly); err != nil {
		return wrapDiskFull(err)
	}
	w, err := newWriter(d.dir, d.readOnly, d.mayMerge, d.mayUse)
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
	d.mu.Lock()
	d.applied = s
	d.mu.Unlock()
	d.writer, d.reopened = w, true
	signal(d.wake)
	return nil
}

// setFailing records why nothing can be written, or nil if it can.
func (d *directory) setFailing(err error) {
	d.mu.Lock()
	d.failing = err
	d.mu.Unlock()
}

// dropUnpersisted drops the segments that a failed writer did not bring to disk, since the
// next writer gives their ids to others. The publisher calls it with d.applying held.
func (d *directory) dropUnpersisted() {
	if !d.reopened {
		return
	}
	d.reopened = false
	d.tried = nil
	snap := d.writer.snapshot()
	defer snap.Close()
	onDisk := map[uint64]*segment.Segment{}
	for _, s := range snap.Segments() {
		if l := d.segments[s.Id()]; l != nil {
			onDisk[s.Id()] = l
		}
	}
	d.segments = onDisk
}

// mergeAnyway is the number of files from which merging is tried even if the disk may be too
// small: scorch stops and waits for merges at a thousand.
const mergeAnyway = 500

// mayMerge reports whether the disk has room for a merge: as much as all segments take, the
// most that one can write. A merge that fills the disk would take the last room from the
// store. It runs on the merger's goroutine.
func (d *directory) mayMerge(*writer) bool {
	if d.firstDamage() != nil {
		return false
	}
	free, _ := disk.Space(d.dir)
	if free < 0 {
		return true
	}
	files, err := filepath.Glob(filepath.Join(d.dir, "*.zap"))
	return err == nil && (len(files) > mergeAnyway || folderBytes(d.dir) <= free)
}

// isEnvironment reports an error that beginning again with an empty index would not mend.
func isEnvironment(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, context.Canceled) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, index.ErrDiskFull) || isBusy(err)
}
