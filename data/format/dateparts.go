package format

import (
	"strconv"
	"strings"
	"time"

	"paperboy/data"
)

// DateOfParts returns the date for the date parts of CSL-JSON and Crossref: a year, and
// optionally a month and a day. It drops the last parts if they are not valid: the months 13
// to 24 of CSL are seasons.
func DateOfParts(parts []Text) data.Date {
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
