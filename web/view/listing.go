package view

import (
	"net/url"
	"strings"

	"paperboy/api/search"
	"paperboy/index"
)

// Listing is a search and the page that shows its papers: the search page, the page of a period, or
// that of trending papers.
type Listing struct {
	search.Params
	// Path is the address of the page without its parameters, and values returns the parameters
	// of its address for a search.
	Path   string
	Values func(search.Params) url.Values
	// Narrow restricts a search to the papers of the page; nil if the page may have any paper.
	Narrow func(*index.Filter)
}

// OnSearchPage returns p on the search page.
func OnSearchPage(p search.Params) Listing {
	return Listing{Params: p, Path: "/search", Values: search.Params.URLValues}
}

// Whole returns the search that finds the papers of the listing on any page.
func (l Listing) Whole() search.Params {
	p := l.Params
	if l.Narrow != nil {
		l.Narrow(&p.Filter)
	}
	return p
}

// Url returns the address of the listing's page for another search.
func (l Listing) Url(p search.Params) string {
	return strings.TrimSuffix(l.Path+"?"+l.Values(p).Encode(), "?")
}

// Changed returns the address of the listing's first page after a change of its search. change may
// modify its argument, which is a copy.
func (l Listing) Changed(change func(*search.Params)) string {
	return l.Url(changedSearch(l.Params, change))
}
