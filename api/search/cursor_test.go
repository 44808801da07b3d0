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
		want := position{key, data.Date{Year: 2026, Month: 11, Day: 30}, ""}
		p.Cursor = encodeCursor(p, want)
		got, err := decodeCursor(p)
		if err != nil {
			t.Errorf("%+v: %v", key, err)
			continue
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(position{})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func FuzzDecodeCursor(f *testing.F) {
	f.Add("")
	f.Add("AAAA")
	today := data.DateOfDay(20_000)
	f.Add(encodeCursor(Params{}, position{after: index.SortKey{Score: 1}, today: today}))
	f.Add(encodeCursor(Params{}, position{after: index.SortKey{Score: math.NaN()}, today: today}))
	f.Add(encodeCursor(Params{}, position{after: index.SortKey{Score: 1}}))
	f.Fuzz(func(t *testing.T, cursor string) {
		at, err := decodeCursor(Params{Cursor: cursor})
		if err == nil && math.IsNaN(at.after.Score) {
			t.Errorf("cursor %q has no place in an order", cursor)
		}
		if err == nil && at.today.Precision() != data.DayPrecision {
			t.Errorf("cursor %q has no day", cursor)
		}
	})
}
