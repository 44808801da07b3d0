package embedded_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/sharedtest"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/query"
)

// TestSpellingCases asks what people were found to ask for in a spelling that the papers
// do not have. Names of authors have a test of their own.
func TestSpellingCases(t *testing.T) {
	cases, papers := sharedtest.Path(t, "cases/imports/search.tsv"), sharedtest.Path(t, "cases/imports/search-corpus.jsonl")
	engine, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: "cases"})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	var ids []string
	var changes []data.Change
	for line := range lines(t, papers) {
		var p struct {
			ID, Title string
			Authors   []string
		}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, strings.TrimPrefix(p.ID, "x:"))
		n := len(ids)
		changes = append(changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: &data.Paper{ID: data.ID(p.ID), Title: p.Title, Authors: p.Authors}})
	}
	if err := engine.Apply(t.Context(), changes, data.Sequence(len(ids))); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), data.Sequence(len(ids))); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for line := range lines(t, cases) {
		fields := strings.Split(line, "\t")
		if len(fields) < 3 || fields[0] != "K41 search" || strings.HasPrefix(fields[1], "author:") {
			continue
		}
		tried++
		result, err := engine.Search(t.Context(), index.Request{Query: query.Parse(fields[1]), Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range result.Hits {
			got = append(got, ids[h.Number-1])
		}
		for _, want := range strings.Split(fields[2], ",") {
			if !slices.Contains(got, want) {
				t.Errorf("%s finds %q, not %s: %s", fields[1], got, want, fields[3])
			}
		}
	}
	if tried == 0 {
		t.Error("there are no cases")
	}
}

func lines(t *testing.T, path string) func(yield func(string) bool) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return func(yield func(string) bool) {
		scanner := bufio.NewScanner(f)
		for scanner.Scan() {
			if !yield(scanner.Text()) {
				return
			}
		}
	}
}
