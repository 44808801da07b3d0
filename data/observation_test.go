package data

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// seen returns an observation of upvotes, some days and hours after 1 January 2024.
func seen(days, hours, upvotes int) Observation {
	return Observation{At: day(1).Add(time.Duration(24*days+hours) * time.Hour), Upvotes: pointer(upvotes)}
}

func TestUniteObservations(t *testing.T) {
	first, again := seen(0, 1, 2), seen(0, 9, 5)
	for name, test := range map[string]struct{ a, b, want []Observation }{
		"none":                        {nil, nil, nil},
		"in order of time":            {[]Observation{seen(3, 0, 3)}, []Observation{seen(1, 0, 1), seen(2, 0, 2)}, []Observation{seen(1, 0, 1), seen(2, 0, 2), seen(3, 0, 3)}},
		"two of the first day":        {[]Observation{first}, []Observation{again}, []Observation{first, again}},
		"two of a later day":          {[]Observation{first, seen(1, 2, 6)}, []Observation{seen(1, 1, 5)}, []Observation{first, seen(1, 2, 6)}},
		"the same twice":              {[]Observation{first, again}, []Observation{first}, []Observation{first, again}},
		"different ones at one time":  {[]Observation{{At: first.At, Upvotes: pointer(1), Stars: pointer(9)}}, []Observation{first}, []Observation{{At: first.At, Upvotes: pointer(2), Stars: pointer(9)}}},
		"a fraction of a second":      {[]Observation{{At: first.At.Add(time.Millisecond), Upvotes: pointer(2)}}, []Observation{first}, []Observation{first}},
		"the last of a week long ago": {[]Observation{seen(0, 0, 1), seen(8, 0, 2), seen(9, 0, 3)}, []Observation{seen(30, 0, 4)}, []Observation{seen(0, 0, 1), seen(9, 0, 3), seen(30, 0, 4)}},
	} {
		for _, order := range [][2][]Observation{{test.a, test.b}, {test.b, test.a}} {
			if diff := cmp.Diff(test.want, UniteObservations(order[0], order[1])); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}

// TestThinning observes a paper every six hours for three years.
func TestThinning(t *testing.T) {
	const days = 3 * 365
	var all []Observation
	for n := range 4 * days {
		all = append(all, seen(0, 6*n, n))
	}
	kept := UniteObservations(all)
	counts := map[string]int{}
	for _, o := range kept {
		switch age := days - 1 - int(o.At.Sub(day(1)).Hours())/24; {
		case age > weeklyDays:
			counts["four weeks"]++
		case age > dailyDays:
			counts["week"]++
		default:
			counts["day"]++
		}
	}
	// 729 days are 26 times four weeks, 351 days are 50 weeks; each end adds up to one.
	want := map[string]int{"four weeks": 28, "week": 51, "day": 15}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("observations by the period of which the last is kept (-want +got):\n%s", diff)
	}
	if !kept[0].At.Equal(all[0].At) || !kept[len(kept)-1].At.Equal(all[len(all)-1].At) {
		t.Errorf("the series goes from %s to %s, want all of it", kept[0].At, kept[len(kept)-1].At)
	}
}

// TestUniteOrder checks that it makes no difference whether observations arrive one by one, in
// any order, or at once.
func TestUniteOrder(t *testing.T) {
	const seed = 3
	rnd := rand.New(rand.NewPCG(seed, seed))
	for round := range 300 {
		var all []Observation
		for range 1 + rnd.IntN(60) {
			all = append(all, seen(rnd.IntN([]int{3, 40, 900}[rnd.IntN(3)]), rnd.IntN(24), rnd.IntN(100)))
		}
		want := UniteObservations(all)
		var got []Observation
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for part := range slices.Chunk(all, 1+rnd.IntN(4)) {
			got = UniteObservations(got, part)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("round %d (-at once +bit by bit):\n%s", round, diff)
		}
	}
}

func TestObserve(t *testing.T) {
	fetched := Provenance{Source: "huggingface", Fetched: day(2).Add(1500 * time.Millisecond)}
	for name, test := range map[string]struct {
		r    Record
		want *Observation
	}{
		"numbers":    {Record{Paper: Paper{Upvotes: pointer(3), Stars: pointer(0)}, Origin: fetched}, &Observation{At: day(2).Add(time.Second), Upvotes: pointer(3), Stars: pointer(0)}},
		"no numbers": {Record{Origin: fetched}, nil},
		"no time":    {Record{Paper: Paper{Upvotes: pointer(3)}}, nil},
		"an edit":    {Record{Paper: Paper{Upvotes: pointer(3)}, Origin: Provenance{Source: SourceEdit, Fetched: day(2)}}, nil},
	} {
		o, ok := test.r.Observe()
		if ok != (test.want != nil) || ok && !cmp.Equal(o, *test.want) {
			t.Errorf("%s: got %+v, %v, want %+v", name, o, ok, test.want)
		}
	}
}
