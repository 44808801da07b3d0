package local

import (
	"bufio"
	"encoding/json"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"paperboy/api"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/sharedtest"
	"paperboy/index/ingest"
)

// TestSearchCases asks what people were found to ask for in a spelling that the papers do not have:
// each row of search.tsv names the papers that a query must find.
func TestSearchCases(t *testing.T) {
	cases, corpus := sharedtest.Path(t, "cases/imports/search.tsv"), sharedtest.Path(t, "cases/imports/search-corpus.jsonl")
	var papers []data.Paper
	for line := range linesOf(t, corpus) {
		var p struct {
			ID, Title string
			Authors   []string
		}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		papers = append(papers, data.Paper{ID: data.ID(p.ID), Title: p.Title, Authors: p.Authors})
	}
	library := openWith(t, papers)
	tried := 0
	for line := range linesOf(t, cases) {
		cells := strings.Split(line, "\t")
		if tried++; tried == 1 {
			continue // the names of the columns
		}
		if len(cells) < 4 {
			t.Fatalf("%q has %d cells", line, len(cells))
		}
		found := library.find(t, cells[1])
		for _, want := range strings.Split(cells[2], ",") {
			if !slices.Contains(found, want) {
				t.Errorf("%s finds %v, not %s: %s", cells[1], found, want, cells[3])
			}
		}
	}
	if tried < 2 {
		t.Error("there are no cases")
	}
}

// TestSpellingsOfQueries asks for papers as people type: in other spellings, orders and marks than
// those of the papers. Each query finds these papers and no others.
func TestSpellingsOfQueries(t *testing.T) {
	library := openWith(t, []data.Paper{
		{ID: "x:town", Title: "Bridges of Lübeck", Authors: []string{"Jürgen Köhler"}},
		{ID: "x:typed", Title: "Harbours near Luebeck", Authors: []string{"Eva Koehler"}},
		{ID: "x:north", Title: "Boats of the coast", Authors: []string{"Bjørn Håkonsen"}},
		{ID: "x:mark", Title: "Hedges and lanes", Authors: []string{"Niamh O'Keeffe"}},
		{ID: "x:east", Title: "Snow on roofs", Authors: []string{"Алёна Ковалёва"}},
		{ID: "x:kana", Title: "ﾃﾞｰﾀﾍﾞｰｽ概論", Authors: []string{"M. Full"}},
		{ID: "x:joined", Title: "Finetuning on a budget", Authors: []string{"Petra Quill"}},
		{ID: "x:hyphen", Title: "Fine-tuning of large maps", Authors: []string{"Quill, P."}},
		{ID: "x:small", Title: "Paths through fields", Authors: []string{"Maarten van den Bosch"}},
	})
	for _, test := range []struct {
		want    string
		queries []string
	}{
		{"town typed", []string{"Lübeck", "Luebeck", "LÜBECK", "luebeck", "title:Lübeck", "title:Luebeck", "Luebe*", "author:Koehler", "author:Köhler", "author:Kohler", "Köhler"}},
		{"town", []string{`"bridges of Luebeck"`, `author:"Koehler, Juergen"`, `author:"J. Köhler"`, `author:"Koehler J"`, `author:"Kohler, Jurgen"`}},
		{"typed", []string{`author:"Köhler, Eva"`, `author:"Köhler E"`, `author:"E. Kohler"`}},
		{"north", []string{"author:Haakonsen", "author:Hakonsen", "author:Håkonsen", `author:"Haakonsen, Bjoern"`, `author:"Bjorn Hakonsen"`, `author:"Hakonsen B"`, "Haakonsen"}},
		{"mark", []string{"author:OKeeffe", "author:O'Keeffe", "author:O’Keeffe", "author:Oʼkeeffe", "author:O`Keeffe", `author:"O Keeffe"`, "author:Keeffe", `author:"OKeeffe, Niamh"`, `author:"N. OKeeffe"`, `author:"O'Keeffe N"`, "okeeffe", "O’Keeffe hedges"}},
		{"east", []string{"author:Ковалева", "author:Ковалёва", `author:"Ковалева, Алена"`, `author:"А. Ковалева"`, `author:"Ковалева А"`, "КОВАЛЕВА"}},
		{"kana", []string{"データベース", "ﾃﾞｰﾀﾍﾞｰｽ", "データベース概論", "title:データベース", `"データベース"`, "概論"}},
		{"hyphen joined", []string{"fine-tuning", "finetuning", "Fine‐tuning", "fine–tuning", "fine tuning", "title:fine-tuning", "title:finetuning", "fine-tuned", "finetuned", "finetun*"}},
		{"hyphen joined", []string{`author:"P. Quill"`, `author:"Quill P"`, `author:"quill p."`, `author:"Quill, P"`}},
		{"joined", []string{`author:"Quill, Petra"`, `author:"Petra Quill"`, `author:"Quill,Petra"`, "author:“Quill, Petra”", "author:(Quill Petra)"}},
		{"small", []string{`author:"van den Bosch"`, `author:"Bosch, Maarten van den"`, `author:"van den Bosch, M."`, `author:"M. van den Bosch"`, `author:"Van den Bosch M"`, `author:"Bosch M"`, "author:van-den-Bosch"}},
	} {
		for _, q := range test.queries {
			if got := strings.Join(library.find(t, q), " "); got != test.want {
				t.Errorf("%s finds %q, want %q", q, got, test.want)
			}
		}
	}
}

// searchable is a library that answers searches through the service.
type searchable struct{ papers Papers }

// openWith returns a library that has papers.
func openWith(t *testing.T, papers []data.Paper) searchable {
	t.Helper()
	place := Place{Dir: t.TempDir(), Command: "test"}
	into, done, err := place.OpenTarget(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := func(yield func(data.Record, error) bool) {
		for _, p := range papers {
			if !yield(data.Record{Paper: p, Origin: data.Provenance{Source: "test"}}, nil) {
				return
			}
		}
	}
	if _, err := into.Ingest(t.Context(), format.Records(all), ingest.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := done(); err != nil {
		t.Fatal(err)
	}
	opened, done, err := place.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := done(); err != nil {
			t.Error(err)
		}
	})
	return searchable{opened}
}

// find returns the names of the papers that a query finds, without the prefix of their ids, sorted.
func (s searchable) find(t *testing.T, q string) []string {
	t.Helper()
	answer, err := Call(t.Context(), s.papers, api.Search, search.Params{Q: q, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, hit := range answer.Hits {
		_, name, _ := strings.Cut(string(hit.ID), ":")
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func linesOf(t *testing.T, path string) iter.Seq[string] {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	lines := bufio.NewScanner(f)
	return func(yield func(string) bool) {
		for lines.Scan() {
			if !yield(lines.Text()) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
}
