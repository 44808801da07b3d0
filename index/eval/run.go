package eval

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Depth is how many documents of an answer are measured, as in TREC runs.
const Depth = 1000

// Search answers a text with at most limit document ids, best first.
type Search func(ctx context.Context, text string, limit int) ([]string, error)

// Report is how well and how fast a collection was answered.
type Report struct {
	Collection string   `json:"collection"`
	Qrels      string   `json:"qrels"`
	Queries    int      `json:"queries"`
	Mean       Measures `json:"mean"`
	// Milliseconds are those of one search, Depth hits deep.
	Milliseconds Percentiles `json:"ms_per_query"`
	PerQuery     []Answer    `json:"per_query,omitempty"`
}

// Percentiles of a duration.
type Percentiles struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
}

// Answer is how well one query was answered.
type Answer struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Measures
	Milliseconds float64 `json:"ms"`
}

// Run asks every query of c, one after the other.
func Run(ctx context.Context, c *Collection, search Search) (Report, error) {
	r := Report{Collection: c.Folder, Qrels: c.Qrels, Queries: len(c.Queries)}
	var sum Measures
	for _, q := range c.Queries {
		begin := time.Now()
		ranking, err := search(ctx, q.Text, Depth)
		if err != nil {
			return Report{}, fmt.Errorf("evaluate %s: query %s: %w", c.Folder, q.ID, err)
		}
		a := Answer{q.ID, q.Text, Measure(ranking, q.Grades), time.Since(begin).Seconds() * 1000}
		sum.add(a.Measures)
		r.PerQuery = append(r.PerQuery, a)
	}
	r.Mean = sum.over(len(c.Queries))
	r.Milliseconds = percentiles(r.PerQuery)
	return r, nil
}

func percentiles(answers []Answer) Percentiles {
	var ms []float64
	for _, a := range answers {
		ms = append(ms, a.Milliseconds)
	}
	return PercentilesOf(ms)
}

// PercentilesOf sorts ms, of which there is at least one.
func PercentilesOf(ms []float64) Percentiles {
	slices.Sort(ms)
	at := func(p int) float64 { return ms[(len(ms)-1)*p/100] }
	return Percentiles{at(50), at(95), at(99)}
}
