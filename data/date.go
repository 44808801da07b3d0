package data

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"paperboy/data/text"
)

// ErrInvalidDate is wrapped by every error of ParseDate.
var ErrInvalidDate = errors.New("invalid date")

// Date is a calendar date known to the day, the month or the year. The zero
// Date is unknown. Dates are comparable with ==.
type Date struct {
	Year  int
	Month time.Month // 0 if only the year is known
	Day   int        // 0 if only the month is known
}

// Precision says how exactly a Date is known.
type Precision uint8

// The precisions, coarsest first.
const (
	UnknownPrecision Precision = iota
	YearPrecision
	MonthPrecision
	DayPrecision
)

// NoDay is returned by FirstDay and LastDay for an unknown date.
const NoDay = math.MinInt32

// Years outside this range are invalid: the oldest journal dates from 1665, and a date
// after 2199 is a mistake.
const (
	minYear = 1000
	maxYear = 2199
)

// DateOf returns the day of t in UTC.
func DateOf(t time.Time) Date {
	y, m, d := t.UTC().Date()
	return Date{y, m, d}
}

// DateOfDay returns the date that is a number of days after 1 January 1970.
func DateOfDay(days int32) Date {
	return DateOf(time.Unix(int64(days)*secondsPerDay, 0))
}

const secondsPerDay = 24 * 60 * 60

// ParseDate parses YYYY, YYYY-MM or YYYY-MM-DD. The empty string is the unknown date.
// Errors wrap ErrInvalidDate.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	parts := strings.Split(s, "-")
	if len(parts) > 3 || len(parts[0]) != 4 {
		return Date{}, fmt.Errorf("%w %q: want YYYY, YYYY-MM or YYYY-MM-DD", ErrInvalidDate, text.Clip(s))
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil || i > 0 && len(p) != 2 {
			return Date{}, fmt.Errorf("%w %q: want YYYY, YYYY-MM or YYYY-MM-DD", ErrInvalidDate, text.Clip(s))
		}
		n[i] = int(v)
	}
	d := Date{n[0], time.Month(n[1]), n[2]}
	if err := d.Validate(); err != nil || len(parts) > 1 && n[1] == 0 || len(parts) > 2 && n[2] == 0 {
		return Date{}, fmt.Errorf("%w %q: there is no such day", ErrInvalidDate, text.Clip(s))
	}
	return d, nil
}

// Validate returns an error if d is not a day, month or year of the calendar, or if its day
// is known but not its month. The error wraps ErrInvalidDate.
func (d Date) Validate() error {
	if d.IsZero() {
		return nil
	}
	ok := minYear <= d.Year && d.Year <= maxYear && 0 <= d.Month && d.Month <= 12 && d.Day >= 0 && (d.Month > 0 || d.Day == 0)
	if ok && d.Day > 0 {
		_, m, day := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Date()
		ok = m == d.Month && day == d.Day
	}
	if !ok {
		return fmt.Errorf("%w %04d-%02d-%02d", ErrInvalidDate, d.Year, d.Month, d.Day)
	}
	return nil
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// Precision returns how exactly d is known.
func (d Date) Precision() Precision {
	switch {
	case d.Year == 0:
		return UnknownPrecision
	case d.Month == 0:
		return YearPrecision
	case d.Day == 0:
		return MonthPrecision
	}
	return DayPrecision
}

// Months returns the number of months from January of the year 0 to d's month, or to January
// if d has no month.
func (d Date) Months() int { return d.Year*12 + int(max(d.Month, 1)) - 1 }

// DateOfMonths returns the month with the given number of Months.
func DateOfMonths(n int) Date { return Date{Year: n / 12, Month: time.Month(n%12 + 1)} }

// AddMonths returns the month that is n months after d's month. n may be negative.
func (d Date) AddMonths(n int) Date { return DateOfMonths(d.Months() + n) }

// FirstDay returns the first day of the period d in days since 1 January 1970, or NoDay if d
// is unknown.
func (d Date) FirstDay() int32 {
	if d.IsZero() {
		return NoDay
	}
	return dayNumber(d.Year, max(d.Month, 1), max(d.Day, 1))
}

// LastDay returns the last day of the period d in days since 1 January 1970, or NoDay if d
// is unknown.
func (d Date) LastDay() int32 {
	switch d.Precision() {
	case UnknownPrecision:
		return NoDay
	case YearPrecision:
		return dayNumber(d.Year, 12, 31)
	case MonthPrecision:
		return dayNumber(d.Year, d.Month+1, 0)
	}
	return d.FirstDay()
}

func dayNumber(year int, month time.Month, day int) int32 {
	return int32(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// String formats d as YYYY, YYYY-MM or YYYY-MM-DD. The unknown date gives the empty string.
func (d Date) String() string { return string(d.append(nil)) }

// append appends what String returns.
func (d Date) append(dst []byte) []byte {
	precision := d.Precision()
	if precision == UnknownPrecision {
		return dst
	}
	dst = appendPadded(dst, d.Year, 4)
	if precision > YearPrecision {
		dst = appendPadded(append(dst, '-'), int(d.Month), 2)
	}
	if precision > MonthPrecision {
		dst = appendPadded(append(dst, '-'), d.Day, 2)
	}
	return dst
}

// appendPadded appends a number with zeros before it, up to a width.
func appendPadded(dst []byte, n, width int) []byte {
	if n < 0 {
		return fmt.Appendf(dst, "%0*d", width, n)
	}
	for least := 10; width > 1; width-- {
		if n < least {
			dst = append(dst, '0')
		}
		least *= 10
	}
	return strconv.AppendInt(dst, int64(n), 10)
}

// MarshalJSON encodes d as a JSON string, or as null if it is unknown.
func (d Date) MarshalJSON() ([]byte, error) { return d.appendJSON(nil), nil }

// appendJSON appends what MarshalJSON returns.
func (d Date) appendJSON(dst []byte) []byte {
	if d.IsZero() {
		return append(dst, "null"...)
	}
	return append(d.append(append(dst, '"')), '"')
}

// UnmarshalJSON decodes the output of MarshalJSON.
func (d *Date) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		*d = Date{}
		return nil
	}
	s, err := strconv.Unquote(string(b))
	if err != nil {
		return fmt.Errorf("%w %s: want a string", ErrInvalidDate, text.Clip(string(b)))
	}
	*d, err = ParseDate(s)
	return err
}
