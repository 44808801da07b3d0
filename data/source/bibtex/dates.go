package bibtex

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"paperboy/data"
)

var (
	isoDate   = regexp.MustCompile(`^\d{4}(?:-\d{2}){0,2}`)
	fourDigit = regexp.MustCompile(`\b\d{4}\b`)
	dayNumber = regexp.MustCompile(`\b\d{1,2}\b`)
	monthWord = regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`)
)

// setDate takes BibLaTeX's date, of a range its start, or year, month and day.
// What is no date is left out and kept as raw.
func setDate(r *data.Record, e entry) {
	raw := first(e, "date")
	date, err := data.ParseDate(isoDate.FindString(raw))
	if err != nil || date.IsZero() {
		date = data.Date{}
		parts := []string{first(e, "year"), first(e, "month"), first(e, "day")}
		if parts[0] != "" || raw == "" {
			raw = strings.TrimSpace(strings.Join(parts, " "))
		} else {
			parts[0] = raw
		}
		date = dateOf(parts[0], parts[1], parts[2])
	}
	r.Paper.Date = date
	keep(r, "date", raw, date.String())
}

// dateOf is as precise as year, month and day can be read.
func dateOf(year, month, day string) data.Date {
	y, _ := strconv.Atoi(fourDigit.FindString(year))
	date := data.Date{Year: y}
	if date.Validate() != nil || y == 0 {
		return data.Date{}
	}
	month = strings.ReplaceAll(month, "~", " ")
	rest := month
	if at := monthWord.FindStringIndex(month); at != nil {
		date.Month = monthNamed(month[at[0]:at[1]])
	} else if n, err := strconv.Atoi(month); err == nil && 1 <= n && n <= 12 {
		date.Month, rest = time.Month(n), ""
	}
	if date.Month == 0 {
		return date
	}
	if day == "" {
		day = dayNumber.FindString(rest)
	}
	exact := date
	exact.Day, _ = strconv.Atoi(day)
	if exact.Validate() == nil {
		return exact
	}
	return date
}

func monthNamed(abbreviation string) time.Month {
	at := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(abbreviation))
	return time.Month(at/3 + 1)
}
