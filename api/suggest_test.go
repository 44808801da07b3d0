package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/search"
	"paperboy/index/assist/lexicon"
)

// completing returns a rig with the same papers whose server has also read their words, so that it
// has completions, expansions of acronyms and rising phrases.
func (r *rig) completing() *rig {
	r.Helper()
	words := lexicon.New()
	if err := words.Read(r.Context(), r.options.Store); err != nil {
		r.Fatal(err)
	}
	o := r.options
	o.Completer, o.Expander, o.Trends = words, words, words
	return newRigWith(r.T, o)
}

func TestSuggest(t *testing.T) {
	r := newRig(t)
	r.post("/papers?wait=visible", `{"title":"Graph neural networks","authors":["Ada \"the\" Lovelace"]}`)
	r = r.completing()
	for _, test := range []struct {
		q, typed string
		want     []string
	}{
		{"gra", "gra", []string{"phrase graph neural networks 2 -> graph neural networks", "title Graph neural networks for molecules", "title Graph neural networks"}},
		{"ada", "ada", []string{"author Ada Lovelace 2 -> author:\"Ada Lovelace\"", "author Ada \"the\" Lovelace 1 -> author:\"Ada the Lovelace\""}},
		{"attention gra", "gra", []string{"phrase graph neural networks 2 -> attention graph neural networks"}},
		{"attention OR grisha", "grisha", []string{"author Grisha Perelman 1 -> attention OR author:\"Grisha Perelman\""}},
		{`year:2020.. author:per`, "per", []string{"author Grisha Perelman 1 -> year:2020.. author:\"Grisha Perelman\""}},
		{`author:"grisha p`, "grisha p", []string{"author Grisha Perelman 1 -> author:\"Grisha Perelman\""}},
		{`"graph neu`, "graph neu", []string{"phrase graph neural networks 2 -> \"graph neural networks\""}},
		{`“graph neu`, "graph neu", []string{"phrase graph neural networks 2 -> \"graph neural networks\""}},
		{`title:gra`, "gra", []string{"phrase graph neural networks 2 -> title:\"graph neural networks\""}},
		{"(gra", "", nil},
		{"-gra", "", nil},
		{"cat:gra", "", nil},
		{"venue:ac", "", nil},
		{"2020..gra", "2020..gra", nil},
		{"gra*", "", nil},
		{`"graph neural networks" `, "", nil},
		{"perelmen", "perelmen", []string{"author Grisha Perelman 1 -> author:\"Grisha Perelman\" ~"}},
		{"zyx", "", nil},
		{"g", "", nil},
		{"", "", nil},
		{" ", "", nil},
		{strings.Repeat("gra ", 2000), "", nil},
	} {
		a := answer[search.SuggestAnswer](r, "/suggest?q="+url.QueryEscape(test.q))
		var got []string
		for _, c := range a.Completions {
			line := fmt.Sprintf("%s %s", c.Kind, c.Text)
			if c.ID == "" {
				line += fmt.Sprintf(" %d -> %s", c.Papers, c.Query)
			} else if _, err := r.service.Library.Paper(r.Context(), c.ID); err != nil {
				t.Errorf("%q: title of %s: %v", test.q, c.ID, err)
			}
			if c.Corrected {
				line += " ~"
			}
			got = append(got, line)
			// A completed phrase finds papers. Together with other words it may find none.
			if c.Query != "" && a.Typed == test.q && len(test.q) < 100 {
				if found := answer[search.Answer](r, "/search?q="+url.QueryEscape(c.Query)); found.Total == 0 {
					t.Errorf("%q: %q finds nothing", test.q, c.Query)
				}
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" || len(got) > 0 && a.Typed != test.typed {
			t.Errorf("%.40q, typed %q (-want +got):\n%s", test.q, a.Typed, diff)
		}
	}
}

func TestSuggestLimits(t *testing.T) {
	r := newRig(t)
	if a := answer[search.SuggestAnswer](r, "/suggest?q=gra"); len(a.Completions) > 0 {
		t.Errorf("without a completer: %v", a.Completions)
	}
	r.post("/papers?wait=visible", `{"title":"Graph neural networks"}`)
	r = r.completing()
	for limit, want := range map[string]int{"0": 0, "1": 1, "20": 3} {
		if a := answer[search.SuggestAnswer](r, "/suggest?q=gra&limit="+limit); len(a.Completions) != want {
			t.Errorf("limit %s: %v, want %d", limit, a.Completions, want)
		}
	}
	for query, code := range map[string]string{"limit=21": "out_of_range", "query=x": "unknown_parameter", "q=" + strings.Repeat("x", 10_001): "too_long"} {
		if status, body := r.get("/suggest?" + query); status != http.StatusBadRequest || !strings.Contains(body, code) {
			t.Errorf("%.30s: %d %s", query, status, body)
		}
	}
}

// TestAlso checks that an acronym is offered its expansion, and an expansion its acronym, with the
// number of papers that a search for both finds.
func TestAlso(t *testing.T) {
	r := newRig(t)
	var lines strings.Builder
	for i := range 4 {
		fmt.Fprintf(&lines, `{"title":"On x%d","abstract":"We study Retrieval-Augmented Generation (RAG) here."}`+"\n", i)
		fmt.Fprintf(&lines, `{"title":"Only y%d","abstract":"A RAG of its own, and retrieval augmented generation."}`+"\n", i)
	}
	lines.WriteString(`{"title":"Spelt out","abstract":"Retrieval-augmented generation alone."}` + "\n" + `{"title":"Short","abstract":"RAG alone."}`)
	r.post("/papers?wait=visible", lines.String())
	r = r.completing()
	for q, want := range map[string]string{
		"rag":                            `[{rag retrieval augmented generation rag OR "retrieval augmented generation" 10}]`,
		"RAG alone&match=all":            `[{RAG retrieval augmented generation (RAG OR "retrieval augmented generation") alone 2}]`,
		"retrieval-augmented generation": `[{retrieval-augmented generation RAG "retrieval-augmented generation" OR RAG 10}]`,
		"retrieval augmented generation": `[{retrieval augmented generation RAG "retrieval augmented generation" OR RAG 10}]`,
		"rag author:nobody":              `[]`,
		`"rag"`:                          `[]`,
		"of":                             `[]`,
		"":                               `[]`,
	} {
		var a search.Answer
		got := ""
		for range 50 { // on a busy machine, the papers may not be counted in time
			a = answer[search.Answer](r, "/search?also=true&q="+strings.ReplaceAll(q, " ", "+"))
			if got = fmt.Sprint(a.Also); got == want {
				break
			}
		}
		if got != want {
			t.Errorf("%q: %s, want %s", q, got, want)
		}
		for _, also := range a.Also {
			if found := answer[search.Answer](r, "/search?q="+url.QueryEscape(also.Query)); found.Total != also.Total {
				t.Errorf("%s finds %d papers, not %d", also.Query, found.Total, also.Total)
			}
		}
	}
	if a := answer[search.Answer](r, "/search?q=rag"); a.Also != nil {
		t.Errorf("also was not requested: %v", a.Also)
	}
}
