package bibtex

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// setDate takes BibLaTeX's date, of a range its start, or year, month and day.
// What is no date is left out and kept as raw.
func setDate(r *data.Record, e entry) {
	raw := first(e, "date")
	date := format.FreeDate(raw)
	if year := first(e, "year"); year != "" && date.Precision() < data.MonthPrecision {
		said := strings.TrimSpace(strings.Join([]string{year, first(e, "month"), first(e, "day")}, " "))
		if d := format.FreeDate(said); !d.IsZero() || raw == "" {
			raw, date = said, d
		}
	}
	r.Paper.Date = date
	format.Keep(r, "date", raw, date.String())
}
