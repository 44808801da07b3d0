// Package bench measures Paperboy on a corpus: the speed of ingesting, the space that
// papers take, and the speed of the kinds of queries that people use, optionally
// compared with an opponent.
//
// Run ingests the records into the library as a user does, waits for the merges of
// segments, closes the library and opens it again (ingest.go). It does the same with
// the opponent. It draws papers at random from the store, makes queries of each kind
// from them (draw.go), and runs these, alternating in blocks, on the library and on the
// opponent (measure.go). Finally it searches for papers by fragments of their titles
// (package eval). The same corpus, options and seed give the same queries.
//
// Resize changes the number of records of a corpus, to show how the costs grow.
// Report.Print writes the results as tables.
//
// The package works with any store and engine, which Options.Open and Options.Opponent
// open. It makes no folders.
package bench

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"paperboy/data/format"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/eval"
	"paperboy/index/ingest"
)

// A Library is the library to measure.
type Library struct {
	Store    store.Store
	Engine   index.Engine
	Ingester *ingest.Ingester
	Close    func() error
}

// Options configure Run. Records and Open are required.
type Options struct {
	// Records are the records to ingest. Rejected records are counted.
	Records format.Records
	// Corpus says what Resize made the records from. It is only reported.
	Corpus *Corpus
	// Open opens the library. At the first call it must be empty, at the second it must
	// have the ingested papers.
	Open func(context.Context) (Library, error)
	// Opponent opens the opponent. At the first call it must be empty, at the second it
	// must have the papers added to it. If Opponent is nil, there is none.
	Opponent func(context.Context) (Opponent, error)
	// Queries is the number of queries of each kind; 0: 300.
	Queries int
	// Callers is the number of concurrent callers; 0: 1.
	Callers int
	// Seed is the seed for drawing queries.
	Seed uint64
	// Progress, if not nil, is called at the beginning of each step.
	Progress func(step string)
}

const (
	defaultQueries = 300
	// fragments is the number of papers to search for by fragments of their titles.
	fragments = 1000
)

// ErrNoPapers means that there are no papers to make queries from.
var ErrNoPapers = errors.New("no papers to measure on")

// A Report is the result of Run.
type Report struct {
	Go    string `json:"go"`
	Cores int    `json:"cores"`
	// Seed, Callers and QueriesPerKind are those of the Options.
	Seed           uint64 `json:"seed"`
	Callers        int    `json:"callers"`
	QueriesPerKind int    `json:"queries_per_kind"`

	// Corpus is that of the Options.
	Corpus *Corpus `json:"corpus,omitempty"`
	Ingest Ingest  `json:"ingest"`
	Size   Size    `json:"size"`
	// ReopenSeconds is the time from opening the library, with its files in the page
	// cache, to the first result.
	ReopenSeconds float64 `json:"reopen_seconds"`
	// Stock is about ingesting into the opponent; nil without one.
	Stock *Stock `json:"stock,omitempty"`
	Kinds []Kind `json:"kinds"`
	// FacetsAdd is the time that facets add to kinds of queries.
	FacetsAdd []Added `json:"facets_add"`
	// Fragments is the result of the known-item test.
	Fragments Fragments `json:"title_fragments"`
}

// Fragments is the quality of searches for papers by three words of their titles.
type Fragments struct {
	Papers int     `json:"papers"`
	MRR    float64 `json:"mrr"`
}

// Added is the time that facets add to a kind of query.
type Added struct {
	Kind         string  `json:"kind"`
	Milliseconds float64 `json:"ms"`
}

// Run measures a library and an opponent, and closes what it opened.
func Run(ctx context.Context, o Options) (report Report, err error) {
	if o.Queries == 0 {
		o.Queries = defaultQueries
	}
	o.Callers = max(o.Callers, 1)
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	r := &run{Options: o, report: Report{
		Go: runtime.Version(), Cores: runtime.GOMAXPROCS(0),
		Seed: o.Seed, Callers: o.Callers, QueriesPerKind: o.Queries, Corpus: o.Corpus,
	}}
	if err := r.measure(ctx); err != nil {
		return Report{}, fmt.Errorf("bench: %w", err)
	}
	return r.report, nil
}

// A run is the state of a call of Run.
type run struct {
	Options
	report Report
}

// measure runs all steps.
func (r *run) measure(ctx context.Context) (err error) {
	if err := r.ingest(ctx); err != nil {
		return err
	}
	l, err := r.reopen(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := r.size(ctx, l); err != nil {
		return err
	}
	var opponent Opponent
	if r.Opponent != nil {
		if opponent, err = r.fillOpponent(ctx, l.Store); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, opponent.Close()) }()
	}
	r.Progress("drawing queries")
	papers, err := Sample(ctx, l.Store, max(r.Queries, 2*fragments), r.Seed)
	if err != nil {
		return err
	}
	workloads, err := Draw(ctx, papers, r.Queries, r.Seed, l.Engine, opponent)
	if err != nil {
		return err
	}
	if err := r.runWorkloads(ctx, workloads, l.Engine, opponent); err != nil {
		return err
	}
	r.report.FacetsAdd = facetsAdd(r.report.Kinds)
	return r.fragments(ctx, papers, l.Engine)
}

// fragments runs the known-item test.
func (r *run) fragments(ctx context.Context, papers []Sampled, engine index.Searcher) error {
	r.Progress("title fragments")
	var titled []eval.Titled
	for _, p := range papers {
		titled = append(titled, eval.Titled{Number: p.Number, Title: p.Paper.Title})
	}
	c := eval.TitleFragments(titled, r.Seed)
	c.Queries = c.Queries[:min(len(c.Queries), fragments)]
	if len(c.Queries) == 0 {
		return nil
	}
	report, err := eval.Run(ctx, c, eval.ByNumber(engine))
	r.report.Fragments = Fragments{report.Queries, report.Mean.MAP}
	return err
}
