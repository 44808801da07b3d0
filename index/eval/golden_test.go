package eval_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/sharedtest"
	"paperboy/data/standin"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/eval"
	"paperboy/index/query"
)

var update = flag.Bool("update", false, "write the tables of testdata")

// TestRanking compares the embedded engine's measures on four collections with a golden file, so
// that a change of ranking shows as a diff. They must be at least those of plain BM25.
func TestRanking(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "%-10s %7s %7s %7s %7s %7s %7s\n", "", "queries", "ndcg@10", "map", "p@10", "r@100", "rprec")
	for _, name := range []string{"adi", "cacm", "cranfield", "med"} {
		folder := sharedtest.Path(t, "testsets/"+name)
		r := evaluate(t, folder)
		m := r.Mean
		fmt.Fprintf(&table, "%-10s %7d %7.4f %7.4f %7.4f %7.4f %7.4f\n", name, r.Queries, m.NDCG10, m.MAP, m.P10, m.R100, m.RPrecision)
		if plain := baseline(t, folder); m.NDCG10 < plain {
			t.Errorf("%s: nDCG@10 is %.4f, want at least that of plain BM25, %.4f", name, m.NDCG10, plain)
		}
	}
	compareGolden(t, "golden.txt", table.String())
}

// TestRankingOfStandIn compares the measures on a synthetic collection, which needs no files,
// with a golden file: for its queries, and for three words of each title. The sum of all
// scores changes with each weight of the formula.
func TestRankingOfStandIn(t *testing.T) {
	folder := t.TempDir()
	library := standin.New(1, 1500)
	if err := library.WriteCollection(folder); err != nil {
		t.Fatal(err)
	}
	c, err := eval.Open(folder, "")
	if err != nil {
		t.Fatal(err)
	}
	engine := openEngine(t)
	loaded, err := eval.Load(t.Context(), engine, c)
	if err != nil {
		t.Fatal(err)
	}
	topics, err := eval.Run(t.Context(), c, loaded.Search)
	if err != nil {
		t.Fatal(err)
	}
	m := topics.Mean
	got := fmt.Sprintf("%d queries: ndcg@10 %.4f, map %.4f, p@10 %.4f, r@100 %.4f, rprec %.4f\n", topics.Queries, m.NDCG10, m.MAP, m.P10, m.R100, m.RPrecision)
	sum := 0.
	for _, q := range c.Queries {
		result, err := engine.Search(t.Context(), index.Request{Query: query.Parse(q.Text), Match: index.MatchAny, Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range result.Hits {
			sum += h.Score
		}
	}
	got += fmt.Sprintf("sum of the scores of the first 20 of each: %.3f\n", sum)

	var titled []eval.Titled
	for i, p := range library.Papers {
		titled = append(titled, eval.Titled{Number: data.Number(i + 1), Title: p.Title})
	}
	titles, err := eval.Run(t.Context(), eval.TitleFragments(titled, 1), eval.ByNumber(engine))
	if err != nil {
		t.Fatal(err)
	}
	got += fmt.Sprintf("three words of %d titles: mrr %.4f, ndcg@10 %.4f\n", titles.Queries, titles.Mean.MAP, titles.Mean.NDCG10)
	compareGolden(t, "standin.txt", got)
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the ranking has changed; if for the better, run with -update (-want +got):\n%s", diff)
	}
}

// maxCapitalLoss is the maximum difference in nDCG@10 between queries in capitals and in lower
// case.
const maxCapitalLoss = .003

// TestCapitals searches for each collection's queries in capitals and in lower case. AND, OR
// and NOT in them must be words in both.
func TestCapitals(t *testing.T) {
	for _, name := range []string{"adi", "cacm", "cranfield", "med"} {
		folder := sharedtest.Path(t, "testsets/"+name)
		lower := evaluateAs(t, folder, strings.ToLower).Mean.NDCG10
		upper := evaluateAs(t, folder, strings.ToUpper).Mean.NDCG10
		if math.Abs(upper-lower) > maxCapitalLoss {
			t.Errorf("%s: nDCG@10 is %.4f in capitals, %.4f in lower case", name, upper, lower)
		}
	}
}

// openEngine opens an engine that is closed after the test.
func openEngine(t *testing.T) *embedded.Engine {
	t.Helper()
	engine, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: "eval"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}

func evaluate(t *testing.T, folder string) eval.Report {
	t.Helper()
	return evaluateAs(t, folder, func(text string) string { return text })
}

// evaluateAs evaluates a collection whose queries are respelled by spell.
func evaluateAs(t *testing.T, folder string, spell func(string) string) eval.Report {
	t.Helper()
	c, err := eval.Open(folder, "")
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Queries {
		c.Queries[i].Text = spell(c.Queries[i].Text)
	}
	engine := openEngine(t)
	loaded, err := eval.Load(t.Context(), engine, c)
	if err != nil {
		t.Fatal(err)
	}
	r, err := eval.Run(t.Context(), c, loaded.Search)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %+v, %+v", filepath.Base(folder), r.Mean, r.Milliseconds)
	return r
}

// plainBM25 matches the line of bm25_baseline.txt with the baseline.
var plainBM25 = regexp.MustCompile(`test\.tsv stem k1=1\.2 b=0\.75 .*'ndcg10': ([0-9.]+)`)

func baseline(t *testing.T, folder string) float64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "bm25_baseline.txt"))
	if err != nil {
		t.Fatal(err)
	}
	found := plainBM25.FindSubmatch(text)
	if found == nil {
		t.Fatalf("bm25_baseline.txt in %s has no line for plain BM25", folder)
	}
	ndcg, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return ndcg
}
