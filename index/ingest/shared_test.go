package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sample"
	"paperboy/data/sharedtest"
)

// TestSampleAndDays ingests the sample page, whose papers have no ids, and then 580 days of
// Daily Papers, which contain four of its forty papers.
func TestSampleAndDays(t *testing.T) {
	days := sharedtest.Path(t, "corpora/hf-days.jsonl.zst")
	page := sharedtest.Path(t, "fixtures/hf/daily-papers-search-page.txt")
	f := newFixture(t, Options{})
	take := func(path string, opts format.Options) Report {
		t.Helper()
		opts.Formats = formats.All()
		report, err := f.Ingest(t.Context(), format.Open(t.Context(), path, opts), RunOptions{IDs: true})
		if err != nil {
			t.Fatalf("ingest %s: %v", path, err)
		}
		return report
	}

	first := take(page, format.Options{AsOf: sample.AsOf, Source: sample.Source})
	if first.Added != 40 || first.Read != 40 {
		t.Fatalf("the sample page: got %+v, want 40 papers", first)
	}
	second := take(days, format.Options{})

	joined := make(map[string]data.ID)
	for _, id := range first.IDs {
		p, _, err := f.store.Paper(t.Context(), id)
		if err != nil {
			t.Errorf("the old id %s is not found: %v", id, err)
			continue
		}
		if p.ID != id {
			joined[p.Title] = p.ID
		}
	}
	want := map[string]data.ID{
		"HarmoniCa: Harmonizing Training and Inference for Better Feature Cache in Diffusion Transformer Acceleration": "arxiv:2410.01723",
		"Posterior-Mean Rectified Flow: Towards Minimum MSE Photo-Realistic Image Restoration":                         "arxiv:2410.00418",
		"Rolling Forcing: Autoregressive Long Video Diffusion in Real Time":                                            "arxiv:2509.25161",
		"Slow Perception: Let's Perceive Geometric Figures Step-by-step":                                               "arxiv:2412.20631",
	}
	if diff := cmp.Diff(want, joined); diff != "" {
		t.Errorf("papers of the sample that are in the days (-want +got):\n%s", diff)
	}

	forcing, _, err := f.store.Paper(t.Context(), "arxiv:2509.25161")
	if err != nil {
		t.Fatal(err)
	}
	if got := forcing.Date.String(); got != "2025-09-29" || forcing.AuthorCount == nil || len(forcing.Sources) != 2 {
		t.Errorf("Rolling Forcing: got date %q, author count %v, %d sources; the sample knew neither", got, forcing.AuthorCount, len(forcing.Sources))
	}

	stats, err := f.store.Stats(t.Context())
	if err != nil || stats.Papers != first.Added+second.Added || second.Merged != 0 {
		t.Errorf("stats: got %+v and error %v after %+v and %+v", stats, err, first, second)
	}
	again := take(days, format.Options{})
	if again.Unchanged != second.Accepted || again.Sequence != second.Sequence {
		t.Errorf("once more: got %d unchanged at %d, want %d at %d", again.Unchanged, again.Sequence, second.Accepted, second.Sequence)
	}
	f.wantIndexed()
}
