package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/store"
)

func testFeeds(t *testing.T, open Open) {
	dir := t.TempDir()
	f := beginIn(t, open, dir)
	if got, err := f.Feed(f.ctx, "hf"); err != nil || got != (store.Feed{Name: "hf"}) {
		t.Errorf("an unknown feed: got %+v and error %v, want only its name", got, err)
	}
	before := time.Now().Add(-time.Second)
	put := func(feeds ...store.Feed) {
		f.update(func(tx store.Tx) error {
			for _, feed := range feeds {
				if err := tx.PutFeed(feed); err != nil {
					return err
				}
			}
			return nil
		})
	}
	put(store.Feed{Name: "hf", Cursor: "1"}, store.Feed{Name: "arxiv cs.CL", Cursor: "2", Error: "busy"})
	put(store.Feed{Name: "hf", Cursor: "3"})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	f = beginIn(t, open, dir)
	feeds, err := f.Feeds(f.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range feeds {
		if feeds[i].Fetched.Before(before) {
			t.Errorf("%s was stored at %s, want the present", feeds[i].Name, feeds[i].Fetched)
		}
		feeds[i].Fetched = time.Time{}
	}
	if diff := cmp.Diff([]store.Feed{{Name: "arxiv cs.CL", Cursor: "2", Error: "busy"}, {Name: "hf", Cursor: "3"}}, feeds); diff != "" {
		t.Errorf("feeds (-want +got):\n%s", diff)
	}
	if got, err := f.Feed(f.ctx, "hf"); err != nil || got.Cursor != "3" {
		t.Errorf("hf: got %+v and error %v, want the cursor 3", got, err)
	}
	put(store.Feed{Name: "hf"}, store.Feed{Name: "unknown"})
	if feeds, err := f.Feeds(f.ctx); err != nil || len(feeds) != 1 || feeds[0].Name != "arxiv cs.CL" {
		t.Errorf("got feeds %+v and error %v, want hf deleted", feeds, err)
	}
}

func testFeedLimits(t *testing.T, open Open) {
	f := begin(t, open)
	for name, feed := range map[string]store.Feed{
		"no name":       {Cursor: "1"},
		"a long name":   {Name: strings.Repeat("x", store.MaxFeedBytes+1)},
		"a long error":  {Name: "hf", Error: strings.Repeat("x", store.MaxCursorBytes+1)},
		"a long cursor": {Name: "hf", Cursor: strings.Repeat("x", store.MaxCursorBytes+1)},
	} {
		if err := f.Update(f.ctx, func(tx store.Tx) error { return tx.PutFeed(feed) }); !errors.Is(err, store.ErrFeed) {
			t.Errorf("%s: got error %v, want %v", name, err, store.ErrFeed)
		}
	}
	f.update(func(tx store.Tx) error {
		for i := range store.MaxFeeds {
			if err := tx.PutFeed(store.Feed{Name: fmt.Sprint(i), Cursor: "1"}); err != nil {
				return err
			}
		}
		return nil
	})
	f.update(func(tx store.Tx) error { return tx.PutFeed(store.Feed{Name: "7", Cursor: "again"}) })
	if err := f.Update(f.ctx, func(tx store.Tx) error { return tx.PutFeed(store.Feed{Name: "one more", Error: "busy"}) }); !errors.Is(err, store.ErrTooManyFeeds) {
		t.Errorf("one feed too many: got error %v, want %v", err, store.ErrTooManyFeeds)
	}
}
