package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/store/sqlite"
)

// fixture is an Ingester with a real store and a mirror as its index.
type fixture struct {
	*testing.T
	*Ingester
	store  *sqlite.Store
	engine *mirror
}

func newFixture(t *testing.T, opts Options) *fixture {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return fixtureOn(t, s, newMirror(s.Identity()), opts)
}

func fixtureOn(t *testing.T, s *sqlite.Store, engine *mirror, opts Options) *fixture {
	t.Helper()
	f := &fixture{t, New(s, engine, opts), s, engine}
	t.Cleanup(func() { f.Close() })
	return f
}

// take ingests records and fails the test if there is an error.
func (f *fixture) take(opts RunOptions, records ...data.Record) Report {
	f.Helper()
	report, err := f.Ingest(f.Context(), yieldAll(records), opts)
	if err != nil {
		f.Fatalf("ingest: %v", err)
	}
	return report
}

// wantPapers compares the live papers, each as "id | title | abstract", in the order of their
// numbers, and then checks that the index has the same.
func (f *fixture) wantPapers(want ...string) {
	f.Helper()
	live := f.live()
	got := []string{}
	for _, number := range slices.Sorted(maps.Keys(live)) {
		p := live[number]
		got = append(got, fmt.Sprintf("%s | %s | %s", p.ID, p.Title, p.Abstract))
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("papers (-want +got):\n%s", diff)
	}
	if err := f.store.Check(f.Context()); err != nil {
		f.Error(err)
	}
	f.wantIndexed()
}

func (f *fixture) live() map[data.Number]data.Paper {
	f.Helper()
	changes, err := f.store.Changes(f.Context(), 0, 1_000_000)
	if err != nil {
		f.Fatal(err)
	}
	live := make(map[data.Number]data.Paper)
	for _, c := range changes {
		if c.Paper != nil {
			live[c.Number] = *c.Paper
		}
	}
	return live
}

// wantIndexed waits for the index and compares its papers with the store's.
func (f *fixture) wantIndexed() {
	f.Helper()
	head, err := f.store.Head(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	if err := f.WaitVisible(f.Context(), head); err != nil {
		f.Fatalf("wait for change %d: %v", head, err)
	}
	if diff := cmp.Diff(f.live(), f.engine.all(), cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("papers in the index (-store +index):\n%s", diff)
	}
}

// rec returns a record of a source, after the changes.
func rec(origin string, id data.ID, title string, change ...func(*data.Record)) data.Record {
	r := data.Record{
		Paper:  data.Paper{ID: id, Title: title},
		Origin: data.Provenance{Source: origin, Location: origin + ".jsonl"},
		Entry:  "line 1", Line: 1, File: origin + ".jsonl",
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

func abstract(s string) func(*data.Record)   { return func(r *data.Record) { r.Paper.Abstract = s } }
func authors(a ...string) func(*data.Record) { return func(r *data.Record) { r.Paper.Authors = a } }
func doi(s string) func(*data.Record)        { return func(r *data.Record) { r.Paper.DOI = s } }
func upvotes(n int) func(*data.Record)       { return func(r *data.Record) { r.Paper.Upvotes = &n } }
func alias(ids ...data.ID) func(*data.Record) {
	return func(r *data.Record) { r.Aliases = ids }
}
func located(s string) func(*data.Record) { return func(r *data.Record) { r.Origin.Location = s } }
func featured(day int) func(*data.Record) {
	return func(r *data.Record) { r.Paper.Featured = data.Date{Year: 2024, Month: 5, Day: day} }
}

const (
	titleA = "A Study of Many Studies"
	titleB = "Another Study of Them"
)

// ada and bob set the author of a record.
var ada, bob = authors("Ada Lovelace"), authors("Bob Noyce")

func TestIngest(t *testing.T) {
	type run struct {
		records []data.Record
		want    Report
	}
	in := func(want Report, records ...data.Record) run { return run{records, want} }
	for _, test := range []struct {
		name   string
		runs   []run
		papers []string
	}{
		{"new and again", []run{
			in(Report{Count: data.Count{Added: 2}, Sequence: 2}, rec("arxiv", "arxiv:2401.00001", titleA), rec("arxiv", "arxiv:2401.00002", titleB)),
			in(Report{Count: data.Count{Unchanged: 2}, Sequence: 2}, rec("arxiv", "arxiv:2401.00001", titleA), rec("arxiv", "arxiv:2401.00002", titleB)),
		}, []string{"arxiv:2401.00001 | A Study of Many Studies | ", "arxiv:2401.00002 | Another Study of Them | "}},

		{"twice in one batch", []run{
			in(Report{Count: data.Count{Added: 1, Unchanged: 1, Updated: 1}, Sequence: 1}, rec("x", "x:1", titleA), rec("x", "x:1", titleA), rec("x", "x:1", titleB)),
		}, []string{"x:1 | Another Study of Them | "}},

		{"a newer record unsays nothing", []run{
			in(Report{Count: data.Count{Added: 1}, Sequence: 1}, rec("x", "x:1", titleA, abstract("Long text."))),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 2}, rec("x", "x:1", titleB)),
			in(Report{Count: data.Count{Unchanged: 1}, Sequence: 2}, rec("x", "x:1", titleB)),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 3}, rec("x", "x:1", titleB, abstract("Text."))),
		}, []string{"x:1 | Another Study of Them | Text."}},

		{"another source's poorer text", []run{
			in(Report{Count: data.Count{Added: 1}, Sequence: 1}, rec("x", "x:1", titleA, abstract("Long text."))),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 2}, rec("y", "x:1", titleA, abstract("Long"))),
		}, []string{"x:1 | A Study of Many Studies | Long text."}},

		{"two files are two sources", []run{
			in(Report{Count: data.Count{Added: 1}, Sequence: 1}, rec("file", "x:1", titleA, abstract("Long text."), located("a"))),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 2}, rec("file", "x:1", titleA, abstract("Long"), located("b"))),
			in(Report{Count: data.Count{Unchanged: 1}, Sequence: 2}, rec("file", "x:1", titleA, abstract("Long text."), located("c"))),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 3}, rec("file", "x:1", titleA, abstract("Tex"), located("a"))),
		}, []string{"x:1 | A Study of Many Studies | Long"}},

		{"shown on two days", []run{
			in(Report{Count: data.Count{Added: 1, Updated: 1}, Sequence: 1}, rec("huggingface", "x:1", titleA, featured(1), upvotes(2)), rec("huggingface", "x:1", titleA, featured(9), upvotes(42))),
			in(Report{Count: data.Count{Unchanged: 2}, Sequence: 1}, rec("huggingface", "x:1", titleA, featured(1), upvotes(2)), rec("huggingface", "x:1", titleA, featured(9), upvotes(42))),
		}, []string{"x:1 | A Study of Many Studies | "}},

		{"same DOI", []run{
			in(Report{Count: data.Count{Added: 1}, Sequence: 1}, rec("x", "x:1", titleA, doi("10.1000/x"))),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 2}, rec("y", "y:1", titleB, doi("https://doi.org/10.1000/X"))),
		}, []string{"doi:10.1000/x | A Study of Many Studies | "}},

		{"one DOI of two papers of arXiv", []run{
			in(Report{Count: data.Count{Added: 2}, Sequence: 2}, rec("arxiv", "arxiv:2401.00001", titleA, ada, doi("10.1000/x")), rec("arxiv", "arxiv:2401.00002", titleA, ada, doi("10.1000/x"))),
			in(Report{Count: data.Count{Unchanged: 2}, Sequence: 2}, rec("arxiv", "arxiv:2401.00001", titleA, ada, doi("10.1000/x")), rec("arxiv", "arxiv:2401.00002", titleA, ada, doi("10.1000/x"))),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 3}, rec("y", "y:1", titleB, doi("10.1000/x"))),
		}, []string{"arxiv:2401.00001 | A Study of Many Studies | ", "arxiv:2401.00002 | A Study of Many Studies | "}},

		{"introductions", []run{
			in(Report{Count: data.Count{Added: 2}, Sequence: 2}, rec("x", "", "Introduction", ada), rec("x", "", "Introduction", bob)),
			in(Report{Count: data.Count{Unchanged: 2}, Sequence: 2}, rec("x", "", "Introduction", ada), rec("x", "", "Introduction", bob)),
			in(Report{Count: data.Count{Unchanged: 1, Added: 1}, Sequence: 3}, rec("x", "", "Introduction", bob), rec("x", "", "Introduction", authors("Cy C"))),
		}, []string{"pb:d3db5338aae140c5 | Introduction | ", "pb:35ad8361da3a2064 | Introduction | ", "pb:ae295bf137fea387 | Introduction | "}},

		{"same title and surname", []run{
			in(Report{Count: data.Count{Added: 1}, Sequence: 1}, rec("x", "x:1", titleA, ada)),
			in(Report{Count: data.Count{Updated: 1, Added: 1}, Sequence: 3}, rec("y", "y:1", strings.ToUpper(titleA), authors("A. Lovelace")), rec("y", "y:2", titleA, bob)),
		}, []string{"x:1 | A Study of Many Studies | ", "y:2 | A Study of Many Studies | "}},

		{"same title and surname in one batch", []run{
			in(Report{Count: data.Count{Added: 1, Updated: 1}, Sequence: 1}, rec("x", "x:1", titleA, ada), rec("y", "y:1", titleA, ada)),
		}, []string{"x:1 | A Study of Many Studies | "}},

		{"one catalogue's two ids stay two papers", []run{
			in(Report{Count: data.Count{Added: 2}, Sequence: 2}, rec("arxiv", "arxiv:2401.00001", titleA, ada), rec("arxiv", "arxiv:2401.00002", titleA, ada)),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 3}, rec("x", "", titleA, ada)),
		}, []string{"arxiv:2401.00001 | A Study of Many Studies | ", "arxiv:2401.00002 | A Study of Many Studies | "}},

		{"a bridge by ids", []run{
			in(Report{Count: data.Count{Added: 2}, Sequence: 2}, rec("x", "x:1", titleA), rec("y", "y:1", titleB)),
			in(Report{Count: data.Count{Updated: 1, Merged: 1}, Sequence: 4}, rec("z", "z:1", titleA, alias("y:1", "x:1"))),
		}, []string{"x:1 | A Study of Many Studies | "}},

		{"a bridge by ids in one batch", []run{
			in(Report{Count: data.Count{Added: 1, Updated: 2}, Sequence: 1}, rec("x", "x:1", titleA), rec("y", "y:1", titleB), rec("z", "z:1", titleA, alias("y:1", "x:1"))),
		}, []string{"x:1 | A Study of Many Studies | "}},

		{"a bridge from the batch to the store", []run{
			in(Report{Count: data.Count{Added: 1}, Sequence: 1}, rec("x", "x:1", titleA)),
			in(Report{Count: data.Count{Updated: 2}, Sequence: 2}, rec("y", "y:1", titleB), rec("z", "z:1", titleB, alias("y:1", "x:1"))),
		}, []string{"x:1 | A Study of Many Studies | "}},

		{"a bridge by an id and a title", []run{
			in(Report{Count: data.Count{Added: 2}, Sequence: 2}, rec("x", "x:1", titleA, ada), rec("y", "y:1", titleB, ada)),
			in(Report{Count: data.Count{Updated: 1, Merged: 1}, Sequence: 4}, rec("y", "y:1", titleA, ada)),
		}, []string{"x:1 | A Study of Many Studies | "}},

		{"a content hash meets an id", []run{
			in(Report{Count: data.Count{Added: 1}, Sequence: 1}, rec("sample", "", titleA, ada)),
			in(Report{Count: data.Count{Updated: 1}, Sequence: 2}, rec("huggingface", "arxiv:2401.00001", titleA, ada)),
		}, []string{"arxiv:2401.00001 | A Study of Many Studies | "}},

		{"refused alone", []run{
			in(Report{Count: data.Count{Added: 2, Rejected: 2}, Sequence: 2}, rec("x", "x:1", titleA), rec("x", "x:2", " "), rec("x", "x:3", strings.Repeat("a", data.MaxTitleRunes+1)), rec("x", "x:4", titleB)),
		}, []string{"x:1 | A Study of Many Studies | ", "x:4 | Another Study of Them | "}},

		{"nothing", []run{in(Report{})}, nil},
	} {
		for _, batch := range []int{1000, 1} {
			if batch == 1 && strings.Contains(test.name, "batch") {
				continue // the expected sequences are for a single batch
			}
			t.Run(fmt.Sprintf("%s, batches of %d", test.name, batch), func(t *testing.T) {
				f := newFixture(t, Options{BatchSize: batch})
				last := data.Sequence(0)
				for i, run := range test.runs {
					run.want.Accepted = run.want.Added + run.want.Updated + run.want.Unchanged
					run.want.Read = run.want.Accepted + run.want.Rejected
					got := f.take(RunOptions{}, run.records...)
					if batch == 1 { // a paper is then written once per record
						run.want.Sequence = got.Sequence
					}
					if moved := got.Sequence != last; moved != (got.Added+got.Updated > 0) {
						t.Errorf("run %d: the sequence went from %d to %d with %+v", i+1, last, got.Sequence, got)
					}
					last = got.Sequence
					if diff := cmp.Diff(run.want, got); diff != "" {
						t.Errorf("report of run %d (-want +got):\n%s", i+1, diff)
					}
				}
				f.wantPapers(test.papers...)
			})
		}
	}
}

func TestOldIDs(t *testing.T) {
	f := newFixture(t, Options{})
	old := f.take(RunOptions{IDs: true}, rec("sample", "", titleA, ada)).IDs[0]
	if old.Scheme() != data.SchemeContent {
		t.Fatalf("a paper without an id got the id %s", old)
	}
	report := f.take(RunOptions{IDs: true}, rec("huggingface", "arxiv:2401.00001", titleA, ada, doi("10.1000/x")), rec("y", "y:1", titleB))
	if diff := cmp.Diff([]data.ID{"arxiv:2401.00001", "y:1"}, report.IDs); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	for _, id := range []data.ID{old, "arxiv:2401.00001", "doi:10.1000/x"} {
		p, number, err := f.store.Paper(t.Context(), id)
		if err != nil || p.ID != "arxiv:2401.00001" || number != 1 {
			t.Errorf("paper %s: got %s, number %d, error %v", id, p.ID, number, err)
		}
	}
	f.take(RunOptions{}, rec("z", "", titleB, alias(old, "y:1")))
	if p, number, err := f.store.Paper(t.Context(), "y:1"); err != nil || number != 1 {
		t.Errorf("after a merge, y:1 leads to %s, number %d, error %v", p.ID, number, err)
	}
}

func TestRejects(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 2})
	reject := &data.Rejection{File: "a.jsonl", Entry: "line 2", Line: 2, Code: "invalid_json", Reason: "no <object>"}
	records := func(yield func(data.Record, error) bool) {
		_ = yield(rec("x", "x:1", titleA), nil) &&
			yield(data.Record{}, fmt.Errorf("wrapped: %w", reject)) &&
			yield(rec("x", "x:3", ""), nil) &&
			yield(rec("x", "x:4", titleB), nil)
	}
	var lines strings.Builder
	report, err := f.Ingest(t.Context(), records, RunOptions{Reject: RejectLines(&lines)})
	if err != nil || report.Rejected != 2 || report.Added != 2 {
		t.Errorf("ingest: got %+v and error %v, want 2 rejected, 2 added", report, err)
	}
	want := `{"file":"a.jsonl","entry":"line 2","line":2,"id":"","code":"invalid_json","reason":"no <object>"}
{"file":"x.jsonl","entry":"line 1","line":1,"id":"x:3","code":"missing_title","reason":"title: a title is required"}
`
	if diff := cmp.Diff(want, lines.String()); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}

	full := errors.New("no space left on device")
	if _, err := f.Ingest(t.Context(), records, RunOptions{Reject: func(data.Rejection) error { return full }}); !errors.Is(err, full) {
		t.Errorf("ingest: got error %v, want that of Reject", err)
	}
}

// many yields n records and then err.
func many(n int, err error) format.Records {
	return func(yield func(data.Record, error) bool) {
		for i := range n {
			if !yield(rec("x", data.ID(fmt.Sprintf("x:%d", i)), fmt.Sprintf("Title of the paper %d", i)), nil) {
				return
			}
		}
		if err != nil {
			yield(data.Record{}, err)
		}
	}
}

func TestStopsAtErrorOfInput(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	broken := errors.New("unexpected end of zstd stream")
	report, err := f.Ingest(t.Context(), many(25, broken), RunOptions{})
	if !errors.Is(err, broken) || report.Added != 25 {
		t.Errorf("ingest: got %d added and error %v, want 25 and %v", report.Added, err, broken)
	}
	if stats, err := f.store.Stats(t.Context()); err != nil || stats.Papers != 25 {
		t.Errorf("stats: got %d papers and error %v, want 25", stats.Papers, err)
	}
}

func TestStopsWhenCancelled(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	ctx, cancel := context.WithCancel(t.Context())
	batches := 0
	report, err := f.Ingest(ctx, many(1000, nil), RunOptions{Progress: func(r Report) {
		if batches++; batches == 3 {
			cancel()
		}
	}})
	if !errors.Is(err, ctx.Err()) || report.Added != 30 {
		t.Errorf("ingest: got %d added and error %v, want 30 and %v", report.Added, err, ctx.Err())
	}
	if stats, err := f.store.Stats(t.Context()); err != nil || stats.Papers != 30 || stats.Sequence != report.Sequence {
		t.Errorf("stats: got %+v and error %v, want 30 papers at %d", stats, err, report.Sequence)
	}
	again, err := f.Ingest(t.Context(), many(1000, nil), RunOptions{})
	if err != nil || again.Added != 970 || again.Unchanged != 30 {
		t.Errorf("again: got %+v and error %v, want 970 added, 30 unchanged", again, err)
	}
	f.wantIndexed()
}

func TestStopsAtErrorOfStore(t *testing.T) {
	f := newFixture(t, Options{BatchSize: 10})
	if err := f.store.Close(); err != nil {
		t.Fatal(err)
	}
	report, err := f.Ingest(t.Context(), many(1000, nil), RunOptions{})
	if err == nil || report.Read != 0 {
		t.Errorf("ingest into a closed store: got %+v and error %v", report, err)
	}
}
