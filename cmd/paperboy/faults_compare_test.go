package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index"
	"paperboy/index/indextest"
	"paperboy/index/query"
)

// compare compares the store, the index and the answers with the model.
func (f *faulty) compare() {
	f.Helper()
	f.compareStore()
	f.waitVisible()
	oracle := f.oracle()
	if err := f.compareAnswers(oracle); err != nil {
		f.Fatal(err)
	}
	f.compareExport()
	if f.random.IntN(4) == 0 {
		if err := f.engine.Check(f.ctx); err != nil {
			f.Fatalf("check index: %v", err)
		}
		if err := f.store.Check(f.ctx); err != nil {
			f.Fatalf("check store: %v", err)
		}
	}
}

// compareThroughPanics is compare while one question may panic.
func (f *faulty) compareThroughPanics() {
	f.Helper()
	f.compareStore()
	f.waitVisible()
	oracle := f.oracle()
	for tries := 0; ; tries++ {
		err := f.compareAnswers(oracle)
		if err == nil {
			return
		}
		if tries > 1 || !isInjected(err) {
			f.Fatal(err)
		}
	}
}

func (f *faulty) compareStore() {
	f.Helper()
	changes, err := f.store.Changes(f.ctx, 0, 1_000_000)
	if err != nil {
		f.Fatalf("read store: %v", err)
	}
	got := map[data.Number]data.Paper{}
	for _, c := range changes {
		if c.Paper != nil {
			got[c.Number] = *c.Paper
		}
	}
	if diff := samePapers(f.model.papers, got); diff != "" {
		f.Fatalf("the store has other papers (-acknowledged +stored):\n%s", diff)
	}
	for key, ids := range f.model.lists {
		list, err := f.store.List(f.ctx, key)
		if err != nil {
			f.Fatalf("a list: %v", err)
		}
		listed, err := f.store.Listed(f.ctx, list.Number)
		if err != nil {
			f.Fatalf("a list: %v", err)
		}
		want, got := map[data.Number]bool{}, map[data.Number]bool{}
		for id := range ids {
			number := f.model.holder[id]
			want[number] = f.model.deleted[number]
		}
		for _, l := range listed {
			got[l.Number] = l.Gone
		}
		if len(want) != len(got) {
			f.Fatalf("a list has %v, want %v (true: deleted)", got, want)
		}
		for number, gone := range want {
			if is, ok := got[number]; !ok || is != gone {
				f.Fatalf("a list has %v, want %v (true: deleted)", got, want)
			}
		}
	}
}

// visibleIn bounds the wait for the index. A rebuild may be among what is waited for.
const visibleIn = 30 * time.Second

// allStacks tells what every goroutine waits for.
func allStacks() []byte {
	stacks := make([]byte, 1<<20)
	return stacks[:runtime.Stack(stacks, true)]
}

func (f *faulty) waitVisible() {
	f.Helper()
	ctx, cancel := context.WithTimeout(f.ctx, visibleIn)
	defer cancel()
	for {
		head, err := f.store.Head(ctx)
		if err == nil {
			err = f.ingester.WaitVisible(ctx, head)
		}
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			f.Fatalf("searches do not see the last change: %v; health %+v\n%s", err, f.engine.Health(), allStacks())
		}
	}
}

// waitVisibleUnlessDamaged is for the middle of a rebuild: the old index need not follow any
// more once it has met damage that nothing had found before.
func (f *faulty) waitVisibleUnlessDamaged() {
	f.Helper()
	head, err := f.store.Head(f.ctx)
	for start := time.Now(); ; {
		attempt, cancel := context.WithTimeout(f.ctx, 100*time.Millisecond)
		err = errors.Join(err, f.ingester.WaitVisible(attempt, head))
		cancel()
		if err == nil || len(f.engine.Health().Reasons) > 0 {
			return
		}
		if time.Since(start) > visibleIn {
			f.Fatalf("a write waits for the reindex: %v; health %+v\n%s", err, f.engine.Health(), allStacks())
		}
		err = nil
	}
}

// oracle is the brute-force engine with the model's papers.
func (f *faulty) oracle() *indextest.Oracle {
	o := indextest.NewOracle(f.store.Identity())
	var changes []data.Change
	for i, number := range f.model.live() {
		p := f.model.papers[number]
		changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: number, Paper: &p})
	}
	if err := o.Apply(f.ctx, changes, data.Sequence(len(changes))); err != nil {
		f.Fatal(err)
	}
	return o
}

// questions are asked after each step.
func (f *faulty) questions() []index.Request {
	word := func() string { return faultWords[f.random.IntN(len(faultWords)-2)] }
	phrase := word() + " " + faultWords[f.random.IntN(len(faultWords))] + " " + word()
	ask := func(root query.Node) index.Request {
		return index.Request{Query: query.Query{Root: root}, Match: index.MatchAll, Limit: 5 + f.random.IntN(50), Facets: index.Facets}
	}
	return []index.Request{
		{Limit: 500, Facets: index.Facets},
		ask(query.Word{Text: word()}),
		ask(query.And{Nodes: []query.Node{query.Word{Text: word()}, query.Word{Text: word()}}}),
		ask(query.Phrase{Text: phrase}),
		ask(query.Phrase{Text: word() + " " + word(), Field: query.Title}),
		ask(query.Near{Text: word() + " " + word(), Slop: 3}),
		ask(query.Word{Text: word() + "-" + word()}),
		ask(query.And{Nodes: []query.Node{query.Word{Text: word()}, query.Not{Node: query.Word{Text: word()}}}}),
	}
}

func (f *faulty) compareAnswers(oracle *indextest.Oracle) error {
	for _, q := range f.questions() {
		if err := indextest.Compare(f.ctx, f.engine, oracle, q); err != nil {
			return err
		}
	}
	return nil
}

// compareExport reads all papers as a caller of the API gets them.
func (f *faulty) compareExport() {
	f.Helper()
	var out bytes.Buffer
	if err := f.service.Search.Export(f.ctx, search.Params{}, "jsonl", &out); err != nil {
		f.Fatalf("export: %v", err)
	}
	var got []data.ID
	for lines := json.NewDecoder(&out); lines.More(); {
		var p data.Paper
		if err := lines.Decode(&p); err != nil {
			f.Fatalf("export: %v", err)
		}
		got = append(got, p.ID)
	}
	var want []data.ID
	for _, p := range f.model.papers {
		want = append(want, p.ID)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		f.Fatalf("the export has %d papers, want %d", len(got), len(want))
	}
}

// indexFiles are those of the index whose name fits the pattern.
func (f *faulty) indexFiles(pattern string) []string {
	files, err := filepath.Glob(filepath.Join(f.dir, folder.IndexDir, pattern))
	if err != nil {
		f.Fatal(err)
	}
	return files
}

// spoil flips a bit of a file, or cuts it off.
func (f *faulty) spoil(path string) {
	content, err := os.ReadFile(path)
	if err != nil || len(content) == 0 {
		return // a merge has removed it
	}
	at := f.random.IntN(len(content))
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return
	}
	defer file.Close()
	if f.random.IntN(5) == 0 {
		f.note("  cut %s at %d of %d", filepath.Base(path), at, len(content))
		err = file.Truncate(int64(at))
	} else {
		f.note("  flip a bit of byte %d of %d of %s", at, len(content), filepath.Base(path))
		_, err = file.WriteAt([]byte{content[at] ^ 1<<f.random.IntN(8)}, int64(at))
	}
	if err != nil {
		f.Fatal(err)
	}
}

// damageLive damages a segment of the open index: what is answered is right, or refused;
// soon everything is answered again.
func (f *faulty) damageLive() {
	files := f.indexFiles("generation-*/*.zap")
	if len(files) == 0 {
		return
	}
	f.spoil(files[f.random.IntN(len(files))])
	passes, oracle := f.engine.Health().Passes, f.oracle()
	for start := time.Now(); ; {
		err := f.compareAnswers(oracle)
		if err != nil && !errors.Is(err, index.ErrDamaged) && !panics.Is(err) {
			f.Fatalf("a wrong answer from a damaged segment: %v", err)
		}
		h := f.engine.Health()
		if err == nil && len(h.Reasons) == 0 && (h.Passes > passes+1) {
			f.note("  healed in %s, %d rebuilds", time.Since(start).Round(time.Millisecond), h.Rebuilds)
			return
		}
		if time.Since(start) > visibleIn {
			f.Fatalf("not healed: %v; %+v", err, h)
		}
	}
}

// damageCold damages or removes a file of the closed index.
func (f *faulty) damageCold() {
	f.must("close", f.close())
	files := append(f.indexFiles("generation-*/*"), f.indexFiles("CURRENT")...)
	path := files[f.random.IntN(len(files))]
	if f.random.IntN(4) == 0 {
		f.note("  remove %s", filepath.Base(path))
		if err := os.Remove(path); err != nil {
			f.Fatal(err)
		}
	} else {
		f.spoil(path)
	}
	f.open()
}
