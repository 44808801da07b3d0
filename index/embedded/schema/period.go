package schema

import (
	"math"

	"paperboy/data"
)

// Period is a date as its first day and the days that follow in it, which also
// tell its precision.
type Period struct {
	First int32
	Days  uint16
}

var NoPeriod = Period{First: data.NoDay}

func (p Period) last() int32 { return p.First + int32(p.Days) }

func newPeriod(d data.Date) Period {
	if d.IsZero() || d.Validate() != nil {
		return NoPeriod
	}
	return Period{d.FirstDay(), uint16(d.LastDay() - d.FirstDay())}
}

// DayRange is an inclusive range of days; open at both ends it holds the
// unknown too.
type DayRange struct {
	from, to int32
	Open     bool
}

func NewDayRange(from, to data.Date) DayRange {
	r := DayRange{math.MinInt32, math.MaxInt32, from.IsZero() && to.IsZero()}
	if !from.IsZero() {
		r.from = from.FirstDay()
	}
	if !to.IsZero() {
		r.to = to.LastDay()
	}
	return r
}

func (r DayRange) Overlaps(p Period) bool {
	return r.Open || p.First != data.NoDay && p.last() >= r.from && p.First <= r.to
}

func (r DayRange) Has(day int32) bool { return day != data.NoDay && r.from <= day && day <= r.to }
