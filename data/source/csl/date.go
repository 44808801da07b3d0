package csl

import (
	"strconv"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/source"
)

// date is the day, month or year on which the item, or the first of a range, was
// issued; zero where it does not say, or not in a way that can be read.
func (d issued) date() data.Date {
	if len(d.Parts) > 0 {
		if date := dateOfParts(d.Parts[0]); !date.IsZero() {
			return date
		}
	}
	for _, s := range []text{d.Literal, d.Raw} {
		if date := source.FreeDate(string(s)); !date.IsZero() {
			return date
		}
	}
	return data.Date{}
}

// said is what the source said of the date, empty if nothing.
func (d issued) said() string {
	if d.given != "" {
		return d.given
	}
	return string(d.Raw)
}

// exact reports that the date was given by numbers alone, one for each part of it.
func (d issued) exact(date data.Date) bool {
	return len(d.Parts) == 1 && len(d.Parts[0]) == int(date.Precision()) && d.Literal+d.Raw+d.Season == "" && d.Circa == nil
}

// dateOfParts is a year, perhaps with a month and day. What is in no calendar is
// left out from the end: the months 13 to 24 of CSL are seasons.
func dateOfParts(parts []text) data.Date {
	var n [3]int
	for i, p := range parts[:min(len(parts), len(n))] {
		v, err := strconv.Atoi(strings.TrimSpace(string(p)))
		if err != nil {
			break
		}
		n[i] = v
	}
	for _, date := range []data.Date{{Year: n[0], Month: time.Month(n[1]), Day: n[2]}, {Year: n[0], Month: time.Month(n[1])}, {Year: n[0]}} {
		if date.Validate() == nil {
			return date
		}
	}
	return data.Date{}
}
