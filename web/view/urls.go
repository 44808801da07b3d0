package view

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"paperboy/api"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

// SearchURL returns the address of the search page for p.
func SearchURL(p search.Params) string {
	return OnSearchPage(p).Url(p)
}

// ChangedURL returns the address of the search page for p, at its first hit, after a change. change
// may modify its argument, which is a copy.
func ChangedURL(p search.Params, change func(*search.Params)) string {
	return SearchURL(changedSearch(p, change))
}

// changedSearch returns p at its first hit, after a change.
func changedSearch(p search.Params, change func(*search.Params)) search.Params {
	p.Offset, p.Cursor = 0, ""
	values := make(map[index.Facet][]string, len(p.Filter.Values))
	for facet, chosen := range p.Filter.Values {
		values[facet] = slices.Clone(chosen)
	}
	p.Filter.Values = values
	change(&p)
	maps.DeleteFunc(values, func(_ index.Facet, chosen []string) bool { return len(chosen) == 0 })
	return p
}

// removeFacetValue removes one value of a facet from the filter.
func removeFacetValue(p *search.Params, facet index.Facet, value string) {
	p.Filter.Values[facet] = slices.DeleteFunc(p.Filter.Values[facet], func(v string) bool { return index.SameValue(facet, v, value) })
}

// QuerySearch returns the search for q without filters.
func QuerySearch(q string) search.Params {
	p, _, _ := search.Table.Parse(url.Values{"q": {q}}, false)
	return p
}

// PaperURL returns the address of a paper's page. An id is escaped as one segment if a browser
// would change its path ("a/../b", "a//b"), or if it ends like the address of another page.
func PaperURL(id data.ID) string {
	if s := "/" + string(id); strings.Contains(s, "/.") || strings.Contains(s, "//") || strings.HasSuffix(s, api.NeighbourhoodSuffix) {
		return papersPath + url.PathEscape(string(id))
	}
	return (&url.URL{Path: papersPath + string(id)}).EscapedPath()
}

// The paths below which a paper has its page, and the parts of it that unfold on a card.
const papersPath, PartsPath = "/papers/", "/parts/"

// parseWebURL parses an address that came with a paper, and reports whether a page may link to it.
func parseWebURL(s string) (*url.URL, bool) {
	u, err := url.Parse(s)
	return u, err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// gridURL returns the address of the table for a search.
func gridURL(p search.Params) string {
	return strings.TrimSuffix("/search/grid?"+p.GridValues().Encode(), "?")
}
