package view

import (
	"time"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// NewChips returns the active filters. Each links to the search without it.
func NewChips(p Listing, a search.Answer) []Link {
	var chips []Link
	add := func(text string, remove func(*search.Params)) {
		chips = append(chips, Link{text, p.Changed(remove)})
	}
	for _, f := range index.Facets {
		for _, value := range p.Filter.Values[f] {
			add(chipLabel(f, value, a), func(p *search.Params) { removeFacetValue(p, f, value) })
		}
	}
	f := p.Filter
	if dates := dateRange(f.From, f.To); dates != "" {
		add(dates, func(p *search.Params) { p.Filter.From, p.Filter.To = data.Date{}, data.Date{} })
	}
	if f.AuthorsMin > 0 {
		add("At least "+figures.Count(f.AuthorsMin, "author"), func(p *search.Params) { p.Filter.AuthorsMin = 0 })
	}
	if f.AuthorsMax > 0 {
		add("At most "+figures.Count(f.AuthorsMax, "author"), func(p *search.Params) { p.Filter.AuthorsMax = 0 })
	}
	if m := NewMoment(f.AddedAfter); m != nil {
		add("Added after "+m.Text, func(p *search.Params) { p.Filter.AddedAfter = time.Time{} })
	}
	if m := NewMoment(f.UpdatedAfter); m != nil {
		add("Updated after "+m.Text, func(p *search.Params) { p.Filter.UpdatedAfter = time.Time{} })
	}
	if !f.AddedFrom.IsZero() {
		add("Added from "+FormatDate(f.AddedFrom), func(p *search.Params) { p.Filter.AddedFrom = data.Date{} })
	}
	if !f.AddedTo.IsZero() {
		add("Added to "+FormatDate(f.AddedTo), func(p *search.Params) { p.Filter.AddedTo = data.Date{} })
	}
	if !f.FeaturedFrom.IsZero() {
		add("Featured from "+FormatDate(f.FeaturedFrom), func(p *search.Params) { p.Filter.FeaturedFrom = data.Date{} })
	}
	if !f.FeaturedTo.IsZero() {
		add("Featured to "+FormatDate(f.FeaturedTo), func(p *search.Params) { p.Filter.FeaturedTo = data.Date{} })
	}
	return chips
}

// chipLabel returns a label for a facet's value that can be read without the facet's name.
func chipLabel(f index.Facet, value string, a search.Answer) string {
	key := ""
	for _, b := range a.Facets[f] {
		if b.Value == value {
			key = b.Key
		}
	}
	words := BucketLabel(f, value, key)
	switch {
	case value == index.Unknown:
		return f.Info().UnknownLabel
	case f == index.FacetAuthorCount && value == "1":
		return "1 author"
	case f == index.FacetAuthorCount:
		return words + " authors"
	}
	return words
}
