package view

import (
	"strconv"
	"strings"

	"paperboy/api/daily"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// Calendar shows how many papers each day of a month has or, where the days of papers are not known,
// each month of a year.
type Calendar struct {
	Title string
	// Months is true if the cells are months.
	Months bool
	Rows   []calendarRow
}

// calendarRow is a week, whose link is empty if it has no papers, or a part of a year.
type calendarRow struct {
	Week  Link
	Cells []calendarCell
}

// calendarCell is a day or a month. Text is its number or name, empty outside of the month, and Count
// its number of papers. A screen reader also says the Rest of the date, and what is counted (Noun).
// Without papers it has no address.
type calendarCell struct {
	Link
	Rest, Count, Noun string
	// Level is how dark the cell is, from 0 to 5.
	Level   int
	Current bool
}

// NewCalendar returns the calendar around a period. The counts are those of the search of l.
func NewCalendar(l Listing, span daily.Span, a daily.Answer) *Calendar {
	if _, known := a.DayWithin(span); !known {
		return newYear(l, span, a.Days)
	}
	month := span.Month()
	counts, highest := map[int32]int{}, 0
	for _, d := range a.Days {
		if d.Day.Precision() == data.DayPrecision {
			counts[d.Day.FirstDay()] = d.Count
			if d.Day.Year == month.From.Year && d.Day.Month == month.From.Month {
				highest = max(highest, d.Count)
			}
		}
	}
	k := &Calendar{Title: FormatSpan(month)}
	for at := daily.WeekOf(month.From); at.From.FirstDay() <= month.To.LastDay(); at = daily.WeekOf(data.DateOfDay(at.To.LastDay() + 1)) {
		row := calendarRow{Week: Link{Text: at.String()[len("2025-W"):]}}
		for day := at.From.FirstDay(); day <= at.To.LastDay(); day++ {
			if counts[day] > 0 {
				row.Week.URL = spanURL(l, at)
			}
			d := data.DateOfDay(day)
			if d.Month != month.From.Month {
				row.Cells = append(row.Cells, calendarCell{})
				continue
			}
			cell := newCalendarCell(l, daily.DayOf(d), strconv.Itoa(d.Day), counts[day], highest)
			cell.Current = span.From.FirstDay() <= day && day <= span.To.LastDay() && span.Kind != daily.Month && (span.Kind == daily.Day || counts[day] > 0)
			row.Cells = append(row.Cells, cell)
		}
		k.Rows = append(k.Rows, row)
	}
	return k
}

// newYear returns the months of the year of a period.
func newYear(l Listing, span daily.Span, days []index.DayCount) *Calendar {
	counts, highest := map[daily.Span]int{}, 0
	for _, d := range days {
		counts[daily.MonthOf(d.Day)] += d.Count
		if d.Day.Year == span.From.Year {
			highest = max(highest, counts[daily.MonthOf(d.Day)])
		}
	}
	k := &Calendar{Title: strconv.Itoa(span.From.Year), Months: true}
	for n := range 12 {
		if n%3 == 0 {
			k.Rows = append(k.Rows, calendarRow{})
		}
		month := daily.MonthOf(data.Date{Year: span.From.Year, Month: 1}.AddMonths(n))
		cell := newCalendarCell(l, month, month.From.Month.String()[:3], counts[month], highest)
		cell.Current = month == span
		row := &k.Rows[len(k.Rows)-1]
		row.Cells = append(row.Cells, cell)
	}
	return k
}

func newCalendarCell(l Listing, span daily.Span, text string, count, highest int) calendarCell {
	cell := calendarCell{Link: Link{Text: text}, Level: (5*count + highest - 1) / max(highest, 1)}
	if count > 0 {
		cell.URL, cell.Rest = spanURL(l, span), " "+strconv.Itoa(span.From.Year)+": "
		if span.Kind == daily.Day {
			cell.Rest = " " + span.From.Month.String() + ": "
		}
		cell.Count, cell.Noun, _ = strings.Cut(figures.Count(count, "paper"), " ")
	}
	return cell
}
