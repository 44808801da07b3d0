package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index/ingest"
)

// model is what a library has acknowledged.
type model struct {
	next int // of the ids
	// papers are the live ones as they were when a change of them was acknowledged.
	papers map[data.Number]data.Paper
	// holder is which paper each id that was ever given leads to, and deleted which of
	// these are not live.
	holder  map[data.ID]data.Number
	deleted map[data.Number]bool
	lists   map[store.ListKey]map[data.ID]bool
}

func newModel() *model {
	return &model{papers: map[data.Number]data.Paper{}, holder: map[data.ID]data.Number{}, deleted: map[data.Number]bool{}, lists: map[store.ListKey]map[data.ID]bool{}}
}

func (m *model) clone() *model {
	c := &model{next: m.next, papers: maps.Clone(m.papers), holder: maps.Clone(m.holder), deleted: maps.Clone(m.deleted), lists: map[store.ListKey]map[data.ID]bool{}}
	for key, ids := range m.lists {
		c.lists[key] = maps.Clone(ids)
	}
	return c
}

func (m *model) live() []data.Number { return slices.Sorted(maps.Keys(m.papers)) }

// faultWords are what the papers say.
var faultWords = strings.Fields("alpha beta gamma delta kernel lattice tensor quark neuron photon of the")

func (f *faulty) text(words int) string {
	said := make([]string, words)
	for i := range said {
		said[i] = faultWords[f.random.IntN(len(faultWords))]
	}
	return strings.Join(said, " ")
}

// paper is one that says something nobody has said, so that no two are taken for one.
func (f *faulty) paper(id data.ID) data.Paper {
	f.model.next++
	authors := []string{"Ada Lovelace", "Grace Hopper", "Emmy Noether", "Alan Turing"}
	return data.Paper{
		ID:       id,
		Title:    fmt.Sprintf("%s item%dx%d", f.text(3), f.model.next, f.random.IntN(1_000_000)),
		Abstract: f.text(5 + f.random.IntN(25)),
		Authors:  []string{authors[f.random.IntN(len(authors))]},
		Date:     data.Date{Year: 2000 + f.random.IntN(20)},
		Venue:    []string{"", "Nature", "Journal of Faults"}[f.random.IntN(3)],
	}
}

// ingest adds papers, and says something new of some that are there.
func (f *faulty) ingest() {
	var records []data.Record
	for range 1 + f.random.IntN(30) {
		f.model.next++
		id := data.ID(fmt.Sprintf("t:%d-%d", f.model.next, f.random.IntN(1_000_000)))
		if n, ok := f.anyLive(); ok && f.random.IntN(4) == 0 {
			id = f.model.papers[n].ID
		}
		if slices.ContainsFunc(records, func(r data.Record) bool { return r.Paper.ID == id }) {
			continue
		}
		records = append(records, data.Record{
			Paper:  f.paper(id),
			Origin: data.Provenance{Source: "test", Location: "test.jsonl", Fetched: time.Unix(int64(1_700_000_000+f.model.next), 0).UTC()},
			Entry:  "line 1",
		})
	}
	report, err := f.ingester.Ingest(f.ctx, func(yield func(data.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}, ingest.RunOptions{})
	f.must("ingest", err)
	// What was committed before an error is acknowledged.
	for _, r := range records[:report.Accepted] {
		got := f.adopt(r.Paper.ID)
		if f.isNew(r.Paper.ID) && got.Title != r.Paper.Title {
			f.Fatalf("%s was ingested as %q and is %q", r.Paper.ID, r.Paper.Title, got.Title)
		}
	}
	f.settleHolders()
}

// isNew reports whether nothing but one record is known of an id.
func (f *faulty) isNew(id data.ID) bool {
	entry, err := f.store.Entry(f.ctx, id)
	return err == nil && len(entry.Records) == 1
}

// adopt takes a paper into the model as it was acknowledged.
func (f *faulty) adopt(id data.ID) data.Paper {
	f.Helper()
	p, number, err := f.store.Paper(f.ctx, id)
	if err != nil {
		f.Fatalf("%s was acknowledged: %v", id, err)
	}
	f.model.papers[number] = p
	f.model.holder[id] = number
	f.model.holder[p.ID] = number
	return p
}

// settleHolders asks which paper each id leads to, after a change that moves ids.
func (f *faulty) settleHolders() {
	f.Helper()
	ids := slices.Collect(maps.Keys(f.model.holder))
	found, err := f.store.Resolve(f.ctx, ids)
	if err != nil {
		f.Fatal(err)
	}
	maps.Copy(f.model.holder, found)
}

// replace makes a paper say something else.
func (f *faulty) replace() {
	number, ok := f.anyLive()
	if !ok {
		return
	}
	id := f.model.papers[number].ID
	want := f.paper(id)
	got, _, err := f.ingester.Replace(f.ctx, id, want)
	if !f.must("replace", err) {
		return
	}
	if got.Title != want.Title || got.Abstract != want.Abstract || got.Date != want.Date {
		f.Fatalf("%s was replaced by %q and is %q", id, want.Title, got.Title)
	}
	f.adopt(id)
}

// remove deletes papers.
func (f *faulty) remove() {
	var ids []data.ID
	for range 1 + f.random.IntN(4) {
		if n, ok := f.anyLive(); ok && !slices.Contains(ids, f.model.papers[n].ID) {
			ids = append(ids, f.model.papers[n].ID)
		}
	}
	done, err := f.ingester.Delete(f.ctx, ingest.Selection{IDs: ids}, false)
	if !f.must("delete", err) {
		return
	}
	if done.Deleted != len(ids) {
		f.Fatalf("%d of %d papers were deleted", done.Deleted, len(ids))
	}
	for _, id := range ids {
		number := f.model.holder[id]
		delete(f.model.papers, number)
		f.model.deleted[number] = true
	}
}

// undelete restores deleted papers.
func (f *faulty) undelete() {
	var ids []data.ID
	for _, id := range slices.Sorted(maps.Keys(f.model.holder)) {
		if f.model.deleted[f.model.holder[id]] && f.random.IntN(3) == 0 {
			ids = append(ids, id)
		}
	}
	_, missing, err := f.ingester.Restore(f.ctx, ids)
	if !f.must("restore papers", err) {
		return
	}
	if len(missing) > 0 {
		f.Fatalf("restore papers: %v are missing", missing)
	}
	for _, id := range ids {
		delete(f.model.deleted, f.model.holder[id])
		f.adopt(id)
	}
}

// merge makes two papers one.
func (f *faulty) merge() {
	a, ok := f.anyLive()
	b, _ := f.anyLive()
	if !ok || a == b {
		return
	}
	_, _, err := f.ingester.Merge(f.ctx, f.model.papers[a].ID, f.model.papers[b].ID)
	if !f.must("merge", err) {
		return
	}
	from := f.model.papers[b].ID
	delete(f.model.papers, b)
	if got := f.adopt(from); f.model.holder[from] != a {
		f.Fatalf("%s was merged into paper %d and is %q, %d", from, a, got.Title, f.model.holder[from])
	}
	f.settleHolders()
}

// unmerge undoes one of the newest merges that stand.
func (f *faulty) unmerge() {
	merges, err := f.store.NewestMerges(f.ctx, 0, 20)
	if err != nil {
		f.Fatal(err)
	}
	merges = slices.DeleteFunc(merges, func(m store.Merge) bool {
		_, live := f.model.papers[m.Into]
		return !m.Stands() || !live
	})
	if len(merges) == 0 {
		return
	}
	m := merges[f.random.IntN(len(merges))]
	done, err := f.ingester.Unmerge(f.ctx, f.model.papers[m.Into].ID, m.Number)
	if errors.Is(err, store.ErrInseparable) || errors.Is(err, store.ErrNoMerge) || !f.must("unmerge", err) {
		return
	}
	f.settleHolders()
	before := len(f.model.papers)
	f.adopt(done.Kept.ID)
	f.adopt(done.Parted.ID)
	if len(f.model.papers) != before+1 {
		f.Fatalf("parting paper %d left %d papers of %d", m.Into, len(f.model.papers), before)
	}
	f.settleHolders()
}

// changeList makes a reading list, or puts papers into one or takes them out.
func (f *faulty) changeList() {
	keys := slices.Sorted(maps.Keys(f.model.lists))
	if len(keys) == 0 || f.random.IntN(4) == 0 {
		var list store.List
		err := f.store.Update(f.ctx, func(tx store.Tx) (err error) {
			list, err = tx.CreateList("a list")
			return err
		})
		if f.must("create list", err) {
			f.model.lists[list.EditKey] = map[data.ID]bool{}
		}
		return
	}
	key := keys[f.random.IntN(len(keys))]
	number, ok := f.anyLive()
	if !ok {
		return
	}
	id, add := f.model.papers[number].ID, f.random.IntN(3) > 0
	err := f.store.Update(f.ctx, func(tx store.Tx) error {
		list, err := tx.List(key)
		if err != nil {
			return err
		}
		if add {
			_, err = tx.AddListed(list.Number, []data.Number{number})
		} else {
			_, err = tx.RemoveListed(list.Number, []data.Number{number})
		}
		return err
	})
	if !f.must("change list", err) {
		return
	}
	for other := range f.model.lists[key] { // ids of one paper
		if f.model.holder[other] == number {
			delete(f.model.lists[key], other)
		}
	}
	if add {
		f.model.lists[key][id] = true
	}
}

// countdown says when a number of hits has been reached, from any goroutine.
type countdown struct{ left atomic.Int64 }

func newCountdown(n int) *countdown {
	c := &countdown{}
	c.left.Store(int64(n))
	return c
}

func (c *countdown) hit() bool { return c.left.Add(-1) == 0 }

// samePapers compares two sets of papers; "" where they are the same.
func samePapers(want, got map[data.Number]data.Paper) string {
	if maps.EqualFunc(want, got, samePaper) {
		return "" // cmp takes a fifth of a program's time
	}
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(data.Paper{}, "Sources"))
}

func samePaper(a, b data.Paper) bool {
	return a.ID == b.ID && a.Title == b.Title && a.Abstract == b.Abstract && a.Date == b.Date && a.Venue == b.Venue && a.DOI == b.DOI &&
		slices.Equal(a.Authors, b.Authors) && slices.Equal(a.Categories, b.Categories) && slices.Equal(a.URLs, b.URLs) &&
		a.Added.Equal(b.Added) && a.Updated.Equal(b.Updated) && (a.Upvotes == nil) == (b.Upvotes == nil) && (a.Comments == nil) == (b.Comments == nil)
}
