package crossref

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// said returns the numbers of the date as written, or "" if the date is not known, which Crossref
// writes as "[[null]]".
func (d date) said() string {
	var parts []string
	if len(d.Parts) > 0 {
		for _, p := range d.Parts[0] {
			if p != "" {
				parts = append(parts, string(p))
			}
		}
	}
	return strings.Join(parts, "-")
}

// setDate sets the date to the first publication that the work states. It ignores the dates of the
// record itself (created, deposited, indexed).
func setDate(r *data.Record, w wireWork) {
	var dates []data.Date
	var raw []string
	differ := false
	for _, stated := range []struct {
		name string
		date date
	}{
		{"published-online", w.PublishedOnline}, {"published-print", w.PublishedPrint}, {"posted", w.Posted},
		{"published", w.Published}, {"issued", w.Issued},
	} {
		said := stated.date.said()
		if said == "" {
			continue
		}
		d := format.DateOfParts(stated.date.Parts[0])
		if !d.IsZero() {
			dates = append(dates, d)
		}
		differ = differ || len(dates) == 0 || d != dates[0] || len(stated.date.Parts[0]) != int(d.Precision())
		raw = append(raw, stated.name+" "+said)
	}
	if len(raw) == 0 {
		return
	}
	first := data.MergeDates(dates...)
	if !differ {
		raw = []string{first.String()}
	}
	format.SetDate(r, strings.Join(raw, "; "), first)
}
