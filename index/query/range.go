package query

import (
	"strconv"
	"strings"
	"time"

	"paperboy/data"
)

// columnOf returns the column with a name in lower case, or "".
func columnOf(name string) Column {
	switch name {
	case "date", "year":
		return DateColumn
	case "authors":
		return AuthorsColumn
	case "upvotes":
		return UpvotesColumn
	}
	return ""
}

// bounds reads a range whose value begins at an offset. pos is still before its name, and
// stays there for plain to read if the value is not a range.
func (p *parser) bounds(column Column, at int) Node {
	start := p.pos
	p.pos = at
	value := p.bound()
	end := p.pos
	p.pos = start
	var r Range
	var ok bool
	if column == DateColumn {
		r, ok = p.dates(value)
	} else {
		r, ok = p.numbers(column, value)
	}
	if !ok {
		p.notice("%q is no range of %s; it was searched as text.", value, column)
		return p.plain()
	}
	p.pos = end
	return r
}

// bound reads the value of a range: quoted, or one word, or two if the first is an operator.
func (p *parser) bound() string {
	if p.has('"') {
		if n := closingQuote(p.text[p.pos+1:]); n >= 0 {
			value := p.text[p.pos+1 : p.pos+1+n]
			p.pos += n + 2
			return strings.TrimSpace(value)
		}
	}
	start := p.pos
	p.pos = p.wordEnd()
	value := strings.TrimRight(p.text[start:p.pos], separators)
	if strings.Trim(value, "<>=") == "" {
		p.skip()
		start = p.pos
		p.pos = p.wordEnd()
		value += strings.TrimRight(p.text[start:p.pos], separators)
	}
	for strings.HasSuffix(value, ".") && !strings.HasSuffix(value, "..") {
		value = strings.TrimRight(value[:len(value)-1], separators)
	}
	return value
}

// cutBounds splits a value into its operator (">", "" and so on) and operand, or into the two
// ends of a range, with the operator "..".
func cutBounds(value string) (operator, low, high string) {
	for _, operator := range []string{">=", "<=", ">", "<", "="} {
		if operand, ok := strings.CutPrefix(value, operator); ok {
			return operator, strings.TrimSpace(operand), ""
		}
	}
	for _, dots := range []string{"...", "…", ".."} {
		if low, high, ok := strings.Cut(value, dots); ok {
			return "..", low, high
		}
	}
	return "=", value, value
}

// dates reads a range of dates.
func (p *parser) dates(value string) (Range, bool) {
	if low, high, ok := strings.Cut(value, "-"); ok && isYear(low) && isYear(high) {
		value = low + ".." + high
	}
	operator, low, high := cutBounds(value)
	from, err := data.ParseDate(low)
	if err != nil {
		return Range{}, false
	}
	r := Range{Column: DateColumn}
	switch operator {
	case ">=":
		r.From = from
	case ">":
		r.From = shift(from, 1)
	case "<=":
		r.To = from
	case "<":
		r.To = shift(from, -1)
	case "=":
		r.From, r.To = from, from
	case "..":
		to, err := data.ParseDate(high)
		if err != nil {
			return Range{}, false
		}
		if !from.IsZero() && !to.IsZero() && from.FirstDay() > to.LastDay() {
			from, to = to, from
			p.notice("%s was turned around.", value)
		}
		r.From, r.To = from, to
	}
	known := !r.From.IsZero() || !r.To.IsZero()
	return r, known && r.From.Validate() == nil && r.To.Validate() == nil
}

func isYear(s string) bool { return len(s) == 4 && strings.Trim(s, "0123456789") == "" }

// shift returns the period n periods after d, with the same precision.
func shift(d data.Date, n int) data.Date {
	switch d.Precision() {
	case data.YearPrecision:
		d.Year += n
	case data.MonthPrecision:
		t := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		d.Year, d.Month = t.Year(), t.Month()
	case data.DayPrecision:
		return data.DateOfDay(d.FirstDay() + int32(n))
	}
	return d
}

// numbers reads a range of numbers. "21+" and "6-10" are the names of facet buckets.
func (p *parser) numbers(column Column, value string) (Range, bool) {
	if low, ok := strings.CutSuffix(value, "+"); ok {
		value = ">=" + low
	}
	operator, low, high := cutBounds(value)
	if a, b, ok := strings.Cut(low, "-"); ok && operator == "=" {
		operator, low, high = "..", a, b
	}
	lowest, okLow := number(low)
	highest, okHigh := number(high)
	r := Range{Column: column}
	switch operator {
	case ">=":
		r.Min = lowest
	case ">":
		r.Min = plus(lowest, 1)
	case "<=":
		r.Max = lowest
	case "<":
		r.Max = plus(lowest, -1)
	default:
		r.Min, r.Max = lowest, highest
		if lowest != nil && highest != nil && *lowest > *highest {
			r.Min, r.Max = highest, lowest
			p.notice("%s was turned around.", value)
		}
	}
	known := r.Min != nil || r.Max != nil && *r.Max >= 0
	return r, okLow && okHigh && known
}

// number reads digits; an empty string is an open end.
func number(s string) (n *int, ok bool) {
	if s == "" {
		return nil, true
	}
	v, err := strconv.ParseUint(s, 10, 30)
	if err != nil {
		return nil, false
	}
	i := int(v)
	return &i, true
}

func plus(n *int, d int) *int {
	if n == nil {
		return nil
	}
	v := *n + d
	return &v
}
