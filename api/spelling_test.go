package api_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"paperboy/api/search"
)

const spelled = `{"title":"A transformer for machine learning","abstract":"Machine learning with attention, by Schrödinger and Möbius.","authors":["Ada Lovelace"],"date":"2022"}
{"title":"Attention networks","abstract":"Networks with attention translate text.","authors":["Alan Turing"],"date":"2021"}
{"title":"Attention and networks again","abstract":"A graph of learning. Formed networks.","date":"2020"}
{"title":"Нейронные сети","abstract":"Обучение нейронных сетей. 机器学习 模型","date":"2019"}
`

func TestSuggestion(t *testing.T) {
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", spelled); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	tests := []struct{ name, q, want string }{
		{"a letter lost", "transfomer", "transformer"},
		{"a letter more", "transsformer", "transformer"},
		{"two other letters", "trenzformer", "transformer"},
		{"letters swapped", "garph", "graph"},
		{"capitals", "Transfomer", "transformer"},
		{"accents lost and a letter", "schrodingr", "schrodinger"},
		{"accents are no misspelling", "Schrodinger", ""},
		{"other accents are none", "möbiüs", ""},
		{"Cyrillic", "обучене", "обучение"},
		{"two letters of Cyrillic", "нейроные сетт", "нейронные сети"},
		{"Chinese has none", "机器学器", ""},
		{"joined", "machinelearning", "machine learning"},
		{"split", "trans former", "transformer"},
		{"split beside others", "a trans former for machine learning", "a transformer for machine learning"},
		{"one of two words", "transfomer attention", "transformer attention"},
		{"two of two words", "transfomer atention", "transformer attention"},
		{"quotes stay", `"machne learning" +atention`, `"machine learning" +attention`},
		{"operators stay", "(transfomer OR grapf) -atention year:2015..2025", "(transformer OR graph) -atention year:2015..2025"},
		{"an author's name", "author:lovelase", "author:lovelace"},
		{"another field's word", "author:transfomer", ""},
		{"a title's word", "title:transfomer", "title:transformer"},
		{"a word is not split in a field", "title:machinelearning", ""},
		{"prefixes and fuzzy words stay", "transfomers* machin~ atention", "transfomers* machin~ attention"},
		{"known by its stem", "transforming", ""},
		{"known as a name", "turing lovelace", ""},
		{"found", "attention", ""},
		{"nothing near", "zzzzzzzz", ""},
		{"numbers", "20215", ""},
		{"short", "xq", ""},
		{"nothing", "", ""},
		{"must find something", `"transfomer networks"`, ""},
		{"too many unknown", "transfomer atention grapf machne", ""},
		{"markup", `<b>transfomer</b>`, `<b>transformer</b>`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := answer[search.Answer](r, "/search?q="+url.QueryEscape(test.q))
			text := cmp.Or(got.Query.Corrected, got.Suggestion)
			if text != test.want {
				t.Fatalf("%q (%d papers): %q, want %q", test.q, got.Total, text, test.want)
			}
			if test.want == "" {
				return
			}
			if again := answer[search.Answer](r, "/search?q="+url.QueryEscape(test.want)); again.Total == 0 || again.Suggestion != "" {
				t.Errorf("%q finds %d papers and suggests %q", test.want, again.Total, again.Suggestion)
			}
		})
	}
	if got := answer[search.Answer](r, "/search?q=transfomer&to=2021"); got.Suggestion != "" {
		t.Errorf("%q finds nothing with the filter", got.Suggestion)
	}
	long := strings.Repeat("attention ", 40) + "transfomer"
	if got := answer[search.Answer](r, "/search?q="+url.QueryEscape(long)); got.Suggestion != "" {
		t.Errorf("pasted text got %q", got.Suggestion)
	}
	if _, body := r.get("/search?q=attention"); strings.Contains(body, `"suggestion"`) {
		t.Errorf("the answer has an empty suggestion: %s", body)
	}
}

// typos has enough papers to make a correction nearly certain, and one that is itself misspelled.
func typos() string {
	var b strings.Builder
	for i := range 150 {
		fmt.Fprintf(&b, `{"title":"A language model, number %d","abstract":"Text.","date":"%d"}`+"\n", i, 2000+i%20)
	}
	b.WriteString(`{"title":"The langauge of birds","date":"1990"}` + "\n")
	return b.String()
}

func TestCorrection(t *testing.T) {
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", typos()); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	tests := []struct {
		name, query, corrected string
		total                  int
	}{
		{"no paper has the word", "q=langwage+model", "language model", 150},
		{"capitals stay where nothing is wrong", "q=A+langwage+Model", "A language Model", 150},
		{"spelling=off", "q=langwage&spelling=off", "", 0},
		{"a word in quotes", "q=%22langwage+model%22", "", 0},
		{"a field", "q=title:langwage", "", 0},
		{"an alternative", "q=langwage+OR+birds", "", 1},
		{"an acronym", "q=LANGWAGe", "", 0},
		{"part of an address", "q=example.com/langwage", "", 0},
		{"another order", "q=langwage&sort=newest", "language", 150},
		{"nothing found with the filter", "q=langwage&to=1980", "", 0},
		{"the one paper is what was asked for", "q=langauge+birds", "", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := answer[search.Answer](r, "/search?"+test.query)
			original := ""
			if test.corrected != "" {
				original = got.Query.Text
			}
			if got.Query.Corrected != test.corrected || got.Query.Original != original || got.Total != test.total {
				t.Errorf("%s: %d papers, %+v; want %d, corrected to %q", test.query, got.Total, got.Query, test.total, test.corrected)
			}
			if got.Query.Corrected != "" && got.Suggestion != "" {
				t.Errorf("%s: corrected, and suggests %q", test.query, got.Suggestion)
			}
		})
	}
}

// TestCorrectionOfWalk reads all pages of a corrected search while papers are added that have the
// word as typed. It checks that the later pages continue with the correction.
func TestCorrectionOfWalk(t *testing.T) {
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", typos()); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	page := answer[search.Answer](r, "/search?q=langwage&limit=60&sort=oldest")
	seen := len(page.Hits)
	var more strings.Builder
	for i := range 200 {
		fmt.Fprintf(&more, `{"title":"Langwage %d","date":"2024"}`+"\n", i)
	}
	if status, body := r.post("/papers?wait=visible", more.String()); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	first := page.NextCursor
	for page.NextCursor != "" {
		page = answer[search.Answer](r, "/search?q=langwage&limit=60&sort=oldest&cursor="+page.NextCursor)
		if page.Query.Corrected != "language" || page.Query.Original != "langwage" {
			t.Fatalf("a later page: %+v", page.Query)
		}
		seen += len(page.Hits)
	}
	if seen != 150 {
		t.Errorf("the pages have %d papers, want 150", seen)
	}
	if status, body := r.get("/search?q=langwage&limit=60&sort=oldest&spelling=off&cursor=" + first); status != http.StatusBadRequest || !strings.Contains(string(body), "cursor_mismatch") {
		t.Errorf("the cursor of a corrected search with spelling=off: %d %s", status, body)
	}
	if got := answer[search.Answer](r, "/search?q=langwage"); got.Query.Corrected != "" || got.Total != 200 {
		t.Errorf("%d papers, %+v: want the 200 that have the word", got.Total, got.Query)
	}
}

// TestRecordsAreOfWhatWasTyped checks that an export, a receipt and a feed of a misspelled query are
// not corrected.
func TestRecordsAreOfWhatWasTyped(t *testing.T) {
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", typos()); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	if _, body := r.get("/export?format=jsonl&q=langwage"); len(body) > 0 {
		t.Errorf("the export has %s", body)
	}
	if got := r.receipt("q=langwage"); got.Total != 0 {
		t.Errorf("the receipt is of %d papers", got.Total)
	}
	if _, body := r.get("/search.atom?q=langwage"); strings.Contains(string(body), "<entry>") {
		t.Errorf("the feed has %s", body)
	}
}
