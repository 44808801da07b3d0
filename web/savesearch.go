package web

import (
	"strings"
	"time"

	"paperboy/api"
	"paperboy/index"
)

// keeping is how a search can be kept: by an address that shows only what comes in
// from now on, by its feed, and all of what it found as a file.
type saveOptions struct {
	// New leads to what was added after the page was made. It finds nothing yet.
	Follow, Feed string
	// Receipt leads to a record of what was found, to be cited; "" where that would be
	// of more papers than a receipt can have.
	Receipt string
	Files   []link
}

// newKeeping is nil for a search that already shows only what came in since a
// moment: its own address is the one to keep.
func newSaveOptions(p api.SearchParams, found int, now time.Time) *saveOptions {
	if !p.Filter.AddedAfter.IsZero() {
		return nil
	}
	k := &saveOptions{
		Follow: changedURL(p, func(p *api.SearchParams) {
			p.Filter.AddedAfter, p.Sort = now.UTC(), index.ByAdded
		}),
		Feed: feedURL(p),
	}
	if found <= api.MaxReceipt {
		k.Receipt = receiptURL(p)
	}
	if found > 0 {
		k.Files = exportLinks(p)
	}
	return k
}

// exportLinks lead to all that a search finds, in each format.
func exportLinks(p api.SearchParams) []link {
	links := make([]link, len(exportFormats))
	for i, f := range exportFormats {
		links[i] = link{f.Name, exportURL(p, f.Format)}
	}
	return links
}

// exportFormats are the formats of export with their names for people.
var exportFormats = []struct {
	Name   string
	Format api.Format
}{{"BibTeX", api.BibTeX}, {"RIS", api.RIS}, {"CSL-JSON", api.CSL}, {"CSV", api.CSV}, {"JSON lines", api.JSONL}}

// exportURL is the address of all that a search finds as a file.
func exportURL(p api.SearchParams, f api.Format) string {
	p.Offset, p.Cursor, p.Limit = 0, "", 0
	v := p.URLValues()
	v.Del("limit")
	v.Set("format", string(f))
	return strings.TrimSuffix("/api/v1/export?"+v.Encode(), "?")
}
