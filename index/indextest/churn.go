package indextest

import (
	"fmt"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/index"
)

// Changes are of numbers up to churnNumbers, of which churnPapers can be papers: no more than
// an engine must score pairs in. The rest are only deleted, which changes nothing, but makes
// batches that an engine may find worth splitting. The second half of such a batch has little
// to write and may well overtake the first.
const (
	churnNumbers = 750
	churnPapers  = 150
)

func isPaper(n data.Number) bool { return n <= churnNumbers/2 && n%3 == 0 || n%15 == 0 }

// churn returns a random batch of changes after a sequence, now and then one of all numbers.
// Each paper has a word of its own, which is also one of its authors.
func (m maker) churn(after data.Sequence) []data.Change {
	sweeping, most := m.chance(25), 1+m.IntN(40)
	var changes []data.Change
	for number := data.Number(1); number <= churnNumbers; number++ {
		if !sweeping && (!isPaper(number) || m.IntN(churnPapers) >= most) {
			continue
		}
		after++
		c := data.Change{Sequence: after, Number: number}
		if isPaper(number) && !m.chance(20) {
			c.Paper = m.paper(number)
			c.Paper.Abstract += " " + ownWord(after)
			c.Paper.Authors = append(c.Paper.Authors, ownWord(after))
		}
		changes = append(changes, c)
	}
	if changes == nil {
		changes = []data.Change{{Sequence: after + 1, Number: 1}}
	}
	return changes
}

// ownWord returns the word of the paper that was written at a sequence.
func ownWord(s data.Sequence) string { return fmt.Sprintf("written%d", s) }

// testRepeated asks for what is counted over all papers again and again, which an engine may
// remember: the answer must be the same, whatever the caller does to the one before, and must
// change with the papers.
func testRepeated(t *testing.T, open opener) {
	m := newMaker(8)
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, m.log(200, 2), engine, oracle)
	requests := []index.Request{
		{Facets: index.Facets, Limit: 3},
		{Facets: index.Facets, FacetLimit: 2},
		{Facets: index.Facets, FacetContains: "li"},
		{Facets: index.Facets[:2], Calendar: index.DayFeatured, Sort: index.ByTrending, Today: anyDay, Limit: 100},
		{Calendar: index.DayPublished, Filter: index.Filter{FeaturedFrom: anyDay}},
		{Facets: index.Facets, Filter: index.Filter{AddedFrom: data.Date{Year: 2024}, AddedTo: data.Date{Year: 2024}}},
		{Facets: index.Facets, Filter: index.Filter{AddedAfter: time.Date(2024, 1, 1, 20, 0, 0, 0, time.UTC)}, Calendar: index.DayAdded},
	}
	ask := func() {
		t.Helper()
		for range 3 {
			for _, r := range requests {
				got := compareAnswers(t, engine, oracle, r)
				for _, buckets := range got.Facets {
					for i := range buckets {
						buckets[i].Count, buckets[i].Selected = -1, true
					}
				}
			}
		}
	}
	ask()
	last := oracle.Position().Sequence
	p := m.paper(900)
	p.FeaturedDays, p.Featured, p.Added = []data.Date{anyDay}, anyDay, time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	apply(t, [][]data.Change{{{Sequence: last + 1, Number: 900, Paper: p}}}, engine, oracle)
	ask()
}
