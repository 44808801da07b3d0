package format_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// wireBook is an entry of a test catalogue.
type wireBook struct {
	Key   format.Text `json:"key"`
	Title format.Text `json:"title"`
}

var books = format.Catalogue[wireBook]{
	Source: "books",
	Lists:  []string{"results", "message.items"},
	Label:  func(w wireBook) string { return string(w.Key) },
	Adapt: func(r *data.Record, w wireBook) error {
		if w.Title == "note" {
			return format.ErrSkip
		}
		r.Paper.Title = string(w.Title)
		return nil
	},
}

func TestCatalogue(t *testing.T) {
	long := strings.Repeat("x", format.SniffLen)
	for name, test := range map[string]struct {
		in      string
		titles  []string
		rejects []string
	}{
		"an array":          {`[{"title": "A"}, {"title": "B"}]`, []string{"A", "B"}, nil},
		"lines":             {"{\"title\": \"A\"}\n{\"title\": [\"\", \"B\"]}\n", []string{"A", "B"}, nil},
		"one":               {"{\n\"title\": 5}", []string{"5"}, nil},
		"an answer":         {`{"count": 2, "results": [{"title": "A"}, {"title": "note"}, {"title": "B"}]}`, []string{"A", "B"}, nil},
		"an answer of one":  {`{"message": {"title": "A"}}`, []string{"A"}, nil},
		"a deeper answer":   {`{"message": {"items": [{"title": "A"}]}}`, []string{"A"}, nil},
		"answers":           {"{\"results\": [{\"title\": \"A\"}]}\n{\"results\": [{\"title\": \"B\"}]}", []string{"A", "B"}, nil},
		"after a long head": {`{"head": "` + long + `", "results": [{"title": "A"}]}`, []string{"A"}, nil},
		"wrong ones": {"[null, {\"title\": \"A\"}, {\"key\": \" k\\n1 \", \"title\": true}, {\"title\": \"B\"}, 5]", []string{"A", "B"}, []string{
			"entry 1 null_entry: null: the catalogue has no such paper", "entry 3 (k 1) invalid_type: title has the wrong type, bool", "entry 5 invalid_type: must be an object",
		}},
		"wrong lines":         {"{\"title\": \"A\"}\n{\"title\": \n{\"title\": \"B\"}\n", []string{"A", "B"}, []string{"line 2 invalid_json: not valid JSON: unexpected end of JSON input"}},
		"a list that is none": {`{"results": {"title": "B"}, "title": "A"}`, []string{"A"}, nil},
	} {
		if name == "wrong ones" {
			test.in = strings.TrimSuffix(test.in, "]") + "]"
		}
		records, rejects := formattest.Read(t, books.Read, format.Input{Reader: strings.NewReader(test.in)})
		var titles []string
		for _, r := range records {
			titles = append(titles, r.Paper.Title)
			if r.Origin.Source != "books" {
				t.Errorf("%s: source %q", name, r.Origin.Source)
			}
		}
		if diff := cmp.Diff(test.titles, titles); diff != "" {
			t.Errorf("%s: titles (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(test.rejects, rejects); diff != "" {
			t.Errorf("%s: rejects (-want +got):\n%s", name, diff)
		}
	}
}

// TestLargeEntries checks that the unused members of a large object are skipped, and that errors
// in the object are still reported.
func TestLargeEntries(t *testing.T) {
	other := `"other": ["` + strings.Repeat("\\\"]}", 2000) + `", {"title": "C"}, -1.5e3, null], "n": 1 `
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	for in, want := range map[string]string{
		`{` + other + `, "Title" : "A"}`:                   "A",
		`{"title":["A"],"key":"k",` + other + `}`:          "A",
		`{` + other + `, "t\u0069tle": "A"}`:               "A",
		`{"title": "B", ` + other + `, "title": "A"}`:      "A",
		`{"title": "A", ` + other + `,}`:                   "invalid_json: not valid JSON: invalid character '}' looking for beginning of object key string",
		`{"title": "A" ` + other + `}`:                     "invalid_json: not valid JSON: invalid character '\"' after object key:value pair",
		`{"title": "A", "x": ` + deep + `, ` + other + `}`: "invalid_json: not valid JSON: invalid character '[' exceeded max depth",
		`{"title": true, ` + other + `}`:                   "invalid_type: title has the wrong type, bool",
	} {
		records, rejects := formattest.Read(t, books.Read, format.Input{Reader: strings.NewReader("[" + in + "]")})
		got := strings.Join(rejects, "; ")
		if len(records) == 1 {
			got = records[0].Paper.Title
		}
		if got != want && got != "entry 1 "+want && got != "entry 1 (k) "+want {
			t.Errorf("%.40s... is read as %q, want %q", in, got, want)
		}
	}
}

func TestReadExtra(t *testing.T) {
	for note, want := range map[string]format.Extra{
		"": {},
		"arXiv:1706.03762 [cs.CL, stat.ML]\nPMID: 12\nPMCID:PMC7\nDOI: 10.1000/x": {ArXiv: "arXiv:1706.03762 [cs.CL, stat.ML]", DOI: "doi:10.1000/x", PMID: "12", PMCID: "PMC7", Categories: []string{"cs.CL", "stat.ML"}},
		"Citation Key: a\n arXiv: astro-ph/0405395 \nDOI:\nDOI: 10.1000/y":        {ArXiv: "arXiv:astro-ph/0405395", DOI: "doi:10.1000/y"},
		"a note on arXiv and its PMID":                                            {},
	} {
		if diff := cmp.Diff(want, format.ReadExtra(note)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", note, diff)
		}
	}
}

func TestCatalogueIDs(t *testing.T) {
	var r data.Record
	format.SetIDs(&r, "", "key 1", format.PubMedID(format.SchemePMCID, "77"), format.PubMedID(format.SchemePMID, "0"), "10.1000/X", "doi:10.1000/x")
	format.AddIDs(&r, "openalex", "W1", "", "W1")
	if r.Paper.ID != "pmcid:pmc77" || !cmp.Equal(r.Aliases, []data.ID{"doi:10.1000/x", "openalex:W1"}) {
		t.Errorf("id %s, aliases %s", r.Paper.ID, r.Aliases)
	}
}
