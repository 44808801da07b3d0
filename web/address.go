package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"

	"paperboy/api"
	"paperboy/data"
	"paperboy/index"
)

// searchURL is the address of the page that shows p.
func searchURL(p search.Params) string {
	v := p.URLValues()
	if len(v) == 0 {
		return "/search"
	}
	return "/search?" + v.Encode()
}

// changed is the address of p's first page after a change, which may write to
// the copy that it is given.
func changed(p search.Params, change func(*search.Params)) string {
	p.Offset, p.Cursor = 0, ""
	values := make(map[index.Facet][]string, len(p.Filter.Values))
	for facet, chosen := range p.Filter.Values {
		values[facet] = slices.Clone(chosen)
	}
	p.Filter.Values = values
	change(&p)
	maps.DeleteFunc(values, func(_ index.Facet, chosen []string) bool { return len(chosen) == 0 })
	return searchURL(p)
}

// without takes one value of a facet out of its filter.
func without(p *search.Params, facet index.Facet, value string) {
	p.Filter.Values[facet] = slices.DeleteFunc(p.Filter.Values[facet], func(v string) bool { return index.SameValue(facet, v, value) })
}

// unfiltered is a search for q alone.
func unfiltered(q string) search.Params {
	p, _, _ := search.Parse(url.Values{"q": {q}}, false)
	return p
}

// paperURL is the address of a paper's page. An id whose path a browser would
// tidy up ("a/../b", "a//b"), or that ends like another page's, is escaped as one
// segment.
func paperURL(id data.ID) string {
	if s := "/" + string(id); strings.Contains(s, "/.") || strings.Contains(s, "//") || strings.HasSuffix(s, api.NeighbourhoodSuffix) {
		return "/papers/" + url.PathEscape(string(id))
	}
	return (&url.URL{Path: "/papers/" + string(id)}).EscapedPath()
}

// webURL reports whether an address that came with a paper may be linked to.
func webURL(s string) (*url.URL, bool) {
	u, err := url.Parse(s)
	return u, err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
