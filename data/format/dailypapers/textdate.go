package dailypapers

import (
	"fmt"
	"time"

	"paperboy/data"
)

// dateShown parses a date such as "Mar 21, 2022" or "May 21". Without a year, it returns the
// latest such day that is not after asOf, because no paper is from the future. yearShown reports
// whether s has a year.
func dateShown(s string, asOf data.Date) (d data.Date, yearShown bool, err error) {
	if t, err := time.Parse("Jan 2, 2006", s); err == nil {
		return data.DateOf(t), true, nil
	}
	if asOf.IsZero() {
		return d, false, fmt.Errorf("%q has no year, and the day of the page is not known", s)
	}
	const leapYears = 8 // the maximum number of years between two 29ths of February
	for year := asOf.Year; year > asOf.Year-leapYears; year-- {
		t, err := time.Parse("Jan 2, 2006", fmt.Sprintf("%s, %d", s, year))
		if err != nil {
			continue
		}
		if d := data.DateOf(t); d.FirstDay() <= asOf.LastDay() {
			return d, false, nil
		}
	}
	return d, false, fmt.Errorf("%q is in no calendar", s)
}
