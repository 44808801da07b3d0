package data

import (
	"strings"
	"testing"
)

func TestSamePaper(t *testing.T) {
	const title = "A Long Enough Title of a Paper"
	abstract := strings.Repeat("we study the spectral bias of networks trained on images and show ", 3)
	other := strings.Repeat("this report gives an overview over languages in schools since nineteen ninety ", 3)
	for name, test := range map[string]struct {
		a, b   Paper
		reason string
	}{
		"a shared surname": {
			Paper{ID: "arxiv:2203.03850", Title: title, Authors: []string{"Jörg Müller", "B"}, Abstract: abstract},
			Paper{ID: "acl:P18-1234", Title: strings.ToUpper(title), Authors: []string{"Muller, J."}, Abstract: abstract}, "same title and author",
		},
		"no names, one abstract": {
			Paper{Title: title, Abstract: abstract + " extra"}, Paper{Title: title, Authors: []string{"A"}, Abstract: abstract}, "same title and abstract",
		},
		"no names, a cut abstract":   {Paper{Title: title, Abstract: abstract[:140] + "…"}, Paper{Title: title, Abstract: abstract}, "same title and abstract"},
		"no names, two abstracts":    {Paper{Title: title, Abstract: abstract}, Paper{Title: title, Abstract: other}, ""},
		"no names, no abstract":      {Paper{Title: title}, Paper{Title: title, Abstract: abstract}, ""},
		"no shared surname":          {Paper{Title: title, Authors: []string{"A"}}, Paper{Title: title, Authors: []string{"B"}}, ""},
		"a yearly report":            {Paper{Title: title, Authors: []string{"A"}, Abstract: abstract}, Paper{Title: title, Authors: []string{"A"}, Abstract: other}, ""},
		"two ids of one catalogue":   {Paper{ID: "arxiv:2203.03850", Title: title, Authors: []string{"A"}}, Paper{ID: "arxiv:2203.03851", Title: title, Authors: []string{"A"}}, ""},
		"a title that says nothing":  {Paper{Title: "Introduction", Authors: []string{"A"}}, Paper{Title: "Introduction", Authors: []string{"A"}}, ""},
		"names without letters":      {Paper{Title: title, Authors: []string{"..."}}, Paper{Title: title, Authors: []string{"..."}}, ""},
		"different titles, one text": {Paper{Title: title, Abstract: abstract}, Paper{Title: title + " II", Abstract: abstract}, ""},
	} {
		for range 2 {
			reason, ok := SamePaper(test.a, test.b)
			if ok != (test.reason != "") || reason != test.reason {
				t.Errorf("%s: SamePaper gives %q, %v, want %q", name, reason, ok, test.reason)
			}
			test.a, test.b = test.b, test.a
		}
	}
}
