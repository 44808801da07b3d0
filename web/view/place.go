package view

import (
	"net/url"
	"strconv"
	"strings"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
)

// Place is where a paper is among the papers of the page that the reader came from. It travels in the
// address of the paper's page.
type Place struct {
	// Back leads to the page that has the paper.
	Back Link
	// Position is "3 of 1,204".
	Position string
	// Previous and Next are the papers beside it; nil at the ends.
	Previous, Next *Link
}

// Origin is a page that shows papers in an order, from which readers come to the page of a paper. Its
// zero value is none.
type Origin struct {
	// Search finds the papers of a page of results; nil for other pages.
	Search *search.Params
	// In is the address of the page: empty for the search page, whose address Search is. That of a
	// reading list has no key but the list's number (ListOrigin), because people share the addresses of
	// papers.
	In string
}

// The parameters of a place: the parameters of the search as one value, the address of the page, and
// the paper's position, counted from 1. MaxPlace bounds the first two in bytes: a longer one is left
// out of addresses.
const (
	placeSearch = "search"
	placeIn     = "in"
	placeAt     = "at"
	MaxPlace    = 2000
)

// ListOrigin is the path of the reading list with a number, in an Origin.
const ListOrigin = "/lists/"

// originPages are the pages that papers are reached from, by the beginning of their path, and the text
// of the link that leads back to each.
var originPages = []struct{ path, text string }{
	{"/days/", "Day"}, {"/weeks/", "Week"}, {"/months/", "Month"}, {"/trending", "Trending"},
	{"/authors/", "Author"}, {"/venues/", "Venue"}, {"/categories/", "Category"},
	{ListOrigin, "List"}, {"/similar", "Similar papers"}, {"/between", "Papers between"}, {papersPath, "Similar papers"},
}

// originText returns the text of a link back to a page; empty if it is none of the pages that papers
// are reached from.
func originText(in string) string {
	for _, page := range originPages {
		if strings.HasPrefix(in, page.path) {
			return page.text
		}
	}
	return ""
}

// SearchOrigin returns the search page of p.
func SearchOrigin(p search.Params) Origin { return Origin{Search: &p} }

// URL returns the address of the page of a paper that is at a position, counted from 1, on o.
func (o Origin) URL(id data.ID, at int) string {
	v := url.Values{placeAt: {strconv.Itoa(at)}}
	if o.In != "" {
		v.Set(placeIn, o.In)
	}
	if o.Search != nil {
		p := *o.Search
		p.Offset, p.Cursor = 0, ""
		_, asked, _ := strings.Cut(SearchURL(p), "?")
		v.Set(placeSearch, asked)
	}
	if len(v.Get(placeSearch)) > MaxPlace || len(o.In) > MaxPlace || at > search.MaxOffset {
		return PaperURL(id)
	}
	return PaperURL(id) + "?" + v.Encode()
}

// ReadOrigin reads the page that the reader came from, and the position of the paper on it. ok is false
// if the address has none that can be read.
func ReadOrigin(v url.Values) (o Origin, at int, ok bool) {
	at, err := strconv.Atoi(v.Get(placeAt))
	o.In = v.Get(placeIn)
	asked, isSearch := v[placeSearch]
	if err != nil || at < 1 || at > search.MaxOffset || len(o.In) > MaxPlace || o.In == "" && !isSearch || o.In != "" && originText(o.In) == "" {
		return Origin{}, 0, false
	}
	if !isSearch {
		return o, at, true
	}
	values, err := url.ParseQuery(asked[0])
	if err != nil || len(asked[0]) > MaxPlace {
		return Origin{}, 0, false
	}
	p, _, err := ReadSearch(values)
	if err != nil {
		return Origin{}, 0, false
	}
	p.Offset, p.Cursor, p.Typing = 0, "", false
	o.Search = &p
	return o, at, true
}

// back returns the link to the page of o that has the paper at a position.
func (o Origin) back(at int) Link {
	if o.In == "" {
		p := *o.Search
		p.Offset = (at - 1) / p.Limit * p.Limit
		return Link{"Results", SearchURL(p)} // the query is in the search box
	}
	path, asked, _ := strings.Cut(o.In, "?")
	if o.Search != nil {
		v, _ := url.ParseQuery(asked) // this server wrote it; what it did not is dropped
		v.Del("cursor")
		v.Del("offset")
		if offset := (at - 1) / o.Search.Limit * o.Search.Limit; offset > 0 {
			v.Set("offset", strconv.Itoa(offset))
		}
		asked = v.Encode()
	}
	in := strings.TrimSuffix(path+"?"+asked, "?")
	if o.IsSimilar() {
		in += "#similar"
	}
	return Link{originText(o.In), in}
}

// IsSimilar reports whether o has papers similar to others, or between two.
func (o Origin) IsSimilar() bool {
	return o.Search == nil && o.In != "" && !strings.HasPrefix(o.In, ListOrigin)
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
	only := url.Values{}
	for _, name := range []string{placeSearch, placeIn, placeAt} {
		if v.Has(name) {
			only[name] = v[name]
		}
	}
	return only
}

// PlaceParams returns the search for a paper at a position and those beside it, by title alone.
func PlaceParams(p search.Params, at int) search.Params {
	p.Offset, p.Limit = BeforePlace(at), 3
	p.Facets, p.Fields = nil, []string{"title"}
	p.Highlight, p.Explain, p.Relax, p.Also = false, false, false, false
	return p
}

// BeforePlace returns how many papers come before the one before a position.
func BeforePlace(at int) int { return max(at-2, 0) }

// Placed is a paper beside others.
type Placed struct {
	ID    data.ID
	Title string
}

// NewPlace returns the place of the paper with an id. near are the papers from BeforePlace(at) on, of
// total in all. If the paper is no longer there, only the way back remains.
func NewPlace(id data.ID, o Origin, at int, near []Placed, total int) Place {
	v := Place{Back: o.back(at)}
	i := at - 1 - BeforePlace(at)
	if i >= len(near) || near[i].ID != id {
		return v
	}
	v.Position = figures.Thousands(at) + " of " + figures.Thousands(total)
	if i > 0 {
		v.Previous = &Link{near[i-1].Title, o.URL(near[i-1].ID, at-1)}
	}
	if i+1 < len(near) {
		v.Next = &Link{near[i+1].Title, o.URL(near[i+1].ID, at+1)}
	}
	return v
}
