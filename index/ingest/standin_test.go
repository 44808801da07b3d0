package ingest

import (
	"testing"

	"paperboy/data"
	"paperboy/data/standin"
)

// TestMergesOfStandIn checks that papers with the same title by other people are not merged,
// and that the versions of a paper in two sources are. For a collection generated from a seed,
// the right result is known exactly.
func TestMergesOfStandIn(t *testing.T) {
	f, library := newFixture(t, Options{}), standin.New(1, 400)
	all := [][]data.Paper{library.Papers, library.Namesakes(), library.Twins()}
	for i, papers := range all {
		var records []data.Record
		for _, p := range papers {
			records = append(records, data.Record{Paper: p, Origin: data.Provenance{Source: "file", Location: "standin"}})
		}
		if report := f.take(RunOptions{}, records...); report.Accepted != len(records) {
			t.Fatalf("library %d: %+v", i, report)
		}
	}
	numbers := make([]map[data.ID]data.Number, len(all))
	for i, papers := range all {
		var ids []data.ID
		for _, p := range papers {
			ids = append(ids, p.ID)
		}
		var err error
		if numbers[i], err = f.store.Resolve(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range library.Papers {
		paper, namesake, twin := numbers[0][p.ID], numbers[1][all[1][i].ID], numbers[2][all[2][i].ID]
		if paper == 0 || paper != twin {
			t.Errorf("%q by %q and by %q was not merged", p.Title, p.Authors, all[2][i].Authors)
		}
		if paper == namesake {
			t.Errorf("%q by %q and by %q was merged", p.Title, p.Authors, all[1][i].Authors)
		}
	}
}
