package embedded

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
)

// view is what one search sees: a Bleve snapshot, the lanes of its segments,
// which papers of them are live, and the statistics of these. It never changes.
type view struct {
	snapshot *scorch.IndexSnapshot
	refs     atomic.Int64 // the snapshot is closed with the last one
	tables   *tables
	sequence data.Sequence
	parts    []part
	papers   int // live
	// averageLength is the mean of len' over live papers.
	averageLength float64

	similarity *similarity

	// terms counts the different surface forms of all parts, once, and newest finds the
	// newest day of a paper.
	terms  func() int
	newest func() int32
	// mentioned are the results of mentions so far, and stemWords those of wordsOf.
	mentioned, stemWords sync.Map
}

// part is one segment in one view.
type part struct {
	*lane
	id      uint64
	segment zap.Segment
	live    bitset
	deleted bool // some paper is not live
}

// newView takes over a reference to the snapshot, whose segments have these lanes by
// their id. It has all changes up to sequence.
func newView(snapshot *scorch.IndexSnapshot, sequence data.Sequence, lanes map[uint64]*lane, tables *tables) *view {
	v := &view{snapshot: snapshot, sequence: sequence, tables: tables, similarity: &similarity{}}
	v.terms, v.newest = sync.OnceValue(v.countTerms), sync.OnceValue(v.newestDay)
	v.refs.Store(1)
	length := 0
	for _, s := range snapshot.Segments() {
		p := part{lane: lanes[s.Id()], id: s.Id(), segment: s.Segment(), live: fullBitset(int(s.Segment().Count()))}
		if d := s.Deleted(); d != nil {
			for it := d.Iterator(); it.HasNext(); {
				p.live.unset(uint32(it.Next()))
				p.deleted = true
			}
		}
		for doc := range p.live.each {
			length += int(p.text.length[doc])
		}
		v.papers += p.live.count()
		v.parts = append(v.parts, p)
	}
	if v.papers > 0 {
		v.averageLength = float64(length) / float64(v.papers)
	}
	return v
}

// retain adds a reference; the caller has one already, or keeps the snapshot from being released
// meanwhile.
func (v *view) retain() { v.refs.Add(1) }

// release gives a reference back. The snapshot is closed with the last one.
func (v *view) release() {
	if v.refs.Add(-1) == 0 {
		v.snapshot.Close()
	}
}

// inherit takes what was worked out for an older view that has the same papers
// in the same places.
func (v *view) inherit(older *view) {
	same := slices.EqualFunc(v.parts, older.parts, func(a, b part) bool {
		return a.lane == b.lane && slices.Equal(a.live, b.live)
	})
	if same {
		v.similarity = older.similarity
	}
}

// workers is how many goroutines a search takes.
func (v *view) workers() int { return max(1, min(runtime.GOMAXPROCS(0), len(v.parts))) }

// shareParts runs f for each part, at once with as many parts as there are
// workers, and stops when ctx ends. A panic of f is its error.
func (v *view) shareParts(ctx context.Context, f func(worker, i int, p *part)) error {
	var next atomic.Int64
	var group panics.Group
	var stop atomic.Bool
	work := func(worker int) error {
		for ctx.Err() == nil && !stop.Load() {
			i := int(next.Add(1)) - 1
			if i >= len(v.parts) {
				return nil
			}
			f(worker, i, &v.parts[i])
		}
		return nil
	}
	for worker := 1; worker < index.MaxWorkers(ctx, v.workers()); worker++ {
		group.Go("embedded.worker", func() error { return work(worker) })
	}
	err := panics.Recover("embedded.worker", func() error { return work(0) })
	stop.Store(err != nil)
	return cmp.Or(err, group.Wait(), ctx.Err())
}
