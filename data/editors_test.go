package data

import (
	"slices"
	"strings"
	"testing"
)

// TestEditors checks which editors become the authors of a paper without authors.
func TestEditors(t *testing.T) {
	for name, test := range map[string]struct {
		paper Paper
		want  string // the authors
	}{
		"a book":                     {Paper{Type: TypeBook, Container: "All the Books"}, "Ed Itor; Bo Day"},
		"a dataset":                  {Paper{Type: TypeDataset}, "Ed Itor; Bo Day"},
		"a book with an author":      {Paper{Type: TypeBook, Authors: []string{"Ann Lee"}}, "Ann Lee"},
		"a chapter":                  {Paper{Type: TypeChapter}, ""},
		"a paper in proceedings":     {Paper{Type: TypeConferencePaper}, ""},
		"of no type":                 {Paper{}, "Ed Itor; Bo Day"},
		"of no type, in a container": {Paper{Container: "Proceedings"}, ""},
		"of no type, with a venue":   {Paper{Venue: "ACL"}, ""},
	} {
		test.paper.Title, test.paper.Editors = "T", []string{"Ed Itor", "Bo Day"}
		r := record(t, "file", 1, test.paper)
		if got := strings.Join(r.Paper.Authors, "; "); got != test.want {
			t.Errorf("%s: authors %q, want %q", name, got, test.want)
		}
		if r.Paper.IsByEditors() != strings.HasPrefix(test.want, "Ed") {
			t.Errorf("%s: IsByEditors is %t", name, r.Paper.IsByEditors())
		}
	}
}

// TestIncompleteEditors checks that the number of authors is unknown where that of the editors is.
func TestIncompleteEditors(t *testing.T) {
	r := record(t, "file", 1, Paper{Type: TypeBook, Title: "T", Editors: []string{"Ed Itor", "(Eds.)", "et al."}})
	if !slices.Equal(r.Paper.Authors, []string{"Ed Itor"}) || r.Paper.AuthorCount != nil || r.Origin.Raw["editors"] != "Ed Itor; (Eds.); et al." {
		t.Errorf("authors %q, count %v, raw %q", r.Paper.Authors, r.Paper.AuthorCount, r.Origin.Raw)
	}
}

// TestMergeEditors checks that editors are the authors of a merged paper only if no source names
// authors, and then as one list.
func TestMergeEditors(t *testing.T) {
	short := record(t, "file", 1, Paper{Type: TypeBook, Title: "T", Editors: []string{"E. Itor"}})
	long := record(t, "crossref", 2, Paper{Type: TypeBook, Title: "T", Editors: []string{"Ed Itor", "Bo Day"}})
	written := record(t, "acl", 3, Paper{Type: TypeBook, Title: "T", Authors: []string{"Ann Lee"}})
	if p := Merge([]Record{short, long}); !slices.Equal(p.Authors, []string{"Ed Itor", "Bo Day"}) || !p.IsByEditors() {
		t.Errorf("editors only: authors %q, editors %q", p.Authors, p.Editors)
	}
	chapter := record(t, "file", 1, Paper{Type: TypeChapter, Title: "T", Editors: []string{"E. Itor"}})
	if p := Merge([]Record{chapter}); len(p.Authors) > 0 {
		t.Errorf("a chapter without authors: authors %q", p.Authors)
	}
	if p := Merge([]Record{short, written, long}); !slices.Equal(p.Authors, []string{"Ann Lee"}) || *p.AuthorCount != 1 {
		t.Errorf("with an author: authors %q, editors %q, count %d", p.Authors, p.Editors, *p.AuthorCount)
	}
}
