package jsonl

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// TestCollections reads a line of each kind of collection in the shared corpora.
func TestCollections(t *testing.T) {
	for name, test := range map[string]struct {
		line   string
		want   data.Paper
		source string
		raw    map[string]string
	}{
		"ACL Anthology": {
			line: `{"id": "2016.gwc-1.1", "title": "T", "abstract": "A $x$.", "authors": ["Irena Bellert"], "date": "1963-08", "year": 1963, "venue": "GWC", "venue_ids": ["gwc"], "url": "https://aclanthology.org/2016.gwc-1.1/", "doi": "10.18653/v1/2016.gwc-1.1", "pages": ""}`,
			want: data.Paper{
				ID: "acl:2016.gwc-1.1", Title: "T", Abstract: "A $x$.", Authors: []string{"Irena Bellert"}, AuthorCount: formattest.Pointer(1),
				Date: data.Date{Year: 1963, Month: 8}, Venue: "GWC", DOI: "10.18653/v1/2016.gwc-1.1", URLs: []string{"https://aclanthology.org/2016.gwc-1.1/"},
			},
			source: "acl",
		},
		"arXiv, comments a text": {
			line: `{"id": "acc-phys/9411001", "title": "T", "authors": ["Salman Habib", "Robert D. Ryne"], "categories": ["acc-phys"], "date": "1994-11-01", "updated": null, "doi": null, "comments": "12 pages", "url": "https://arxiv.org/abs/acc-phys/9411001"}`,
			want: data.Paper{
				ID: "arxiv:acc-phys/9411001", Title: "T", Authors: []string{"Salman Habib", "Robert D. Ryne"}, AuthorCount: formattest.Pointer(2),
				Date: data.Date{Year: 1994, Month: 11, Day: 1}, Categories: []string{"acc-phys"}, URLs: []string{"https://arxiv.org/abs/acc-phys/9411001"},
			},
			source: "arxiv",
		},
		"arXiv, the id taken for a decimal": {
			line: `{"id": "1501.0009599999998", "title": "T", "date": "2014-12-31", "doi": "10.1000/X, 10.1000/y", "url": "https://arxiv.org/abs/1501.0009599999998"}`,
			want: data.Paper{
				ID: "arxiv:1501.00096", Title: "T", Date: data.Date{Year: 2014, Month: 12, Day: 31}, DOI: "10.1000/x", URLs: []string{"https://arxiv.org/abs/1501.00096"},
			},
			source: "arxiv",
			raw:    map[string]string{"id": "1501.0009599999998", "doi": "10.1000/X, 10.1000/y"},
		},
		"Daily Papers": {
			line: `{"id": "2312.17276", "sources": ["paperexplorer"], "title": "PanGu-$π$", "hf_date": "2024-01-01", "upvotes": 9.0, "comments": 1, "date": "2024-01-01", "published_at": "2023-12-27T23:49:24Z", "project_page": "https://example.org/p", "github": "https://github.com/a/b", "url": "https://huggingface.co/papers/2312.17276"}`,
			want: data.Paper{
				ID: "arxiv:2312.17276", Title: "PanGu-$π$", Date: data.Date{Year: 2023, Month: 12, Day: 27}, Featured: data.Date{Year: 2024, Month: 1, Day: 1},
				Upvotes: formattest.Pointer(9), Comments: formattest.Pointer(1),
				URLs:       []string{"https://huggingface.co/papers/2312.17276", "https://example.org/p", "https://github.com/a/b"},
				Repository: "https://github.com/a/b",
			},
			source: "huggingface",
		},
		"Daily Papers, dated by the list": {
			line:   `{"id": "2302.06555", "title": "T", "hf_date": "2024-07-11", "date": "2024-07-11"}`,
			want:   data.Paper{ID: "arxiv:2302.06555", Title: "T", Date: data.Date{Year: 2023, Month: 2}, Featured: data.Date{Year: 2024, Month: 7, Day: 11}},
			source: "huggingface",
		},
		"signals, the organization an object": {
			line: `{"id": "2302.06555", "title": "T", "featured_days": ["2024-07-12", "2024-07-11"], "stars": 300, "organization": {"name": "tokyo", "fullname": "The University of Tokyo"}, "ai_summary": "S.", "ai_keywords": ["k"], "repository": "https://github.com/a/b"}`,
			want: data.Paper{
				ID: "arxiv:2302.06555", Title: "T", Date: data.Date{Year: 2023, Month: 2}, Featured: data.Date{Year: 2024, Month: 7, Day: 12},
				FeaturedDays: []data.Date{{Year: 2024, Month: 7, Day: 11}, {Year: 2024, Month: 7, Day: 12}}, Stars: formattest.Pointer(300), Organization: "The University of Tokyo",
				AISummary: "S.", AIKeywords: []string{"k"}, Repository: "https://github.com/a/b",
			},
			source: "arxiv",
		},
		"little, in other types": {
			line: `{"id": "csf:123", "title": "T", "authors": [{"name": "A B"}, {"fullname": "C D"}], "year": "1999", "categories": "cs.CL cs.LG", "urls": "https://example.org/", "author_count": 3}`,
			want: data.Paper{
				ID: "csf:123", Title: "T", Authors: []string{"A B", "C D"}, AuthorCount: formattest.Pointer(3), Date: data.Date{Year: 1999},
				Categories: []string{"cs.CL", "cs.LG"}, URLs: []string{"https://example.org/"},
			},
			source: "file",
		},
	} {
		t.Run(name, func(t *testing.T) {
			records, rejects := formattest.ReadText(t, Read, "papers.jsonl", test.line)
			if len(records) != 1 {
				t.Fatalf("no record, rejects %v", rejects)
			}
			want := data.Paper{Authors: []string{}, Categories: []string{}, URLs: []string{}}
			want = fill(want, test.want)
			want.Complete()
			if diff := cmp.Diff(want, records[0].Paper); diff != "" {
				t.Errorf("paper (-want +got):\n%s", diff)
			}
			if got := records[0].Origin.Source; got != test.source {
				t.Errorf("source %q, want %q", got, test.source)
			}
			if diff := cmp.Diff(test.raw, records[0].Origin.Raw); diff != "" {
				t.Errorf("raw (-want +got):\n%s", diff)
			}
		})
	}
}

// fill sets the empty slices that a valid paper has.
func fill(empty, p data.Paper) data.Paper {
	if p.Authors == nil {
		p.Authors = empty.Authors
	}
	if p.Categories == nil {
		p.Categories = empty.Categories
	}
	if p.URLs == nil {
		p.URLs = empty.URLs
	}
	p.Sources = []data.Provenance{}
	return p
}

func TestRejects(t *testing.T) {
	long := `{"title": "` + strings.Repeat("x", format.MaxEntryBytes) + `"}`
	text := strings.Join([]string{
		`{"title": 7}`,
		`{"title": "T", "authors": "A B"}`,
		`{"title": "T", "authors": ["A", 5]}`,
		`{"title": "T", "upvotes": "many"}`,
		`{"title": "T", "date": "2024-02-30"}`,
		`{"title": "T", "hf_date": "soon"}`,
		`{"title": "T", "id": "arxiv:nonsense"}`,
		`{"title": "T"`,
		`[1, 2]`,
		`"a string"`,
		long,
		``,
		`{"title": "Kept", "extra": {"deep": [1, 2]}}`,
		`not JSON`,
		`{"title": "T", "featured_days": ["2025-11-13", "later"]}`,
		`{"title": "T", "observations": [{"at": "2025-11-13", "upvotes": 1}]}`,
		`{"title": "T", "observations": [{"at": "2025-11-13T07:00:00Z"}]}`,
		`{"title": "T", "observations": {"at": "2025-11-13T07:00:00Z"}}`,
	}, "\n")
	records, rejects := formattest.ReadText(t, Read, "papers.jsonl", "{\"title\": \"First\"}\r\n"+text)
	want := []string{
		"line 2 invalid_type: title must be a string, got a number",
		"line 3 invalid_type: authors must be a list of strings, got a string",
		"line 4 invalid_type: authors must be a list of strings, got a list of something else",
		"line 5 invalid_type: upvotes must be a whole number, got a string",
		`line 6 invalid_date: invalid date "2024-02-30": there is no such day`,
		`line 7 invalid_featured: invalid date "soon": want YYYY, YYYY-MM or YYYY-MM-DD`,
		`line 8 (arxiv:nonsense) invalid_id: invalid id "arxiv:nonsense": no arxiv id has this form`,
		"line 9 invalid_json: not valid JSON: unexpected end of JSON input",
		"line 10 invalid_type: must be an object, got a list of something else",
		"line 11 invalid_type: must be an object, got a string",
		"line 12 line_too_long: longer than 16 MiB",
		"line 15 invalid_json: not valid JSON: invalid character 'o' in literal null (expecting 'u')",
		`line 16 invalid_featured_days: invalid date "later": want YYYY, YYYY-MM or YYYY-MM-DD`,
		`line 17 invalid_observations: "2025-11-13" is not a time like 2025-11-13T07:00:00Z`,
		"line 18 invalid_observations: the observation of 2025-11-13T07:00:00Z has no number",
		"line 19 invalid_type: observations must be a list of objects, got an object",
	}
	if diff := cmp.Diff(want, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	if len(records) != 2 || records[1].Entry != "line 14" {
		t.Errorf("records %+v, want First and Kept of line 14", records)
	}
}

func TestArraysAndSpreadObjects(t *testing.T) {
	for name, text := range map[string]string{
		"an array on one line": `[{"title": "A ] \" }"}, {"title": "B"}]`,
		"an array over lines":  "[\n  {\n \"title\": \"A ] \\\" }\"\n  },\n  {\"title\": \"B\"}\n]\n",
		"objects over lines":   "{\n  \"title\": \"A ] \\\" }\"\n}\n{\n  \"title\": \"B\"\n}",
		"objects, one begun":   "{\"title\":\n \"A ] \\\" }\"} {\"title\": \"B\"}",
	} {
		t.Run(name, func(t *testing.T) {
			records, rejects := formattest.ReadText(t, Read, "papers.jsonl", text)
			if len(records) != 2 || records[0].Paper.Title != `A ] " }` || records[1].Entry != "entry 2" || len(rejects) > 0 {
				t.Errorf("got %+v, rejects %v", records, rejects)
			}
		})
	}
	records, rejects := formattest.ReadText(t, Read, "papers.jsonl", `[{"title": "A"}, {"title": 5}, oops, {"title": "B"}]`)
	if len(records) != 2 || len(rejects) != 2 {
		t.Errorf("got %d records and rejects %v, want 2 and 2", len(records), rejects)
	}
}

func TestUnclosedArray(t *testing.T) {
	n := 0
	for _, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(`[{"title": "A"}, {"title": "B`)}) {
		if n++; (n == 2) != (err != nil) {
			t.Errorf("step %d: error %v, want one after the first record", n, err)
		}
	}
	if n != 2 {
		t.Errorf("%d steps, want a record and an error", n)
	}
}

// TestExportComesBack checks that an export of Paperboy is read as the same paper with the same
// provenance.
func TestExportComesBack(t *testing.T) {
	paper := data.Merge([]data.Record{
		{
			Paper: data.Paper{
				ID: "arxiv:2203.03850", Title: "T", Abstract: "One.\n\nTwo.", Authors: []string{"A"}, AuthorCount: formattest.Pointer(4), Date: data.Date{Year: 2022, Month: 3},
				Upvotes: formattest.Pointer(0), Comments: formattest.Pointer(2), Categories: []string{"cs.CL"}, DOI: "10.1000/x", Venue: "V", URLs: []string{"https://example.org/"},
			},
			Origin: data.Provenance{Source: "arxiv", Location: "a", Fetched: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)},
		},
		{
			Paper:  data.Paper{ID: "arxiv:2203.03850", Title: "T"},
			Origin: data.Provenance{Source: "huggingface", Location: "b", Raw: map[string]string{"date": "May 21"}, Warnings: []string{"year_assumed"}, Fetched: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)},
		},
	})
	line, err := json.Marshal(paper)
	if err != nil {
		t.Fatal(err)
	}
	records, rejects := formattest.ReadText(t, Read, "papers.jsonl", string(line))
	if len(records) != 1 {
		t.Fatalf("rejects %v", rejects)
	}
	if diff := cmp.Diff(paper, data.Merge(records)); diff != "" {
		t.Errorf("the paper changed (-exported +read):\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"id": "2203.03850", "title": "T", "authors": ["A"], "date": "2024-03", "comments": "x", "sources": [{"source": "arxiv"}]}`)
	f.Add("[{\"title\": \"A\"},\n{\"title\": 5}, nul")
	f.Add("{\n\"title\": \"A\\\"}\"}{}")
	f.Fuzz(func(t *testing.T, text string) {
		for r, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(text)}) {
			if err == nil {
				_ = data.Validate(&r)
			}
		}
	})
}
