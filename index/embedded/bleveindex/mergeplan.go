package bleveindex

import (
	"cmp"
	"math"
	"runtime"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	zap "github.com/blevesearch/scorch_segment_api/v2"
)

// Which segments an idle index merges.
//
// A search costs a fixed part for each segment, and its cores share the segments. So a few large
// segments for each core would be ideal, were it not for what merging writes. chooseRun bounds
// both:
//
//   - A merged segment has at most mergedShare of its core's share of the papers, and at most
//     maxMergedPapers. So the segments of a library that was filled at once are about as many as
//     the cores, and of similar size.
//   - The largest segment of a run has at most maxLead times as many papers as the others
//     together. So a paper whose segment is the largest comes to one that is larger by a third at
//     least, and a paper is written at most log(maxMergedPapers)/log(4/3) = 43 times.
//
// Simulated for a library of 393,000 papers on two cores (TestWriteAmplification): 50 more papers a
// day are written 8 times each in the first year if they come at once, so that the index writes .7 MB
// a day, and 14 times if they come one by one. There are 5 to 6 segments on average, at most 9. In
// 1,000 days a maxLead of 1 writes each 9 to 18 times and leaves 7 to 9 segments, one of 8 writes
// each 23 times and leaves 4 to 5.

const (
	maxLead     = 3
	mergedShare = 1.25
	// minMerged is the share below which a segment counts as small, whatever the cores.
	minMerged = 20_000
	// maxMergedPapers bounds the memory and time of a merge: about 4 CPU seconds for 100,000
	// papers, most of them for reading the segment into memory.
	maxMergedPapers = 250_000
)

// chooseRun returns which segments to merge next, given their live papers in descending order: those
// from from up to, but not including, to. These are none if merging gains too little.
func chooseRun(papers []int, cores int) (from, to int) {
	total := 0
	for _, n := range papers {
		total += n
	}
	limit := min(max(int(mergedShare*float64(total))/cores, minMerged), maxMergedPapers)
	for from := range papers {
		sum, to := 0, from
		for to < len(papers) && sum+papers[to] <= limit {
			sum += papers[to]
			to++
		}
		if to-from > 1 && papers[from] <= maxLead*(sum-papers[from]) {
			return from, to
		}
	}
	return 0, 0
}

// mergeRun is a run of the segments of one Bleve snapshot.
type mergeRun struct {
	ids  []uint64 // ascending
	left int      // segments with live papers after the merge
}

// planRun returns the run to merge next. It is empty if merging gains too little, or a segment is
// not on disk yet.
func (w *writer) planRun() (run mergeRun) {
	snap := w.snapshot()
	defer snap.Close()
	var segments []*scorch.SegmentSnapshot
	for _, s := range snap.Segments() {
		if _, onDisk := s.Segment().(zap.PersistedSegment); !onDisk {
			return mergeRun{}
		}
		if s.LiveSize() > 0 {
			segments = append(segments, s)
		}
	}
	slices.SortFunc(segments, func(a, b *scorch.SegmentSnapshot) int { // as Bleve's planner does
		return cmp.Or(cmp.Compare(b.LiveSize(), a.LiveSize()), cmp.Compare(a.Id(), b.Id()))
	})
	papers := make([]int, len(segments))
	for i, s := range segments {
		papers[i] = int(s.LiveSize())
	}
	from, to := chooseRun(papers, runtime.GOMAXPROCS(0))
	for _, s := range segments[from:to] {
		run.ids = append(run.ids, s.Id())
	}
	slices.Sort(run.ids)
	run.left = len(segments) - len(run.ids) + 1
	return run
}

func (run mergeRun) has(id uint64) bool {
	_, has := slices.BinarySearch(run.ids, id)
	return has
}

func (run mergeRun) equal(other mergeRun) bool {
	return slices.Equal(run.ids, other.ids) && run.left == other.left
}

// options make Bleve's planner choose the run, or nothing if current, which it calls first, is
// false. The planner tries the segments from each on in descending order of papers, takes those
// with the lowest score, and goes on while there are more segments than its budget.
func (run mergeRun) options(current func() bool) *mergeplan.MergePlanOptions {
	return &mergeplan.MergePlanOptions{
		MaxSegmentsPerTier:   1,
		MaxSegmentSize:       mergeplan.MaxSegmentSizeLimit,
		SegmentsPerMergeTask: len(run.ids),
		CalcBudget: func(int64, int64, *mergeplan.MergePlanOptions) int {
			if current() {
				return run.left
			}
			return math.MaxInt
		},
		ScoreSegments: func(roster []mergeplan.Segment, _ *mergeplan.MergePlanOptions) float64 {
			var ids []uint64
			for _, s := range roster {
				ids = append(ids, s.Id())
			}
			slices.Sort(ids)
			if slices.Equal(ids, run.ids) {
				return 0
			}
			return 1
		},
	}
}
