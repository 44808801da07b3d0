package bleveindex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync/atomic"
	"time"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded/mapped"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
)

// health counts what went wrong in an open index, across rebuilds, and reports it to the owner
// of the index.
type health struct {
	report  func(error) // never nil
	damaged chan struct{}

	panics, rebuilds, segments, bytes, passes atomic.Int64
	lastPass                                  atomic.Int64 // UnixNano; 0: none yet
}

func newHealth(report func(error)) *health {
	if report == nil {
		report = func(error) {}
	}
	return &health{report: report, damaged: make(chan struct{}, 1)}
}

// note reports an error, and counts it if it is a panic.
func (h *health) note(err error) {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, index.ErrClosed) {
		return
	}
	if panics.Is(err) {
		h.panics.Add(1)
	}
	h.report(err)
}

// Health says what is wrong with the index now, and what went wrong since Open.
func (x *Index) Health() index.Health {
	h := index.Health{
		Panics: x.health.panics.Load(), Rebuilds: x.health.rebuilds.Load(),
		DamagedSegments: x.health.segments.Load(), VerifiedBytes: x.health.bytes.Load(), Passes: x.health.passes.Load(),
	}
	if at := x.health.lastPass.Load(); at != 0 {
		h.LastPass = time.Unix(0, at)
	}
	if d, err := x.current(); err == nil {
		h.Reasons = d.reasons()
	}
	return h
}

// Damaged receives a token when the index has to be rebuilt.
func (x *Index) Damaged() <-chan struct{} { return x.health.damaged }

// reasons says what is wrong with a directory, without details: these are reported.
func (d *directory) reasons() (reasons []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.damage) > 0 {
		reasons = append(reasons, "a part of the index is damaged and will be rebuilt")
	}
	switch {
	case isDiskFull(d.failing) || isDiskFull(d.err):
		reasons = append(reasons, "the disk of the index is full: searches do not see new papers")
	case d.failing != nil || d.err != nil:
		reasons = append(reasons, "searches do not see new papers: the log says why")
	}
	return reasons
}

// suspect records that the directory has to be rebuilt, and why.
func (d *directory) suspect(err error) {
	d.mu.Lock()
	reason := err.Error()
	known := slices.Contains(d.damage, reason) || len(d.damage) == maxDamages
	if !known {
		d.damage = append(d.damage, reason)
	}
	d.mu.Unlock()
	if !known {
		d.health.note(fmt.Errorf("index damaged, to be rebuilt: %w", err))
	}
	signal(d.health.damaged)
}

// maxDamages bounds how many kinds of damage to one directory are reported.
const maxDamages = 10

// firstDamage returns the first reason to rebuild the directory, or nil.
func (d *directory) firstDamage() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.damage) == 0 {
		return nil
	}
	return fmt.Errorf("the index is damaged: %s", d.damage[0])
}

// The scrub compares scrubChunk bytes of a segment with their checksums, and then rests to
// keep to scrubRate: 8 MB/s take a thousandth of a core. It rests scrubPause between two
// passes through all segments.
const (
	scrubChunk = 1 << 20
	scrubRate  = 8 << 20 // bytes a second
	scrubPause = 10 * time.Second
)

// scrubAll compares all segments with their checksums until ctx ends: slowly, but at full
// speed after a search has failed as damage makes it fail.
func (x *Index) scrubAll(ctx context.Context) {
	for ctx.Err() == nil {
		hasty := false
		select {
		case <-ctx.Done():
		case <-x.searchFailed:
			hasty = true
		case <-time.After(x.scrubPause):
		}
		x.health.note(x.scrub(ctx, hasty))
	}
}

// scrub goes through the segments of the newest snapshot once. It holds no snapshot while it
// rests, so a segment that is merged meanwhile is left out.
func (x *Index) scrub(ctx context.Context, hasty bool) error {
	d, err := x.current()
	if err != nil {
		return err
	}
	for _, id := range d.segmentIDs() {
		for from := uint64(0); ; from += scrubChunk {
			more, err := d.scrubChunk(id, from)
			if err != nil {
				x.health.segments.Add(1)
				d.suspect(err)
			}
			if !more || err != nil {
				break
			}
			if !hasty {
				select {
				case <-ctx.Done():
				case <-x.searchFailed:
					hasty = true
				case <-time.After(time.Second * scrubChunk / scrubRate):
				}
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	x.health.passes.Add(1)
	x.health.lastPass.Store(time.Now().UnixNano())
	return nil
}

// segmentIDs returns those of the newest snapshot.
func (d *directory) segmentIDs() (ids []uint64) {
	if v := d.acquireUnseen(); v != nil {
		defer v.Release()
		for i := range v.Segments {
			ids = append(ids, v.Segments[i].ID)
		}
	}
	return ids
}

// scrubChunk compares a chunk of a segment's file, or of its lanes, which follow; more is false
// after the last one and if the segment is gone. The files are read, not their mappings: what
// nobody but the scrubber needs would stay in memory.
func (d *directory) scrubChunk(id, from uint64) (more bool, err error) {
	v := d.acquireUnseen()
	if v == nil {
		return false, nil
	}
	defer v.Release()
	i := slices.IndexFunc(v.Segments, func(seg snapshot.Segment) bool { return seg.ID == id })
	if i < 0 {
		return false, nil
	}
	seg := &v.Segments[i]
	length := uint64(0)
	if file, ok := seg.Bleve.(segment.File); ok && seg.Checksums != nil {
		length = uint64(len(file.Data()))
	}
	if from < length {
		return d.scrubSegment(seg, from, length)
	}
	return d.scrubLanes(seg, from-(length+scrubChunk-1)/scrubChunk*scrubChunk)
}

// scrubSegment compares a chunk of a segment's file of a known length.
func (d *directory) scrubSegment(seg *snapshot.Segment, from, length uint64) (more bool, err error) {
	file, ok := seg.Bleve.(zap.PersistedSegment)
	if !ok {
		return false, nil
	}
	chunk := make([]byte, min(scrubChunk, length-from))
	err = panics.Recover("embedded.scrub", func() error {
		n, err := readAt(file.Path(), chunk, from)
		if err == nil && n < len(chunk) {
			err = segment.ErrChecksum
		}
		return cmp.Or(err, seg.Checksums.CheckChunk(chunk[:n], from))
	})
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // merged; the snapshot is about to be replaced
	}
	if err != nil {
		return false, &snapshot.DamageError{ID: seg.ID, Cause: err}
	}
	d.health.bytes.Add(int64(len(chunk)))
	return from+scrubChunk < length || seg.Lanes != nil, nil
}

// readAt reads from a place of a file, and returns how many bytes there were.
func readAt(path string, chunk []byte, from uint64) (n int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	if n, err = file.ReadAt(chunk, int64(from)); errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// scrubLanes compares a chunk of the lanes of a segment. If they are damaged, the index is not:
// they are made again.
func (d *directory) scrubLanes(seg *snapshot.Segment, from uint64) (more bool, err error) {
	if seg.Lanes == nil {
		return false, nil
	}
	const perChunk = scrubChunk / mapped.BlockSize
	first := int(from / mapped.BlockSize)
	for i := first; i < min(first+perChunk, seg.Lanes.Blocks()); i++ {
		n, err := seg.Lanes.CheckBlock(i)
		if err != nil {
			d.damagedLanes(seg.Lanes, err)
			return false, nil
		}
		d.health.bytes.Add(int64(n))
	}
	return first+perChunk < seg.Lanes.Blocks(), nil
}

// mayUse returns why the merge of some segments may not be used: one of them is damaged, and
// the merged segment has a valid checksum over wrong content. It runs on the merger's goroutine.
func (d *directory) mayUse(merged []zap.Segment) error {
	err := panics.Recover("embedded.merge", func() error {
		for _, s := range merged {
			if _, err := segment.ReadChecksums(s); err != nil {
				return fmt.Errorf("a segment that was merged: %w: %w", index.ErrDamaged, err)
			}
		}
		return nil
	})
	if err != nil {
		d.health.segments.Add(1)
		d.suspect(err)
	}
	return err
}
