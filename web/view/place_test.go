package view_test

import (
	"net/url"
	"testing"

	"paperboy/api/guard"
	"paperboy/web/view"
)

// TestPlaceSearch checks that a paper's page counts as costly if the search in its address does.
func TestPlaceSearch(t *testing.T) {
	for name, test := range map[string]struct {
		address string
		costly  bool
	}{
		"no search":         {"", false},
		"words":             {"search=q%3Dmachine%2Btranslation&at=3", false},
		"a pattern":         {"search=q%3Dtransform*&at=3", true},
		"a sort":            {"search=q%3Dbert%26sort%3Dtitle&at=1", true},
		"far down the list": {"search=q%3Dbert&at=9000", true},
		"nothing readable":  {"search=%25zz&at=1", false},
	} {
		v, err := url.ParseQuery(test.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := guard.IsCostlySearch(view.PlaceSearch(v)); got != test.costly {
			t.Errorf("%s: costly is %v, want %v", name, got, test.costly)
		}
	}
}
