package api_test

import (
	"strings"
	"testing"

	"paperboy/api"
)

func TestFilterValues(t *testing.T) {
	r := newRig(t)
	all := answer[api.SearchAnswer](r, "/search?venue=ACL")
	if all.Total == 0 || len(all.Query.Notices) > 0 {
		t.Fatalf("venue=ACL: %d papers, notices %q", all.Total, all.Query.Notices)
	}
	for query, want := range map[string]string{
		"venue=acl":                      "",
		"venue=ACLL":                     `No paper has the venue "ACLL". The nearest is "ACL".`,
		"venue=nothing+of+the+kind":      `No paper has the venue "nothing of the kind".`,
		"author=nobody&source=imaginary": `No paper has the author "nobody".`,
	} {
		got := answer[api.SearchAnswer](r, "/search?"+query)
		if notices := strings.Join(got.Query.Notices, " "); !strings.HasPrefix(notices, want) || want == "" && (notices != "" || got.Total != all.Total) || want != "" && got.Total != 0 {
			t.Errorf("%s: %d papers, notices %q, want %q", query, got.Total, got.Query.Notices, want)
		}
	}
}

func TestSortByTitlePages(t *testing.T) {
	r := newRig(t)
	for _, sort := range []string{"title", "first_author"} {
		want := answer[api.SearchAnswer](r, "/search?limit=100&sort="+sort)
		var got []string
		for next := ""; ; {
			page := answer[api.SearchAnswer](r, "/search?limit=3&sort="+sort+"&cursor="+next)
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
