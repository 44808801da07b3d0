package openalex

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

const work = `{"id": "https://openalex.org/W2626778328", "doi": "https://doi.org/10.48550/arXiv.1706.03762", "title": "Attention <i>is</i> all you need", "display_name": "Attention is all you need",
	"publication_year": 2017, "publication_date": "2017-06-12", "ids": {"openalex": "https://openalex.org/W2626778328", "mag": "2626778328", "pmid": "https://pubmed.ncbi.nlm.nih.gov/17183658"},
	"primary_location": {"landing_page_url": "https://arxiv.org/abs/1706.03762", "pdf_url": null, "source": {"display_name": "arXiv (Cornell University)", "type": "repository"}},
	"locations": [{"landing_page_url": null, "source": null}, {"landing_page_url": "http://arxiv.org/abs/1706.03763"}, {"source": {"display_name": "NIPS", "type": "conference"}},
		{"landing_page_url": "https://www.ncbi.nlm.nih.gov/pmc/articles/3716263"}], "best_oa_location": {"pdf_url": "https://arxiv.org/pdf/1706.03762"},
	"type": "article", "authorships": [{"author": {"display_name": "Ashish Vaswani"}, "raw_author_name": "A. Vaswani"}, {"author": {"display_name": null}, "raw_author_name": "Noam Shazeer"}],
	"concepts": [{"display_name": "Computer science"}], "abstract_inverted_index": {"The": [0, 5], "models": [2], "best": [1], "connect": [3], "both.": [9]}}`

// TestWrappings reads the same work in every form in which OpenAlex publishes it.
func TestWrappings(t *testing.T) {
	want := data.Record{
		Paper: data.Paper{
			ID: "arxiv:1706.03762", Title: "Attention is all you need", Abstract: "The best models connect The both.", Authors: []string{"Ashish Vaswani", "Noam Shazeer"}, AuthorCount: formattest.Pointer(2),
			Date: data.Date{Year: 2017, Month: 6, Day: 12}, Venue: "NIPS", Container: "NIPS", Type: data.TypeConferencePaper, DOI: "10.48550/arxiv.1706.03762", URLs: []string{"https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762"},
		},
		Aliases: []data.ID{"pmid:17183658", "pmcid:pmc3716263", "openalex:W2626778328", "mag:2626778328"},
		Origin: data.Provenance{Source: "openalex", Location: "works.json", Raw: map[string]string{
			"title": "Attention <i>is</i> all you need", "doi": "https://doi.org/10.48550/arXiv.1706.03762",
		}},
	}
	for name, text := range map[string]string{
		"a work":           work,
		"an answer":        `{"meta": {"count": 1, "db_response_time_ms": 5}, "results": [` + work + `], "group_by": []}`,
		"works":            strings.ReplaceAll(work, "\n", " ") + "\n",
		"an array of them": "[null, " + work + "]",
	} {
		if !sniff([]byte(text)) {
			t.Errorf("%s: not recognized", name)
		}
		records, rejects := formattest.ReadText(t, Format().Read, "works.json", text)
		if len(records) != 1 {
			t.Fatalf("%s: %d records, rejects %q", name, len(records), rejects)
		}
		if diff := cmp.Diff(want, records[0], cmpopts.EquateEmpty(), cmpopts.IgnoreFields(data.Record{}, "Entry", "Line")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if !strings.HasSuffix(records[0].Entry, " (W2626778328)") {
			t.Errorf("%s: the entry is called %q", name, records[0].Entry)
		}
	}
}

// TestLesserWorks reads works with few fields.
func TestLesserWorks(t *testing.T) {
	records, rejects := formattest.ReadText(t, Format().Read, "works.json", `[
		{"id": "https://openalex.org/W1", "title": null, "display_name": "A", "publication_date": "2012-01-01", "host_venue": {"display_name": "Old"}, "is_authors_truncated": true, "authorships": [{"raw_author_name": "Doe, Jane"}], "primary_location": null},
		{"id": "https://openalex.org/W2", "title": "B", "publication_year": 1999, "abstract_inverted_index": null, "primary_location": {"source": null, "raw_source_name": "Raw"}},
		{"id": "https://openalex.org/W3", "title": "Cover", "is_paratext": true},
		{"id": "https://openalex.org/W4", "title": null}]`)
	type paper struct {
		ID                   data.ID
		Title, Date, Venue   string
		Authors              string
		Raw                  string
		IsCountOfAuthorsGone bool
	}
	var got []paper
	for _, r := range records {
		p := r.Paper
		got = append(got, paper{p.ID, p.Title, p.Date.String(), p.Venue, strings.Join(p.Authors, "; "), r.Origin.Raw["date"], p.AuthorCount == nil})
	}
	want := []paper{
		{"openalex:W1", "A", "2012", "Old", "Jane Doe", "2012-01-01", true},
		{"openalex:W2", "B", "1999", "Raw", "", "", true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("works (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"entry 4 (W4) (openalex:W4) missing_title: a title is required"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

// TestHostile checks that the positions of words in a malicious abstract are sorted or rejected,
// without using much memory.
func TestHostile(t *testing.T) {
	long := strings.Repeat("x", 1000)
	many := strings.TrimSuffix(strings.Repeat("1,", 200), ",")
	records, rejects := formattest.ReadText(t, Format().Read, "works.json", `[
		{"id": "https://openalex.org/W1", "title": "A", "abstract_inverted_index": {"far": [1000000000000000], "below": [-5], "b": [3, 3], "a": [3], "": [4]}},
		{"id": "https://openalex.org/W2", "title": "B", "abstract_inverted_index": {"`+long+`": [`+many+`]}},
		{"id": "https://openalex.org/W3", "title": "C", "abstract_inverted_index": {"a": [1.5]}},
		{"id": "https://openalex.org/W4", "title": "D", "abstract_inverted_index": {"a": "b"}},
		{"error": "Invalid query parameters error.", "message": "x is not\na field."}]`)
	if len(records) != 1 || records[0].Paper.Abstract != "below a b b far" {
		t.Errorf("read: %+v", records)
	}
	want := []string{
		"entry 2 (W2) (openalex:W2) abstract_too_long: the words of the abstract have more than 100000 characters",
		"entry 3 (W3) invalid_type: abstract_inverted_index has the wrong type, number 1.5",
		"entry 4 (W4) invalid_type: abstract_inverted_index has the wrong type, string",
		"entry 5 error_answer: OpenAlex answered with an error: Invalid query parameters error. x is not a field.",
	}
	if diff := cmp.Diff(want, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

func TestRecognised(t *testing.T) {
	for text, want := range map[string]bool{
		`{"results": [{"id": "https://openalex.org/W1"}]}`:                             true,
		`{"meta": {"count": 0, "db_response_time_ms": 5}, "results": [], "x": 1}`:      true,
		`{"error": "Invalid", "message": "M"}`:                                         true,
		`{"results": [{"id": "https://openalex.org/A1", "display_name": "A person"}]}`: false,
		`{"results": []}`: false, `{"error": "Not found"}`: false, `[{"id": "W1", "title": "T"}]`: false,
	} {
		if got := sniff([]byte(text)); got != want {
			t.Errorf("%s: recognized %v, want %v", text, got, want)
		}
	}
}

// TestSharedFiles reads real works. Every work has a title, authors and a date.
func TestSharedFiles(t *testing.T) {
	abstracts, works := 0, map[string]int{}
	formattest.Files(t, sharedtest.Path(t, "fixtures/imports/openalex"), "*.json", Format(), func(file string, r data.Record, err error) {
		if err != nil {
			t.Errorf("%s: %v", file, err)
			return
		}
		works[file]++
		if r.Paper.DOI == "" || r.Paper.Date.IsZero() || len(r.Paper.Authors) == 0 {
			t.Errorf("%s %s: DOI %q, date %q, authors %q", file, r.Entry, r.Paper.DOI, r.Paper.Date, r.Paper.Authors)
		}
		if r.Paper.Abstract != "" {
			abstracts++
		}
	})
	for file, n := range works {
		if n != 1 {
			t.Errorf("%s: %d works read, want 1", file, n)
		}
	}
	if want := 14; len(works) != want {
		t.Errorf("works in %d files, want %d", len(works), want)
	}
	t.Logf("%d of %d have an abstract", abstracts, len(works))
}

func FuzzRead(f *testing.F) {
	f.Add(work)
	f.Add(`{"meta": {}, "results": [{"id": "https://openalex.org/W1", "title": "T", "abstract_inverted_index": {"a": [9e9, -1]}}, null`)
	f.Add(`{"error": 5, "ids": {"mag": 7}, "authorships": [{}], "locations": [{"source": 5}]}`)
	formattest.Fuzz(f, Format())
}

// BenchmarkRead reads and validates the shared works repeatedly, with one work per line as in a
// snapshot.
func BenchmarkRead(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(sharedtest.Path(b, "fixtures/imports/openalex"), "*.json"))
	if err != nil || len(files) == 0 {
		b.Fatalf("no files: %v", err)
	}
	var works bytes.Buffer
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Compact(&works, text)
		}
		if err != nil {
			b.Fatal(err)
		}
		works.WriteByte('\n')
	}
	const times = 100
	snapshot := bytes.Repeat(works.Bytes(), times)
	formattest.Benchmark(b, Format().Read, string(snapshot), len(files)*times)
}
