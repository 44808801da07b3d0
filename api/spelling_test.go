package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"paperboy/api"
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
			got := answer[api.SearchAnswer](r, "/search?q="+url.QueryEscape(test.q))
			if got.Suggestion != test.want {
				t.Fatalf("%q (%d papers): %q, want %q", test.q, got.Total, got.Suggestion, test.want)
			}
			if test.want == "" {
				return
			}
			if again := answer[api.SearchAnswer](r, "/search?q="+url.QueryEscape(test.want)); again.Total == 0 || again.Suggestion != "" {
				t.Errorf("%q finds %d papers and suggests %q", test.want, again.Total, again.Suggestion)
			}
		})
	}
	if got := answer[api.SearchAnswer](r, "/search?q=transfomer&to=2021"); got.Suggestion != "" {
		t.Errorf("%q finds nothing with the filter", got.Suggestion)
	}
	long := strings.Repeat("attention ", 20) + "transfomer"
	if got := answer[api.SearchAnswer](r, "/search?q="+url.QueryEscape(long)); got.Suggestion != "" {
		t.Errorf("pasted text got %q", got.Suggestion)
	}
	if _, body := r.get("/search?q=attention"); strings.Contains(body, `"suggestion"`) {
		t.Errorf("a suggestion that is absent is there: %s", body)
	}
}
