package view

import (
	"net/url"
	"strings"

	"paperboy/api"
	"paperboy/api/daily"
	"paperboy/api/feed"
	"paperboy/api/lists"
	"paperboy/api/search"
)

// FeedLink is a feed of what a page shows, in one format.
type FeedLink struct {
	// Type is the media type, by which browsers and feed readers find the feed. Format is the
	// format's name.
	Type, Format string
	// Title says what the feed has.
	Title string
	URL   string
}

// feedFormats are the formats of feeds and their names, in the order in which readers should try
// them.
var feedFormats = []struct {
	format feed.Format
	name   string
}{{feed.Atom, "Atom"}, {feed.JSON, "JSON"}}

// newFeedLinks returns links to a feed in all formats. path is that of the API's endpoint without
// the format.
func newFeedLinks(title, path string, query url.Values) []FeedLink {
	links := make([]FeedLink, len(feedFormats))
	for i, f := range feedFormats {
		address := api.Prefix + path + "." + string(f.format)
		links[i] = FeedLink{f.format.Type(), f.name, title, strings.TrimSuffix(address+"?"+query.Encode(), "?")}
	}
	return links
}

// SearchFeeds returns links to the feeds of a search.
func SearchFeeds(p search.Params) []FeedLink {
	p = p.OfFeed()
	p.Typing = false
	p.Limit = search.FeedTable.Defaults.Limit
	return newFeedLinks("New papers of this search", "/search", search.FeedTable.Values(&p))
}

// PeriodFeeds returns links to the feeds of the papers of all days, with the search of a page.
func PeriodFeeds(p daily.Params) []FeedLink {
	p = p.OfFeed()
	p.Typing, p.Limit = false, search.FeedTable.Defaults.Limit
	return newFeedLinks("Papers of all days", "/days", daily.FeedTable.Values(&p))
}

// TrendingFeeds returns links to the feeds of trending papers.
func TrendingFeeds(p search.Params) []FeedLink {
	p = p.OfFeed()
	p.Typing, p.Limit = false, search.FeedTable.Defaults.Limit
	return newFeedLinks("Trending papers", "/trending", daily.TrendingFeedTable.Values(&p))
}

// ListFeeds returns links to the feeds of a list: its papers, and what is new for it. They have the
// reading key, because a feed is given to another program.
func ListFeeds(l lists.List) (papers, fresh []FeedLink) {
	at := "/lists/" + string(l.ReadKey)
	return newFeedLinks("Papers of this list", at, nil), newFeedLinks("New for this list", at+"/recommendations", nil)
}
