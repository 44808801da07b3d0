package params

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"facets", "from", "limit", "to", "q"}
	for s, want := range map[string]string{"facet": "facets", "form": "from", "limt": "limit", "x": "", "": "", "querystring": "", "t": "to"} {
		if got := Nearest(s, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", s, got, want)
		}
	}
}
