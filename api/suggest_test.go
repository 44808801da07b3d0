package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/index/lexicon"
)

// completing lets the rig's service complete from its store.
func (r *rig) completing() *rig {
	r.Helper()
	words := lexicon.Open(r.service.Store, lexicon.Options{PollEvery: time.Millisecond})
	r.Cleanup(words.Close)
	r.service.Completer = words
	head, err := r.service.Store.Head(r.Context())
	if err != nil {
		r.Fatal(err)
	}
	if err := words.Wait(r.Context(), head); err != nil {
		r.Fatal(err)
	}
	return r
}

func TestSuggest(t *testing.T) {
	r := newRig(t)
	r.post("/papers?wait=visible", `{"title":"Graph neural networks","authors":["Ada \"the\" Lovelace"]}`)
	r.completing()
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
		a := answer[api.SuggestAnswer](r, "/suggest?q="+url.QueryEscape(test.q))
		var got []string
		for _, c := range a.Completions {
			line := fmt.Sprintf("%s %s", c.Kind, c.Text)
			if c.ID == "" {
				line += fmt.Sprintf(" %d -> %s", c.Papers, c.Query)
			} else if _, err := r.service.Paper(r.Context(), c.ID); err != nil {
				t.Errorf("%q: title of %s: %v", test.q, c.ID, err)
			}
			if c.Corrected {
				line += " ~"
			}
			got = append(got, line)
			// A phrase that was completed finds what it says; beside other words it may not.
			if c.Query != "" && a.Typed == test.q && len(test.q) < 100 {
				if found := answer[api.SearchAnswer](r, "/search?q="+url.QueryEscape(c.Query)); found.Total == 0 {
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
	if a := answer[api.SuggestAnswer](r, "/suggest?q=gra"); len(a.Completions) > 0 {
		t.Errorf("without a completer: %v", a.Completions)
	}
	r.post("/papers?wait=visible", `{"title":"Graph neural networks"}`)
	r.completing()
	for limit, want := range map[string]int{"0": 0, "1": 1, "20": 3} {
		if a := answer[api.SuggestAnswer](r, "/suggest?q=gra&limit="+limit); len(a.Completions) != want {
			t.Errorf("limit %s: %v, want %d", limit, a.Completions, want)
		}
	}
	for query, code := range map[string]string{"limit=21": "out_of_range", "query=x": "unknown_parameter", "q=" + strings.Repeat("x", 10_001): "too_long"} {
		if status, body := r.get("/suggest?" + query); status != http.StatusBadRequest || !strings.Contains(body, code) {
			t.Errorf("%.30s: %d %s", query, status, body)
		}
	}
}
