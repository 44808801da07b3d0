package jsonl

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.Loss{Why: "without a date, the month in an arXiv number is used", Forget: func(p *data.Paper) {
			if p.Date.IsZero() {
				p.Date = p.ID.Month()
			}
		}},
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }

// TestObservationsRoundTrip checks that the series of a paper is the same after export and import,
// which the comparison of RoundTrip leaves out because no source states it.
func TestObservationsRoundTrip(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2025, 11, day, 7, 30, 12, 0, time.UTC) }
	paper := data.Paper{Title: "T", Observations: []data.Observation{
		{At: at(13), Upvotes: formattest.Pointer(0)},
		{At: at(14), Upvotes: formattest.Pointer(12), Comments: formattest.Pointer(1), Stars: formattest.Pointer(300)},
		{At: at(20), Stars: formattest.Pointer(7)},
	}}
	records, rejects := formattest.ReadText(t, Read, "papers.jsonl", formattest.Write(t, NewWriter, paper))
	if len(records) != 1 || len(rejects) > 0 {
		t.Fatalf("%d records, rejects %q", len(records), rejects)
	}
	if diff := cmp.Diff(paper.Observations, records[0].Paper.Observations); diff != "" {
		t.Errorf("observations (-written +read):\n%s", diff)
	}
}
