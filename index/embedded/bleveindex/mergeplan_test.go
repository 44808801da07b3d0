package bleveindex

import (
	"fmt"
	"slices"
	"testing"
)

func TestChooseRun(t *testing.T) {
	for _, tt := range []struct {
		name   string
		papers []int
		cores  int
		want   []int // the run
	}{
		{name: "nothing"},
		{name: "one segment", papers: []int{100}, cores: 2},
		{name: "a small library becomes one", papers: []int{250, 250, 50, 1, 1}, cores: 8, want: []int{250, 250, 50, 1, 1}},
		{name: "a paper beside a large segment waits", papers: []int{10_000, 1}, cores: 2},
		{name: "until there are enough", papers: []int{9_000, 2_000, 999, 1}, cores: 2, want: []int{9_000, 2_000, 999, 1}},
		{name: "small ones without the large", papers: []int{9_000, 200, 200, 1}, cores: 2, want: []int{200, 200, 1}},
		{name: "one segment for each core", papers: []int{50_000, 50_000, 50_000, 30_000, 10_000, 10_000}, cores: 2, want: []int{50_000, 50_000}},
		{name: "then the other", papers: []int{100_000, 50_000, 30_000, 10_000, 10_000}, cores: 2, want: []int{50_000, 30_000, 10_000, 10_000}},
		{name: "then no more", papers: []int{100_000, 100_000}, cores: 2},
		{name: "no segment beyond the maximum", papers: []int{240_000, 240_000, 240_000, 240_000}, cores: 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			from, to := chooseRun(tt.papers, max(tt.cores, 1))
			if got := tt.papers[from:to]; !slices.Equal(got, tt.want) {
				t.Errorf("chooseRun(%v) = %v, want %v", tt.papers, got, tt.want)
			}
		})
	}
}

// TestWriteAmplification adds papers to a library for a year and merges after each batch.
func TestWriteAmplification(t *testing.T) {
	const days = 365
	for _, tt := range []struct {
		papers, daily, batches int
		maxTimes               float64 // how often a new paper is written
		maxSegments            int
	}{
		{papers: 393_000, daily: 50, batches: 1, maxTimes: 10, maxSegments: 8},
		{papers: 393_000, daily: 50, batches: 50, maxTimes: 15, maxSegments: 9},
		{papers: 393_000, daily: 1_000, batches: 10, maxTimes: 12, maxSegments: 9},
		{papers: 3_000, daily: 50, batches: 5, maxTimes: 12, maxSegments: 8},
	} {
		t.Run(fmt.Sprintf("%d papers and %d a day in %d batches", tt.papers, tt.daily, tt.batches), func(t *testing.T) {
			var segments []int
			for left := tt.papers; left > 0; left -= 100_000 {
				segments = append(segments, min(left, 100_000))
			}
			settle(&segments)
			written, largest, sum := 0, 0, 0
			for range days * tt.batches {
				segments = append(segments, tt.daily/tt.batches)
				written += settle(&segments)
				largest, sum = max(largest, len(segments)), sum+len(segments)
			}
			times := float64(written) / float64(days*tt.daily)
			t.Logf("each new paper is written %.1f times; %.1f segments, at most %d", times, float64(sum)/float64(days*tt.batches), largest)
			if times > tt.maxTimes || largest > tt.maxSegments {
				t.Errorf("want at most %.1f times and %d segments", tt.maxTimes, tt.maxSegments)
			}
		})
	}
}

// settle merges segments until there is nothing to merge, and returns how many papers it wrote.
func settle(segments *[]int) (written int) {
	for {
		slices.SortFunc(*segments, func(a, b int) int { return b - a })
		from, to := chooseRun(*segments, 2)
		if to == 0 {
			return written
		}
		sum := 0
		for _, n := range (*segments)[from:to] {
			sum += n
		}
		*segments = slices.Replace(*segments, from, to, sum)
		written += sum
	}
}
