package assist_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/assist"
	"paperboy/index/eval"
	"paperboy/index/query"
)

var update = flag.Bool("update", false, "rewrite testdata/known.txt")

// knownQueries is the number of queries of each kind.
const knownQueries = 1000

// minimum is the lowest acceptable measure of each kind of query: the mean reciprocal rank,
// except for names alone, where it is the share of the first ten papers that are by a person
// of that name, and for incomplete queries, where it is the share of queries whose paper is
// among the first ten.
var minimum = map[eval.Kind]float64{
	eval.TitleWhole: .98, eval.TitleInCapitals: .98, eval.TitleWords3: .783, eval.TitleStart: .77, eval.Inflected: .84,
	eval.SurnameWord: .55, eval.SurnameWords2: .80, eval.FullNameWords2: .93, eval.SurnameAlone: .92, eval.FullNameAlone: .95,
	eval.YearWords2: .55, eval.YearWords3: .80, eval.CoinedName: .95, eval.IDInSentence: .99, eval.TitleHalfTyped: .80,
}

// TestKnownItems searches for known papers and people, with queries drawn from 392,729
// papers, and checks how well they are found. Queries are corrected first, as on the search
// page.
func TestKnownItems(t *testing.T) {
	l := openLibrary(t)
	changes := make([]data.Change, len(l.papers))
	for i := range l.papers {
		changes[i] = data.Change{Number: data.Number(i + 1), Paper: &l.papers[i]}
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-20s %7s %6s %6s %6s %6s\n", "", "queries", "mrr", "s@1", "s@10", "first10")
	for _, kind := range eval.Kinds {
		c := eval.Known(kind, changes, 1, knownQueries)
		var sum known
		for _, q := range c.Queries {
			ranking, err := l.ask(t.Context(), kind, q.Text)
			if err != nil {
				t.Fatal(err)
			}
			sum.add(ranking, q.Grades)
		}
		n := float64(len(c.Queries))
		fmt.Fprintf(&table, "%-20s %7d %6.3f %6.3f %6.3f %6.3f\n", kind, len(c.Queries), sum.reciprocal/n, sum.first/n, sum.inTen/n, sum.ofTen/n)
		got := sum.reciprocal / n
		switch kind {
		case eval.SurnameAlone, eval.FullNameAlone:
			got = sum.ofTen / n
		case eval.TitleHalfTyped:
			got = sum.inTen / n
		}
		if got < minimum[kind] {
			t.Errorf("%s: %.3f, want %.3f", kind, got, minimum[kind])
		}
	}
	golden := filepath.Join("testdata", "known.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table.String()); diff != "" {
		t.Errorf("the measures differ from the golden file; if they are better, run with -update (-want +got):\n%s", diff)
	}
}

// TestNoTextIsRefused searches for whole abstracts. The budget of a search must suffice for
// them, however many frequent words they have.
func TestNoTextIsRefused(t *testing.T) {
	l := openLibrary(t)
	for _, abstract := range l.abstracts {
		if _, err := l.ask(t.Context(), eval.TitleWhole, abstract); err != nil {
			t.Errorf("%v: %.100s", err, abstract)
		}
	}
}

// ask returns the numbers of the first hundred papers that a query finds.
func (l *library) ask(ctx context.Context, kind eval.Kind, text string) ([]string, error) {
	q := query.Parse(text)
	if kind == eval.TitleHalfTyped {
		q = query.ParseTyping(text)
	} else if c, err := assist.Correct(ctx, l.engine, q); err != nil {
		return nil, err
	} else if c.Apply {
		q = query.Parse(c.Text)
	}
	result, err := l.engine.Search(ctx, index.Request{Query: q, Limit: 100})
	if err != nil {
		return nil, err
	}
	ranking := make([]string, len(result.Hits))
	for i, h := range result.Hits {
		ranking[i] = strconv.Itoa(int(h.Number))
	}
	return ranking, nil
}

// known holds sums over queries: the reciprocal rank of the first relevant paper, whether
// that is the first or among the first ten, and the share of relevant papers in the first
// ten (or in as many as are relevant).
type known struct{ reciprocal, first, inTen, ofTen float64 }

func (k *known) add(ranking []string, relevant map[string]int) {
	rank, top := 0, 0
	for i, id := range ranking {
		if relevant[id] == 0 {
			continue
		}
		if rank == 0 {
			rank = i + 1
		}
		if i < 10 {
			top++
		}
	}
	k.ofTen += float64(top) / float64(min(10, len(relevant)))
	if rank == 0 {
		return
	}
	k.reciprocal += 1 / float64(rank)
	if rank == 1 {
		k.first++
	}
	if rank <= 10 {
		k.inTen++
	}
}
