package csl

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"paperboy/data"
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
		if date := dateOfWords(string(s)); !date.IsZero() {
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

var (
	isoDate   = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:T.*)?$`)
	yearWord  = regexp.MustCompile(`\b[12]\d{3}\b`)
	monthWord = regexp.MustCompile(`(?i)\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b`)
	dayWord   = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)?\b`)
)

const monthAbbreviations = "janfebmaraprmayjunjulaugsepoctnovdec"

// dateOfWords reads "2018-07-15", "15 July 2018", "Jul. 15, 2018", or the year in
// any other text, of which the first counts. A second month makes a range, of
// which only the year is taken.
func dateOfWords(s string) data.Date {
	s = strings.TrimSpace(s)
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return dateOfParts([]text{text(m[1]), text(m[2]), text(m[3])})
	}
	years, months := yearWord.FindAllString(s, -1), monthWord.FindAllString(s, -1)
	if len(years) == 0 {
		return data.Date{}
	}
	parts := []text{text(years[0])}
	if len(years) == 1 && len(months) == 1 {
		month := strings.Index(monthAbbreviations, strings.ToLower(months[0][:3]))/3 + 1
		parts = append(parts, text(strconv.Itoa(month)))
		if days := dayWord.FindAllStringSubmatch(s, -1); len(days) == 1 {
			parts = append(parts, text(days[0][1]))
		}
	}
	return dateOfParts(parts)
}
