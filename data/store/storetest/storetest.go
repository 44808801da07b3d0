// Package storetest is the test suite that every store must pass.
//
// Run opens stores with a function of the adapter, each in its own folder, and reopens
// them to test durability. The suite uses only package store, so it also documents what
// a store does.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/store"
)

// Open opens the store in a folder. It creates the store if the folder has none.
type Open func(t *testing.T, dir string) store.Store

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Open)
	}{
		{"empty", testEmpty},
		{"put and read", testPutAndRead},
		{"reopen", testReopen},
		{"sequences", testSequences},
		{"numbers are never reused", testNumbers},
		{"aliases", testAliases},
		{"titles", testTitles},
		{"merge", testMerge},
		{"merge in a chain", testMergeChain},
		{"unmerge", testUnmerge},
		{"unmerge records", testUnmergeRecords},
		{"unmerge in a chain", testUnmergeChain},
		{"refused unmerges", testUnmergeRefused},
		{"delete and restore", testDelete},
		{"sources", testSources},
		{"rollback", testRollback},
		{"rollback after panic", testPanic},
		{"refused writes", testRefused},
		{"backup", testBackup},
		{"a backup is complete", testBackupIsComplete},
		{"health", testHealth},
		{"lists", testLists},
		{"papers of lists", testListed},
		{"papers of lists that change", testListedChanges},
		{"limits of lists", testListLimits},
		{"bytes of lists", testListBytes},
		{"unused lists", testUnusedLists},
		{"ids", testIDs},
		{"ids in order", testIDsAfter},
		{"refused changes of lists", testListsRefused},
		{"lists changed concurrently", testListsConcurrently},
		{"lists in a backup", testListsBackup},
		{"feeds", testFeeds},
		{"limits of feeds", testFeedLimits},
		{"keys", testKeys},
		{"refused changes of keys", testKeysRefused},
		{"limits of keys", testKeyLimits},
		{"subscriptions", testSubscriptions},
		{"unsubscribe", testUnsubscribe},
		{"unconfirmed subscriptions", testUnconfirmed},
		{"limits of subscriptions", testSubscriptionLimits},
		{"sent papers", testSent},
		{"queue of mails", testQueue},
		{"subscriptions in a backup", testSubscriptionsBackup},
		{"readers during writes", testReaders},
		{"writers take turns", testWriters},
		{"cancelled", testCancelled},
		{"closed", testClosed},
		{"killed", testKilled},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}

// A fixture is an open store with helpers for tests.
type fixture struct {
	*testing.T
	store.Store
	ctx context.Context
}

func begin(t *testing.T, open Open) fixture {
	t.Helper()
	return beginIn(t, open, t.TempDir())
}

func beginIn(t *testing.T, open Open, dir string) fixture {
	t.Helper()
	f := fixture{t, open(t, dir), t.Context()}
	t.Cleanup(func() { f.Store.Close() })
	return f
}

func (f fixture) update(do func(store.Tx) error) {
	f.Helper()
	if err := f.Update(f.ctx, do); err != nil {
		f.Fatalf("update: %v", err)
	}
}

// put writes new papers and returns their numbers.
func (f fixture) put(papers ...data.Paper) []data.Number {
	f.Helper()
	numbers := make([]data.Number, len(papers))
	f.update(func(tx store.Tx) error {
		writes := make([]store.Write, len(papers))
		for i, p := range papers {
			number, err := tx.Create()
			if err != nil {
				return err
			}
			numbers[i] = number
			writes[i] = write(number, p)
		}
		return tx.Put(writes)
	})
	return numbers
}

// write returns a Write of a paper with one record that equals the paper.
func write(number data.Number, p data.Paper) store.Write {
	return store.Write{Number: number, Paper: p, Records: []data.Record{record(p)}}
}

func record(p data.Paper) data.Record {
	r := data.Record{Paper: p, Entry: "line 1", Aliases: []data.ID{}}
	if len(p.Sources) > 0 {
		r.Origin = p.Sources[0]
	}
	r.Paper.Sources = []data.Provenance{}
	return r
}

func (f fixture) head() data.Sequence {
	f.Helper()
	head, err := f.Head(f.ctx)
	if err != nil {
		f.Fatalf("head: %v", err)
	}
	return head
}

// log returns the whole log, read in steps of three.
func (f fixture) log() []data.Change {
	f.Helper()
	var log []data.Change
	for after := data.Sequence(0); ; {
		changes, err := f.Changes(f.ctx, after, 3)
		if err != nil {
			f.Fatalf("changes after %d: %v", after, err)
		}
		if len(changes) == 0 {
			return log
		}
		log = append(log, changes...)
		after = changes[len(changes)-1].Sequence
	}
}

// wantLog compares the log with changes written as "number title" or "number -".
func (f fixture) wantLog(want ...string) {
	f.Helper()
	got := []string{}
	last := data.Sequence(0)
	for _, c := range f.log() {
		if c.Sequence <= last {
			f.Errorf("the log has sequence %d after %d", c.Sequence, last)
		}
		last = c.Sequence
		text := fmt.Sprintf("%d -", c.Number)
		if c.Paper != nil {
			text = fmt.Sprintf("%d %s", c.Number, c.Paper.Title)
		}
		got = append(got, text)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("log (-want +got):\n%s", diff)
	}
	if head := f.head(); head != last {
		f.Errorf("head is %d, the log ends with %d", head, last)
	}
}

// wantIDs compares the number of the paper that has each id; 0 means that none has it.
func (f fixture) wantIDs(want map[data.ID]data.Number) {
	f.Helper()
	got, err := f.Resolve(f.ctx, slices.Collect(maps.Keys(want)))
	if err != nil {
		f.Fatalf("resolve: %v", err)
	}
	for id := range want {
		p, number, err := f.Paper(f.ctx, id)
		switch {
		case want[id] == 0 && !errors.Is(err, store.ErrNotFound):
			f.Errorf("paper %s: got %q and error %v, want ErrNotFound", id, p.Title, err)
		case want[id] != 0 && (err != nil || number != want[id]):
			f.Errorf("paper %s: got number %d and error %v, want %d", id, number, err, want[id])
		}
	}
	maps.DeleteFunc(want, func(_ data.ID, n data.Number) bool { return n == 0 })
	if diff := cmp.Diff(want, got); diff != "" {
		f.Errorf("resolve (-want +got):\n%s", diff)
	}
}

func (f fixture) wantIntact() {
	f.Helper()
	if err := f.Check(f.ctx); err != nil {
		f.Errorf("check: %v", err)
	}
}

// paper returns a paper with an id and a title.
func paper(id data.ID, title string) data.Paper {
	return data.Paper{
		ID: id, Title: title, Abstract: "About " + title,
		Authors: []string{}, Categories: []string{}, URLs: []string{},
		Sources: []data.Provenance{{Source: "file", Location: "a.jsonl"}},
	}
}

// full returns a paper in which every field is set.
func full() data.Paper {
	one, two, zero := 1, 2, 0
	return data.Paper{
		ID: "arxiv:2203.03850", Title: `The "Möbius" <b>&amp;</b> \ strip: 数学`, Abstract: "Line\n\nline\u2028 and \U0001F642.",
		Authors: []string{"Ada Lovelace", "Đặng Văn"}, AuthorCount: &two,
		Date: data.Date{Year: 2022, Month: 3, Day: 21}, Featured: data.Date{Year: 2022, Month: 3, Day: 22},
		FeaturedDays: []data.Date{{Year: 2022, Month: 3, Day: 21}, {Year: 2022, Month: 3, Day: 22}}, Stars: &two,
		Organization: "Ünïversity <&>", AISummary: "S.", AIKeywords: []string{"k"}, Repository: "https://github.com/a/b?x=1&y",
		Observations: []data.Observation{{At: time.Date(2022, 3, 21, 7, 0, 0, 0, time.UTC), Upvotes: &zero}, {At: time.Date(2022, 3, 22, 7, 0, 0, 0, time.UTC), Upvotes: &one, Stars: &two}},
		Upvotes:      &one, Comments: &zero,
		Categories: []string{"cs.CL"}, Venue: "ACL", DOI: "10.1000/x", URLs: []string{"https://example.org/?a=1&b=<2>"},
		Sources: []data.Provenance{{
			Source: "huggingface", Location: "day.json", Fetched: time.Date(2024, 5, 27, 1, 2, 3, 0, time.UTC),
			Raw: map[string]string{"title": "M\\\"obius"}, Warnings: []string{"year_assumed"},
		}},
	}
}

// sameText ignores the fields of papers that the store sets.
var sameText = cmp.Options{
	cmpopts.IgnoreFields(data.Paper{}, "Added", "Updated"),
	cmpopts.EquateEmpty(),
}
