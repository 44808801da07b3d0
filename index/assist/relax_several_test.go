package assist

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/indextest"
)

// TestRelaxParts checks that if dropping a single part isn't enough, several are dropped: as
// few and as unspecific as possible.
func TestRelaxParts(t *testing.T) {
	oracle := indextest.NewOracle("test")
	number := data.Number(0)
	put := func(n int, title, author string, year int) {
		var changes []data.Change
		for range n {
			number++
			paper := &data.Paper{ID: data.ID(fmt.Sprintf("csf:%d", number)), Title: title, Authors: []string{author}, Date: data.Date{Year: year}}
			changes = append(changes, data.Change{Sequence: data.Sequence(number), Number: number, Paper: paper})
		}
		if err := oracle.Apply(t.Context(), changes, data.Sequence(number)); err != nil {
			t.Fatal(err)
		}
	}
	put(20, "Graph networks", "Jure Leskovec", 2019)
	put(1, "Graph networks", "Jure Leskovec", 2025)
	put(15, "Graph networks", "Ada Lovelace", 2025)
	put(40, "Something else", "Ada Lovelace", 2025)
	put(2, "Graph networks", "C Wu", 1990)
	put(3, "Alpha", "A B", 1990)
	put(10, "Beta gamma", "A B", 1990)
	tests := []struct{ name, search, want string }{
		{"the example of the issue", "q=graph networks \"quantum teapot\" author:leskovec&from=2025", `"quantum teapot", date: 21`},
		{"a phrase and a range", "q=graph networks \"quantum teapot\" author:leskovec year:2024", `"quantum teapot", date:2024: 21`},
		{"few papers of what tells most, and enough of something else", "q=graph networks \"quantum teapot\" author:wu&from=2025", `"quantum teapot", author:wu: 16; "quantum teapot", date: 2`},
		{"two parts in vain", `q=graph "quantum teapot" author:nobody`, `"quantum teapot", author:nobody: 38`},
		{"words, where all are asked for", "q=graph zyzzyva qwertyx&match=all", "zyzzyva, qwertyx: 38"},
		{"words of which any will do are one part", `q=zyzzyva qwertyx "graph networks" author:lovelace`, "zyzzyva, qwertyx: 15"},
		{"fewer though they tell more", `q=alpha beta gamma "zz yy"&match=all`, `alpha, "zz yy": 10`},
		{"two of three filters", "q=graph&venue=nowhere&date=2019&category=cs.CL", "category, venue: 20"},
		{"what a part of the filters leaves is not offered", "q=zyzzyva&date=2019&category=cs.CL", ""},
		{"one part is enough", `q=graph "quantum teapot" -zyzzyva`, ""},
		{"an exclusion tells least", `q=alpha "quantum teapot" -alpha`, `"quantum teapot", -alpha: 3`},
		{"what is still being typed", `q="quantum teapot" author:nobody graph netw&match=all&typing=true`, `"quantum teapot", author:nobody: 38`},
		{"two parts", `q="quantum teapot" author:nobody`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			search := parseSearch(t, test.search)
			result, err := oracle.Search(t.Context(), index.Request{Query: search.Query(), Match: search.Match, Filter: search.Filter})
			if err != nil {
				t.Fatal(err)
			}
			all, err := Relax(t.Context(), oracle, search, result.Total, result.Match, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, r := range all {
				if (r.Kind == RelaxParts) != (len(r.Parts) > 1) {
					t.Errorf("kind %s with %d parts", r.Kind, len(r.Parts))
				}
				if r.Kind == RelaxParts {
					got += fmt.Sprintf("%s: %d; ", r.Without, r.Total)
					if n, err := count(t.Context(), oracle, r.Search); err != nil || n != r.Total {
						t.Errorf("%s finds %d papers (%v), want %d as announced", r.Search.key(), n, err, r.Total)
					}
				}
			}
			if diff := cmp.Diff(test.want, strings.TrimSuffix(got, "; ")); diff != "" {
				t.Errorf("%s, of %+v (-want +got):\n%s", test.search, all, diff)
			}
		})
	}
}

// parseSearch returns the search that URL parameters describe.
func parseSearch(t *testing.T, text string) Search {
	t.Helper()
	values, err := url.ParseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	s := Search{Filter: index.Filter{Values: map[index.Facet][]string{}}}
	for name := range values {
		value := values.Get(name)
		switch name {
		case "q":
			s.Text = value
		case "match":
			s.Match = index.Match(value)
		case "typing":
			s.Typing = value == "true"
		case "from":
			if s.Filter.From, err = data.ParseDate(value); err != nil {
				t.Fatal(err)
			}
		default:
			s.Filter.Values[index.Facet(name)] = []string{value}
		}
	}
	return s
}

// soleEngine finds papers only for queries of one clause.
type soleEngine struct{ countingEngine }

func (e *soleEngine) Search(ctx context.Context, r index.Request) (index.Result, error) {
	result, err := e.countingEngine.Search(ctx, r)
	if len(r.Query.Clauses()) == 1 {
		result.Total = 5
	}
	return result, err
}

func TestRelaxPartsIsBounded(t *testing.T) {
	text := ""
	for i := range maxParts {
		text += fmt.Sprintf(`"a b%d" `, i)
	}
	engine := new(soleEngine)
	got, err := Relax(t.Context(), engine, Search{Text: text}, 0, index.MatchAll, time.Hour)
	if err != nil || len(got) != 1 || len(got[0].Parts) != maxParts-1 {
		t.Errorf("%+v, %v; want all parts but one to be dropped", got, err)
	}
	if n := len(engine.asked); n > MaxRelaxations+2*maxParts+maxSubsets {
		t.Errorf("%d searches", n)
	}
}
