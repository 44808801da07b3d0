package peers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/store/sqlite"
	"paperboy/index/bench"
	"paperboy/index/embedded"
	"paperboy/index/ingest"
)

// answerIn is the variable with the folder of the library that the test program answers from, instead
// of running tests.
const answerIn = "PEERS_TEST_ANSWER_IN"

func TestMain(m *testing.M) {
	if dir := os.Getenv(answerIn); dir != "" && len(os.Args) == 2 && strings.HasSuffix(os.Args[1], queriesFile) {
		if err := answer(dir, os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func answer(dir, queries string) error {
	l, err := open(context.Background(), dir)
	if err != nil {
		return err
	}
	return errors.Join(Answer(context.Background(), l, queries, os.Stdin, os.Stdout), l.Close())
}

// open opens the library in a folder.
func open(ctx context.Context, dir string) (bench.Library, error) {
	s, err := sqlite.Open(ctx, filepath.Join(dir, "papers.db"))
	if err != nil {
		return bench.Library{}, err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return bench.Library{}, errors.Join(err, s.Close())
	}
	e, err := embedded.Open(ctx, filepath.Join(dir, "index"), embedded.Options{Store: s.Identity(), Head: head})
	if err != nil {
		return bench.Library{}, errors.Join(err, s.Close())
	}
	in := ingest.New(s, e, ingest.Options{})
	return bench.Library{Store: s, Engine: e, Ingester: in, Close: func() error {
		in.Close()
		return errors.Join(e.Close(), s.Close())
	}}, nil
}

// records yields n papers.
func records(n int) func(yield func(data.Record, error) bool) {
	methods := []string{"neural", "statistical", "probabilistic", "bilingual", "transferred"}
	subjects := []string{"dependency parsing", "machine translation", "speech recognition", "dialogue generation", "document retrieval"}
	return func(yield func(data.Record, error) bool) {
		for i := range n {
			method, subject := methods[i%5], subjects[i/5%5]
			r := data.Record{Origin: data.Provenance{Source: "test"}}
			r.Paper.ID = data.ID(fmt.Sprintf("test:%d", i))
			r.Paper.Title = fmt.Sprintf("%s %s experiments on item%d", method, subject, i)
			r.Paper.Abstract = fmt.Sprintf("We compare %s %s by the measure of case%d.", method, subject, i)
			r.Paper.Date = data.Date{Year: 2000 + i%10}
			r.Paper.Authors = []string{fmt.Sprintf("Ada Author%d", i%7), "Alan Other"}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// sampled200 returns a library of 200 papers and all of these.
func sampled200(t *testing.T) (bench.Library, []bench.Sampled) {
	t.Helper()
	l, err := open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	report, err := l.Ingester.Ingest(t.Context(), records(200), ingest.RunOptions{})
	if err == nil {
		err = l.Ingester.WaitVisible(t.Context(), report.Sequence)
	}
	if err != nil {
		t.Fatal(err)
	}
	papers, err := bench.Sample(t.Context(), l.Store, 200, 1)
	if err != nil {
		t.Fatal(err)
	}
	return l, papers
}

// keepIn is the variable with a folder for compiled programs.
const keepIn = "PEERS_TEST_KEEP"

// TestRun runs everything on 200 papers, with each peer whose toolchain is there. The numbers found
// must agree where the engines mean the same.
func TestRun(t *testing.T) {
	dir := os.Getenv(keepIn)
	if dir == "" {
		t.Skipf("compiling Tantivy takes minutes: set %s to a folder for the programs, which later runs use again", keepIn)
	}
	report := runOn200(t, dir, Keys()...)
	for _, missing := range report.Missing {
		t.Log(missing)
	}
	if len(report.Engines)+len(report.Missing) != 3 {
		t.Errorf("got engines %q and %q", report.Engines, report.Missing)
	}
}

// TestRunWithoutToolchains leaves both peers out.
func TestRunWithoutToolchains(t *testing.T) {
	bin := t.TempDir()
	for _, name := range []string{"sh", "dirname"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Skip(err)
		}
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin)
	report := runOn200(t, t.TempDir(), "all", "similar")
	want := []string{"Lucene is left out: there is no Maven (mvn)", "Tantivy is left out: there is no Rust (cargo)"}
	if !slices.Equal(report.Missing, want) || !slices.Equal(report.Engines, []string{"Paperboy"}) {
		t.Errorf("got engines %q and %q", report.Engines, report.Missing)
	}
}

// runOn200 measures 200 papers and checks the rows.
func runOn200(t *testing.T, dir string, keys ...string) Report {
	t.Helper()
	if _, err := processTime(0); errors.Is(err, ErrUnsupported) {
		t.Skip(err)
	}
	library := t.TempDir()
	t.Setenv(answerIn, library)
	report, err := Run(t.Context(), Options{
		Dir: dir, Temp: t.TempDir(), Records: records(200), Answer: []string{os.Args[0]}, Queries: 20, Seed: 3, Rows: keys, Concurrent: true, Log: t.Output(),
		Open: func(ctx context.Context) (bench.Library, error) { return open(ctx, library) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Papers != 200 || len(report.Rows) != len(keys) || len(report.Callers)%len(callerCounts) != 0 || len(report.Callers) == 0 {
		t.Errorf("got %+v", report)
	}
	for _, row := range report.Rows {
		checkRow(t, row)
	}
	for _, c := range report.Costs {
		if c.Values[0] == nil || *c.Values[0] <= 0 {
			t.Errorf("Paperboy's %s is not measured", c.Name)
		}
	}
	if _, err := json.Marshal(report); err != nil {
		t.Error(err)
	}
	return report
}

// checkRow compares the numbers found by the engines.
func checkRow(t *testing.T, row Row) {
	t.Helper()
	ours := row.Results[0]
	if ours.Queries != 20 || ours.Found <= 0 || ours.Milliseconds.P50 <= 0 {
		t.Errorf("%s: got %+v", row.Key, ours)
	}
	same := slices.Contains([]string{"any", "facets", "all", "common", "filter", "phrase"}, row.Key)
	for i, peer := range row.Results[1:] {
		if peer.Queries != 20 || peer.Milliseconds.P50 <= 0 || same && peer.Found != ours.Found || peer.Found <= 0 {
			t.Errorf("%s: peer %d got %+v, Paperboy %+v", row.Key, i, peer, ours)
		}
	}
}
