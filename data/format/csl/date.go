package csl

import (
	"cmp"
	"slices"

	"paperboy/data"
	"paperboy/data/format"
)

// date is the day, month or year on which the item, or the first of a range, was
// issued; zero where it does not say, or not in a way that can be read.
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

// said is what the source said of the date, empty if nothing: "[[null]]" of the
// resolvers of DOIs is a date that is not known.
func (d issued) said() string {
	if format.FirstText(append(slices.Concat(d.Parts...), d.Literal, d.Raw, d.Season)...) == "" {
		return ""
	}
	return cmp.Or(d.given, string(d.Raw))
}

// exact reports that the date was given by numbers alone, one for each part of it.
func (d issued) exact(date data.Date) bool {
	return len(d.Parts) == 1 && len(d.Parts[0]) == int(date.Precision()) && d.Literal+d.Raw+d.Season == "" && d.Circa == nil
}
