package segment

import (
	"slices"
	"testing"

	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
)

// TestVenuePhrase finds a phrase in venues, only among the papers that are asked for.
func TestVenuePhrase(t *testing.T) {
	r := newVenuesReader()
	for doc, name := range []string{"Findings of ACL", "", "Findings of ACL", "ACL, Findings of", "Findings of the ACL"} {
		r.add(uint32(doc), []byte(name))
	}
	v := r.venues()
	for _, c := range []struct {
		phrase       string
		within, want []uint32
	}{
		{"findings of acl", []uint32{0, 1, 2, 3, 4}, []uint32{0, 2}},
		{"findings of acl", []uint32{2, 3, 4}, []uint32{2}},
		{"findings of", []uint32{1, 3, 4}, []uint32{3, 4}},
		{"of findings", []uint32{0, 1, 2, 3, 4}, nil},
	} {
		within, into := bitset.New(5), bitset.New(5)
		within.AddAll(c.within)
		v.AddPhrase(analysis.QueryTokens(nil, c.phrase), within, into)
		if got := slices.Collect(into.Each); !slices.Equal(got, c.want) {
			t.Errorf("%q within %v: got %v, want %v", c.phrase, c.within, got, c.want)
		}
	}
}
