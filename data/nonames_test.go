package data

import (
	"slices"
	"strings"
	"testing"
)

func TestAuthorsThatAreNoNames(t *testing.T) {
	for _, test := range []struct {
		name    string
		authors []string
		count   int // -1: not stated
		want    []string
		wantN   int // -1: unknown
		warning string
	}{
		{"a group before a colon", []string{"DeepSeek-AI", ":", "Xiao Bi", "Deli Chen"}, -1, []string{"DeepSeek-AI", "Xiao Bi", "Deli Chen"}, 3, WarnNoNames},
		{"a count that counted it", []string{"DeepSeek-AI", ":", "Xiao Bi"}, 3, []string{"DeepSeek-AI", "Xiao Bi"}, 2, WarnNoNames},
		{"a larger count of the source", []string{"Ada Lovelace", "…"}, 12, []string{"Ada Lovelace"}, 12, WarnNoNames},
		{"signs and numbers", []string{"-", "Ada Lovelace", "…", "*", "1", "10", "--", "."}, -1, []string{"Ada Lovelace"}, 1, WarnNoNames},
		{"the heading", []string{"Authors", ":", "Yufang Xi", "(Editors)"}, -1, []string{"Yufang Xi"}, 1, WarnNoNames},
		{"nothing left", []string{":", "…"}, 2, []string{}, -1, WarnNoNames},
		{"et al.", []string{"Ada Lovelace", "et al."}, 2, []string{"Ada Lovelace"}, -1, WarnAuthorsIncomplete},
		{"et al. in the last name", []string{"Ada Lovelace", "Wei Li, et al."}, -1, []string{"Ada Lovelace", "Wei Li"}, -1, WarnAuthorsIncomplete},
		{"et al. and a count", []string{"Ada Lovelace", "others"}, 9, []string{"Ada Lovelace"}, 9, WarnAuthorsIncomplete},
		{"only et al.", []string{"et al."}, -1, []string{}, -1, WarnAuthorsIncomplete},
		{"names of all kinds", []string{"李明", "O'Brien", "A", "T-13", "J. T. Others", "X Æ A-12", "Et Al-Hassan", "Editora Unesp"}, -1,
			[]string{"李明", "O'Brien", "A", "T-13", "J. T. Others", "X Æ A-12", "Et Al-Hassan", "Editora Unesp"}, 8, ""},
	} {
		r := Record{Paper: Paper{Title: "A paper", Authors: slices.Clone(test.authors)}}
		if test.count >= 0 {
			r.Paper.AuthorCount = &test.count
		}
		for range 2 { // validating twice changes nothing
			if err := Validate(&r); err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			n := -1
			if r.Paper.AuthorCount != nil {
				n = *r.Paper.AuthorCount
			}
			if !slices.Equal(r.Paper.Authors, test.want) || n != test.wantN {
				t.Errorf("%s: authors %q, count %d; want %q, %d", test.name, r.Paper.Authors, n, test.want, test.wantN)
			}
			if test.warning == "" {
				if len(r.Origin.Warnings) > 0 || len(r.Origin.Raw) > 0 {
					t.Errorf("%s: warnings %q, raw %q; want none", test.name, r.Origin.Warnings, r.Origin.Raw)
				}
				continue
			}
			if raw := strings.Join(test.authors, "; "); !slices.Equal(r.Origin.Warnings, []string{test.warning}) || r.Origin.Raw["authors"] != raw {
				t.Errorf("%s: warnings %q, raw %q; want %q and %q", test.name, r.Origin.Warnings, r.Origin.Raw["authors"], test.warning, raw)
			}
		}
	}
}

func TestValidateKeepsTheListOfItsCaller(t *testing.T) {
	authors := []string{":", "Ada Lovelace"}
	r := Record{Paper: Paper{Title: "A paper", Authors: authors}}
	if err := Validate(&r); err != nil || authors[0] != ":" {
		t.Errorf("the list of the caller is %q, %v", authors, err)
	}
}
