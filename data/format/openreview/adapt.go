package openreview

import (
	"strconv"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/format"
)

// site is the address of OpenReview's pages.
const site = "https://openreview.net"

// adapt fills the record of one note.
func adapt(r *data.Record, w wireNote) error {
	if w.ReplyTo != "" || w.Forum != "" && w.ID != "" && w.Forum != w.ID {
		return format.ErrSkip
	}
	c := w.Content
	r.Paper.DOI = string(c.DOI.Value)
	format.SetIDs(r, string(c.Link.Value), string(c.DOI.Value))
	format.AddIDs(r, format.SchemeOpenReview, string(w.ID))
	if strings.TrimSpace(string(c.Title.Value)) == "" {
		return format.ErrNoTitle("content.title")
	}
	format.SetTexts(r, string(c.Title.Value), string(c.Abstract.Value), string(c.Venue.Value))
	var names []string
	for _, name := range c.Authors.Value {
		names = append(names, string(name))
	}
	format.SetAuthors(r, names)
	said := format.FirstText(w.Published, w.Created, w.Shown)
	format.SetDate(r, said, day(said))
	if w.ID != "" {
		r.Paper.URLs = append(r.Paper.URLs, site+"/forum?id="+string(w.ID))
	}
	if pdf := string(c.PDF.Value); strings.HasPrefix(pdf, "/") {
		r.Paper.URLs = append(r.Paper.URLs, site+pdf)
	}
	return nil
}

// day returns the day of a time in milliseconds since 1970, in UTC. It is unknown if s is not such
// a time, or lies before OpenReview.
func day(s string) data.Date {
	ms, err := strconv.ParseInt(s, 10, 64)
	if at := time.UnixMilli(ms).UTC(); err == nil && at.Year() >= 2000 {
		d := data.Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}
		if d.Validate() == nil {
			return d
		}
	}
	return data.Date{}
}
