package peers

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

// TestQueriesSurviveTheFile writes queries and reads them again.
func TestQueriesSurviveTheFile(t *testing.T) {
	queries := []Query{
		{Row: "any", Op: opAny, Text: "neural machine translation"},
		{Row: "filter", Op: opEverything, Facets: true, Year: 2019},
		{Row: "similar", Op: opSimilar, Text: "A title\tand\nan abstract\x1f", N: 50, Number: 4711},
	}
	path := filepath.Join(t.TempDir(), "queries.tsv")
	if err := write(path, queries); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(bytes.NewReader(content))
	queries[2].Text = "A title and an abstract "
	if diff := cmp.Diff(queries, got); err != nil || diff != "" {
		t.Errorf("read: %v\n%s", err, diff)
	}
}

func TestReadRefusesOtherFiles(t *testing.T) {
	for _, content := range []string{"any\tany\twords\n", "any\tany\twords\t0\tx\t0\t0\n", "any\tany\twords\t0\t0\t0\t-1\n"} {
		if _, err := read(strings.NewReader(content)); err == nil || !strings.Contains(err.Error(), "query 1: ") {
			t.Errorf("read(%q): error %v", content, err)
		}
	}
}

// TestLine writes a paper with the characters that separate lines, columns and authors.
func TestLine(t *testing.T) {
	seven := 7
	p := data.Paper{Title: "One\ttitle", Abstract: "Two\nlines", Authors: []string{"Ada\x1fLovelace", "Alan Turing"}, Date: data.Date{Year: 1950}, AuthorCount: &seven}
	if got, want := line(3, &p), "3\t1950\t7\tAda Lovelace\x1fAlan Turing\tOne title\tTwo lines\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.AuthorCount, p.Date = nil, data.Date{}
	if got, want := line(3, &p), "3\t0\t2\tAda Lovelace\x1fAlan Turing\tOne title\tTwo lines\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDrawAll draws each row from a small library, twice.
func TestDrawAll(t *testing.T) {
	l, papers := sampled200(t)
	draw := func(rows []row, seed uint64) map[string][]Query {
		queries, err := drawAll(t.Context(), rows, papers, l.Engine, 40, seed)
		if err != nil {
			t.Fatal(err)
		}
		byRow := map[string][]Query{}
		for _, q := range queries {
			byRow[q.Row] = append(byRow[q.Row], q)
		}
		return byRow
	}
	all := draw(rows, 1)
	for _, r := range rows {
		if len(all[r.key]) != 40 {
			t.Errorf("%s: drew %d queries, want 40", r.key, len(all[r.key]))
		}
	}
	for i, q := range all["any"] {
		if n := len(strings.Fields(q.Text)); n != 3 || all["all"][i].Text != q.Text || all["facets"][i].Text != q.Text || !all["facets"][i].Facets || q.Facets {
			t.Errorf("words, query %d: %+v, all %+v, facets %+v", i, q, all["all"][i], all["facets"][i])
		}
	}
	for row, length := range map[string][2]int{"prefix": {3, 3}, "fuzzy1": {5, 5}, "fuzzy2": {7, 12}} {
		for _, q := range all[row] {
			if n := len(q.Text); n < length[0] || n > length[1] {
				t.Errorf("%s: %q has %d letters", row, q.Text, n)
			}
		}
	}
	some, err := chosen([]string{"phrase"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, draw(rows, 1)); diff != "" {
		t.Errorf("other queries from the same seed:\n%s", diff)
	}
	if cmp.Equal(all["phrase"], draw(rows, 2)["phrase"]) {
		t.Error("the same phrases from another seed")
	}
	if got := draw(some, 1); len(got) != 1 || len(got["phrase"]) != 40 {
		t.Errorf("drew %d rows for one", len(got))
	}
	if _, err := chosen([]string{"none"}); err == nil {
		t.Error("an unknown row was chosen")
	}
}
