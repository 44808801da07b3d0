package eval_test

import (
	"slices"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
	"paperboy/index/eval"
)

// TestTitleFragmentsOfACL searches for 1,000 of the 64,351 papers of the ACL Anthology by three
// consecutive words of their titles. The MRR was .46 without scoring pairs of words and is .53
// with it, so a ranking that loses pairs fails.
func TestTitleFragmentsOfACL(t *testing.T) {
	if testing.Short() {
		t.Skip("indexes 64,351 papers")
	}
	const minMRR = .5
	engine := openEngine(t)
	var changes []data.Change
	for r, err := range format.Open(t.Context(), sharedtest.Path(t, "corpora/acl.jsonl.zst"), format.Options{Formats: formats.All()}) {
		if err == nil {
			err = data.Validate(&r)
		}
		if err != nil {
			t.Fatal(err)
		}
		n := len(changes) + 1
		changes = append(changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: &r.Paper})
	}
	for batch := range slices.Chunk(changes, 1000) {
		if err := engine.Apply(t.Context(), batch, batch[len(batch)-1].Sequence); err != nil {
			t.Fatal(err)
		}
	}
	if err := engine.WaitVisible(t.Context(), data.Sequence(len(changes))); err != nil {
		t.Fatal(err)
	}
	var titled []eval.Titled
	for i := 0; i < len(changes); i += len(changes) / 1010 {
		titled = append(titled, eval.Titled{Number: changes[i].Number, Title: changes[i].Paper.Title})
	}
	c := eval.TitleFragments(titled, 1)
	c.Queries = c.Queries[:1000]
	report, err := eval.Run(t.Context(), c, eval.ByNumber(engine))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("title fragments: MRR %.4f, %+v ms", report.Mean.MAP, report.Milliseconds)
	if report.Mean.MAP < minMRR {
		t.Errorf("got MRR %.4f, want at least %.2f", report.Mean.MAP, minMRR)
	}
}
