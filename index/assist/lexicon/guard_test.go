package lexicon

import (
	"math/rand/v2"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
)

// TestFileCutShort cuts the file short that lookups use: they find nothing and don't fail, and
// everything is found again once the log was read.
func TestFileCutShort(t *testing.T) {
	o := fileOptions(t)
	l, log, _ := reopened(t, o, 13, 3000, 1500)
	if l.now.Load().file().Blocks() == 0 {
		t.Skip("files are not mapped here")
	}
	want := complete(t, l, "graph neu")
	if err := os.Truncate(o.Path, 4096); err != nil {
		t.Fatal(err)
	}
	if got := complete(t, l, "graph neu"); len(got) > 0 {
		t.Errorf("found %v in a file that was cut short", got)
	}
	if found, err := l.Expand(t.Context(), []string{"DGN"}); len(found) > 0 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	asked := false
	if _, err := look(l, "", func(*snapshot) (int, error) { asked = true; return 0, nil }); asked || err != nil {
		t.Errorf("a file that is known to be damaged is read again (%v)", err)
	}
	if _, err := l.Topics(t.Context(), index.TopicsRequest{Papers: []data.Number{1, 2, 3}, Limit: 1}); err != nil {
		t.Error(err)
	}
	if _, err := l.Rising(t.Context(), index.RisingRequest{Month: data.Date{Year: 2020, Month: 3}}); err != nil {
		t.Error(err)
	}
	if err := panics.Recover("", func() error { l.Take(t.Context(), nil, true); return nil }); !panics.Is(err) {
		t.Error("Take goes on with a damaged file")
	}
	if after := l.Reset(); after != 0 {
		t.Errorf("the log is read after %d", after)
	}
	read(t, l, log)
	if diff := cmp.Diff(want, complete(t, l, "graph neu")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPanicOfLookup checks that a panic of a lookup is an error if the file is sound.
func TestPanicOfLookup(t *testing.T) {
	log := &fakeLog{}
	randomPapers(log, rand.New(rand.NewPCG(14, 1)), 3000, 1500)
	l, _ := opened(t, fileOptions(t), log)
	defer panics.Inject(func(point string) {
		if point == "lexicon.complete" {
			panic("injected")
		}
	})()
	if _, err := l.Complete(t.Context(), index.CompleteRequest{Typed: "graph", Limit: 1}); !panics.Is(err) || l.damaged.Load() {
		t.Errorf("error %v, damaged %v", err, l.damaged.Load())
	}
}
