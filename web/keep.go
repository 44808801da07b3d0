package web

import (
	"strings"
	"time"

	"paperboy/api/export"
	"paperboy/api/search"

	"paperboy/index"
)

// keeping is how a search can be kept: by an address that shows only what comes in
// from now on, by its feed, and all of what it found as a file.
type keeping struct {
	// New leads to what was added after the page was made. It finds nothing yet.
	New, Feed string
	// Receipt leads to a record of what was found, to be cited; "" where that would be
	// of more papers than a receipt can have.
	Receipt string
	Files   []link
}

// newKeeping is nil for a search that already shows only what came in since a
// moment: its own address is the one to keep.
func newKeeping(p search.Params, found int, now time.Time) *keeping {
	if !p.Filter.AddedAfter.IsZero() {
		return nil
	}
	k := &keeping{
		New: changed(p, func(p *search.Params) {
			p.Filter.AddedAfter, p.Sort = now.UTC(), index.ByAdded
		}),
		Feed: feedURL(p),
	}
	if found <= search.MaxReceipt {
		k.Receipt = receiptURL(p)
	}
	if found > 0 {
		k.Files = exportLinks(p)
	}
	return k
}

// exportLinks lead to all that a search finds, in each format.
func exportLinks(p search.Params) []link {
	links := make([]link, len(exportFormats))
	for i, f := range exportFormats {
		links[i] = link{f.Name, exportURL(p, f.Format)}
	}
	return links
}

// exportFormats are the formats of export with their names for people.
var exportFormats = []struct {
	Name   string
	Format export.Format
}{{"BibTeX", export.BibTeX}, {"RIS", export.RIS}, {"CSL-JSON", export.CSL}, {"CSV", export.CSV}, {"JSON lines", export.JSONL}}

// exportURL is the address of all that a search finds as a file.
func exportURL(p search.Params, f export.Format) string {
	p.Offset, p.Cursor, p.Limit = 0, "", 0
	v := p.URLValues()
	v.Del("limit")
	v.Set("format", string(f))
	return strings.TrimSuffix("/api/v1/export?"+v.Encode(), "?")
}
