package csl

import (
	"cmp"
	"slices"

	"paperboy/data"
	"paperboy/data/format"
)

// date returns the day, month or year on which the item was issued, or the start of a range. It
// returns the unknown date if none is given or it cannot be read.
func (d issued) date() data.Date {
	if len(d.Parts) > 0 {
		if date := format.DateOfParts(d.Parts[0]); !date.IsZero() {
			return date
		}
	}
	for _, s := range []format.Text{d.Literal, d.Raw} {
		if date := format.FreeDate(string(s)); !date.IsZero() {
			return date
		}
	}
	return data.Date{}
}

// said returns the date as written, or "" if the date is not known, which the resolvers of DOIs
// write as "[[null]]".
func (d issued) said() string {
	if format.FirstText(append(slices.Concat(d.Parts...), d.Literal, d.Raw, d.Season)...) == "" {
		return ""
	}
	return cmp.Or(d.given, string(d.Raw))
}

// exact reports whether the item has numbers for exactly the parts of date, and nothing else.
func (d issued) exact(date data.Date) bool {
	return len(d.Parts) == 1 && len(d.Parts[0]) == int(date.Precision()) && d.Literal+d.Raw+d.Season == "" && d.Circa == nil
}
