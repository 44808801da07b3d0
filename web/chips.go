package web

import (
	"time"

	"paperboy/api/search"

	"paperboy/data"
	"paperboy/index"
)

// newChips lists the filters that are in force, each with the address without it.
func newChips(p search.Params, a search.Answer) []link {
	var chips []link
	add := func(text string, remove func(*search.Params)) {
		chips = append(chips, link{text, changed(p, remove)})
	}
	for _, f := range index.Facets {
		for _, value := range p.Filter.Values[f] {
			add(chipWords(f, value, a), func(p *search.Params) { without(p, f, value) })
		}
	}
	f := p.Filter
	if !f.From.IsZero() {
		add("From "+dateWords(f.From), func(p *search.Params) { p.Filter.From = data.Date{} })
	}
	if !f.To.IsZero() {
		add("To "+dateWords(f.To), func(p *search.Params) { p.Filter.To = data.Date{} })
	}
	if f.AuthorsMin > 0 {
		add("At least "+counted(f.AuthorsMin, "author"), func(p *search.Params) { p.Filter.AuthorsMin = 0 })
	}
	if f.AuthorsMax > 0 {
		add("At most "+counted(f.AuthorsMax, "author"), func(p *search.Params) { p.Filter.AuthorsMax = 0 })
	}
	if m := newMoment(f.AddedAfter); m != nil {
		add("Added after "+m.Text, func(p *search.Params) { p.Filter.AddedAfter = time.Time{} })
	}
	if m := newMoment(f.UpdatedAfter); m != nil {
		add("Updated after "+m.Text, func(p *search.Params) { p.Filter.UpdatedAfter = time.Time{} })
	}
	if !f.FeaturedFrom.IsZero() {
		add("Featured from "+dateWords(f.FeaturedFrom), func(p *search.Params) { p.Filter.FeaturedFrom = data.Date{} })
	}
	if !f.FeaturedTo.IsZero() {
		add("Featured to "+dateWords(f.FeaturedTo), func(p *search.Params) { p.Filter.FeaturedTo = data.Date{} })
	}
	return chips
}

// chipWords names a chosen value so that it can be read without its heading.
func chipWords(f index.Facet, value string, a search.Answer) string {
	key := ""
	for _, b := range a.Facets[f] {
		if b.Value == value {
			key = b.Key
		}
	}
	words := bucketWords(f, value, key)
	switch {
	case value == index.Unknown:
		return map[index.Facet]string{
			index.FacetDate: "Date unknown", index.FacetAuthorCount: "Number of authors unknown", index.FacetAuthor: "Authors unknown",
			index.FacetCategory: "Category unknown", index.FacetVenue: "Venue unknown", index.FacetSource: "Source unknown",
		}[f]
	case f == index.FacetAuthorCount && value == "1":
		return "1 author"
	case f == index.FacetAuthorCount:
		return words + " authors"
	}
	return words
}
