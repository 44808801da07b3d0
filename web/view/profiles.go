package view

import (
	"net/url"
	"strconv"
	"strings"

	"paperboy/api/profiles"
	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/data/taxonomy"
	"paperboy/index"
)

// ReadProfile reads the parameters of the page of a profile, as ReadSearch does. A filter by the
// profile's own facet is ignored: the page has the papers of one value.
func ReadProfile(kind profiles.Kind, name string, v url.Values) (profiles.Params, []string, error) {
	p, notices, err := ReadSearch(v)
	delete(p.Filter.Values, index.Facet(kind))
	return profiles.Params{Params: p, Kind: kind, Name: name}, notices, err
}

// NewProfileListing returns p on the page of a profile.
func NewProfileListing(p profiles.Params, of profiles.Profile) Listing {
	return Listing{
		Params: p.Params, Path: profiles.Path(of.Kind, of.Value),
		Values: search.Params.URLValues,
		Narrow: func(f *index.Filter) {
			values := map[index.Facet][]string{index.Facet(of.Kind): {of.Value}}
			for facet, chosen := range f.Values {
				values[facet] = chosen
			}
			f.Values = values
		},
	}
}

// ProfileFeeds returns links to the feeds of a profile, with the search of its page.
func ProfileFeeds(p profiles.Params, of profiles.Profile) []FeedLink {
	p = p.OfFeed()
	p.Typing, p.Limit = false, search.FeedTable.Defaults.Limit
	return newFeedLinks(NewPapersOf(of.Kind, of.Name), profiles.Path(of.Kind, of.Value), profiles.FeedTable.Values(&p))
}

// NewPapersOf says what somebody who follows a profile gets.
func NewPapersOf(kind profiles.Kind, name string) string {
	switch kind {
	case profiles.Author:
		return "New papers by " + name
	case profiles.Category:
		return "New papers in " + name
	}
	return "New papers of " + name
}

// ProfileYears says how many papers a profile has, and of which years: "35 papers, 1989 to 2025".
func ProfileYears(of profiles.Profile) string {
	text := figures.Count(of.Papers, "paper")
	if len(of.Years) == 0 {
		return text
	}
	first, last := strconv.Itoa(of.Years[0].Year), strconv.Itoa(of.Years[len(of.Years)-1].Year)
	if first == last {
		return text + ", " + first
	}
	return text + ", " + first + " to " + last
}

// ProfileLink is a link to another profile, and how many papers it has in common with this one.
type ProfileLink struct {
	Link
	// Code is the code of a category, if Text is its name.
	Code, Papers string
}

// NewProfileLinks links to profiles of a kind. Those that have no page are left out.
func NewProfileLinks(kind profiles.Kind, names []profiles.Named) []ProfileLink {
	var links []ProfileLink
	for _, n := range names {
		if path := profiles.Path(kind, n.Value); path != "" {
			links = append(links, ProfileLink{Link: Link{n.Name, path}, Papers: figures.Thousands(n.Count)})
		}
	}
	return links
}

// NewCategoryLinks links to the categories of a facet, with their names.
func NewCategoryLinks(buckets []index.Bucket, limit int) []ProfileLink {
	var links []ProfileLink
	for _, b := range buckets {
		path := profiles.Path(profiles.Category, b.Value)
		if b.Value == index.Unknown || path == "" || len(links) == limit {
			continue
		}
		l := ProfileLink{Link: Link{b.Value, path}, Papers: figures.Thousands(b.Count)}
		if name := taxonomy.Short(b.Value); name != "" {
			l.Text, l.Code = name, b.Value
		}
		links = append(links, l)
	}
	return links
}

// NewTopicLinks links to the papers of a profile whose titles have a topic.
func NewTopicLinks(l Listing, topics []profiles.Topic) []Link {
	var links []Link
	for _, t := range topics {
		asked := QuerySearch(`title:"` + strings.ReplaceAll(t.Text, `"`, "") + `"`)
		links = append(links, Link{t.Text, l.Url(asked)})
	}
	return links
}
