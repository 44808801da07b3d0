package view

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/index"
)

// Finder is the box that narrows the values of a facet. Fields are the parameters of the search.
type Finder struct {
	Action, Label, Value string
	// Target is the id of the list that it updates.
	Target string
	Fields []Field
}

// facetURL returns the address of the page of a facet.
func facetURL(f index.Facet, p search.Params) string {
	p.Offset, p.Cursor = 0, ""
	return strings.TrimSuffix("/search/facets/"+string(f)+"?"+p.URLValues().Encode(), "?")
}

func NewFinder(f index.Facet, p search.Params) Finder {
	p.Offset, p.Cursor = 0, ""
	return Finder{
		Action: "/search/facets/" + string(f), Label: f.Info().Finder, Value: p.FacetContains, Target: "values-" + string(f),
		Fields: HiddenFields(p.URLValues(), func(one Field) bool { return one.Name != "facet_contains" }),
	}
}

// HiddenFields returns the parameters that keep accepts as hidden fields, in a stable order.
func HiddenFields(v url.Values, keep func(Field) bool) []Field {
	var fields []Field
	for name, values := range v {
		for _, value := range values {
			if one := (Field{name, value}); keep(one) {
				fields = append(fields, one)
			}
		}
	}
	slices.SortFunc(fields, func(a, b Field) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
	})
	return fields
}
