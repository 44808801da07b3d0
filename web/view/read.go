package view

import (
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/index"
)

func DropEmpty(v url.Values) (tidy url.Values, changed bool) {
	tidy = url.Values{}
	for name, values := range v {
		full := slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == "" })
		changed = changed || len(full) < len(values)
		if len(full) > 0 {
			tidy[name] = full
		}
	}
	return tidy, changed
}

// ReadSearch reads the address of a search page. It reports what it can't read as notices, except
// for an invalid query, which is an error.
func ReadSearch(v url.Values) (search.Params, []string, error) {
	if _, _, err := search.Table.Parse(url.Values{"q": v["q"]}, true); err != nil && len(v["q"]) == 1 {
		return search.Params{}, nil, err
	}
	p, notices, err := ReadParams(search.Table, v)
	if p.Limit == 0 {
		p.Limit = search.DefaultLimit
	}
	if p.Cursor != "" {
		p.Offset = 0
	}
	return p, notices, err
}

// PageParams returns p with what the page shows in addition.
func PageParams(p search.Params) search.Params {
	p.Facets = slices.Clone(index.Facets)
	if strings.TrimSpace(p.Q) == "" && len(p.Filter.Values[index.FacetAuthor]) == 0 {
		p.Facets = slices.DeleteFunc(p.Facets, func(f index.Facet) bool { return f == index.FacetAuthor })
	}
	p.Fields = nil
	p.Highlight, p.Explain = true, false
	p.Relax, p.Also = !p.Typing, !p.Typing // with every key they would cost more than the search
	return p
}
