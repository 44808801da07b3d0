package bibtex

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/latex"
)

// setDate sets the date from BibLaTeX's date, or from year, month and day. A range counts as its
// start. A date that cannot be read is kept as raw only, with a warning.
func setDate(r *data.Record, e entry) {
	raw := first(e, "date")
	date := format.FreeDate(latex.Plain(raw))
	if year := first(e, "year"); year != "" && date.Precision() < data.MonthPrecision {
		said := strings.TrimSpace(strings.Join([]string{year, first(e, "month"), first(e, "day")}, " "))
		if d := format.FreeDate(latex.Plain(said)); !d.IsZero() || raw == "" {
			raw, date = said, d
		}
	}
	format.SetDate(r, raw, date)
}
