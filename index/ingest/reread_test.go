package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

// TestPreprintIsPublished reads a preprint again after it appeared in a journal: the record of arXiv
// then has a journal reference, and no type.
func TestPreprintIsPublished(t *testing.T) {
	f := newFixture(t, Options{})
	state := func(kind data.Type, venue string) func(*data.Record) {
		return func(r *data.Record) { r.Paper.Type, r.Paper.Venue = kind, venue }
	}
	for _, test := range []struct {
		record data.Record
		want   data.Type
	}{
		{rec("arxiv", "arxiv:2401.00001", titleA, ada, state(data.TypePreprint, "")), data.TypePreprint},
		{rec("arxiv", "arxiv:2401.00001", titleA, ada, state("", "")), data.TypePreprint},
		{rec("arxiv", "arxiv:2401.00001", titleA, ada, state("", "Journal of Studies 3 (2024) 7")), ""},
		{rec("dblp", "dblp:1", titleA, alias("arxiv:2401.00001"), ada, state(data.TypeArticle, "J. Stud.")), data.TypeArticle},
	} {
		f.take(RunOptions{}, test.record)
		if p, _, err := f.store.Paper(t.Context(), "arxiv:2401.00001"); err != nil || p.Type != test.want {
			t.Errorf("after %q of %s: got type %q and error %v, want %q", test.record.Paper.Venue, test.record.Origin.Source, p.Type, err, test.want)
		}
	}
}

func TestDeletedStayDeleted(t *testing.T) {
	f := newFixture(t, Options{})
	f.take(RunOptions{}, rec("x", "x:1", titleA), rec("x", "x:2", titleB))
	if _, err := f.Delete(t.Context(), Selection{IDs: []data.ID{"x:1"}}, false); err != nil {
		t.Fatal(err)
	}
	got := f.take(RunOptions{IDs: true}, rec("x", "x:1", titleB), rec("x", "x:2", titleB), rec("y", "y:1", titleA, alias("x:1", "x:2")))
	want := Report{Count: data.Count{Read: 3, Accepted: 1, Unchanged: 1, Suppressed: 2}, IDs: []data.ID{"x:2"}, Sequence: 3}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	f.wantPapers("x:2 | Another Study of Them | ")

	got = f.take(RunOptions{Undelete: true}, rec("x", "x:1", titleA))
	if want := (Report{Count: data.Count{Read: 1, Accepted: 1, Updated: 1}, Sequence: 5}); !cmp.Equal(got, want) {
		t.Errorf("undelete: got %+v, want %+v", got, want)
	}
	f.wantPapers("x:1 | A Study of Many Studies | ", "x:2 | Another Study of Them | ")

	if _, err := f.Delete(t.Context(), Selection{IDs: []data.ID{"x:1"}}, false); err != nil {
		t.Fatal(err)
	}
	f.take(RunOptions{Undelete: true}, rec("y", "y:1", titleA, alias("x:1", "x:2")))
	f.wantPapers("x:1 | A Study of Many Studies | ")
}

// TestCountsWarnings counts the warnings of the records that were accepted, those of the reader and
// those of data.Validate.
func TestCountsWarnings(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 2})
	warned := func(codes ...string) func(*data.Record) { return func(r *data.Record) { r.Origin.Warnings = codes } }
	got := f.take(RunOptions{},
		rec("x", "x:1", titleA, warned("date_unread")), rec("x", "x:2", titleB, warned("date_unread", "entry_unclosed"), doi("no DOI")),
		rec("x", "x:3", "", warned("date_unread")), rec("x", "x:1", titleA, warned("date_unread")), rec("x", "x:4", "Notes on Rope"))
	want := data.WarningCounts{"date_unread": 3, "entry_unclosed": 1, data.WarnInvalidDOI: 1}
	if diff := cmp.Diff(want, got.Warnings); diff != "" || got.Rejected != 1 {
		t.Errorf("%d rejected, warnings (-want +got):\n%s", got.Rejected, diff)
	}
	if got := f.take(RunOptions{}, rec("x", "x:4", "Notes on Rope")); got.Warnings != nil {
		t.Errorf("without warnings: got %v", got.Warnings)
	}
}
