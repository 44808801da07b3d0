package web

import (
	"strings"

	"paperboy/api"
	"paperboy/index"
)

// relief is a link to a search that asks less, and how many papers it finds. Term
// is the part of the query that it does without, "" where Text says all.
type relief struct {
	Text, Term, Papers, URL string
}

// newRelief are the relaxations of a, in their order.
func newRelief(p api.SearchParams, a api.SearchAnswer) []relief {
	var links []relief
	for _, r := range a.Relaxations {
		relaxed, _, err := api.ParseSearch(r.Params, false)
		if err != nil {
			continue // a search that cannot be linked to is no way on
		}
		text, term := reliefWords(r)
		links = append(links, relief{text, term, counted(r.Total, "paper"), changed(p, func(p *api.SearchParams) {
			p.Q, p.Match, p.Filter = relaxed.Q, relaxed.Match, relaxed.Filter
		})})
	}
	return links
}

// reliefWords say what r takes away. The quotation marks of a phrase are left to
// the page, which sets the term off.
func reliefWords(r api.Relaxation) (text, term string) {
	switch r.Kind {
	case api.RelaxMatch:
		return "Any of the words instead of all", ""
	case api.RelaxFilters:
		return "Without any filter", ""
	case api.RelaxFilter:
		return filterRelief(r.Without), ""
	case api.RelaxExclusion:
		return "Without excluding", strings.TrimPrefix(r.Without, "-")
	case api.RelaxPhrase:
		return "Without the phrase", strings.Trim(r.Without, `"`)
	}
	return "Without", r.Without
}

// filterRelief says what lifting a group of filters allows.
func filterRelief(group string) string {
	switch group {
	case string(index.FacetDate):
		return "Any date"
	case string(index.FacetAuthorCount):
		return "Any number of authors"
	case string(index.FacetAuthor):
		return "Any author"
	case string(index.FacetCategory):
		return "Any category"
	case string(index.FacetVenue):
		return "Any venue"
	case string(index.FacetSource):
		return "Any source"
	case "added_after":
		return "Added at any time"
	case "updated_after":
		return "Updated at any time"
	case "featured_from":
		return "Featured on any day or never"
	}
	return "Without the filter " + group
}
