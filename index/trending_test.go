package index

import (
	"math"
	"strings"
	"testing"
	"time"

	"paperboy/data"
)

// on is a day of May 2024.
func on(day int) data.Date { return data.Date{Year: 2024, Month: time.May, Day: day} }

// seen is an observation of upvotes and stars on a day of May 2024, -1 for not stated.
func seen(day, upvotes, stars int) data.Observation {
	o := data.Observation{At: time.Date(2024, time.May, day, 9, 0, 0, 0, time.UTC)}
	if upvotes >= 0 {
		o.Upvotes = &upvotes
	}
	if stars >= 0 {
		o.Stars = &stars
	}
	return o
}

func TestTrending(t *testing.T) {
	forty, thousand := 40, 1000
	paper := func(featured []data.Date, observations ...data.Observation) data.Paper {
		return data.Paper{FeaturedDays: featured, Upvotes: &forty, Observations: observations}
	}
	starred := paper([]data.Date{on(1)}, seen(14, 10, 600), seen(20, 40, 1000))
	starred.Stars = &thousand
	for _, test := range []struct {
		name    string
		paper   data.Paper
		want    float64 // for 22 May
		explain string  // a part of what explains the upvotes
	}{
		{"without observations", paper([]data.Date{on(20)}), 40 / 8., "all upvotes"},
		{"only the newest stated", data.Paper{Featured: on(20), Upvotes: &forty}, 40 / 8., "all upvotes"},
		{"on two days", paper([]data.Date{on(1), on(20)}), 40 / 8., "all upvotes"},
		{"on a day to come", paper([]data.Date{on(25)}), 40 / math.Pow(2, 1.5), "all upvotes"},
		{"first featured this week", paper([]data.Date{on(15)}, seen(16, 3, -1), seen(21, 38, -1)), 38 / 27., "38 on 2024-05-21, all gained"},
		{"an observation before the week", paper([]data.Date{on(1), on(20)}, seen(2, 1, -1), seen(13, 12, -1), seen(17, 30, -1), seen(21, 40, -1)), 28 / 8., "40 on 2024-05-21, less 12 on 2024-05-13"},
		{"an observation at the start of the week", paper([]data.Date{on(1), on(20)}, seen(13, 12, -1), seen(15, 15, -1), seen(21, 40, -1)), 25 / 8., "less 15 on 2024-05-15"},
		{"observations in the week only", paper([]data.Date{on(1), on(20)}, seen(17, 30, -1), seen(19, 31, -1), seen(21, 40, -1)), 10 / 8., "less 30 on 2024-05-17"},
		{"one observation", paper([]data.Date{on(1), on(20)}, seen(21, 40, -1)), 40 / 8., "all upvotes"},
		{"old observations", paper([]data.Date{on(1), on(20)}, seen(2, 1, -1), seen(14, 12, -1)), 40 / 8., "all upvotes"},
		{"votes withdrawn", paper([]data.Date{on(1), on(20)}, seen(13, 50, -1), seen(21, 40, -1)), 0, "40 on 2024-05-21, less 50"},
		{"stars only now and then", paper([]data.Date{on(1), on(20)}, seen(13, 12, -1), seen(16, -1, 7), seen(21, 40, -1)), 28 / 8., "less 12"},
		{"stars", starred, (30 + math.Log(401)/2) / math.Pow(23, 1.5), "40 on 2024-05-20, less 10 on 2024-05-14"},
	} {
		s := NewSignals(&test.paper)
		today := on(22).FirstDay()
		got, ok := s.Trending(today)
		if !ok || math.Abs(got-test.want) > 1e-12 {
			t.Errorf("%s: %v %v, want %v", test.name, got, ok, test.want)
		}
		e := s.ExplainTrending(today)
		if e.Value != got || !strings.Contains(e.Details[0].Details[0].Description, test.explain) {
			t.Errorf("%s: explained as %+v, want %v and %q", test.name, e, got, test.explain)
		}
	}
}

func TestNoTrending(t *testing.T) {
	forty := 40
	for name, p := range map[string]data.Paper{
		"never featured":          {Upvotes: &forty, Observations: []data.Observation{seen(2, 1, 1)}},
		"featured without a day":  {Upvotes: &forty, Featured: data.Date{Year: 2024}},
		"without upvotes":         {Featured: on(1)},
		"without upvotes of late": {Featured: on(1), Observations: []data.Observation{seen(2, -1, 3)}},
	} {
		s := NewSignals(&p)
		if score, ok := s.Trending(on(22).FirstDay()); ok || s.HasTrending() {
			t.Errorf("%s: score %v", name, score)
		}
		if e := s.ExplainTrending(on(22).FirstDay()); e.Value != 0 || !strings.Contains(e.Description, "no trending score") {
			t.Errorf("%s: explained as %+v", name, e)
		}
	}
}

// TestSignalsAreFew checks that a long series is cut without changing the score of today,
// yesterday or the seven days after the newest observation.
func TestSignalsAreFew(t *testing.T) {
	forty := 40
	p := data.Paper{Featured: on(28), FeaturedDays: []data.Date{on(1), on(28)}, Upvotes: &forty}
	for day := 1; day <= 28; day++ {
		for hour := range 20 {
			o := seen(day, 3*day*day+hour, -1)
			o.At = o.At.Add(time.Duration(hour) * time.Minute)
			p.Observations = append(p.Observations, o)
		}
	}
	s := NewSignals(&p)
	if n := len(s.Upvotes.Series); n > 2*(TrendingDays+1)+1 {
		t.Errorf("%d observations kept: %v", n, s.Upvotes.Series)
	}
	for today := 27; today <= 35; today++ {
		baseline := today - 7 // observed last at minute 19 of that day
		want := float64(3*28*28+19-(3*baseline*baseline+19)) / math.Pow(float64(max(0, today-28)+2), 1.5)
		if today == 35 { // both observations are of day 28
			want = 19 / math.Pow(9, 1.5)
		}
		if got, _ := s.Trending(on(1).FirstDay() + int32(today-1)); math.Abs(got-want) > 1e-9 {
			t.Errorf("day %d: %v, want %v", today, got, want)
		}
	}
}
