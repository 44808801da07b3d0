package web

import (
	"net/url"
	"strings"

	"paperboy/api/search"
	"paperboy/index"
)

// listing is a search and the page that shows its papers: the search page, the page of a period, or
// that of trending papers.
type listing struct {
	search.Params
	// path is the address of the page without its parameters, and values returns the parameters
	// of its address for a search.
	path   string
	values func(search.Params) url.Values
	// narrow restricts a search to the papers of the page; nil if the page may have any paper.
	narrow func(*index.Filter)
}

// onSearchPage returns p on the search page.
func onSearchPage(p search.Params) listing {
	return listing{Params: p, path: "/search", values: search.Params.URLValues}
}

// whole returns the search that finds the papers of the listing on any page.
func (l listing) whole() search.Params {
	p := l.Params
	if l.narrow != nil {
		l.narrow(&p.Filter)
	}
	return p
}

// url returns the address of the listing's page for another search.
func (l listing) url(p search.Params) string {
	return strings.TrimSuffix(l.path+"?"+l.values(p).Encode(), "?")
}

// changed returns the address of the listing's first page after a change of its search. change may
// modify its argument, which is a copy.
func (l listing) changed(change func(*search.Params)) string {
	return l.url(changedSearch(l.Params, change))
}
