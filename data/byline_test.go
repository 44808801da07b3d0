package data

import "testing"

func TestByline(t *testing.T) {
	for _, c := range []struct {
		authors []string
		count   int // 0: not stated
		want    string
	}{
		{nil, 0, ""},
		{nil, 1, "1 author"},
		{nil, 1200, "1,200 authors"},
		{[]string{"A", "B"}, 0, "A, B"},
		{[]string{"A", "B"}, 1, "A, B"}, // a count that contradicts the names
		{[]string{"A", "B"}, 5, "A, B and 3 more"},
		{[]string{"A", "B", "C"}, 0, "A, B and 1 more"},
	} {
		p := Paper{Authors: c.authors}
		if c.count > 0 {
			p.AuthorCount = &c.count
		}
		if got := p.Byline(2); got != c.want {
			t.Errorf("%v of %d: %q, want %q", c.authors, c.count, got, c.want)
		}
	}
}
