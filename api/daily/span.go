package daily

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"paperboy/api/fault"
	"paperboy/data"
)

// Kind is a kind of period.
type Kind string

// The kinds of periods. A week is one of ISO 8601: it begins on Monday, and belongs to the year of
// its Thursday.
const (
	Day   Kind = "day"
	Week  Kind = "week"
	Month Kind = "month"
)

// Span is a day, a week or a month of the calendar. The zero Span means the newest one that has
// papers. Spans are comparable with ==.
type Span struct {
	Kind Kind
	// From is the first day, To the last.
	From, To data.Date
}

// DayOf returns the day d.
func DayOf(d data.Date) Span { return Span{Day, d, d} }

// WeekOf returns the week of the day d.
func WeekOf(d data.Date) Span {
	first := d.FirstDay()
	first -= ((first+3)%7 + 7) % 7 // 1 January 1970 was a Thursday
	return Span{Week, data.DateOfDay(first), data.DateOfDay(first + 6)}
}

// MonthOf returns the month of d, a day or a month.
func MonthOf(d data.Date) Span {
	month := data.Date{Year: d.Year, Month: d.Month}
	return Span{Month, data.DateOfDay(month.FirstDay()), data.DateOfDay(month.LastDay())}
}

// spanOf returns the period of a kind that has the first day of d.
func spanOf(kind Kind, d data.Date) Span {
	day := data.DateOfDay(d.FirstDay())
	switch kind {
	case Week:
		return WeekOf(day)
	case Month:
		return MonthOf(day)
	}
	return DayOf(day)
}

// IsZero reports whether s is the zero Span.
func (s Span) IsZero() bool { return s == Span{} }

// Month returns the month of s: of a week, that of its Thursday.
func (s Span) Month() Span { return MonthOf(data.DateOfDay((s.From.FirstDay() + s.To.LastDay()) / 2)) }

// String returns the name of s in an address: 2025-11-13, 2025-W46 or 2025-11. That of the zero Span
// is empty.
func (s Span) String() string {
	switch s.Kind {
	case Day:
		return s.From.String()
	case Week:
		year, week := time.Unix(int64(s.From.FirstDay())*secondsPerDay, 0).UTC().ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case Month:
		return data.Date{Year: s.From.Year, Month: s.From.Month}.String()
	}
	return ""
}

const secondsPerDay = 24 * 60 * 60

// Path returns the address of s: /days/2025-11-13, /weeks/2025-W46 or /months/2025-11; /days for the
// zero Span.
func (s Span) Path() string {
	if s.IsZero() {
		return "/days"
	}
	return "/" + string(s.Kind) + "s/" + s.String()
}

// Parse reads the name of a period of this kind. It returns a fault of the code invalid_date if
// there is no such period.
func Parse(kind Kind, name string) (Span, error) {
	switch kind {
	case Week:
		return parseWeek(name)
	case Month:
		d, err := data.ParseDate(name)
		if err != nil || d.Precision() != data.MonthPrecision {
			return Span{}, noSuch(kind, name, "a month as YYYY-MM, such as 2025-11")
		}
		return MonthOf(d), nil
	}
	d, err := data.ParseDate(name)
	if err != nil || d.Precision() != data.DayPrecision {
		return Span{}, noSuch(kind, name, "a day as YYYY-MM-DD, such as 2025-11-13")
	}
	return DayOf(d), nil
}

func parseWeek(name string) (Span, error) {
	refused := noSuch(Week, name, "a week of ISO 8601, such as 2025-W46")
	year, number, found := strings.Cut(strings.ToUpper(name), "-W")
	y, yearErr := strconv.ParseUint(year, 10, 16)
	n, err := strconv.ParseUint(number, 10, 8)
	if !found || yearErr != nil || err != nil || len(year) != 4 || len(number) != 2 || n == 0 {
		return Span{}, refused
	}
	january4 := data.Date{Year: int(y), Month: time.January, Day: 4} // is in week 1
	if january4.Validate() != nil {
		return Span{}, refused
	}
	s := WeekOf(data.DateOfDay(january4.FirstDay() + 7*int32(n-1)))
	if s.String() != strings.ToUpper(name) || s.From.Validate() != nil || s.To.Validate() != nil {
		return Span{}, refused // a week 53 of a year that has 52, or one beyond the calendar
	}
	return s, nil
}

func noSuch(kind Kind, name, want string) *fault.Error {
	return fault.New(fault.InvalidDate, string(kind), "there is no %s %q; want %s", kind, fault.Clip(name), want)
}
