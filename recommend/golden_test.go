package recommend_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/sharedtest"
	"paperboy/data/standin"
	"paperboy/index/embedded"
	"paperboy/index/eval"
	"paperboy/recommend"
)

var update = flag.Bool("update", false, "rewrite the tables of testdata")

// TestRecommendations holds how good recommendations are on four collections, so
// that a change shows as a diff, and that they reach what they are measured against.
func TestRecommendations(t *testing.T) {
	var alike, simulation strings.Builder
	fmt.Fprintf(&alike, "One paper: the others relevant to the same query\n%-10s %7s %7s %7s %15s\n", "", "papers", "ndcg@10", "p@10", "pivoted cosine")
	fmt.Fprintf(&simulation, "Three papers liked, two not: the rest\n%-10s %7s %7s %15s %7s\n", "", "tastes", "ndcg@10", "mean of lists", "rocchio")
	varied := "Variety: ndcg@10 and the mean cosine of ten papers\n          "
	varieties := []float64{0, .1, .3, .5, .7}
	for _, v := range varieties {
		varied += fmt.Sprintf(" %13.1f", v)
	}
	total := tastes{}
	for _, name := range []string{"adi", "cacm", "cranfield", "med"} {
		s := loadShelf(t, sharedtest.Path(t, "testsets/"+name))
		pivoted := s.ndcg(t, eval.CoRelevance(s.collection), newMatrix(s.library, 1))
		report, err := eval.Run(t.Context(), eval.CoRelevance(s.collection), s.alike)
		if err != nil {
			t.Fatal(err)
		}
		m := report.Mean
		fmt.Fprintf(&alike, "%-10s %7d %7.4f %7.4f %15.4f\n", name, report.Queries, m.NDCG10, m.P10, pivoted)
		if m.NDCG10 < pivoted {
			t.Errorf("%s: nDCG@10 is %.4f, less than pivoted cosine's %.4f", name, m.NDCG10, pivoted)
		}

		varied += fmt.Sprintf("\n%-10s", name)
		least := 1.
		for _, v := range varieties {
			ndcg, cosine := s.vary(t, v)
			varied += fmt.Sprintf(" %6.4f %6.4f", ndcg, cosine)
			if cosine >= least {
				t.Errorf("%s: the mean cosine is %.4f with a variety of %.1f, %.4f with less", name, cosine, v, least)
			}
			least = cosine
		}

		mean := s.simulate(t, 1500)
		fmt.Fprintf(&simulation, "%-10s %7d %7.4f %15.4f %7.4f\n", name, mean.n, mean.ours, mean.lists, mean.rocchio)
		if mean.ours < mean.rocchio {
			t.Errorf("%s: nDCG@10 is %.4f of tastes, %.4f by plain Rocchio", name, mean.ours, mean.rocchio)
		}
		total.add(mean)
	}
	if total.ours < total.lists {
		t.Errorf("nDCG@10 is %.4f of tastes over all, %.4f by the mean of lists", total.ours/4, total.lists/4)
	}
	compareGolden(t, "golden.txt", alike.String()+"\n"+simulation.String()+"\n"+varied+"\n")
}

// TestRecommendationsOfStandIn holds the same on a collection made out of a seed, which
// every clone has: nDCG@10 of each, and the sum of all scores, which changes with each
// weight of the formula.
func TestRecommendationsOfStandIn(t *testing.T) {
	folder := t.TempDir()
	if err := standin.New(1, 600).WriteCollection(folder); err != nil {
		t.Fatal(err)
	}
	s := loadShelf(t, folder)
	report, err := eval.Run(t.Context(), eval.CoRelevance(s.collection), s.alike)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.
	for _, p := range s.library {
		answer, err := s.recommender.Similar(t.Context(), recommend.Request{Like: []data.ID{p.ID}, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range answer.Hits {
			sum += h.Score
		}
	}
	mean := s.simulate(t, 200)
	got := fmt.Sprintf("one paper, %d of them: ndcg@10 %.4f, p@10 %.4f, sum of scores %.3f\n", report.Queries, report.Mean.NDCG10, report.Mean.P10, sum)
	got += fmt.Sprintf("three liked, two not, %d times: ndcg@10 %.4f\n", mean.n, mean.ours)
	for _, v := range []float64{0, .3, .7} {
		ndcg, cosine := s.vary(t, v)
		got += fmt.Sprintf("variety %.1f: ndcg@10 %.4f, mean cosine %.4f\n", v, ndcg, cosine)
	}
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
		t.Errorf("recommendations have changed; if for the better, run with -update (-want +got):\n%s", diff)
	}
}

// shelf is a collection of papers with an id each, that of number n the n-th.
type shelf struct {
	library
	collection  *eval.Collection
	recommender *recommend.Recommender
	at          map[string]int // place by document
}

func loadShelf(t *testing.T, folder string) *shelf {
	t.Helper()
	c, err := eval.Open(folder, "")
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{collection: c, at: make(map[string]int)}
	var changes []data.Change
	for d, err := range c.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		s.at[d.ID] = len(s.library)
		s.library = append(s.library, data.Paper{ID: data.ID(d.ID), Title: d.Title, Abstract: d.Text})
		n := len(s.library)
		changes = append(changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: &s.library[n-1]})
	}
	engine, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: "eval"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	last := data.Sequence(len(changes))
	if err := engine.Apply(t.Context(), changes, last); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	s.recommender = recommend.New(engine, s.library)
	return s
}

// alike is a Search for eval.Run: a query's text is a document.
func (s *shelf) alike(ctx context.Context, document string, _ int) ([]string, error) {
	return s.ask(ctx, recommend.Request{Like: []data.ID{data.ID(document)}, Limit: 10})
}

func (s *shelf) ask(ctx context.Context, r recommend.Request) ([]string, error) {
	answer, err := s.recommender.Similar(ctx, r)
	if err != nil {
		return nil, err
	}
	var documents []string
	for _, h := range answer.Hits {
		documents = append(documents, s.document(int(h.Number)-1))
	}
	return documents, nil
}

func (s *shelf) document(place int) string { return string(s.library[place].ID) }

func (s *shelf) documents(places []int) []string {
	var documents []string
	for _, p := range places {
		documents = append(documents, s.document(p))
	}
	return documents
}

// ndcg is the mean nDCG@10 of m's similarities on a test of single papers.
func (s *shelf) ndcg(t *testing.T, test *eval.Collection, m *matrix) float64 {
	report, err := eval.Run(t.Context(), test, func(_ context.Context, document string, limit int) ([]string, error) {
		d := s.at[document]
		return s.documents(best(m.similarities(m.papers[d]), []int{d}, limit)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return report.Mean.NDCG10
}

// vary asks for ten papers like each of fifty that have others alike to them. It
// gives the mean nDCG@10, and the mean cosine of the papers of a list.
func (s *shelf) vary(t *testing.T, variety float64) (ndcg, cosine float64) {
	m := newMatrix(s.library, 1.5)
	queries := eval.CoRelevance(s.collection).Queries
	step := max(1, len(queries)/50)
	n, pairs := 0, 0
	for i := 0; i < len(queries); i += step {
		found, err := s.ask(t.Context(), recommend.Request{Like: []data.ID{data.ID(queries[i].ID)}, Limit: 10, Variety: variety})
		if err != nil {
			t.Fatal(err)
		}
		n++
		ndcg += eval.Measure(found, queries[i].Grades).NDCG10
		for j, a := range found {
			for _, b := range found[:j] {
				cosine += m.cosine(s.at[a], s.at[b])
				pairs++
			}
		}
	}
	return ndcg / float64(n), cosine / float64(pairs)
}

// tastes is how many readers' tastes were drawn, and the nDCG@10 with which the
// other papers of theirs were found.
type tastes struct {
	n                    int
	ours, lists, rocchio float64
}

func (sum *tastes) add(t tastes) {
	sum.n, sum.ours, sum.lists, sum.rocchio = sum.n+t.n, sum.ours+t.ours, sum.lists+t.lists, sum.rocchio+t.rocchio
}

func (sum tastes) mean() tastes {
	n := float64(sum.n)
	return tastes{sum.n, sum.ours / n, sum.lists / n, sum.rocchio / n}
}

// simulate draws tastes: three papers relevant to a query are liked, and two of the
// twenty best that are not are unliked. It gives the means of about so many draws.
func (s *shelf) simulate(t *testing.T, draws int) tastes {
	const liked, unliked, from = 3, 2, 20
	var sum tastes
	m := newMatrix(s.library, 1.5)
	random := rand.New(rand.NewPCG(1, 1))
	var groups [][]int
	for _, q := range s.collection.Queries {
		var relevant []int
		for _, d := range q.Relevant() {
			if p := s.at[d]; len(m.papers[p]) > 0 {
				relevant = append(relevant, p)
			}
		}
		if len(relevant) >= liked+2 {
			groups = append(groups, relevant)
		}
	}
	for _, relevant := range groups {
		for range draws / len(groups) {
			random.Shuffle(len(relevant), func(i, j int) { relevant[i], relevant[j] = relevant[j], relevant[i] })
			like, rest := relevant[:liked], relevant[liked:]
			near := best(m.rocchio(like, nil), relevant, from)
			random.Shuffle(len(near), func(i, j int) { near[i], near[j] = near[j], near[i] })
			unlike := near[:min(unliked, len(near))]
			seeds := slices.Concat(like, unlike)

			var request recommend.Request
			for _, d := range s.documents(like) {
				request.Like = append(request.Like, data.ID(d))
			}
			for _, d := range s.documents(unlike) {
				request.Unlike = append(request.Unlike, data.ID(d))
			}
			request.Limit = 10
			found, err := s.ask(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			grades := make(map[string]int)
			for _, d := range s.documents(rest) {
				grades[d] = 1
			}
			sum.add(tastes{
				n:       1,
				ours:    eval.Measure(found, grades).NDCG10,
				lists:   eval.Measure(s.documents(best(m.meanOfLists(like), seeds, 10)), grades).NDCG10,
				rocchio: eval.Measure(s.documents(best(m.rocchio(like, unlike), seeds, 10)), grades).NDCG10,
			})
		}
	}
	return sum.mean()
}
