package peers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
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
	e, err := embedded.Open(ctx, filepath.Join(dir, "index"), embedded.Options{Store: s.Identity()})
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
			r.Paper.Title = fmt.Sprintf("%s %s experiments", method, subject)
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

// TestRun runs everything on 200 papers, with each peer whose toolchain is there. The numbers found
// must agree where the engines mean the same.
func TestRun(t *testing.T) {
	if _, err := processTime(0); errors.Is(err, ErrUnsupported) {
		t.Skip(err)
	}
	if testing.Short() {
		t.Skip("compiles Tantivy, which takes minutes")
	}
	dir := os.Getenv("PEERS_KEEP") // has compiled programs, to save time
	if dir == "" {
		dir = t.TempDir()
	}
	library := t.TempDir()
	t.Setenv(answerIn, library)
	report, err := Run(t.Context(), Options{
		Dir: dir, Temp: t.TempDir(), Records: records(200), Answer: []string{os.Args[0]}, Queries: 60, Seed: 3, Concurrent: true, Log: t.Output(),
		Open: func(ctx context.Context) (bench.Library, error) { return open(ctx, library) },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, missing := range report.Missing {
		t.Log(missing)
	}
	if report.Papers != 200 || len(report.Engines)+len(report.Missing) != 3 || len(report.Rows) != len(rows) || len(report.Callers) != 9 {
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
}

// checkRow compares the numbers found by the engines.
func checkRow(t *testing.T, row Row) {
	t.Helper()
	ours := row.Results[0]
	if ours.Queries != 60 || ours.Found <= 0 || ours.Milliseconds.P50 <= 0 {
		t.Errorf("%s: got %+v", row.Key, ours)
	}
	same := slices.Contains([]string{"any", "facets", "all", "common", "filter", "phrase"}, row.Key)
	for i, peer := range row.Results[1:] {
		if peer.Queries != 60 || peer.Milliseconds.P50 <= 0 || same && peer.Found != ours.Found || peer.Found <= 0 {
			t.Errorf("%s: peer %d got %+v, Paperboy %+v", row.Key, i, peer, ours)
		}
	}
}
