// Package feed writes papers as feeds: Atom (RFC 4287, atom.go) and JSON Feed 1.1 (jsonfeed.go).
//
// A use case makes a Feed of papers, newest first, and Write turns it into either format. Both say
// the same, and nothing in them depends on who reads them, so that they can be cached. The text of
// papers is hostile until it is escaped: markup in it is shown as written, and characters that XML
// forbids are left out.
//
// The package does not choose papers, and knows neither HTTP nor the store.
package feed

import (
	"fmt"
	"net/url"
	"time"

	"paperboy/data"
)

// Limits of the number of entries of a feed.
const (
	DefaultLimit = 50
	MaxLimit     = 100
)

// Feed is a feed in no particular format.
type Feed struct {
	// Title is what a reader shows for the feed.
	Title string
	// Page is the address of the page that shows the same papers, below that of the server:
	// "/search?q=graph". It is also the identity of the feed.
	Page    string
	Entries []Entry
	// Changed is when the feed last changed apart from its papers, such as by a new name; may be
	// zero.
	Changed time.Time
	// State names the state of the library that the feed was made from. Two feeds for the same
	// request with the same State are equal. If it is empty, nothing is known.
	State string
}

// Entry is a paper in a feed.
type Entry struct {
	Paper data.Paper
	// At is when the paper entered the feed. A reader sorts by it, so it is not the date of the
	// paper: that of an old paper would hide it below what was read already.
	At time.Time
	// Note is what the owner of a reading list wrote about the paper.
	Note string
}

// Updated is when the newest entry entered the feed. An empty feed has a fixed time, because its
// content must not change from one request to the next.
func (f Feed) Updated() time.Time {
	newest := time.Unix(0, 0)
	for _, e := range f.Entries {
		if e.At.After(newest) {
			newest = e.At
		}
	}
	return newest
}

// Modified is when the feed, or a paper in it, last changed, as far as that is known. It is not
// part of a feed's content, because a paper also changes when its votes do.
func (f Feed) Modified() time.Time {
	newest := f.Changed
	if len(f.Entries) > 0 && f.Updated().After(newest) {
		newest = f.Updated()
	}
	for _, e := range f.Entries {
		if e.Paper.Updated.After(newest) {
			newest = e.Paper.Updated
		}
	}
	return newest
}

// Format is a format of feeds. Its value is the extension of an address.
type Format string

// The formats.
const (
	Atom Format = "atom"
	JSON Format = "json"
)

// Type returns the media type of a format, without parameters.
func (f Format) Type() string {
	if f == JSON {
		return "application/feed+json"
	}
	return "application/atom+xml"
}

// Write returns the feed in a format. base is the address of the server, without a final slash,
// and self that of the feed below it.
func (f Feed) Write(format Format, base, self string) ([]byte, error) {
	switch format {
	case Atom:
		return f.atom(base, self)
	case JSON:
		return f.json(base, self)
	}
	return nil, fmt.Errorf("write feed: no format %q", format)
}

// paperURL returns the address of a paper's page, which also is the entry's identity. The id is
// one segment, whatever it contains, so that the address never changes.
func paperURL(base string, id data.ID) string { return base + "/papers/" + url.PathEscape(string(id)) }

// stamp returns a time as both formats write it (RFC 3339), in UTC, to a second.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
