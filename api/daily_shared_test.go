package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/daily"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/sharedtest"
	"paperboy/data/store/sqlite"
	"paperboy/index/embedded"
)

// captured is a day of Daily Papers as its API answered: each paper's upvotes.
type captured struct {
	day     string
	upvotes map[data.ID]int
}

// readCaptures reads the days of a corpus that can be read without the reader under test, and all
// upvotes that they state for a paper.
func readCaptures(t *testing.T, path string) (days []captured, stated map[data.ID][]int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plain, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	stated = map[data.ID][]int{}
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var line struct {
			Day     string
			Entries []struct {
				Paper struct {
					ID      string
					Upvotes int
				}
			}
		}
		if json.Unmarshal(lines.Bytes(), &line) != nil || len(line.Entries) == 0 {
			continue // one of the 22 days that are broken, or a day without papers
		}
		c := captured{line.Day, map[data.ID]int{}}
		for _, e := range line.Entries {
			id := data.ID("arxiv:" + e.Paper.ID)
			c.upvotes[id] = e.Paper.Upvotes
			stated[id] = append(stated[id], e.Paper.Upvotes)
		}
		days = append(days, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return days, stated
}

// TestDaysOfDailyPapers checks for twenty days that the answer has exactly the papers of the list of
// that day, in the order of their upvotes.
func TestDaysOfDailyPapers(t *testing.T) {
	path := sharedtest.Path(t, "corpora/hf-days.jsonl.zst")
	days, stated := readCaptures(t, path)
	if len(days) < 500 {
		t.Fatalf("%d days can be read", len(days))
	}
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "paperboy.db"))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: papers.Identity()})
	if err != nil {
		t.Fatal(err)
	}
	lib := library.Open(library.Options{Store: papers, Index: engine})
	t.Cleanup(func() { lib.Close() })
	r := newRigWith(t, api.Options{Library: lib, Store: papers, Index: engine, TempDir: t.TempDir(), Access: newAccess(t, access.Options{Token: token, Store: papers})})
	corpus, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	response, body := r.do(http.MethodPost, "/ingest?name=hf-days.jsonl.zst&wait=visible", bytes.NewReader(corpus), "Authorization", "Bearer "+token)
	if response.StatusCode != http.StatusOK {
		t.Fatalf("POST /ingest: %d %.500s", response.StatusCode, body)
	}

	random := rand.New(rand.NewPCG(2025, 11))
	for _, i := range random.Perm(len(days))[:20] {
		day := days[i]
		a := answer[daily.Answer](r, "/days/"+day.day+"?limit=100&fields=upvotes")
		var listed []data.ID
		for id := range day.upvotes {
			listed = append(listed, id)
		}
		got := ids(a.Answer)
		if diff := cmp.Diff(slices.Sorted(slices.Values(listed)), slices.Sorted(slices.Values(got))); diff != "" {
			t.Errorf("papers of %s (-listed +answered):\n%s", day.day, diff)
		}
		for i, h := range a.Hits {
			switch n := h.Paper.Upvotes; {
			case n == nil || !slices.Contains(stated[h.ID], *n):
				t.Errorf("%s: the upvotes of %s are %v, and were %v", day.day, h.ID, n, stated[h.ID])
			case i > 0 && *n > *a.Hits[i-1].Paper.Upvotes:
				t.Errorf("%s: %s with %d upvotes comes after one with %d", day.day, h.ID, *n, *a.Hits[i-1].Paper.Upvotes)
			}
		}
	}
}
