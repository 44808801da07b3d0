package peers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/index/eval"
)

func value(v float64) *float64 { return &v }

// report is a report of three engines before its conclusion.
func report() *Report {
	result := func(p50, p99 float64) Result {
		return Result{Queries: 100, Milliseconds: eval.Percentiles{P50: p50, P99: p99}, Process: p50, Found: 1234.4}
	}
	return &Report{
		Engines: []string{"Paperboy", "Lucene 10.6.0", "Tantivy 0.27.0"},
		Missing: []string{"Sphinx is left out: there is no C++"},
		Rows: []Row{
			{Key: "any", Name: "3 words, any", Goal: 1, Results: []Result{result(2, 6), result(1, 2), result(4, 5)}},
			{Key: "facets", Name: "with facets", Goal: .25, Results: []Result{result(2, 9), result(16, 20), result(10, 11)}},
			{Key: "similar25", Name: "without a goal", Results: []Result{result(1, 1), result(1, 1), result(1, 1)}},
		},
		Costs: []Cost{
			{Name: "start", Goal: 1, Values: []*float64{value(.5), value(2), value(.01)}},
			{Name: "papers in", Goal: 10_000, More: true, Values: []*float64{value(9999)}},
			{Name: "not measured", Goal: 1, Values: []*float64{nil, value(2)}},
		},
		Callers: []Called{
			{Row: "any", Name: "any, 1", Callers: 1, PerCPUSecond: []float64{1000, 900, 800}, PerSecond: []float64{900, 900, 900}},
			{Row: "any", Name: "any, 8", Callers: 8, PerCPUSecond: []float64{950, 951, 800}, PerSecond: []float64{1800, 900, 900}},
		},
	}
}

func TestConclude(t *testing.T) {
	r := report()
	r.conclude()
	type conclusion struct {
		Times   []float64
		Faster  float64
		Met     Verdict
		Tail    float64
		TailMet Verdict
	}
	var got []conclusion
	for _, row := range r.Rows {
		got = append(got, conclusion{row.Times, row.Faster, row.Met, row.Tail, row.TailMet})
	}
	want := []conclusion{
		{[]float64{2, .5}, 2, Missed, 3, Met},
		{[]float64{.125, .2}, .2, Met, 4.5, Missed},
		{[]float64{1, 1}, 1, "", 1, Met},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows: -want +got\n%s", diff)
	}
	if diff := cmp.Diff([]Verdict{Met, Missed, ""}, []Verdict{r.Costs[0].Met, r.Costs[1].Met, r.Costs[2].Met}); diff != "" {
		t.Errorf("costs: -want +got\n%s", diff)
	}
	one, eight := r.Callers[0], r.Callers[1]
	if one.Met != Met || eight.Met != Missed || one.ScalingMet != "" || eight.ScalingMet != Met || eight.Scaling != 2 || eight.FreeScaling != 1.9 {
		t.Errorf("callers: %+v, %+v", one, eight)
	}
}

// TestPrint looks for the figures that matter in the tables.
func TestPrint(t *testing.T) {
	r := report()
	r.conclude()
	var out strings.Builder
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Sphinx is left out",
		"Paperboy p50", "x Lucene", "x Tantivy",
		"2.000  6.000",
		"2.00       0.50      2.00  1.00  missed      3.0     met  3 words, any",
		"1,234",
		"9,999       -        -  10,000  missed  papers in",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}

// TestWithoutPeers prints a report without peers.
func TestWithoutPeers(t *testing.T) {
	r := report()
	r.Engines = r.Engines[:1]
	for i := range r.Rows {
		r.Rows[i].Results = r.Rows[i].Results[:1]
	}
	for i := range r.Callers {
		r.Callers[i].PerCPUSecond, r.Callers[i].PerSecond = r.Callers[i].PerCPUSecond[:1], r.Callers[i].PerSecond[:1]
	}
	r.conclude()
	var out strings.Builder
	if err := r.Print(&out); err != nil || strings.Contains(out.String(), "Lucene") || r.Rows[0].Met != "" || r.Callers[0].Met != "" {
		t.Errorf("error %v, row %+v, callers %+v\n%s", err, r.Rows[0], r.Callers[0], &out)
	}
}
