package ingest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

// merges returns the merges of a paper that are in force, each as "number: reason: sources".
func (f *fixture) merges(id data.ID) []string {
	f.Helper()
	e, err := f.store.Entry(f.Context(), id)
	if err != nil {
		f.Fatal(err)
	}
	merges, err := f.store.Merges(f.Context(), e.Number)
	if err != nil {
		f.Fatal(err)
	}
	said := []string{}
	for _, m := range merges {
		if m.Stands() {
			var sources []string
			for _, key := range m.Records {
				sources = append(sources, key.Source)
			}
			said = append(said, fmt.Sprintf("%d: %s: %s", m.Number, m.Reason, strings.Join(sources, " ")))
		}
	}
	return said
}

// wantAnswers checks which paper each id leads to.
func (f *fixture) wantAnswers(want map[data.ID]data.ID) {
	f.Helper()
	for id, paper := range want {
		if p, _, err := f.store.Paper(f.Context(), id); err != nil || p.ID != paper {
			f.Errorf("%s leads to %s, error %v; want %s", id, p.ID, err, paper)
		}
	}
}

func TestUnmerge(t *testing.T) {
	long := abstract("An abstract.")
	urls := func(s ...string) func(*data.Record) { return func(r *data.Record) { r.Paper.URLs = s } }
	for _, test := range []struct {
		name    string
		records []data.Record
		merged  string // the paper that the records make
		merges  []string
		undo    store.MergeNumber
		papers  []string
		answers map[data.ID]data.ID
	}{
		{
			"a record with the title", []data.Record{rec("acl", "acl:P18-1234", titleA, ada, doi("10.1000/x")), rec("arxiv", "arxiv:2401.00001", titleA, ada, long)},
			"arxiv:2401.00001 | A Study of Many Studies | An abstract.", []string{"1: same title and author: arxiv"}, 1,
			[]string{"acl:P18-1234 | A Study of Many Studies | ", "arxiv:2401.00001 | A Study of Many Studies | An abstract."},
			map[data.ID]data.ID{"doi:10.1000/x": "acl:P18-1234"},
		},
		{
			"a record with the id", []data.Record{rec("arxiv", "arxiv:2401.00001", titleA), rec("huggingface", "arxiv:2401.00001", titleB, featured(1)), rec("huggingface", "arxiv:2401.00001", titleB, featured(2))},
			"arxiv:2401.00001 | A Study of Many Studies | ", []string{"1: same id: arxiv:2401.00001: huggingface"}, 1,
			[]string{"arxiv:2401.00001 | A Study of Many Studies | ", string(data.ContentID(titleB, "")) + " | Another Study of Them | "}, nil,
		},
		{
			"two papers and a bridge", []data.Record{rec("x", "x:1", titleA), rec("y", "y:1", titleB, alias("y:2")), rec("z", "z:1", titleA, alias("y:1", "x:1"))},
			"x:1 | A Study of Many Studies | ", []string{"1: ids of one record: z:1: y", "2: same id: y:1: z"}, 1,
			[]string{"x:1 | A Study of Many Studies | ", "y:1 | Another Study of Them | "},
			map[data.ID]data.ID{"y:2": "y:1", "z:1": "x:1"},
		},
		{
			"a record that came since", []data.Record{
				rec("x", "x:1", titleA, ada), rec("y", "y:1", titleA, ada, alias("y:2")), rec("z", "y:2", titleA, long), rec("w", "x:1", titleA),
			},
			"x:1 | A Study of Many Studies | An abstract.", []string{"1: same title and author: y", "2: same id: y:2: z", "3: same id: x:1: w"}, 1,
			[]string{"x:1 | A Study of Many Studies | ", "y:1 | A Study of Many Studies | An abstract."},
			map[data.ID]data.ID{"y:2": "y:1"},
		},
		{
			"an id that both claim", []data.Record{
				rec("x", "x:1", titleA, ada, urls("https://arxiv.org/abs/2401.00001")), rec("y", "y:1", titleA, ada, urls("https://arxiv.org/abs/2401.00001")),
			},
			"arxiv:2401.00001 | A Study of Many Studies | ", []string{"1: same id: arxiv:2401.00001: y"}, 1,
			[]string{"arxiv:2401.00001 | A Study of Many Studies | ", "y:1 | A Study of Many Studies | "}, map[data.ID]data.ID{"x:1": "arxiv:2401.00001"},
		},
	} {
		for _, size := range []int{1, 1000} {
			t.Run(fmt.Sprintf("%s, batches of %d", test.name, size), func(t *testing.T) {
				f := newFixture(t, Options{BatchSize: size})
				f.take(RunOptions{}, test.records...)
				f.wantPapers(test.merged)
				id, _, _ := strings.Cut(test.merged, " ")
				if diff := cmp.Diff(test.merges, f.merges(data.ID(id))); size == 1 && diff != "" {
					t.Errorf("merges (-want +got):\n%s", diff)
				}
				done, err := f.Unmerge(t.Context(), data.ID(id), test.undo)
				if err != nil {
					t.Fatal(err)
				}
				if done.Kept.ID == done.Parted.ID {
					t.Errorf("both papers have the id %s", done.Kept.ID)
				}
				for range 2 {
					f.wantPapers(test.papers...)
					f.wantAnswers(test.answers)
					again := f.take(RunOptions{}, test.records...)
					if again.Unchanged != len(test.records) {
						t.Errorf("ingested again: %+v, want all unchanged", again)
					}
				}
				// The papers stay separate when their records change.
				changed := slices.Clone(test.records)
				for i := range changed {
					n := i
					changed[i].Paper.Upvotes = &n
				}
				f.take(RunOptions{}, changed...)
				f.wantPapers(test.papers...)
				f.wantAnswers(test.answers)

				if _, err := f.Unmerge(t.Context(), done.Kept.ID, test.undo); !errors.Is(err, store.ErrNoMerge) {
					t.Errorf("undone twice: got error %v, want ErrNoMerge", err)
				}
				one, _, err := f.Merge(t.Context(), done.Kept.ID, done.Parted.ID)
				if err != nil {
					t.Fatal(err)
				}
				f.wantPapers(test.merged)
				if again := f.take(RunOptions{}, changed...); again.Unchanged != len(changed) {
					t.Errorf("merged by hand and ingested again: %+v, want all unchanged", again)
				}
				if _, _, err := f.Merge(t.Context(), done.Kept.ID, one.ID); !errors.Is(err, store.ErrOnePaper) {
					t.Errorf("merged with itself: got error %v, want ErrOnePaper", err)
				}
			})
		}
	}
}

func TestUnmergeRefuses(t *testing.T) {
	f := newFixture(t, Options{})
	f.take(RunOptions{},
		rec("x", "x:1", titleA), rec("y", "x:1", titleA), // nothing distinguishes them
		rec("x", "x:2", titleB, ada), rec("y", "y:2", titleB, ada), rec("x", "x:3", "A Third Study of Everything"), rec("x", "x:4", "A Fourth Study of Everything"))
	if _, err := f.Delete(t.Context(), Selection{Source: "y"}, false); err != nil {
		t.Fatal(err)
	}
	f.take(RunOptions{}, rec("y", "x:1", titleA))
	if _, err := f.Delete(t.Context(), Selection{IDs: []data.ID{"x:3"}}, false); err != nil {
		t.Fatal(err)
	}
	before := slices.Collect(maps.Values(f.live()))
	for _, test := range []struct {
		name  string
		id    data.ID
		merge store.MergeNumber
		want  error
	}{
		{"no paper", "x:9", 1, store.ErrNotFound},
		{"a deleted paper", "x:3", 1, store.ErrNotFound},
		{"no merge of that number", "x:1", 99, store.ErrNoMerge},
		{"a merge of another paper", "x:4", 1, store.ErrNoMerge},
		{"records that are gone", "x:2", 2, store.ErrInseparable},
	} {
		if _, err := f.Unmerge(t.Context(), test.id, test.merge); !errors.Is(err, test.want) {
			t.Errorf("%s: got error %v, want %v", test.name, err, test.want)
		}
	}
	if _, _, err := f.Merge(t.Context(), "x:4", "x:3"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("merged with a deleted paper: got error %v, want ErrNotFound", err)
	}
	if diff := cmp.Diff(before, slices.Collect(maps.Values(f.live())), cmpopts.SortSlices(func(a, b data.Paper) bool { return a.ID < b.ID })); diff != "" {
		t.Errorf("a refused change had an effect:\n%s", diff)
	}
}

// TestUnmergeAtRandom merges and unmerges papers with few ids and titles at random. It checks
// that the store is sound, that each paper is found by its own id, and that unmerged papers
// stay separate when everything is ingested again.
func TestUnmergeAtRandom(t *testing.T) {
	const seed = 3
	rnd := rand.New(rand.NewPCG(seed, seed))
	for round := range 40 {
		f := newFixture(t, Options{BatchSize: 1 + rnd.IntN(4)})
		var said []data.Record
		for range 12 {
			id := func() data.ID { return data.ID(fmt.Sprintf("x:%d", rnd.IntN(5))) }
			r := rec([]string{"x", "y", "z"}[rnd.IntN(3)], id(), []string{titleA, titleB}[rnd.IntN(2)], []func(*data.Record){ada, bob}[rnd.IntN(2)])
			if rnd.IntN(3) == 0 {
				r.Aliases = []data.ID{id()}
			}
			if rnd.IntN(4) == 0 {
				r.Paper.DOI = fmt.Sprintf("10.1000/%d", rnd.IntN(2))
			}
			said = slices.DeleteFunc(said, func(known data.Record) bool { return known.Key() == r.Key() })
			said = append(said, r)
			f.take(RunOptions{}, r)
			if rnd.IntN(2) == 0 {
				f.unmergeOne(rnd)
			}
		}
		before := f.live()
		again := f.take(RunOptions{}, said...)
		if after := f.live(); again.Added+again.Merged > 0 || len(after) != len(before) {
			t.Fatalf("round %d: ingested again: %+v, %d papers before and %d after", round, again, len(before), len(after))
		}
		if err := f.store.Check(t.Context()); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		f.wantIndexed()
		f.Close()
	}
}

// unmergeOne undoes one of the merges in force, if that is possible.
func (f *fixture) unmergeOne(rnd *rand.Rand) {
	f.Helper()
	live := f.live()
	numbers := slices.Sorted(maps.Keys(live))
	number := numbers[rnd.IntN(len(numbers))]
	merges, err := f.store.Merges(f.Context(), number)
	if err != nil {
		f.Fatal(err)
	}
	merges = slices.DeleteFunc(merges, func(m store.Merge) bool { return !m.Stands() })
	if len(merges) == 0 {
		return
	}
	m := merges[rnd.IntN(len(merges))]
	if _, err := f.Unmerge(f.Context(), live[number].ID, m.Number); err != nil && !errors.Is(err, store.ErrInseparable) {
		f.Fatalf("undo %+v: %v", m, err)
	} else if err == nil && len(f.live()) != len(live)+1 {
		f.Fatalf("undoing %+v made %d papers of %d", m, len(f.live()), len(live))
	}
}
