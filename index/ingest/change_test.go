package ingest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

func TestReplace(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	f := newFixture(t, Options{Now: func() time.Time { return now }})
	f.take(RunOptions{}, rec("x", "x:1", titleA, abstract("Wrong."), ada), rec("x", "x:2", titleB))

	edit := data.Paper{ID: "ignored", Title: "  Corrected title ", Added: now, Sources: []data.Provenance{{Source: "ignored"}}}
	got, sequence, err := f.Replace(t.Context(), "x:1", edit)
	if err != nil || sequence != 3 {
		t.Fatalf("replace: got sequence %d and error %v, want 3", sequence, err)
	}
	want := data.Paper{
		ID: "x:1", Title: "Corrected title", CitationKey: "lovelacestudy",
		Sources: []data.Provenance{{Source: "x", Location: "x.jsonl"}, {Source: data.SourceEdit, Fetched: now}},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(data.Paper{}, "Added", "Updated")); diff != "" {
		t.Errorf("replaced paper (-want +got):\n%s", diff)
	}
	f.wantPapers("x:1 | Corrected title | ", "x:2 | Another Study of Them | ")

	f.take(RunOptions{}, rec("x", "x:1", titleA, abstract("Still wrong."), ada), rec("y", "y:1", titleA, alias("x:1"), abstract("Wrong too.")))
	f.wantPapers("x:1 | Corrected title | ", "x:2 | Another Study of Them | ")

	now = now.Add(time.Hour)
	got, _, err = f.Replace(t.Context(), "y:1", data.Paper{Title: "Corrected again", DOI: "10.1000/X"})
	if err != nil || got.ID != "doi:10.1000/x" || len(got.Sources) != 3 {
		t.Errorf("replace: got %s from %d sources and error %v", got.ID, len(got.Sources), err)
	}
	f.wantPapers("doi:10.1000/x | Corrected again | ", "x:2 | Another Study of Them | ")

	if _, err := f.Delete(t.Context(), Selection{Source: data.SourceEdit}, false); err != nil {
		t.Fatal(err)
	}
	f.wantPapers("x:1 | A Study of Many Studies | Still wrong.", "x:2 | Another Study of Them | ")
}

func TestReplaceRefuses(t *testing.T) {
	f := newFixture(t, Options{})
	f.take(RunOptions{}, rec("x", "x:1", titleA), rec("x", "x:2", titleB, doi("10.1000/x")), rec("x", "x:3", titleB))
	if _, err := f.Delete(t.Context(), Selection{IDs: []data.ID{"x:3"}}, false); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		id    data.ID
		paper data.Paper
		code  string // "" for ErrNotFound
	}{
		{"an unknown paper", "x:9", data.Paper{Title: titleA}, ""},
		{"a deleted paper", "x:3", data.Paper{Title: titleA}, ""},
		{"no title", "x:1", data.Paper{}, "missing_title"},
		{"the DOI of another paper", "x:1", data.Paper{Title: titleA, DOI: "10.1000/x"}, "id_taken"},
	} {
		_, _, err := f.Replace(t.Context(), test.id, test.paper)
		var field *data.FieldError
		switch {
		case test.code == "" && !errors.Is(err, store.ErrNotFound):
			t.Errorf("%s: got error %v, want ErrNotFound", test.name, err)
		case test.code != "" && (!errors.As(err, &field) || field.Code != test.code):
			t.Errorf("%s: got error %v, want code %s", test.name, err, test.code)
		}
	}
	f.wantPapers("x:1 | A Study of Many Studies | ", "doi:10.1000/x | Another Study of Them | ")
}

func TestDelete(t *testing.T) {
	const one, two, three, four = "x:1 | A Study of Many Studies | ", "x:2 | Another Study of Them | Two.", "y:3 | The Third of All Papers | ", "x:4 | The Fourth of All Papers | "
	for _, test := range []struct {
		name string
		sel  Selection
		want Deletion
		left []string
	}{
		{"nothing", Selection{}, Deletion{Sequence: 5}, []string{one, two, three, four}},
		{"ids", Selection{IDs: []data.ID{"x:1", "x:9", "x:1", "y:2"}}, Deletion{Deleted: 2, Missing: []data.ID{"x:9"}, Sequence: 7}, []string{three, four}},
		{"numbers", Selection{Numbers: []data.Number{3, 3, 77}}, Deletion{Deleted: 1, Sequence: 6}, []string{one, two, four}},
		{"a source", Selection{Source: "x"}, Deletion{Deleted: 2, Trimmed: 1, Sequence: 8}, []string{"y:2 | Another Study of Them | ", three}},
		{"an unknown source", Selection{Source: "z"}, Deletion{Sequence: 5}, []string{one, two, three, four}},
		{"a location", Selection{IDs: []data.ID{"x:1", "x:2", "y:2", "y:3", "x:9"}, Location: "x."}, Deletion{Deleted: 1, Trimmed: 1, Missing: []data.ID{"x:9"}, Sequence: 7}, []string{"y:2 | Another Study of Them | ", three, four}},
		{"a location of others", Selection{IDs: []data.ID{"x:1", "x:2"}, Location: "https://x."}, Deletion{Sequence: 5}, []string{one, two, three, four}},
		{"all of these", Selection{IDs: []data.ID{"x:1"}, Numbers: []data.Number{1, 4}, Source: "x"}, Deletion{Deleted: 2, Trimmed: 1, Sequence: 8}, []string{"y:2 | Another Study of Them | ", three}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t, Options{BatchSize: 2})
			f.take(RunOptions{},
				rec("x", "x:1", titleA), rec("x", "x:2", titleB, abstract("Two.")),
				rec("y", "y:2", titleB, alias("x:2")), rec("y", "y:3", "The Third of All Papers"),
				rec("x", "x:4", "The Fourth of All Papers"))
			f.wantPapers(one, two, three, four)

			head := data.Sequence(5)
			dry := test.want
			dry.Sequence = head
			for _, try := range []struct {
				dry  bool
				want Deletion
			}{{true, dry}, {false, test.want}} {
				got, err := f.Delete(t.Context(), test.sel, try.dry)
				if diff := cmp.Diff(try.want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
					t.Errorf("dry run %v (-want +got), error %v:\n%s", try.dry, err, diff)
				}
				if try.dry {
					f.wantPapers(one, two, three, four)
				}
			}
			f.wantPapers(test.left...)
		})
	}
}

func TestDeleteSourceOfEditedPaper(t *testing.T) {
	f := newFixture(t, Options{})
	f.take(RunOptions{}, rec("x", "x:1", titleA))
	if _, _, err := f.Replace(t.Context(), "x:1", data.Paper{Title: titleB}); err != nil {
		t.Fatal(err)
	}
	got, err := f.Delete(t.Context(), Selection{Source: "x"}, false)
	if err != nil || got.Deleted != 1 || got.Trimmed != 0 {
		t.Errorf("delete: got %+v and error %v, want 1 deleted", got, err)
	}
	f.wantPapers()
}

func TestRestore(t *testing.T) {
	f := newFixture(t, Options{})
	f.take(RunOptions{}, rec("x", "x:1", titleA, alias("y:1")), rec("x", "x:2", titleB))
	if _, err := f.Delete(t.Context(), Selection{Source: "x"}, false); err != nil {
		t.Fatal(err)
	}
	f.wantPapers()
	restored, missing, err := f.Restore(t.Context(), []data.ID{"x:1", "y:1", "x:9"})
	if err != nil || restored != 1 || !cmp.Equal(missing, []data.ID{"x:9"}) {
		t.Errorf("restore: got %d, missing %v, error %v; want 1, missing x:9", restored, missing, err)
	}
	f.wantPapers("x:1 | A Study of Many Studies | ")
	if restored, missing, err = f.Restore(t.Context(), []data.ID{"x:1"}); err != nil || restored != 0 || len(missing) != 1 {
		t.Errorf("restore of a live paper: got %d, missing %v, error %v", restored, missing, err)
	}
}
