package bleveindex

import (
	"sync/atomic"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/embedded/segmentfile"
)

// segmentPlugin is the format of segments (package segmentfile) as one writer uses it: what a merge has
// read is compared with its checksums, and an idle merge gives way to searches, and reads its
// segment into memory before searches may see it.
type segmentPlugin struct {
	scorch.SegmentPlugin
	// mayUse says whether the merge of some segments may be used.
	mayUse func([]zap.Segment) error
	// planned is the idle merge that Bleve executes next, written the one whose file it opens
	// next.
	planned, written atomic.Pointer[idleMerge]
}

func newSegmentPlugin(mayUse func([]zap.Segment) error) *segmentPlugin {
	return &segmentPlugin{SegmentPlugin: segmentfile.Plugin{}, mayUse: mayUse}
}

// MergeUsing runs on the merger's goroutine.
func (p *segmentPlugin) MergeUsing(segments []zap.Segment, drops []*roaring.Bitmap, path string, closing chan struct{},
	stats zap.StatsReporter, config map[string]any) (numbers [][]uint64, size uint64, err error) {
	m := p.planned.Swap(nil)
	if m != nil {
		m.path = path
		stats = &pacer{StatsReporter: stats, merge: m, since: time.Now()}
	}
	numbers, size, err = p.SegmentPlugin.MergeUsing(segments, drops, path, closing, stats, config)
	if err == nil {
		err = p.mayUse(segments)
	}
	if err != nil {
		if m != nil {
			m.fail(err) // Bleve would only keep the text
		}
		return nil, 0, err
	}
	p.written.Store(m)
	return numbers, size, nil
}

// OpenUsing runs on the merger's goroutine for merged segments, on others for the rest.
func (p *segmentPlugin) OpenUsing(path string, config map[string]any) (zap.Segment, error) {
	seg, err := p.SegmentPlugin.OpenUsing(path, config)
	m := p.written.Load()
	if err != nil || m == nil || m.path != path {
		return seg, err
	}
	p.written.Store(nil)
	if err := m.read(seg); err != nil {
		seg.Close()
		return nil, err
	}
	return seg, nil
}

// pacer makes an idle merge rest while there are searches: a merge runs on a goroutine like any
// other, and would take a core from them. Bleve reports each write of a merge.
type pacer struct {
	zap.StatsReporter
	merge *idleMerge
	bytes uint64    // written since the last look
	since time.Time // end of the last rest
}

// A merge that writes paceBytes works for about a millisecond. While there are searches it then
// rests restShare times as long.
const (
	paceBytes = 32 << 10
	restShare = 3
)

// ReportBytesWritten runs on the merger's goroutine.
func (p *pacer) ReportBytesWritten(n uint64) {
	p.StatsReporter.ReportBytesWritten(n)
	if p.bytes += n; p.bytes < paceBytes {
		return
	}
	p.bytes = 0
	if p.merge.isBusy() {
		select {
		case <-p.merge.ctx.Done():
		case <-time.After(restShare * time.Since(p.since)):
		}
	}
	p.since = time.Now()
}
