package web

import (
	"strings"

	"paperboy/api/search"

	"paperboy/index"
	"paperboy/index/assist"
)

// relief is a link to a search that asks for less, and how many papers it finds.
type relief struct {
	Words       []reliefWord
	Papers, URL string
}

// reliefWord is a piece of what a relief says: plain words and then a part of the query,
// "" where the words say all. Comma stands after it.
type reliefWord struct{ Text, Term, Comma string }

// newRelief are the relaxations of a, in their order.
func newRelief(p search.Params, a search.Answer) []relief {
	var links []relief
	for _, r := range a.Relaxations {
		links = append(links, relief{reliefWords(r), counted(r.Total, "paper"), changed(p, func(p *search.Params) {
			p.Q, p.Match, p.Filter = r.Search.Text, r.Search.Match, r.Search.Filter
		})})
	}
	return links
}

// reliefWords say what r drops: "Without neural, "quantum teapot", any date".
func reliefWords(r search.Relaxation) []reliefWord {
	if r.Kind != assist.RelaxParts {
		return []reliefWord{partWords(r.Kind, r.Without)}
	}
	var words []reliefWord
	before := ""
	for i, part := range r.Parts {
		w := partWords(part.Kind, part.Without)
		text := w.Text
		if i > 0 {
			words[i-1].Comma = ","
			w.Text = strings.ToLower(w.Text)
		}
		if text == before && w.Term != "" { // once for all of a list
			w.Text = ""
		}
		before = text
		words = append(words, w)
	}
	return words
}

// partWords say that one part is dropped.
func partWords(kind assist.RelaxationKind, without string) reliefWord {
	switch kind {
	case assist.RelaxMatch:
		return reliefWord{Text: "Any of the words instead of " + without}
	case assist.RelaxFilters:
		return reliefWord{Text: "Without any filter"}
	case assist.RelaxFilter:
		return reliefWord{Text: filterRelief(without)}
	case assist.RelaxExclusion:
		return reliefWord{Text: "Including papers with", Term: strings.TrimPrefix(without, "-")}
	case assist.RelaxRange:
		return reliefWord{Text: rangeRelief(without)}
	}
	return reliefWord{Text: "Without", Term: without}
}

// rangeRelief says what dropping a range of the query allows.
func rangeRelief(without string) string {
	switch column, _, _ := strings.Cut(without, ":"); column {
	case "authors":
		return "Any number of authors"
	case "upvotes":
		return "Any number of upvotes"
	}
	return "Any date"
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
		return "Featured on any day, or never"
	}
	return "Without the filter " + group
}
