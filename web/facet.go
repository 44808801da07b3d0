package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"

	"paperboy/index"
)

// facetPage is all of a facet, or what of it has the words looked for: a page of its own,
// and what the box in the panel puts in the list's place.
type facetPage struct {
	frame
	Heading string
	Back    string
	Finder  finder
	// Carried are the search's other parameters, for the form that applies the boxes.
	Carried []field
	List    facet
	// More is true where there are more values than are listed.
	More    bool
	Nothing string
	Notices []string
}

// finder is the box that narrows a facet's values. Its fields are those of the search.
type finder struct {
	Action, Label, Value string
	// Target is the list that it changes in place.
	Target string
	Fields []field
}

// foundFacets are the facets whose values can be looked for, with what one is called, and
// several.
var foundFacets = map[index.Facet]struct{ one, many string }{
	index.FacetAuthor: {"an author", "Authors"}, index.FacetCategory: {"a category", "Categories"}, index.FacetVenue: {"a venue", "Venues"},
}

// facet answers /search/facets/{facet}.
func (s *site) facet(c echo.Context) error {
	f := index.Facet(c.Param("facet"))
	if _, ok := foundFacets[f]; !ok {
		return echo.ErrNotFound
	}
	p, notices, err := readSearch(c.QueryParams())
	if err != nil {
		return err
	}
	asked := p
	asked.Limit, asked.Offset, asked.Cursor, asked.Facets, asked.FacetLimit = 0, 0, "", []index.Facet{f}, search.MaxFacetLimit
	a, err := s.service.Search.Search(c.Request().Context(), asked)
	if err != nil {
		return err
	}
	page := newFacetPage(f, p, a)
	page.frame = s.frame("single", page.Heading)
	page.Query, page.Notices = p.Q, notices
	return s.render(c, http.StatusOK, "facet", page)
}

func newFacetPage(f index.Facet, p search.Params, a search.Answer) facetPage {
	buckets := slices.DeleteFunc(slices.Clone(a.Facets[f]), func(b index.Bucket) bool { return b.Count == 0 && !b.Selected })
	page := facetPage{
		Heading: foundFacets[f].many + " of " + counted(a.Total, "paper"),
		Back:    changed(p, func(p *search.Params) { p.FacetContains = "" }),
		Finder:  newFinder(f, p),
		List:    facet{Title: foundFacets[f].many, Options: newOptions(f, buckets)},
		More:    len(buckets) >= search.MaxFacetLimit,
	}
	if len(buckets) == 0 {
		page.Nothing = "None that begins so."
	}
	shown := map[field]bool{}
	for _, o := range page.List.Options {
		shown[field{o.Name, o.Value}] = true
	}
	page.Carried = fieldsOf(p.URLValues(), func(one field) bool { return one.Name != "q" && one.Name != "facet_contains" && !shown[one] })
	return page
}

// facetURL leads to the page of a facet.
func facetURL(f index.Facet, p search.Params) string {
	p.Offset, p.Cursor = 0, ""
	return strings.TrimSuffix("/search/facets/"+string(f)+"?"+p.URLValues().Encode(), "?")
}

func newFinder(f index.Facet, p search.Params) finder {
	p.Offset, p.Cursor = 0, ""
	return finder{
		Action: "/search/facets/" + string(f), Label: "Find " + foundFacets[f].one, Value: p.FacetContains, Target: "values-" + string(f),
		Fields: fieldsOf(p.URLValues(), func(one field) bool { return one.Name != "facet_contains" }),
	}
}

// fieldsOf are parameters as hidden fields, those that are kept.
func fieldsOf(v url.Values, keep func(field) bool) []field {
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
