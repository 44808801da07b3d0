package search_test

import (
	"bytes"
	"math"
	"net/url"
	"testing"
	"time"

	"paperboy/api/fields"
	"paperboy/api/search"
	"paperboy/api/transfer"
	"paperboy/data"
	"paperboy/index"
)

// TestAnswerWritesTheJSONOfItsFields compares the JSON that an answer writes with that of
// encoding/json, of each of its fields.
func TestAnswerWritesTheJSONOfItsFields(t *testing.T) {
	n := 3
	paper := data.Paper{
		ID: "arxiv:1", Title: "A <b>title</b> & \"more\" \u2028", Abstract: "Two\nlines \\alpha \xff", Authors: []string{"Ada", "É"}, AuthorCount: &n,
		Date: data.Date{Year: 2022, Month: 3}, FeaturedDays: []data.Date{{Year: 2022, Month: 3, Day: 9}}, Added: time.Unix(1, 500),
	}
	hit := search.Hit{
		ID: paper.ID, Score: 12.25, Paper: fields.Choose(paper, nil), Missing: []string{"<word>"},
		Highlights:  &search.Highlights{Title: search.Highlight{{Text: "A <b> & \"", Marked: true}, {Text: "x"}}, Authors: []search.Highlight{{{Text: "Ada", Marked: true}}, {{Text: "B"}}}},
		Explanation: &index.Explanation{Description: "<sum>", Value: 1, Details: []index.Explanation{{Description: "x"}}},
	}
	some := hit
	some.Score, some.Paper, some.Missing, some.Highlights, some.Explanation = 0, fields.Choose(paper, []string{"title", "id", "sources", "observations"}), nil, &search.Highlights{}, nil
	full := search.Answer{
		Query: search.Echo{Text: "<q>", Notices: []string{"a & b"}, All: &n, Corrected: "c"}, Total: 7, TookMS: 1.25, Hits: []search.Hit{hit, some},
		Facets:     map[index.Facet][]index.Bucket{index.FacetDate: {{Key: "2022", From: data.Date{Year: 2022}, Min: &n}}, index.FacetAuthor: {}},
		NextCursor: "c<", Suggestion: "s&", Relaxations: []search.Relaxation{{Without: "x", Params: url.Values{"q": {"<"}}}}, Also: []search.Also{{Text: "a"}},
	}
	empty := search.Answer{Hits: []search.Hit{}, Relaxations: []search.Relaxation{}, Also: []search.Also{}, TookMS: 1e-7}
	for name, a := range map[string]search.Answer{"zero": {}, "empty": empty, "full": full, "large": {TookMS: 1e21}, "negative": {TookMS: -1e-6}} {
		got, err := search.AppendJSON(nil, a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want, err := transfer.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if got := append(got, '\n'); !bytes.Equal(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
	if _, err := search.AppendJSON(nil, search.Answer{TookMS: math.NaN()}); err == nil {
		t.Error("NaN was written")
	}
}
