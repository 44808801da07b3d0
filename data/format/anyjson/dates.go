package anyjson

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/format"
)

// DateOf returns the date of a value: text in any usual spelling, a year, a number of seconds or
// milliseconds since 1970 (of which it returns the day in UTC), an object with a year, month and
// day, with the date-parts of CSL or with the date in words, or a list of such dates, of which it
// returns the first. raw is what the source wrote, or the date itself if the value states exactly
// its parts. Both are zero if the value is empty. An unknown date has a raw text but no date.
func DateOf(v Value) (date data.Date, raw string) {
	date, exact := v.date(maxTextDepth)
	switch {
	case exact:
		return date, date.String()
	case v.Kind() == String || v.Kind() == Number:
		return date, strings.TrimSpace(v.Text())
	case v.says():
		return date, compact(v)
	}
	return date, ""
}

// says reports whether there is anything in a value but nulls and empty texts.
func (v Value) says() bool { return v.saysWithin(maxTextDepth) }

func (v Value) saysWithin(depth int) bool {
	if v.IsEmpty() || depth == 0 {
		return !v.IsEmpty()
	}
	switch v.Kind() {
	case List:
		for one := range v.Elements() {
			if one.saysWithin(depth - 1) {
				return true
			}
		}
		return false
	case Object:
		for _, one := range v.Members() {
			if one.saysWithin(depth - 1) {
				return true
			}
		}
		return false
	}
	return true
}

// date returns the date of a value, and whether its parts are exactly those of the value.
func (v Value) date(depth int) (date data.Date, exact bool) {
	if depth == 0 {
		return data.Date{}, false
	}
	switch v.Kind() {
	case String:
		return textDate(strings.TrimSpace(v.str()))
	case Number:
		return numberDate(string(v)), false
	case List:
		return v.listDate(depth)
	case Object:
		return v.objectDate(depth)
	}
	return data.Date{}, false
}

// textDate parses a date or time. A time in a time zone counts as its day in UTC.
func textDate(s string) (date data.Date, exact bool) {
	if date, err := data.ParseDate(s); err == nil {
		return date, true
	}
	if strings.ContainsAny(s, "T ") {
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04:05-07:00", "2006-01-02 15:04:05Z07:00", time.RFC1123, time.RFC1123Z} {
			if t, err := time.Parse(layout, s); err == nil && data.DateOf(t).Validate() == nil {
				return data.DateOf(t), strings.HasPrefix(s, data.DateOf(t).String())
			}
		}
	}
	if n := len(s); n >= 9 && n <= 19 && strings.Trim(s, "0123456789.") == "" {
		return numberDate(s), false
	}
	return format.FreeDate(s), false
}

// Sizes of numbers that are times: seconds from 1973, milliseconds, microseconds, nanoseconds.
const (
	minSeconds = 1e8
	minMillis  = 1e11
	minMicros  = 1e14
	minNanos   = 1e17
)

// numberDate returns the date for a year (2021), month (202103), day (20210304) or time since
// 1970.
func numberDate(s string) data.Date {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return data.Date{}
	}
	n := int64(f)
	switch {
	case n < 10_000:
		return valid(data.Date{Year: int(n)})
	case n < 1_000_000:
		return valid(data.Date{Year: int(n / 100), Month: time.Month(n % 100)})
	case n < minSeconds:
		return valid(data.Date{Year: int(n / 10_000), Month: time.Month(n / 100 % 100), Day: int(n % 100)})
	case n < minMillis:
		return valid(data.DateOf(time.Unix(n, 0)))
	case n < minMicros:
		return valid(data.DateOf(time.UnixMilli(n)))
	case n < minNanos:
		return valid(data.DateOf(time.UnixMicro(n)))
	}
	return valid(data.DateOf(time.Unix(0, n)))
}

// valid returns a date without the parts that are not valid.
func valid(d data.Date) data.Date {
	for _, known := range []data.Date{d, {Year: d.Year, Month: d.Month}, {Year: d.Year}} {
		if known.Validate() == nil {
			return known
		}
	}
	return data.Date{}
}

// maxDates is how many elements of a list are looked at for a date.
const maxDates = 10

// listDate returns the date of a list with a year, month and day, or of its first element that has
// a date.
func (v Value) listDate(depth int) (date data.Date, exact bool) {
	var elements []Value
	for one := range v.Elements() {
		if elements = append(elements, one); len(elements) == maxDates {
			break
		}
	}
	if len(elements) == 0 {
		return data.Date{}, false
	}
	if first := elements[0]; first.Kind() == Number || first.Kind() == String && len(elements) > 1 && len(strings.TrimSpace(first.str())) == 4 {
		parts := make([]format.Text, 0, len(elements))
		for _, one := range elements {
			parts = append(parts, format.Text(one.Text()))
		}
		if date = format.DateOfParts(parts); !date.IsZero() {
			return date, len(parts) == int(date.Precision())
		}
	}
	for _, one := range elements {
		if date, exact = one.date(depth - 1); !date.IsZero() {
			return date, exact && len(elements) == 1
		}
	}
	return data.Date{}, false
}

// dateNames are the keys of dates in objects as PlainKey returns them, in the order of preference.
// "circa" and "season" have nothing that a date can state.
var dateNames = []string{"dateparts", "datetime", "date", "$date", "iso", "iso8601", "raw", "literal", "value", "text", "start", "timestamp", "$numberlong", "$numberint", "content", "#text"}

func (v Value) objectDate(depth int) (date data.Date, exact bool) {
	var year, month, day Value
	found := make([]Value, len(dateNames))
	stated := 0
	for key, value := range v.Members() {
		if value.IsEmpty() {
			continue
		}
		stated++
		switch name := PlainKey(key); name {
		case "year", "y":
			year = value
		case "month", "m":
			month = value
		case "day", "d":
			day = value
		default:
			if i := slices.Index(dateNames, name); i >= 0 {
				found[i] = value
			}
		}
	}
	if date := partsDate(year.Text(), month.Text(), day.Text()); !date.IsZero() {
		return date, stated == int(date.Precision())
	}
	for _, value := range found {
		if date, exact := value.date(depth - 1); !date.IsZero() {
			return date, exact && stated == 1
		}
	}
	return data.Date{}, false
}

// partsDate returns the date of a year, a month in numbers or words, and a day.
func partsDate(year, month, day string) data.Date {
	year = strings.TrimSpace(year)
	if year == "" {
		return data.Date{}
	}
	if _, err := strconv.Atoi(strings.TrimSpace(month)); month == "" || err == nil {
		if date := format.DateOfParts([]format.Text{format.Text(year), format.Text(month), format.Text(day)}); !date.IsZero() {
			return date
		}
	}
	return format.FreeDate(strings.Join([]string{year, month, day}, " "))
}

func compact(v Value) string {
	var b bytes.Buffer
	if json.Compact(&b, v) != nil {
		return string(v)
	}
	return b.String()
}
