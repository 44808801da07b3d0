// Package peers measures Paperboy beside Lucene and Tantivy, its peers: the same papers, the same
// queries, in turn, by processor time.
//
// Run exports the live papers of a library to a file, one a line (papers.go), draws queries for
// each row of a table from them (rows.go, draw.go), and writes these to another file. The peers are
// small programs, in Java and Rust, in the folders lucene and tantivy; build.sh builds them
// (build.go). A peer without its toolchain is left out, and the report says why. Each program
// indexes the papers, then answers the queries. Paperboy answers in a process of its own too
// (Answer), so that start, memory and processor time mean the same for all (process.go).
//
// Each engine finds the best ten papers of a query and the exact number of matches. Every query is
// measured by the processor time of the thread that answers it or, for Paperboy, of the whole
// process with its garbage collection. All engines run a block of a row, then the next (measure.go).
// Concurrent callers are measured in a second set of processes with two cores (callers.go).
//
// # What is unequal by nature
//
// Paperboy scores titles and abstracts by one formula with word forms, pairs of words, years and
// names; the peers score one field by BM25 in single precision. The facet of dates ignores
// the filter by a date in Paperboy. Prefixes are scored in Paperboy, and match with a constant score
// in the peers. Fuzzy words are near the forms of words in Paperboy, and near their stems in the
// peers. Paperboy splits "state-of-the-art" and the like in its own way. Tantivy's facet of authors
// is exact only within a segment. Paperboy's ingest writes the record, the others keep nothing
// but the index.
//
// A process's protocol: it prints {"found": N} once it has answered the first query. Then it reads
// commands, whose words are separated by tabs, and answers each with a line of JSON:
//
//	warm ROW SECONDS           runs queries of the row for these seconds of processor time
//	run ROW FROM TO CALLERS    runs these, and says for each nanoseconds of processor time and matches
package peers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"paperboy/data/format"
	"paperboy/index/bench"
)

// Options configure Run. Open, Answer, Dir and Temp are required.
type Options struct {
	// Dir is the folder for programs, papers and indexes of the peers. What an earlier run with the
	// same papers left there is used again. Runs with the same papers may share it.
	Dir string
	// Temp is the folder for the files of this run alone.
	Temp string
	// Records, unless nil, are ingested into the library first, to measure that. The library must
	// be empty then.
	Records format.Records
	// Open opens the library. It is closed before Answer runs.
	Open func(context.Context) (bench.Library, error)
	// Answer is the command that opens the same library and calls Answer with the file of queries
	// that is appended to it.
	Answer []string
	// Queries is the number of queries of each row; 0: 1000.
	Queries int
	// Seed is the seed for drawing queries.
	Seed uint64
	// Rows are the keys of the rows to measure; empty: all (Keys).
	Rows []string
	// Concurrent measures concurrent callers too, with three words.
	Concurrent bool
	// Log receives the output of programs and compilers. It may be nil.
	Log io.Writer
	// Progress, if not nil, is called at the beginning of each step.
	Progress func(step string)
}

const defaultQueries = 1000

// ErrUnsupported means that this system has no clock for the processor time of another process.
var ErrUnsupported = errors.New("peers are measured on Linux only")

// A run is the state of a call of Run.
type run struct {
	Options
	rows    []row
	engines []engine
	report  Report
}

// An engine is Paperboy, which comes first, or a peer.
type engine struct {
	name string
	// command answers the queries of the file that is appended to it.
	command []string
	// warm is for how many seconds of processor time it warms up with each row.
	warm float64
}

// Run measures the library and its peers.
func Run(ctx context.Context, o Options) (Report, error) {
	if o.Queries == 0 {
		o.Queries = defaultQueries
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	rows, err := chosen(o.Rows)
	if err != nil {
		return Report{}, err
	}
	if _, err := processTime(0); err != nil {
		return Report{}, err
	}
	r := &run{Options: o, rows: rows, report: Report{
		Go: runtime.Version(), Cores: runtime.NumCPU(), Seed: o.Seed, QueriesPerRow: o.Queries,
	}}
	if err := r.measure(ctx); err != nil {
		return Report{}, fmt.Errorf("peers: %w", err)
	}
	return r.report, nil
}

// measure runs all steps.
func (r *run) measure(ctx context.Context) error {
	r.report.LoadBefore = load()
	key, err := r.prepare(ctx)
	if err != nil {
		return err
	}
	r.engines = []engine{{"Paperboy", r.Answer, ourWarmUp}}
	r.report.Engines = []string{"Paperboy"}
	for _, p := range programs {
		if err := r.addPeer(ctx, p, key); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if err := r.latencies(ctx); err != nil {
		return err
	}
	if r.Concurrent {
		if err := r.concurrent(ctx); err != nil {
			return err
		}
	}
	r.report.conclude()
	r.report.LoadAfter = load()
	return nil
}
