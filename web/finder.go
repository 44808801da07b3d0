package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/index"
)

// finder is the box that narrows the values of a facet. Fields are the parameters of the search.
type finder struct {
	Action, Label, Value string
	// Target is the id of the list that it updates.
	Target string
	Fields []field
}

// facetURL returns the address of the page of a facet.
func facetURL(f index.Facet, p search.Params) string {
	p.Offset, p.Cursor = 0, ""
	return strings.TrimSuffix("/search/facets/"+string(f)+"?"+p.URLValues().Encode(), "?")
}

func newFinder(f index.Facet, p search.Params) finder {
	p.Offset, p.Cursor = 0, ""
	return finder{
		Action: "/search/facets/" + string(f), Label: f.Info().Finder, Value: p.FacetContains, Target: "values-" + string(f),
		Fields: hiddenFields(p.URLValues(), func(one field) bool { return one.Name != "facet_contains" }),
	}
}

// hiddenFields returns the parameters that keep accepts as hidden fields, in a stable order.
func hiddenFields(v url.Values, keep func(field) bool) []field {
	var fields []field
	for name, values := range v {
		for _, value := range values {
			if one := (field{name, value}); keep(one) {
				fields = append(fields, one)
			}
		}
	}
	slices.SortFunc(fields, func(a, b field) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
	})
	return fields
}
