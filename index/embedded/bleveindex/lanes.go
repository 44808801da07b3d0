package bleveindex

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/disk"
	"paperboy/data/panics"
	"paperboy/index/embedded/mapped"
	"paperboy/index/embedded/segment"
)

// The lanes of each segment (package segment) are kept beside its file: XY.lanes beside XY.zap.
// What is common to all of them is in values. None of these is needed: what is missing, damaged
// or cannot be written costs the time to read the segment's file again.
const (
	segmentSuffix = ".zap"
	valuesName    = "values"
)

// openTables returns tables with the values kept in dir.
func openTables(dir string, readOnly bool) *segment.Tables {
	tables, err := segment.OpenTables(filepath.Join(dir, valuesName), readOnly)
	if err != nil { // no lanes are read or written then
		return segment.NewTables()
	}
	return tables
}

// lanesPath returns where the lanes of a segment are kept, "" for a segment that is not a file.
func lanesPath(seg zap.Segment) string {
	file, ok := seg.(zap.PersistedSegment)
	if !ok || file.Path() == "" {
		return ""
	}
	return strings.TrimSuffix(file.Path(), segmentSuffix) + segment.LanesSuffix
}

// openLanes returns a segment by its lanes, or nil.
func (d *directory) openLanes(seg zap.Segment) (l *segment.Segment) {
	path := lanesPath(seg)
	if path == "" {
		return nil
	}
	err := panics.Recover("embedded.lanes", func() (err error) {
		l, err = segment.Open(path, seg, d.tables)
		return err
	})
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, mapped.ErrUnfit) {
			d.health.note(err)
		}
		return nil
	}
	return l
}

// keepLanes writes the lanes of a segment, and returns the segment with the lanes in that file,
// or as it is if they cannot be written.
func (d *directory) keepLanes(seg zap.Segment, l *segment.Segment) *segment.Segment {
	path := lanesPath(seg)
	if path == "" || d.readOnly {
		return l
	}
	kept := l
	err := panics.Recover("embedded.lanes", func() (err error) {
		kept, err = segment.Keep(path, seg, l, d.tables)
		return err
	})
	if err == nil {
		return kept
	}
	if !errors.Is(err, fs.ErrNotExist) && !isDiskFull(err) && d.lanesFailed.CompareAndSwap(false, true) {
		d.health.note(fmt.Errorf("keep what was read of the index: %w", err))
	}
	return l
}

// forget gives back the memory of a segment's file after all of it was read: searches do not read
// it, and it counts as memory of the process.
func forget(seg zap.Segment) {
	if file, ok := seg.(segment.File); ok {
		mapped.Forget(file.Data())
	}
}

// muchGarbage is the number of papers of a segment from which on reading it leaves so much garbage
// that Open gives it back to the system at once.
const muchGarbage = 10_000

// tidyLanes removes the files of lanes that no segment of the first snapshot uses, and those that
// were not written to their end. What cannot be removed is in nobody's way.
func (d *directory) tidyLanes() {
	if d.readOnly {
		return
	}
	inUse := map[string]bool{}
	for _, l := range d.segments {
		if l.Lanes != nil {
			inUse[l.Lanes.Path()] = true
		}
	}
	for _, suffix := range []string{segment.LanesSuffix, segment.LanesSuffix + mapped.NewSuffix} {
		files, _ := filepath.Glob(filepath.Join(disk.EscapePattern(d.dir), "*"+suffix))
		for _, path := range files {
			if !inUse[path] {
				os.Remove(path)
			}
		}
	}
}

// removeLanes removes the file of the lanes of a segment that the next snapshot lacks. Searches
// of older ones still have it open.
func (d *directory) removeLanes(l *segment.Segment) {
	if l.Lanes != nil && !d.readOnly {
		os.Remove(l.Lanes.Path()) // otherwise tidyLanes does when the index is opened again
	}
}

// damagedLanes records that a file of lanes is damaged. The publisher then reads the segment from
// its file.
func (d *directory) damagedLanes(file *mapped.File, err error) {
	d.mu.Lock()
	known := d.badLanes[file]
	if d.badLanes == nil {
		d.badLanes = map[*mapped.File]bool{}
	}
	d.badLanes[file] = true
	d.mu.Unlock()
	if !known {
		d.health.note(fmt.Errorf("read a part of the index again: %w", err))
	}
	signal(d.wake)
}

func (d *directory) hasDamagedLanes() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.badLanes) > 0
}

// dropDamagedLanes forgets the segments whose lanes are damaged, and removes these.
func (d *directory) dropDamagedLanes() {
	d.mu.Lock()
	bad := d.badLanes
	d.badLanes = nil
	d.mu.Unlock()
	for id, l := range d.segments {
		if l.Lanes == nil || !bad[l.Lanes] {
			continue
		}
		d.removeLanes(l) // if it stays, its checksums tell
		delete(d.segments, id)
	}
}
