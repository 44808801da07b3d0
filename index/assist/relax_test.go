package assist

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/index"
)

// countingEngine finds nothing and records the requests.
type countingEngine struct {
	index.Engine
	asked []index.Request
}

func (e *countingEngine) Search(_ context.Context, r index.Request) (index.Result, error) {
	e.asked = append(e.asked, r)
	return index.Result{Match: index.MatchAll}, nil
}

// wholeFilter returns a filter that restricts everything a filter can.
func wholeFilter() index.Filter {
	day, moment := data.Date{Year: 2020}, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	f := index.Filter{
		Values: map[index.Facet][]string{}, From: day, To: day, Within: true, AuthorsMin: 3, AuthorsMax: 4,
		AddedAfter: moment, UpdatedAfter: moment, FeaturedFrom: day, FeaturedTo: day,
		AddedFrom: day, AddedTo: day,
	}
	for _, facet := range index.Facets {
		f.Values[facet] = []string{"2020"}
	}
	return f
}

// TestRelaxationsAreBounded checks that even a very complex search is relaxed with few
// counts, some without a clause and some without a filter.
func TestRelaxationsAreBounded(t *testing.T) {
	var phrases []string
	for i := range 60 {
		phrases = append(phrases, fmt.Sprintf(`"a b%d"`, i))
	}
	search := Search{Text: strings.Join(phrases, " "), Filter: wholeFilter()}
	engine := new(countingEngine)
	got, err := Relax(t.Context(), engine, search, 0, index.MatchAll, time.Hour)
	if err != nil || len(got) > 0 {
		t.Fatalf("an engine that finds nothing: got %v, %v; want no relaxations", got, err)
	}
	filtered, clauses := 0, 0
	for _, r := range engine.asked {
		if r.Limit != 0 || len(r.Facets) > 0 {
			t.Errorf("request for more than a count: %+v", r)
		}
		if len(r.Query.Clauses()) == 60 {
			filtered++
		} else {
			clauses++
		}
	}
	if len(engine.asked) != MaxRelaxations || filtered < 3 || clauses < 3 {
		t.Errorf("%d searches, %d of them without a filter, %d without a clause", len(engine.asked), filtered, clauses)
	}
}

// patientEngine answers once the context is done.
type patientEngine struct{ index.Engine }

func (patientEngine) Search(ctx context.Context, _ index.Request) (index.Result, error) {
	<-ctx.Done()
	return index.Result{}, ctx.Err()
}

// TestRelaxationsEnd checks that a slow count is left out, and that a cancelled request fails.
func TestRelaxationsEnd(t *testing.T) {
	search := Search{Text: "a b"}
	for _, left := range []time.Duration{-time.Second, time.Millisecond} {
		if got, err := Relax(t.Context(), patientEngine{}, search, 0, index.MatchAll, left); err != nil || got == nil || len(got) > 0 {
			t.Errorf("with %s left: %v, %v; want none", left, got, err)
		}
	}
	gone, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := Relax(gone, patientEngine{}, search, 0, index.MatchAll, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a request that ran out of time: %v", err)
	}
}

// TestFilterGroupsAreWhole checks that each field of a filter, except the scope, is in exactly one
// group. Otherwise a search could not be relaxed by lifting it.
func TestFilterGroupsAreWhole(t *testing.T) {
	whole := reflect.ValueOf(wholeFilter())
	for i := range whole.NumField() {
		name := whole.Type().Field(i).Name
		if name == "Scope" { // nobody chose it: it is what the page is about
			continue
		}
		if whole.Field(i).IsZero() {
			t.Fatalf("wholeFilter doesn't set %s", name)
		}
		var one index.Filter
		reflect.ValueOf(&one).Elem().Field(i).Set(whole.Field(i))
		if !anyFilter(one) {
			t.Errorf("no group has %s", name)
		}
	}
	bare := wholeFilter()
	for _, facet := range index.Facets {
		if !anyFilter(index.Filter{Values: map[index.Facet][]string{facet: {"x"}}}) {
			t.Errorf("no group has the facet %s", facet)
		}
	}
	for _, group := range filterGroups {
		if !group.restricts(bare) {
			t.Errorf("%s restricts nothing, or is in another group too", group.name)
		}
		bare = group.lift(bare)
	}
	if anyFilter(bare) {
		t.Errorf("after lifting all groups, %+v is left", bare)
	}
	if len(wholeFilter().Values) != len(index.Facets) {
		t.Error("lifting a group changed the original filter")
	}
}

// costlyEngine answers searches of several clauses and refuses all others as too costly.
type costlyEngine struct{ countingEngine }

func (e *costlyEngine) Search(ctx context.Context, r index.Request) (index.Result, error) {
	if len(r.Query.Clauses()) < 2 {
		return index.Result{}, fmt.Errorf("search: %w", index.ErrTooCostly)
	}
	return e.countingEngine.Search(ctx, r)
}

// TestCostlyRelaxations checks that Relax succeeds if counting the relaxations is too costly.
func TestCostlyRelaxations(t *testing.T) {
	search := Search{Text: `"of the" "quantum teapot"`}
	got, err := Relax(t.Context(), new(costlyEngine), search, 0, index.MatchAll, time.Hour)
	if err != nil || got == nil || len(got) > 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
