package api_test

import (
	"slices"
	"strings"
	"testing"

	"paperboy/api/search"
)

func TestFilterValues(t *testing.T) {
	r := newRig(t)
	all := answer[search.Answer](r, "/search?venue=ACL")
	if all.Total == 0 || len(all.Query.Notices) > 0 {
		t.Fatalf("venue=ACL: %d papers, notices %q", all.Total, all.Query.Notices)
	}
	for query, want := range map[string]string{
		"venue=acl":                      "",
		"venue=ACLL":                     `No paper has the venue "ACLL". The nearest is "ACL".`,
		"venue=nothing+of+the+kind":      `No paper has the venue "nothing of the kind".`,
		"author=nobody&source=imaginary": `No paper has the author "nobody".`,
	} {
		got := answer[search.Answer](r, "/search?"+query)
		if notices := strings.Join(got.Query.Notices, " "); !strings.HasPrefix(notices, want) || want == "" && (notices != "" || got.Total != all.Total) || want != "" && got.Total != 0 {
			t.Errorf("%s: %d papers, notices %q, want %q", query, got.Total, got.Query.Notices, want)
		}
	}
}

// TestUnknownIDs checks that a search for ids reports which of them belong to no paper.
func TestUnknownIDs(t *testing.T) {
	r := newRig(t)
	got := answer[search.Answer](r, "/search?q=see+acl:2020.acl-main.1+and+arXiv:2203.99999+on+translation")
	if want := "No paper here has the id arxiv:2203.99999."; !slices.Equal(got.Query.Notices, []string{want}) {
		t.Errorf("notices %q, want %q", got.Query.Notices, want)
	}
	if len(got.Hits) == 0 || got.Hits[0].ID != "acl:2020.acl-main.1" {
		t.Errorf("the first of %d hits is not the paper that was named", len(got.Hits))
	}
}

func TestSortByTitlePages(t *testing.T) {
	r := newRig(t)
	for _, sort := range []string{"title", "first_author"} {
		want := answer[search.Answer](r, "/search?limit=100&sort="+sort)
		var got []string
		for next := ""; ; {
			page := answer[search.Answer](r, "/search?limit=3&sort="+sort+"&cursor="+next)
			for _, h := range page.Hits {
				got = append(got, string(h.ID))
			}
			if next = page.NextCursor; next == "" {
				break
			}
		}
		for i, h := range want.Hits {
			if i >= len(got) || got[i] != string(h.ID) {
				t.Fatalf("%s: hit %d of %d is not %s", sort, i, len(got), h.ID)
			}
		}
	}
}
