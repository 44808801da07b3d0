package stock_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/embedded/stock"
	"paperboy/index/query"
)

// papers have words that both tokenizers and stemmers read alike.
func papers() []data.Change {
	titles := []string{"graph networks", "neural translation", "graph translation of speech", "speech networks"}
	abstracts := []string{"neural graph", "translation memory", "parser", "neural speech parser", "memory"}
	var changes []data.Change
	for i := range 60 {
		count := i%23 + 1
		p := &data.Paper{
			ID: data.ID(fmt.Sprintf("test:%d", i)), Title: titles[i%4], Abstract: abstracts[i%5],
			Authors: []string{fmt.Sprintf("Ada A%d", i%7)}, AuthorCount: &count, Date: data.Date{Year: 2015 + i%6},
		}
		changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: p})
	}
	return changes
}

// openStock fills an index, closes it and opens it again.
func openStock(t *testing.T) *stock.Index {
	t.Helper()
	dir, changes := filepath.Join(t.TempDir(), "stock"), papers()
	var x *stock.Index
	for _, half := range [][]data.Change{changes[:30], changes[30:], nil} {
		var err error
		if x, err = stock.Open(dir); err != nil {
			t.Fatal(err)
		}
		if half == nil {
			break
		}
		if err := errors.Join(x.Add(t.Context(), half), x.Close()); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func openOurs(t *testing.T) *embedded.Engine {
	t.Helper()
	e, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	changes := papers()
	through := changes[len(changes)-1].Sequence
	if err := e.Apply(t.Context(), changes, through); err != nil {
		t.Fatal(err)
	}
	if err := e.WaitVisible(t.Context(), through); err != nil {
		t.Fatal(err)
	}
	return e
}

// TestEqualMatchSets: both engines find as many papers, and count them alike.
func TestEqualMatchSets(t *testing.T) {
	theirs, ours := openStock(t), openOurs(t)
	facets := []index.Facet{index.FacetDate, index.FacetAuthorCount, index.FacetAuthor}
	filtered := index.Filter{Values: map[index.Facet][]string{index.FacetDate: {"2016", "2017"}, index.FacetAuthorCount: {"3", "6-10", "21+"}}}
	for name, r := range map[string]index.Request{
		"all papers":           {},
		"all papers, filtered": {Filter: filtered},
		"one author":           {Filter: index.Filter{Values: map[index.Facet][]string{index.FacetAuthor: {data.AuthorKey("Ada A3")}}}},
		"any":                  {Query: query.Parse("graph memory speech"), Match: index.MatchAny},
		"any, filtered":        {Query: query.Parse("graph memory speech"), Match: index.MatchAny, Filter: filtered},
		"all":                  {Query: query.Parse("neural graph"), Match: index.MatchAll},
		"a phrase":             {Query: query.Parse(`"neural graph"`)},
		"a word and a phrase":  {Query: query.Parse(`parser "neural graph"`), Match: index.MatchAny},
		"alternatives":         {Query: query.Parse("translation OR parser")},
		"a prefix":             {Query: query.Parse("tran*")},
		"a fuzzy word":         {Query: query.Parse("grabh~")},
		"nothing":              {Query: query.Parse("absent")},
	} {
		r.Facets, r.Limit = facets, 10
		got, want := count(t, theirs, r), count(t, ours, r)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the counts of stock Bleve differ (-ours +stock):\n%s", name, diff)
		}
	}
}

// counts are what two engines must agree on: buckets without papers are left out.
type counts struct {
	Total, Hits int
	Facets      map[index.Facet]map[string]int
}

func count(t *testing.T, s index.Searcher, r index.Request) counts {
	t.Helper()
	result, err := s.Search(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	c := counts{result.Total, len(result.Hits), map[index.Facet]map[string]int{}}
	for _, f := range r.Facets {
		c.Facets[f] = map[string]int{}
		for _, b := range result.Facets[f] {
			if b.Count > 0 {
				c.Facets[f][b.Value] = b.Count
			}
		}
	}
	return c
}

func TestSearchRefuses(t *testing.T) {
	x := openStock(t)
	for _, r := range []index.Request{
		{Query: query.Parse("-graph parser")},
		{Query: query.Parse("title:graph")},
		{Facets: []index.Facet{index.FacetVenue}},
		{Filter: index.Filter{Values: map[index.Facet][]string{index.FacetDate: {"2016-05"}}}},
	} {
		if _, err := x.Search(context.Background(), r); err == nil {
			t.Errorf("Search(%+v) is answered, though stock Bleve is not asked for that", r)
		}
	}
}

func TestSimilar(t *testing.T) {
	x := openStock(t)
	changes := papers()
	terms, err := x.Terms(t.Context(), *changes[0].Paper)
	if err != nil {
		t.Fatal(err)
	}
	var stems []string
	for _, term := range terms {
		stems = append(stems, term.Stem)
	}
	if diff := cmp.Diff([]string{"graph", "neural"}, stems); diff != "" {
		t.Errorf("terms (networks is in no abstract) (-want +got):\n%s", diff)
	}
	result, err := x.Similar(t.Context(), index.SimilarRequest{Terms: terms, Exclude: []data.Number{1}, Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Hits) != 2 {
		t.Fatalf("%d similar papers, want 2", len(result.Hits))
	}
	for _, hit := range result.Hits {
		if hit.Number == 1 || hit.Number%5 != 1 {
			t.Errorf("paper %d is similar to paper 1; want others with the same abstract: 6, 11, ...", hit.Number)
		}
	}
}
