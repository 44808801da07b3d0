package format

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"paperboy/data"
)

// isoDate matches an ISO 8601 date, which may be followed by a time or by the end of a range.
var isoDate = regexp.MustCompile(`^\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T/]|\s+\d+:|\s*$)`)

// FreeDate parses a date as reference managers and catalogues write it, as precisely as
// possible: "2021/05/03/", "2021///Spring", "2020 Feb", "20190325", "3rd May 2021",
// "2021-05-03T10:00:00Z". It returns the start of a range, "2021-05/2021-07". If a date is
// ambiguous ("2020 Apr-Jun", "05/03/2021"), FreeDate returns what all readings have in common.
// Without a year, the date is unknown.
func FreeDate(s string) data.Date {
	if iso := isoDate.FindStringSubmatch(s); iso != nil && strings.Contains(iso[1], "-") {
		if d, err := data.ParseDate(iso[1]); err == nil {
			return d
		}
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 0 && len(words[0]) == 8 && wordNumber(words[0]) > 0 {
		words = []string{words[0][:4], words[0][4:6], words[0][6:]}
	}
	at := slices.IndexFunc(words, func(w string) bool { return len(w) == 4 && wordNumber(w) > 0 })
	if at < 0 {
		return data.Date{}
	}
	d := data.Date{Year: wordNumber(words[at])}
	var months []time.Month
	var days []int
	for i, w := range words {
		if m := monthNamed(w); m > 0 {
			months = append(months, m)
		} else if n := ordinal(w); i != at && n > 0 {
			days = append(days, n)
		}
	}
	if len(months) == 0 && at == 0 && len(words) > 1 && len(days) > 0 && wordNumber(words[1]) == days[0] {
		months, days = []time.Month{time.Month(days[0])}, days[1:]
	}
	if len(months) == 1 {
		d.Month = months[0]
		if len(days) == 1 {
			d.Day = days[0]
		}
	}
	for _, known := range []data.Date{d, {Year: d.Year, Month: d.Month}, {Year: d.Year}} {
		if known.Validate() == nil {
			return known
		}
	}
	return data.Date{}
}

// ordinal returns the number in "3", "3rd" or "15th", or 0 for any other word.
func ordinal(w string) int {
	if digits := strings.TrimRight(w, "sthnrd"); digits != w && len(w)-len(digits) == 2 {
		w = digits
	}
	return wordNumber(w)
}

// wordNumber returns the number that a word of ASCII digits represents, or 0 for other words.
func wordNumber(w string) int {
	n, err := strconv.ParseUint(w, 10, 31)
	if err != nil {
		return 0
	}
	return int(n)
}

// monthNamed returns the month with an English name or abbreviation, or 0.
func monthNamed(w string) time.Month {
	w = strings.ToLower(w)
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); len(w) >= 3 && (strings.HasPrefix(name, w) || w == "sept") && (w != "sept" || m == time.September) {
			return m
		}
	}
	return 0
}
