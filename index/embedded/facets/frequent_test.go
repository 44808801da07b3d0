package facets

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
)

// authored returns the columns of papers, each by some of n authors, few of whom wrote most.
func authored(random *rand.Rand, papers, n int, tables *segment.Tables) *segment.Segment {
	column := segment.ValueColumn{Starts: []uint32{0}}
	for range papers {
		by := map[uint32]bool{}
		for range random.IntN(5) {
			name := fmt.Sprint("author ", int(float64(n)*math.Pow(random.Float64(), 4)))
			ord := tables.Facets[schema.Authors].Intern([]byte(name))
			if !by[ord] {
				column.Ords = append(column.Ords, ord)
			}
			by[ord] = true
		}
		column.Starts = append(column.Starts, uint32(len(column.Ords)))
	}
	s := &segment.Segment{Papers: papers, Columns: &segment.Columns{Numbers: make([]data.Number, papers)}}
	s.Columns.Values[schema.Authors] = column
	return s
}

// TestFrequentAuthors compares two ways to count the authors of papers in three segments: with the
// frequent authors of two of them listed, and one by one.
func TestFrequentAuthors(t *testing.T) {
	const trials = 60
	random, soon := rand.New(rand.NewPCG(5, 6)), 0
	for trial := range trials {
		tables := segment.NewTables()
		var all []*segment.Segment
		for range 3 {
			all = append(all, authored(random, 200+random.IntN(1500), 20+random.IntN(600), tables))
		}
		listed := segment.NewFrequentAuthors(all[:2], tables, 500)
		none := segment.NewFrequentAuthors(nil, tables, 0)
		r := index.Request{Facets: []index.Facet{index.FacetAuthor}, FacetLimit: random.IntN(15)}
		if trial%7 == 0 {
			r.Filter.Values = map[index.Facet][]string{index.FacetAuthor: {"author 1"}}
		}
		share, papers := random.Float64(), 1000*random.IntN(2)
		var counters [2]*Counter
		for i, authors := range []*segment.FrequentAuthors{listed, none} {
			counters[i] = NewCounter(r, tables, authors, tables.Facets.Lists(), papers)
		}
		workers := NewCounter(r, tables, listed, tables.Facets.Lists(), papers)
		for i, s := range all {
			found := bitset.New(s.Papers)
			for doc := range uint32(s.Papers) {
				if random.Float64() < share {
					found.Add(doc)
				}
			}
			split := NewFilter(r.Filter, tables.Facets).Split(s.Columns, found, counters[0].Clauses)
			counters[1].Count(s.Columns, split)
			if i == 1 {
				workers.Count(s.Columns, split)
			} else {
				counters[0].Count(s.Columns, split)
			}
		}
		counters[0].Add(workers)
		left := len(counters[0].parts) > 0
		if got, want := counters[0].Buckets(), counters[1].Buckets(); !reflect.DeepEqual(got, want) {
			t.Fatalf("trial %d: got\n%v, want\n%v", trial, got, want)
		}
		if left && counters[0].parts != nil { // nothing was counted one by one
			soon++
		}
	}
	if soon < trials/10 || soon > trials*9/10 {
		t.Errorf("%d of %d trials were decided by the frequent authors: too few of one kind", soon, trials)
	}
}
