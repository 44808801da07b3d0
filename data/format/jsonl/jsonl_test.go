package jsonl

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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
		`{"authors": ["A"]}`,
		`{"title": "T"`,
		`{"title": "T",}`,
		`{"title": nul}`,
		`[1, 2]`,
		`"a string"`,
		long,
		``,
		`{"title": "Kept", "extra": {"deep": [1, 2]}}`,
		`not JSON`,
	}, "\n")
	records, rejects := formattest.ReadText(t, Read, "papers.jsonl", "{\"title\": \"First\"}\r\n"+text)
	want := []string{
		"line 2 missing_title: a title is required",
		"line 3 invalid_json: not valid JSON: unexpected end of JSON input",
		"line 4 invalid_json: not valid JSON: invalid character '}' looking for beginning of object key string",
		"line 5 invalid_json: not valid JSON: invalid character '}' in literal null (expecting 'l')",
		"line 6 invalid_type: must be an object, got a list",
		"line 7 invalid_type: must be an object, got a string",
		"line 8 line_too_long: longer than 16 MiB",
		"line 11 invalid_json: not valid JSON: invalid character 'o' in literal null (expecting 'u')",
	}
	if diff := cmp.Diff(want, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	if len(records) != 2 || records[1].Entry != "line 10" {
		t.Errorf("records %+v, want First and Kept of line 10", records)
	}
}

// TestPeoplesOwn reads the same things under other names and in other types. A value that can't be
// read costs its field and is kept, with a warning.
func TestPeoplesOwn(t *testing.T) {
	paper := func(p data.Paper) data.Paper { p.Title = "T"; return p }
	people := []string{"Ines Pratt", "Kofi Orr"}
	for text, test := range map[string]struct {
		want     data.Paper
		warnings string
		raw      string
	}{
		`"author": [{"first": "Ines", "last": "Pratt"}, {"given": "Kofi", "family": "Orr"}]`:   {want: data.Paper{Authors: people}},
		`"creators": [{"firstName": "Ines", "lastName": "Pratt"}, {"full_name": "Orr, Kofi"}]`: {want: data.Paper{Authors: people}},
		`"author_list": {"author": [{"name": "Ines Pratt"}, "Kofi Orr"]}`:                      {want: data.Paper{Authors: people}},
		`"Authors": "Ines Pratt and Kofi Orr"`:                                                 {want: data.Paper{Authors: people}},
		`"authors": "Pratt, Ines; Orr, Kofi"`:                                                  {want: data.Paper{Authors: people}, raw: "authors"},
		`"authors": ["Pratt, Ines", "Orr, Kofi"]`:                                              {want: data.Paper{Authors: people}},
		`"authors_parsed": [["Pratt", "Ines", ""], ["Orr", "Kofi", ""]]`:                       {want: data.Paper{Authors: people}},
		`"authors": [{"name": "WHO", "type": "organization"}]`:                                 {want: data.Paper{Authors: []string{"WHO"}, Groups: []string{"WHO"}}},
		`"authors": ["Ines Pratt", 5, "Kofi Orr"]`:                                             {want: data.Paper{Authors: people}, warnings: "field_unread", raw: "authors"},
		`"authors": true`: {warnings: "field_unread", raw: "authors"},
		`"summary": "S."`: {want: data.Paper{Abstract: "S."}},
		`"abstract": [{"text": "One."}, {"text": "Two."}]`:     {want: data.Paper{Abstract: "One.\n\nTwo."}},
		`"published": "2021-01-13T00:00:00Z"`:                  {want: data.Paper{Date: data.Date{Year: 2021, Month: 1, Day: 13}}},
		`"published": {"year": "2019", "month": "3"}`:          {want: data.Paper{Date: data.Date{Year: 2019, Month: 3}}},
		`"date": "3 March 2019"`:                               {want: data.Paper{Date: data.Date{Year: 2019, Month: 3, Day: 3}}, raw: "date"},
		`"date": 1552521600`:                                   {want: data.Paper{Date: data.Date{Year: 2019, Month: 3, Day: 14}}, raw: "date"},
		`"created": 1552521600000, "date": "2018"`:             {want: data.Paper{Date: data.Date{Year: 2018}}},
		`"pubDate": {"$date": "2019-03-14T00:00:00Z"}`:         {want: data.Paper{Date: data.Date{Year: 2019, Month: 3, Day: 14}}},
		`"year": 2019, "month": "March"`:                       {want: data.Paper{Date: data.Date{Year: 2019, Month: 3}}},
		`"year": 2019.0`:                                       {want: data.Paper{Date: data.Date{Year: 2019}}, raw: "date"},
		`"date": "soon"`:                                       {warnings: "date_unread", raw: "date"},
		`"date": "2024-02-30"`:                                 {want: data.Paper{Date: data.Date{Year: 2024, Month: 2}}, raw: "date"},
		`"id": 17`:                                             {warnings: "field_unread", raw: "id"},
		`"id": "10.5555/x.1"`:                                  {want: data.Paper{ID: "doi:10.5555/x.1", DOI: "10.5555/x.1"}},
		`"id": "arxiv:nonsense"`:                               {warnings: "field_unread", raw: "id"},
		`"entry_id": "http://arxiv.org/abs/2101.05555v1"`:      {want: data.Paper{ID: "arxiv:2101.05555", Date: data.Date{Year: 2021, Month: 1}}, warnings: "date_from_id"},
		`"arxiv_id": "2101.05555", "year": 2021, "pmid": 7`:    {want: data.Paper{ID: "arxiv:2101.05555", Date: data.Date{Year: 2021}}},
		`"upvotes": "many"`:                                    {warnings: "field_unread", raw: "upvotes"},
		`"hf_date": "soon"`:                                    {warnings: "field_unread", raw: "featured"},
		`"featured_days": ["2025-11-13", "later"]`:             {want: data.Paper{Featured: data.Date{Year: 2025, Month: 11, Day: 13}, FeaturedDays: []data.Date{{Year: 2025, Month: 11, Day: 13}}}, warnings: "field_unread", raw: "featured_days"},
		`"observations": [{"at": "2025-11-13", "upvotes": 1}]`: {warnings: "field_unread", raw: "observations"},
		`"observations": [{"at": "2025-11-13T07:00:00Z"}]`:     {warnings: "field_unread", raw: "observations"},
		`"journal": {"name": "J"}, "volume": 3, "issue": "4", "first_page": 5, "last_page": 6, "type": "Journal Article"`: {want: data.Paper{Venue: "J", Container: "J", Volume: "3", Number: "4", Pages: "5-6", Type: data.TypeArticle}},
		`"main_author_names": ["A"], "abstract_de": "B", "date_of_print": "2001"`:                                         {warnings: "name_unknown", raw: "abstract authors date"},
		`"authors": ["Ines Pratt", "Kofi Orr"], "author_ids": [1, 2], "updated": "2001"`:                                  {want: data.Paper{Authors: people}},
	} {
		records, rejects := formattest.ReadText(t, Read, "papers.json", `{"title": "T", `+text+`}`)
		if len(records) != 1 {
			t.Errorf("%s: %d records, rejects %q", text, len(records), rejects)
			continue
		}
		r := records[0]
		if test.want.ID == "" {
			r.Paper.ID = ""
		}
		r.Paper.AuthorCount = nil
		if diff := cmp.Diff(paper(test.want), r.Paper, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: paper (-want +got):\n%s", text, diff)
		}
		if got := strings.Join(r.Origin.Warnings, " "); got != test.warnings {
			t.Errorf("%s: warnings %q, want %q", text, got, test.warnings)
		}
		if got := strings.Join(slices.Sorted(maps.Keys(r.Origin.Raw)), " "); got != test.raw {
			t.Errorf("%s: raw of %q, want of %q", text, r.Origin.Raw, test.raw)
		}
	}
}

// TestNamesAreUnique checks that no name is in two fields.
func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, names := range slotNames {
		for name := range strings.FieldsSeq(names) {
			if seen[name] {
				t.Errorf("%q is the name of two fields", name)
			}
			seen[name] = true
		}
	}
}

// TestWrapped finds papers under any key.
func TestWrapped(t *testing.T) {
	for name, text := range map[string]string{
		"under a key":     `{"count": 2, "papers": [{"title": "A"}, {"title": "B"}]}`,
		"deeper":          `{"response": {"status": {"code": 1}, "docs": {"list": [{"title": "A"}, {"title": "B"}]}}}`,
		"under two keys":  `{"accepted": [{"title": "A", "x": [{"title": "no"}]}], "rejected": [{"title": "B"}]}`,
		"by id":           `{"2101.1": {"title": "A", "year": 2001}, "2101.2": {"title": "B", "year": 2002}}`,
		"hits of Elastic": `{"hits": {"hits": [{"_id": "1", "_source": {"title": "A", "authors": []}}, {"_id": "2", "_source": {"title": "B", "year": 1}}]}}`,
		"wrapped lines":   "{\"paper\": {\"title\": \"A\", \"id\": 1}}\n{\"paper\": {\"title\": \"B\", \"id\": 2}}\n",
		"pages":           "{\n\"papers\": [{\"title\": \"A\"}]\n}\n{\n\"papers\": [{\"title\": \"B\"}]\n}",
		"in arrays":       `[{"paper": {"title": "A", "id": 1}}, {"paper": {"title": "B", "id": 2}}]`,
	} {
		records, rejects := formattest.ReadText(t, Read, "papers.json", text)
		if len(records) != 2 || records[0].Paper.Title != "A" || records[1].Paper.Title != "B" || len(rejects) > 0 {
			t.Errorf("%s: %+v, rejects %q", name, records, rejects)
		}
	}
	for text, want := range map[string]string{
		`[]`:                                    "file no_records: it has no records of papers",
		`{"papers": []}`:                        "line 1 missing_title: a title is required",
		`{"count": 1, "meta": {"page": 1}}`:     "entry 1 missing_title: a title is required",
		`{"people": [{"name": "A"}, {"b": 1}]}`: "entry 1 missing_title: a title is required",
	} {
		records, rejects := formattest.ReadText(t, Read, "papers.json", text)
		if len(records) > 0 || len(rejects) != 1 || strings.Replace(rejects[0], " (pb:e3b0c44298fc1c14)", "", 1) != want {
			t.Errorf("%s: %d records, rejects %q, want %q", text, len(records), rejects, want)
		}
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
	records, rejects := formattest.ReadText(t, Read, "papers.jsonl", `[{"title": "A"}, {"title": {}}, oops, {"title": "B"}]`)
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
