package scholar

import (
	"github.com/PuerkitoBio/goquery"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// readRow fills the record of a row of a profile: title, a line of names, a line of the venue.
func readRow(r *data.Record, s *goquery.Selection) {
	lines := s.Find(".gs_gray")
	format.SetTexts(r, s.Find(".gsc_a_at").First().Text(), "", "")
	format.SetAuthors(r, splitNames(text.OneLine(lines.Eq(0).Text())))
	venue := lines.Eq(1).Clone()
	venue.Find(".gs_oph").Remove()
	year := text.OneLine(s.Find(".gsc_a_y").Text())
	format.SetDate(r, year, format.FreeDate(year))
	setVenue(r, text.OneLine(venue.Text()))
}
