// Package dailypapers reads Hugging Face Daily Papers in three forms: the HTML of a page
// (page.go), the text of a page as copied from a browser (text.go), and the JSON of the API
// (api.go).
//
// Pages and the API have the same JSON objects (wire.go), which adapt.go turns into records.
// Copied text has lost its markup. repair.go restores it where only one reading is possible, and
// the provenance keeps the original. The site has no specification of these forms; the readers
// follow real captures and use the site's names for fields.
package dailypapers

import (
	"context"
	"time"

	"paperboy/data"
	"paperboy/data/format"
)

// Formats returns this package's entries in the table of formats, in sniffing order.
func Formats() []format.Format {
	return []format.Format{
		{Name: "hf-page", Title: "Hugging Face Daily Papers page (HTML)", Sniff: sniffPage, Read: observed(readPage)},
		{Name: "hf-api", Title: "Hugging Face Daily Papers API (JSON)", Sniff: sniffAPI, Read: observed(readAPI)},
		{Name: "hf-text", Title: "text copied from a Daily Papers page", Sniff: sniffText, Read: observed(readText)},
	}
}

// observed returns a read function whose records state on which day their numbers were seen, if
// that is known: it is not the day on which a saved page is read.
func observed(read func(context.Context, format.Input) format.Records) func(context.Context, format.Input) format.Records {
	return func(ctx context.Context, in format.Input) format.Records {
		if in.AsOf.Precision() != data.DayPrecision {
			return read(ctx, in)
		}
		return func(yield func(data.Record, error) bool) {
			for r, err := range read(ctx, in) {
				p := &r.Paper
				if err == nil && (p.Upvotes != nil || p.Comments != nil || p.Stars != nil) {
					p.Observations = []data.Observation{{At: noon(in.AsOf), Upvotes: p.Upvotes, Comments: p.Comments, Stars: p.Stars}}
				}
				if !yield(r, err) {
					return
				}
			}
		}
	}
}

// noon returns the middle of a day in UTC.
func noon(d data.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// origin returns the provenance of the records of an input.
func origin(in format.Input) data.Provenance {
	return in.NewRecord("", 0, format.SourceHuggingFace).Origin
}

// reject returns the rejection of one entry of an input.
func reject(in format.Input, entry string, id data.ID, code, reason string) *data.Rejection {
	return &data.Rejection{File: in.Location, Entry: entry, ID: id, Code: code, Reason: reason}
}
