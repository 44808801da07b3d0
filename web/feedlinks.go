package web

import (
	"net/url"
	"strings"

	"paperboy/api"
	"paperboy/api/daily"
	"paperboy/api/feed"
	"paperboy/api/lists"
	"paperboy/api/search"
)

// feedLink is a feed of what a page shows, in one format.
type feedLink struct {
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
func newFeedLinks(title, path string, query url.Values) []feedLink {
	links := make([]feedLink, len(feedFormats))
	for i, f := range feedFormats {
		address := api.Prefix + path + "." + string(f.format)
		links[i] = feedLink{f.format.Type(), f.name, title, strings.TrimSuffix(address+"?"+query.Encode(), "?")}
	}
	return links
}

// searchFeeds returns links to the feeds of a search.
func searchFeeds(p search.Params) []feedLink {
	p = p.OfFeed()
	p.Typing = false
	p.Limit = search.FeedTable.Defaults.Limit
	return newFeedLinks("New papers of this search", "/search", search.FeedTable.Values(&p))
}

// periodFeeds returns links to the feeds of the papers of all days, with the search of a page.
func periodFeeds(p daily.Params) []feedLink {
	p = p.OfFeed()
	p.Typing, p.Limit = false, search.FeedTable.Defaults.Limit
	return newFeedLinks("Papers of all days", "/days", daily.FeedTable.Values(&p))
}

// trendingFeeds returns links to the feeds of trending papers.
func trendingFeeds(p search.Params) []feedLink {
	p = p.OfFeed()
	p.Typing, p.Limit = false, search.FeedTable.Defaults.Limit
	return newFeedLinks("Trending papers", "/trending", daily.TrendingFeedTable.Values(&p))
}

// listFeeds returns links to the feeds of a list: its papers, and what is new for it. They have the
// reading key, because a feed is given to another program.
func listFeeds(l lists.List) (papers, fresh []feedLink) {
	at := "/lists/" + string(l.ReadKey)
	return newFeedLinks("Papers of this list", at, nil), newFeedLinks("New for this list", at+"/recommendations", nil)
}
