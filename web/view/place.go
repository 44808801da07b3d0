package view

import (
	"net/url"
	"strconv"
	"strings"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
)

// Place is where a paper is among the results of a search that the reader came from. It travels in
// the address of the paper's page.
type Place struct {
	// Back leads to the page of results that has the paper.
	Back Link
	// Position is "3 of 1,204".
	Position string
	// Previous and Next are the papers beside it; nil at the ends.
	Previous, Next *Link
}

// The parameters of a place: the parameters of the search as one value, and the paper's position,
// counted from 1. MaxPlace bounds the former in bytes: a longer search is left out of addresses.
const (
	placeSearch = "search"
	placeAt     = "at"
	MaxPlace    = 2000
)

// ResultURL returns the address of the page of a paper that is at a position, counted from 1, in the
// results of p.
func ResultURL(id data.ID, p search.Params, at int) string {
	return PaperURL(id) + placeQuery(p, at)
}

func placeQuery(p search.Params, at int) string {
	p.Offset, p.Cursor = 0, ""
	_, asked, _ := strings.Cut(SearchURL(p), "?")
	if len(asked) > MaxPlace || at > search.MaxOffset {
		return ""
	}
	return "?" + url.Values{placeSearch: {asked}, placeAt: {strconv.Itoa(at)}}.Encode()
}

// ReadPlace reads the search that the reader came from, and the position of the paper in its results.
// ok is false if the address has none that can be read.
func ReadPlace(v url.Values) (p search.Params, at int, ok bool) {
	asked, given := v[placeSearch]
	at, err := strconv.Atoi(v.Get(placeAt))
	if !given || err != nil || at < 1 || at > search.MaxOffset || len(asked[0]) > MaxPlace {
		return p, 0, false
	}
	values, err := url.ParseQuery(asked[0])
	if err != nil {
		return p, 0, false
	}
	if p, _, err = ReadSearch(values); err != nil {
		return p, 0, false
	}
	p.Offset, p.Cursor, p.Typing = 0, "", false
	return p, at, true
}

// PlaceSearch returns the parameters of the search that the reader came from, as they are in the
// address, with the offset of the paper. Without a place it returns none.
func PlaceSearch(v url.Values) url.Values {
	if !v.Has(placeSearch) {
		return nil
	}
	asked, _ := url.ParseQuery(v.Get(placeSearch)) // what cannot be read is not searched either
	asked.Set("offset", v.Get(placeAt))
	return asked
}

// OnlyPlace returns the parameters of a place among those of an address.
func OnlyPlace(v url.Values) url.Values {
	return url.Values{placeSearch: v[placeSearch], placeAt: v[placeAt]}
}

// PlaceParams returns the search for a paper at a position and those beside it, by title alone.
func PlaceParams(p search.Params, at int) search.Params {
	p.Offset, p.Limit = max(at-2, 0), 3
	p.Facets, p.Fields = nil, []string{"title"}
	p.Highlight, p.Explain, p.Relax, p.Also = false, false, false, false
	return p
}

// NewPlace returns the place of the paper with an id. a is the answer to PlaceParams. If the paper is
// no longer there, only the way back remains.
func NewPlace(id data.ID, p search.Params, at int, a search.Answer) Place {
	back := p
	back.Offset = (at - 1) / p.Limit * p.Limit
	v := Place{Back: Link{"Results", SearchURL(back)}} // the query is in the search box
	i := at - 1 - PlaceParams(p, at).Offset
	if i >= len(a.Hits) || a.Hits[i].ID != id {
		return v
	}
	v.Position = figures.Thousands(at) + " of " + figures.Thousands(a.Total)
	if i > 0 {
		v.Previous = &Link{a.Hits[i-1].Paper.Title, ResultURL(a.Hits[i-1].ID, p, at-1)}
	}
	if i+1 < len(a.Hits) {
		v.Next = &Link{a.Hits[i+1].Paper.Title, ResultURL(a.Hits[i+1].ID, p, at+1)}
	}
	return v
}
