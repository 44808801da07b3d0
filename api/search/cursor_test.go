package search

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
)

func TestCursorRoundTrip(t *testing.T) {
	p := Params{Q: "graph", Sort: index.ByUpvotes}
	for _, key := range []index.SortKey{
		{},
		{Score: 12.5, Day: 19_000, Number: 7},
		{Key: math.MinInt64, Missing: true, Day: data.NoDay, Number: math.MaxUint32},
		{Score: math.Inf(1), Key: math.MaxInt64, Day: -1},
	} {
		p.Cursor = encodeCursor(p, "", key)
		got, _, err := decodeCursor(p)
		if err != nil {
			t.Errorf("%+v: %v", key, err)
			continue
		}
		if diff := cmp.Diff(&key, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func FuzzDecodeCursor(f *testing.F) {
	f.Add("")
	f.Add("AAAA")
	f.Add(encodeCursor(Params{}, "", index.SortKey{Score: 1}))
	f.Add(encodeCursor(Params{}, "", index.SortKey{Score: math.NaN()}))
	f.Fuzz(func(t *testing.T, cursor string) {
		key, _, err := decodeCursor(Params{Cursor: cursor})
		if err == nil && math.IsNaN(key.Score) {
			t.Errorf("cursor %q has no place in an order", cursor)
		}
	})
}
