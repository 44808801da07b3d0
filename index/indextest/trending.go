package indextest

import (
	"cmp"
	"math"
	"slices"

	"paperboy/data"
	"paperboy/index"
)

// anyDay is a day for an order whose day does not matter.
var anyDay = data.Date{Year: 2024, Month: 5, Day: 1}

// trendingScore is the score of a paper by trending, with the numbers that it results from.
type trendingScore struct {
	score, votes, stars float64
	days                int
}

// trending returns the trending score of p for a day, nil if it has none.
func trending(p *paper, today data.Date) *trendingScore {
	featured := featuredDays(p)
	if len(featured) == 0 || p.Upvotes == nil {
		return nil
	}
	day := int(today.FirstDay())
	t := &trendingScore{days: max(0, day-int(featured[len(featured)-1].FirstDay()))}
	gain := func(total *int, of func(data.Observation) *int) float64 {
		var days, values []int
		for _, o := range p.Observations {
			if n := of(o); n != nil {
				days, values = append(days, int(data.DateOf(o.At).FirstDay())), append(values, *n)
			}
		}
		for len(days) > 1 && days[1] < days[len(days)-1]-7 {
			days, values = days[1:], values[1:] // two before the eight days: the last is enough
		}
		last := len(days) - 1
		if last >= 0 && days[last] >= day-7 {
			if int(featured[0].FirstDay()) >= day-7 {
				return float64(values[last])
			}
			earlier := slices.IndexFunc(days[:last], func(d int) bool { return d > day-7 }) - 1
			if earlier == -2 {
				earlier = last - 1
			}
			if last > 0 {
				return float64(max(0, values[last]-values[max(0, earlier)]))
			}
		}
		if total == nil {
			return 0
		}
		return float64(*total)
	}
	t.votes = gain(p.Upvotes, func(o data.Observation) *int { return o.Upvotes })
	t.stars = gain(p.Stars, func(o data.Observation) *int { return o.Stars })
	t.score = (t.votes + math.Log(1+t.stars)/2) / math.Sqrt(float64((t.days+2)*(t.days+2)*(t.days+2)))
	return t
}

// explain returns the quotient of the formula. Its dividend is a sum.
func (t *trendingScore) explain() *index.Explanation {
	if t == nil {
		return &index.Explanation{}
	}
	parts := []index.Explanation{{Value: t.votes}, {Value: math.Log(1+t.stars) / 2}}
	return &index.Explanation{Value: t.score, Details: []index.Explanation{
		{Value: t.votes + math.Log(1+t.stars)/2, Details: parts},
		{Value: math.Pow(float64(t.days+2), 1.5)},
	}}
}

// countCalendar counts the papers on each day that r asks for, by definition.
func countCalendar(r index.Request, matched []*paper) []index.DayCount {
	counts := map[data.Date]int{}
	for _, p := range matched {
		days, own := []data.Date{p.Date}, bit(index.FacetDate)
		switch r.Calendar {
		case index.DayFeatured:
			days, own = featuredDays(p), failsFeatured
		case index.DayAdded:
			days, own = []data.Date{addedDay(p)}, failsAdded
		}
		if failed(r.Filter, p)&^own != 0 {
			continue
		}
		for _, d := range days {
			if d.Precision() >= data.MonthPrecision {
				counts[d]++
			}
		}
	}
	list := []index.DayCount{}
	for d, n := range counts {
		list = append(list, index.DayCount{Day: d, Count: n})
	}
	slices.SortFunc(list, func(a, b index.DayCount) int {
		return cmp.Or(cmp.Compare(a.Day.FirstDay(), b.Day.FirstDay()), cmp.Compare(a.Day.Precision(), b.Day.Precision()))
	})
	return list
}
