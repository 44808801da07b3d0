package storetest

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/text"
)

func testEmpty(t *testing.T, open Open) {
	f := begin(t, open)
	f.wantLog()
	f.wantNumbers(map[data.ID]data.Number{"arxiv:2203.03850": 0})
	f.wantIDs(map[data.ID]data.Number{"arxiv:2203.03850": 0, "": 0})
	papers, err := f.Papers(f.ctx, []data.Number{1, 2})
	if err != nil || len(papers) != 0 {
		t.Errorf("papers: got %v and error %v, want none", papers, err)
	}
	stats, err := f.Stats(f.ctx)
	if err != nil || stats.Papers != 0 || stats.Records != 0 || stats.Sequence != 0 || !stats.LastIngest.IsZero() {
		t.Errorf("stats: got %+v and error %v, want zeros", stats, err)
	}
	if f.Identity() == "" {
		t.Error("the identity is empty")
	}
	if other := begin(t, open); other.Identity() == f.Identity() {
		t.Errorf("two stores have the identity %s", f.Identity())
	}
	f.wantIntact()
}

func testPutAndRead(t *testing.T, open Open) {
	f := begin(t, open)
	before := time.Now().Add(-time.Second)
	want := full()
	number := f.put(paper("a:1", "first"), want)[1]

	got, gotNumber, err := f.Paper(f.ctx, want.ID)
	if err != nil || gotNumber != number {
		t.Fatalf("paper: got number %d and error %v, want %d", gotNumber, err, number)
	}
	if diff := cmp.Diff(want, got, sameText); diff != "" {
		t.Errorf("paper (-want +got):\n%s", diff)
	}
	if got.Added.Before(before) || !got.Added.Equal(got.Updated) {
		t.Errorf("got added %v and updated %v, want the present for both", got.Added, got.Updated)
	}

	page, err := f.Papers(f.ctx, []data.Number{number, 77})
	if err != nil {
		t.Fatalf("papers: %v", err)
	}
	withSources, err := f.PapersWithSources(f.ctx, []data.Number{number, 77})
	if err != nil {
		t.Fatalf("papers with sources: %v", err)
	}
	if diff := cmp.Diff(map[data.Number]data.Paper{number: got}, withSources, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("papers with sources (-want +got):\n%s", diff)
	}
	lean := got
	lean.Sources = nil
	if diff := cmp.Diff(map[data.Number]data.Paper{number: lean}, page, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("papers (-want +got):\n%s", diff)
	}

	log := f.log()
	lean.Sources = []data.Provenance{got.Sources[0]}
	lean.Sources[0].Raw = nil
	if diff := cmp.Diff(&lean, log[1].Paper, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}

	f.update(func(tx store.Tx) error {
		entries, err := tx.ByNumber([]data.Number{number, 77})
		want := map[data.Number]store.Entry{number: {Number: number, Paper: got, Records: []data.Record{record(want)}}}
		if diff := cmp.Diff(want, entries, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("entry (-want +got):\n%s", diff)
		}
		return err
	})
	f.wantIntact()
}

func testReopen(t *testing.T, open Open) {
	dir := t.TempDir()
	f := beginIn(t, open, dir)
	numbers := f.put(full(), paper("a:2", "second"), paper("a:3", "third"))
	f.update(func(tx store.Tx) error { return tx.Delete(numbers[1:2]) })
	identity, log := f.Identity(), f.log()
	before, err := f.Stats(f.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}

	f = beginIn(t, open, dir)
	if f.Identity() != identity {
		t.Errorf("identity: got %s, want %s", f.Identity(), identity)
	}
	if diff := cmp.Diff(log, f.log()); diff != "" {
		t.Errorf("log (-before +after):\n%s", diff)
	}
	after, err := f.Stats(f.ctx)
	if diff := cmp.Diff(before, after, cmpopts.IgnoreFields(store.Stats{}, "Bytes")); diff != "" || err != nil {
		t.Errorf("stats (-before +after), error %v:\n%s", err, diff)
	}
	if got := f.put(paper("a:4", "fourth"))[0]; got != 4 {
		t.Errorf("the next number is %d, want 4", got)
	}
	f.wantIntact()
}

func testSequences(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three"), paper("a:4", "four"))
	f.wantLog("1 one", "2 two", "3 three", "4 four")
	for i, c := range f.log() {
		if c.Sequence != data.Sequence(i+1) {
			t.Errorf("change %d has sequence %d, want %d", i+1, c.Sequence, i+1)
		}
	}

	added := f.added("a:2")
	f.update(func(tx store.Tx) error {
		if tx.Sequence() != 4 {
			t.Errorf("at the start the sequence is %d, want 4", tx.Sequence())
		}
		err := tx.Put([]store.Write{write(2, paper("a:2", "two again"))})
		if tx.Sequence() != 5 {
			t.Errorf("after a put the sequence is %d, want 5", tx.Sequence())
		}
		return err
	})
	f.wantLog("1 one", "3 three", "4 four", "2 two again")
	if got := f.added("a:2"); !got.Equal(added) {
		t.Errorf("added changed from %v to %v", added, got)
	}

	f.update(func(tx store.Tx) error {
		for _, title := range []string{"one once", "one twice"} {
			if err := tx.Put([]store.Write{write(1, paper("a:1", title))}); err != nil {
				return err
			}
		}
		return nil
	})
	f.wantLog("3 three", "4 four", "2 two again", "1 one twice")
	if head := f.head(); head != 7 {
		t.Errorf("head is %d, want 7", head)
	}

	f.update(func(store.Tx) error { return nil })
	if head := f.head(); head != 7 {
		t.Errorf("an update without changes moved the head to %d", head)
	}
	f.wantIntact()
}

func (f fixture) added(id data.ID) time.Time {
	f.Helper()
	p, _, err := f.Paper(f.ctx, id)
	if err != nil {
		f.Fatal(err)
	}
	return p.Added
}

func testNumbers(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("a:1", "one"), paper("a:2", "two"), paper("a:3", "three"))
	f.update(func(tx store.Tx) error { return tx.Delete([]data.Number{3}) })
	if got := f.put(paper("a:4", "four"))[0]; got != 4 {
		t.Errorf("after a delete the next number is %d, want 4", got)
	}
	f.update(func(tx store.Tx) error { return tx.Merge(store.Merge{From: 4, Into: 1, Reason: "test"}) })
	if got := f.put(paper("a:5", "five"))[0]; got != 5 {
		t.Errorf("after a merge the next number is %d, want 5", got)
	}
}

func testAliases(t *testing.T, open Open) {
	f := begin(t, open)
	f.put(paper("pb:1", "one"), paper("pb:2", "two"))
	f.update(func(tx store.Tx) error {
		w := write(1, paper("arxiv:1", "one"))
		w.Aliases = []data.ID{"doi:10.1/x", "odd id: ' \" \\ ü"}
		return tx.Put([]store.Write{w})
	})
	f.wantIDs(map[data.ID]data.Number{
		"pb:1": 1, "arxiv:1": 1, "doi:10.1/x": 1, "odd id: ' \" \\ ü": 1,
		"pb:2": 2, "arxiv:2": 0, "ARXIV:1": 0,
	})

	f.update(func(tx store.Tx) error {
		w := write(2, paper("pb:2", "two"))
		w.Aliases = []data.ID{"arxiv:1"}
		return tx.Put([]store.Write{w})
	})
	f.wantIDs(map[data.ID]data.Number{"arxiv:1": 1, "pb:2": 2})

	f.update(func(tx store.Tx) error {
		entries, err := tx.ByID([]data.ID{"pb:1", "doi:10.1/x", "pb:2", "pb:3"})
		got := map[data.ID]string{}
		for id, e := range entries {
			got[id] = fmt.Sprintf("%d %s", e.Number, e.Paper.ID)
		}
		want := map[data.ID]string{"pb:1": "1 arxiv:1", "doi:10.1/x": "1 arxiv:1", "pb:2": "2 pb:2"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by id (-want +got):\n%s", diff)
		}
		return err
	})
	f.wantNumbers(map[data.ID]data.Number{"pb:1": 1, "doi:10.1/x": 1, "odd id: ' \" \\ ü": 1, "pb:2": 2, "pb:3": 0, "": 0})
	f.wantIntact()
}

// wantNumbers compares the numbers that Tx.Numbers returns for ids, 0 for those that no paper ever
// had.
func (f fixture) wantNumbers(want map[data.ID]data.Number) {
	f.Helper()
	f.update(func(tx store.Tx) error {
		got, err := tx.Numbers(slices.Collect(maps.Keys(want)))
		maps.DeleteFunc(want, func(_ data.ID, n data.Number) bool { return n == 0 })
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			f.Errorf("numbers (-want +got):\n%s", diff)
		}
		return err
	})
}

func testTitles(t *testing.T, open Open) {
	const first, second = "A Study of Studies in Study", "Another Study of Studies"
	f := begin(t, open)
	f.put(paper("a:1", first), paper("a:2", "a study of {S}tudies in study"), paper("a:3", second), paper("a:4", "Short"))
	f.wantTitles(map[string][]data.Number{first: {1, 2}, second: {3}, "A Study Nobody Has Written": nil, "Short": nil})

	f.update(func(tx store.Tx) error {
		if err := tx.Delete([]data.Number{1}); err != nil {
			return err
		}
		return tx.Put([]store.Write{write(3, paper("a:3", first))})
	})
	f.wantTitles(map[string][]data.Number{first: {2, 3}, second: nil})

	f.update(func(tx store.Tx) error { return tx.Restore([]data.Number{1}) })
	f.wantTitles(map[string][]data.Number{first: {1, 2, 3}})
}

// wantTitles compares the numbers of the papers with the key of each title.
func (f fixture) wantTitles(want map[string][]data.Number) {
	f.Helper()
	f.update(func(tx store.Tx) error {
		var keys []string
		for title := range want {
			keys = append(keys, text.TitleKey(title))
		}
		entries, err := tx.ByTitle(keys)
		for title, numbers := range want {
			var got []data.Number
			for _, e := range entries[text.TitleKey(title)] {
				got = append(got, e.Number)
			}
			if diff := cmp.Diff(numbers, got); diff != "" {
				f.Errorf("papers with the title %q (-want +got):\n%s", title, diff)
			}
		}
		return err
	})
}

func testIDsAfter(t *testing.T, open Open) {
	f := begin(t, open)
	if last, err := f.LastNumber(f.ctx); last != 0 || err != nil {
		t.Errorf("last number of an empty store: got %d and error %v, want 0", last, err)
	}
	before := time.Now().Add(-time.Second)
	numbers := f.put(paper("a:1", "one"), paper("b:é/2", "two"), paper("c:3", "three"), paper("d:4", "four"), paper("e:5", "five"))
	f.update(func(tx store.Tx) error { return tx.Delete(numbers[1:2]) })
	f.update(func(tx store.Tx) error {
		return tx.Merge(store.Merge{Into: numbers[0], From: numbers[4], Reason: "same title"})
	})
	f.update(func(tx store.Tx) error { return tx.Put([]store.Write{write(numbers[0], paper("a:1", "one"))}) })
	for _, test := range []struct {
		after data.Number
		limit int
		want  []data.ID
	}{
		{0, 10, []data.ID{"a:1", "c:3", "d:4"}},
		{0, 2, []data.ID{"a:1", "c:3"}},
		{numbers[0], 1, []data.ID{"c:3"}},
		{numbers[3], 10, nil},
		{numbers[4] + 5, 10, nil},
	} {
		found, err := f.IDsAfter(f.ctx, test.after, test.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []data.ID
		for _, id := range found {
			got = append(got, id.ID)
			if id.Updated.Before(before) || id.Number <= test.after {
				t.Errorf("after %d: got %+v", test.after, id)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("at most %d ids after %d (-want +got):\n%s", test.limit, test.after, diff)
		}
	}
	if last, err := f.LastNumber(f.ctx); last != numbers[4] || err != nil {
		t.Errorf("last number: got %d and error %v, want %d, that of a merged paper", last, err, numbers[4])
	}
}
