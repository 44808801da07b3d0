package schema

import (
	"math"

	"paperboy/data"
)

// Period is a date as days since 1970-01-01 (data.Date.FirstDay): its first day, and how many
// more days it spans, which tells its precision.
type Period struct {
	First int32
	Days  uint16
}

// NoPeriod is an unknown date.
var NoPeriod = Period{First: data.NoDay}

func (p Period) last() int32 { return p.First + int32(p.Days) }

func newPeriod(d data.Date) Period {
	if d.IsZero() || d.Validate() != nil {
		return NoPeriod
	}
	return Period{d.FirstDay(), uint16(d.LastDay() - d.FirstDay())}
}

// DayRange is an inclusive range of days. If it is open at both ends, it includes unknown
// dates.
type DayRange struct {
	from, to int32
	Open     bool
}

// NewDayRange returns the range from the first day of from to the last day of to. A zero date
// leaves its end open.
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

// Overlaps reports whether some day of p is in the range.
func (r DayRange) Overlaps(p Period) bool {
	return r.Open || p.First != data.NoDay && p.last() >= r.from && p.First <= r.to
}

// Holds reports whether all days of p are in the range.
func (r DayRange) Holds(p Period) bool {
	return r.Open || p.First != data.NoDay && p.First >= r.from && p.last() <= r.to
}

// Bounds returns the first and the last day of the range, the least and the greatest number where
// it is open.
func (r DayRange) Bounds() (from, to int32) { return r.from, r.to }

// Has reports whether day is known and in the range.
func (r DayRange) Has(day int32) bool { return day != data.NoDay && r.from <= day && day <= r.to }
