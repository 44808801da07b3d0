package api

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"paperboy/index"
	"paperboy/index/query"
)

// countingEngine finds nothing, and counts how often it was asked.
type countingEngine struct {
	index.Engine
	asked []index.Request
}

func (e *countingEngine) Search(_ context.Context, r index.Request) (index.Result, error) {
	e.asked = append(e.asked, r)
	return index.Result{Match: index.MatchAll}, nil
}

// However much is asked for, few counts are made, of clauses and filters both.
func TestRelaxationsAreBounded(t *testing.T) {
	var phrases []string
	for i := range 60 {
		phrases = append(phrases, fmt.Sprintf(`"a b%d"`, i))
	}
	values := url.Values{"q": {strings.Join(phrases, " ")}}
	for i, names := range filterGroups {
		values.Set(names[0], map[int]string{0: "2020", 1: "3", 6: "2020-01-01", 7: "2020-01-01", 8: "2020"}[i])
		if values.Get(names[0]) == "" {
			values.Set(names[0], fmt.Sprintf("value %d", i))
		}
	}
	p, _, err := ParseSearch(values, true)
	if err != nil {
		t.Fatal(err)
	}
	engine := new(countingEngine)
	got, err := New(Options{Index: engine}).relaxations(t.Context(), p, query.Parse(p.Q), 0, index.MatchAll, time.Hour)
	if err != nil || len(got) > 0 {
		t.Fatalf("%v, %v of an engine that finds nothing", got, err)
	}
	filtered, clauses := 0, 0
	for _, r := range engine.asked {
		if r.Limit != 0 || len(r.Facets) > 0 {
			t.Errorf("asked for more than a count: %+v", r)
		}
		if len(r.Query.Clauses()) == 60 {
			filtered++
		} else {
			clauses++
		}
	}
	if len(engine.asked) != maxRelaxations || filtered < 3 || clauses < 3 {
		t.Errorf("%d searches, %d of them without a filter, %d without a clause", len(engine.asked), filtered, clauses)
	}
}

// patientEngine answers when nobody waits any more.
type patientEngine struct{ index.Engine }

func (patientEngine) Search(ctx context.Context, _ index.Request) (index.Result, error) {
	<-ctx.Done()
	return index.Result{}, ctx.Err()
}

// A count that takes long is left out; a reader who left is told so.
func TestRelaxationsEnd(t *testing.T) {
	p, q := SearchParams{Q: "a b"}, query.Parse("a b")
	s := New(Options{Index: patientEngine{}})
	for _, left := range []time.Duration{-time.Second, time.Millisecond} {
		if got, err := s.relaxations(t.Context(), p, q, 0, index.MatchAll, left); err != nil || got == nil || len(got) > 0 {
			t.Errorf("with %s left: %v, %v; want none", left, got, err)
		}
	}
	gone, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := s.relaxations(gone, p, q, 0, index.MatchAll, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a request that ran out of time: %v", err)
	}
}

// Each filter is in one group, or nothing would tell what it costs.
func TestFilterGroupsHaveAllFilters(t *testing.T) {
	grouped := slices.Sorted(slices.Values(slices.Concat(filterGroups...)))
	if want := slices.Sorted(slices.Values(FilterNames)); !slices.Equal(grouped, want) {
		t.Errorf("groups have %q, want %q", grouped, want)
	}
}

// costlyEngine does a search of several clauses, and no other.
type costlyEngine struct{ countingEngine }

func (e *costlyEngine) Search(ctx context.Context, r index.Request) (index.Result, error) {
	if len(r.Query.Clauses()) < 2 {
		return index.Result{}, fmt.Errorf("search: %w", index.ErrTooCostly)
	}
	return e.countingEngine.Search(ctx, r)
}

// A search is answered though what could be dropped of it takes too much work to count.
func TestCostlyRelaxations(t *testing.T) {
	q := query.Parse(`"of the" "quantum teapot"`)
	got, err := New(Options{Index: new(costlyEngine)}).relaxations(t.Context(), SearchParams{Q: q.Text}, q, 0, index.MatchAll, time.Hour)
	if err != nil || got == nil || len(got) > 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
