// Package bench measures Paperboy on a corpus: how fast papers come in, what they
// take, and how fast the kinds of query that people ask are answered, beside an
// opponent if there is one.
//
// Run ingests the records through the library under test, as a user does, waits for
// its merges to end, closes it and opens it again (ingest.go), and does the same to
// the opponent; draws papers at random from its store; makes of them as many queries
// of each kind (draw.go); asks these, block by block in turns, of the library and of
// the opponent (measure.go); and last looks for the papers by fragments of their
// titles (package eval). Equal corpora, options and seeds make equal queries.
//
// Resize makes of a corpus as many records as one likes, to show how cost grows.
//
// The package knows no store and no engine: Options.Open and Options.Opponent give
// them. It makes no folders and prints nothing.
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

// Library is what is measured.
type Library struct {
	Store    store.Store
	Engine   index.Engine
	Ingester *ingest.Ingester
	Close    func() error
}

// Options say what to measure. Records and Open are required.
type Options struct {
	// Records are what is ingested; refused ones are counted.
	Records format.Records
	// Corpus says of what they were made, if by Resize; it is only reported.
	Corpus *Corpus
	// Open opens the library, which is empty at the first call and holds what
	// was ingested at the second.
	Open func(context.Context) (Library, error)
	// Opponent opens the opponent, which is empty at the first call and holds what
	// it was given at the second; nil: there is none.
	Opponent func(context.Context) (Opponent, error)
	// Queries is how many of each kind are asked; 0: 300.
	Queries int
	// Callers is how many ask at once; 0: 1.
	Callers int
	// Seed draws the queries.
	Seed uint64
	// Progress is told what is begun; nil: not told.
	Progress func(step string)
}

const (
	defaultQueries = 300
	// fragments is how many papers are looked for by their titles.
	fragments = 1000
)

// ErrNoPapers means that the records gave nothing to ask for.
var ErrNoPapers = errors.New("no papers to measure on")

// Report is what was measured.
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
	// ReopenSeconds passed from opening the library, its files being in the
	// page cache, to the first answer.
	ReopenSeconds float64 `json:"reopen_seconds"`
	// Stock is how the opponent took the papers; nil without one.
	Stock *Stock `json:"stock,omitempty"`
	Kinds []Kind `json:"kinds"`
	// FacetsAdd is, by kind of query, what its facets add to the median, in ms.
	FacetsAdd []Added `json:"facets_add"`
	// Fragments is the known-item test.
	Fragments Fragments `json:"title_fragments"`
}

// Fragments is how well papers were found by three words of their titles.
type Fragments struct {
	Papers int     `json:"papers"`
	MRR    float64 `json:"mrr"`
}

// Added is what facets add to a kind of query.
type Added struct {
	Kind         string  `json:"kind"`
	Milliseconds float64 `json:"ms"`
}

// Run measures. It closes whatever it opened.
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
	if err := r.all(ctx); err != nil {
		return Report{}, fmt.Errorf("bench: %w", err)
	}
	return r.report, nil
}

// run is one Run.
type run struct {
	Options
	report Report
}

func (r *run) all(ctx context.Context) (err error) {
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
	if err := r.ask(ctx, workloads, l.Engine, opponent); err != nil {
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
