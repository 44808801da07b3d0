package index

import (
	"slices"
	"testing"

	"paperboy/data"
)

func TestFacetWord(t *testing.T) {
	for _, test := range []struct {
		text, value string
		want        bool
	}{
		{"hin", "geoffrey hinton", true}, {"HIN", "geoffrey hinton", true}, {"geoff", "geoffrey hinton", true}, {"inton", "geoffrey hinton", false},
		{"cl", "cs.CL", true}, {"cs.c", "cs.CL", true}, {"l", "cs.CL", false}, {"garcia", "José García", true}, {"é", "École", true},
		{"on", "only one", true}, {"one", "phone one", true}, {"伟", "王伟", false}, {"王", "王伟", true}, {"", "anything", true}, {" acl ", "ACL", true},
	} {
		if got := NewFacetWord(test.text).In(test.value); got != test.want {
			t.Errorf("%q in %q: %v", test.text, test.value, got)
		}
	}
}

// TestFacetTable holds what engines rely on: fixed buckets first, names unique, and values
// in every row after them.
func TestFacetTable(t *testing.T) {
	seen := map[Facet]bool{}
	for i, row := range FacetTable {
		if seen[row.Facet] || row.Label == "" || row.Plural == "" || row.UnknownLabel == "" || row.Doc == "" {
			t.Errorf("row %d, %q, is there twice or lacks a text", i, row.Facet)
		}
		seen[row.Facet] = true
		if fixed := i < FixedFacets; fixed != (row.Values == nil) {
			t.Errorf("row %d, %q: fixed buckets %v, and values %v", i, row.Facet, fixed, row.Values != nil)
		}
		if row.Facet.Info() != &FacetTable[i] || Facets[i] != row.Facet {
			t.Errorf("row %d, %q, is not found by its name", i, row.Facet)
		}
	}
	if FacetDateMonths.Info() != nil {
		t.Error("months of dates can be requested")
	}
}

func TestFacetValues(t *testing.T) {
	p := data.Paper{
		Authors: []string{"José García"}, Categories: []string{"cs.CL", "cs.LG"}, Venue: "ACL; IJCNLP",
		Sources: []data.Provenance{{Source: "acl"}, {Source: "arxiv"}, {Source: "acl"}},
	}
	for f, want := range map[Facet][]string{
		FacetAuthor: {"José García"}, FacetCategory: {"cs.CL", "cs.LG"}, FacetVenue: {"ACL", "IJCNLP"}, FacetSource: {"acl", "arxiv"},
	} {
		if got := f.Info().Values(&p); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", f, got, want)
		}
	}
	if got := FacetAuthor.Info().Value("José García"); got != "jose garcia" {
		t.Errorf("the author counts as %q", got)
	}
}

func TestAuthorCountBuckets(t *testing.T) {
	for n, want := range map[int]string{-1: Unknown, 0: Unknown, 1: "1", 5: "5", 6: "6-10", 10: "6-10", 11: "11-20", 20: "11-20", 21: "21+", 5000: "21+"} {
		if got := AuthorCountBuckets[AuthorCountBucket(n)].Value; got != want {
			t.Errorf("%d authors are in bucket %s, want %s", n, got, want)
		}
	}
	if got, want := AuthorCountValues(), []string{"1", "2", "3", "4", "5", "6-10", "11-20", "21+", Unknown}; !slices.Equal(got, want) {
		t.Errorf("values %q, want %q", got, want)
	}
}
