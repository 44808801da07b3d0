package eval

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Depth is the number of results that are measured, as in TREC runs.
const Depth = 1000

// A Search returns the ids of at most limit documents for a query, best first.
type Search func(ctx context.Context, text string, limit int) ([]string, error)

// A Report holds the quality and speed of the results for a collection.
type Report struct {
	Collection string   `json:"collection"`
	Qrels      string   `json:"qrels"`
	Queries    int      `json:"queries"`
	Mean       Measures `json:"mean"`
	// Milliseconds is the duration of a search for Depth results.
	Milliseconds Percentiles `json:"ms_per_query"`
	PerQuery     []Answer    `json:"per_query,omitempty"`
}

// Percentiles are percentiles of a duration.
type Percentiles struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
}

// An Answer holds the quality and speed of the results for a query.
type Answer struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Measures
	Milliseconds float64 `json:"ms"`
}

// Run searches for each query of c, one after the other, and measures the results.
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
	r.Mean = sum.mean(len(c.Queries))
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

// PercentilesOf returns the percentiles of ms, which must not be empty. It sorts ms.
func PercentilesOf(ms []float64) Percentiles {
	slices.Sort(ms)
	percentile := func(p int) float64 { return ms[(len(ms)-1)*p/100] }
	return Percentiles{percentile(50), percentile(95), percentile(99)}
}
