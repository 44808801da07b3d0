package embedded

import (
	"math"

	"paperboy/data"
)

// period is a date as its first day and the days that follow in it, which also
// tell its precision.
type period struct {
	first int32
	span  uint16
}

var noPeriod = period{first: data.NoDay}

func (p period) last() int32 { return p.first + int32(p.span) }

func newPeriod(d data.Date) period {
	if d.IsZero() || d.Validate() != nil {
		return noPeriod
	}
	return period{d.FirstDay(), uint16(d.LastDay() - d.FirstDay())}
}

// dayRange is an inclusive range of days; open at both ends it holds the
// unknown too.
type dayRange struct {
	from, to int32
	open     bool
}

func newDayRange(from, to data.Date) dayRange {
	r := dayRange{math.MinInt32, math.MaxInt32, from.IsZero() && to.IsZero()}
	if !from.IsZero() {
		r.from = from.FirstDay()
	}
	if !to.IsZero() {
		r.to = to.LastDay()
	}
	return r
}

func (r dayRange) overlaps(p period) bool {
	return r.open || p.first != data.NoDay && p.last() >= r.from && p.first <= r.to
}

func (r dayRange) has(day int32) bool { return day != data.NoDay && r.from <= day && day <= r.to }
