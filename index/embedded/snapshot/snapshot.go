// Package snapshot is what one search sees: the segments of one moment with the papers that are
// live in them, and what has to be counted over these. Package bleveindex publishes snapshots,
// the searches of package embedded read them.
package snapshot

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
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
)

// Snapshot is what one search sees: a Bleve snapshot, its segments in memory, which of their
// papers are live, and statistics of these. It never changes, except that results are cached.
type Snapshot struct {
	snapshot *scorch.IndexSnapshot
	refs     atomic.Int64 // the Bleve snapshot is closed with the last one
	Tables   *segment.Tables
	Sequence data.Sequence
	Segments []Segment
	Papers   int // live
	// AverageLength is the mean of len' (index.K1) over live papers.
	AverageLength float64

	Similarity      *Similarity
	FrequentAuthors *segment.FrequentAuthors

	// Terms returns the number of different surface forms, NewestDay the latest first day of a
	// paper, and SortsWithData the sorts, except relevance, whose value a paper has. Each is
	// computed once.
	Terms         func() int
	NewestDay     func() int32
	SortsWithData func() []index.Sort
	// stemWords caches results of WordsOfStem, counted those of CountOnce.
	stemWords, counted sync.Map
	// These cache results of Form, ByAuthorWord and ByVenueWord.
	forms                   cache[*Form]
	authorWords, venueWords cache[*Named]
	// Calendars caches the calendar of all papers, by index.DayKind, and Facets their facets, by
	// what was asked for.
	Calendars, Facets sync.Map
	// FacetsKept counts what was put into Facets.
	FacetsKept atomic.Int64
	// Added returns when the first and the last of the live papers were added, in nanoseconds
	// since 1970. It is computed once.
	Added func() (first, last int64)
}

// Segment is one segment in one snapshot.
type Segment struct {
	*segment.Segment
	ID         uint64
	Bleve      zap.Segment
	Live       bitset.Set
	HasDeleted bool // some paper is not live

	dead        func() []uint32  // the papers that are not live, in order
	lengthNorms func() []float32 // see Norms
	// mentions has 1 more than the result of Mentions, by term of Columns.Titles.Heads, or 0.
	mentions func() []atomic.Int32
}

// New returns a snapshot with all changes up to sequence. It takes over the reference to snap.
// segments holds the segments of snap by their id.
func New(snap *scorch.IndexSnapshot, sequence data.Sequence, loaded map[uint64]*segment.Segment, tables *segment.Tables) *Snapshot {
	v := &Snapshot{snapshot: snap, Sequence: sequence, Tables: tables, Similarity: &Similarity{}}
	v.Terms, v.NewestDay, v.SortsWithData = sync.OnceValue(v.countTerms), sync.OnceValue(v.newestDay), sync.OnceValue(v.sortsWithData)
	v.Added = sync.OnceValues(v.added)
	v.refs.Store(1)
	length := 0
	var all []*segment.Segment
	for _, from := range snap.Segments() {
		all = append(all, loaded[from.Id()])
		loaded[from.Id()].Retain()
		s := Segment{Segment: loaded[from.Id()], ID: from.Id(), Bleve: from.Segment(), Live: bitset.Full(int(from.Segment().Count()))}
		if d := from.Deleted(); d != nil {
			for it := d.Iterator(); it.HasNext(); {
				s.Live.Remove(uint32(it.Next()))
				s.HasDeleted = true
			}
		}
		s.dead = sync.OnceValue(func() []uint32 { return slices.Collect(missing(s.Live, s.Papers).Each) })
		for doc := range s.Live.Each {
			length += int(s.Text.Lengths[doc])
		}
		v.Papers += s.Live.Count()
		v.Segments = append(v.Segments, s)
	}
	v.FrequentAuthors = segment.NewFrequentAuthors(all, tables, manyPapers)
	v.AverageLength = 1 // whatever it is, if no paper has a content word
	if length > 0 {
		v.AverageLength = float64(length) / float64(v.Papers)
	}
	for i := range v.Segments {
		lengths := v.Segments[i].Text.Lengths
		heads := v.Segments[i].Columns.Titles.Heads.Terms.Len()
		v.Segments[i].mentions = sync.OnceValue(func() []atomic.Int32 { return make([]atomic.Int32, heads) })
		v.Segments[i].lengthNorms = sync.OnceValue(func() []float32 { return v.normsOf(lengths) })
	}
	return v
}

// manyPapers is the number of papers of a segment from which on it is worth listing the papers of its
// frequent authors.
const manyPapers = 20_000

// missing returns the papers, of this many, that a set lacks.
func missing(set bitset.Set, papers int) bitset.Set {
	rest := bitset.New(papers)
	rest.SetComplement(set, papers)
	return rest
}

// Norms returns, by paper of segment i, what the search formula adds to a frequency in the
// denominator of B.
func (v *Snapshot) Norms(i int) []float32 { return v.Segments[i].lengthNorms() }

func (v *Snapshot) normsOf(lengths []uint32) []float32 {
	norms, slope := make([]float32, len(lengths)), index.K1*index.B/v.AverageLength
	for doc, length := range lengths {
		norms[doc] = float32(index.K1*(1-index.B) + slope*float64(length))
	}
	return norms
}

// Retain adds a reference. The snapshot must not be released by others meanwhile.
func (v *Snapshot) Retain() { v.refs.Add(1) }

// Release drops a reference.
func (v *Snapshot) Release() {
	if v.refs.Add(-1) == 0 {
		for i := range v.Segments {
			v.Segments[i].Release()
		}
		v.snapshot.Close()
	}
}

// Inherit takes over what was computed for an older snapshot, as far as it is of the same papers in
// the same segments.
func (v *Snapshot) Inherit(older *Snapshot) {
	v.FrequentAuthors = v.FrequentAuthors.Inherit(older.FrequentAuthors)
	same := slices.EqualFunc(v.Segments, older.Segments, func(a, b Segment) bool {
		return a.Segment == b.Segment && slices.Equal(a.Live, b.Live)
	})
	if same {
		v.Similarity = older.Similarity
	}
}

// Workers returns how many goroutines EachSegment uses.
func (v *Snapshot) Workers() int { return max(1, min(runtime.GOMAXPROCS(0), len(v.Segments))) }

// EachSegment is ShareSegments among Workers goroutines.
func (v *Snapshot) EachSegment(ctx context.Context, f func(worker, i int, s *Segment)) error {
	return v.ShareSegments(ctx, v.Workers(), f)
}

// ShareSegments calls f for each segment, from a number of goroutines at once, until ctx ends.
// worker is the number of the goroutine, i that of the segment. A panic of f becomes the
// error.
func (v *Snapshot) ShareSegments(ctx context.Context, workers int, f func(worker, i int, s *Segment)) error {
	var next atomic.Int64
	var group panics.Group
	var stop atomic.Bool
	work := func(worker int) error {
		for ctx.Err() == nil && !stop.Load() {
			i := int(next.Add(1)) - 1
			if i >= len(v.Segments) {
				return nil
			}
			f(worker, i, &v.Segments[i])
		}
		return nil
	}
	for worker := 1; worker < index.MaxWorkers(ctx, workers); worker++ {
		group.Go("embedded.worker", func() error { return work(worker) })
	}
	err := panics.Recover("embedded.worker", func() error { return work(0) })
	stop.Store(err != nil)
	return cmp.Or(err, group.Wait(), ctx.Err())
}
