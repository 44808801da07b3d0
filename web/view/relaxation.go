package view

import (
	"strings"

	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/index"
	"paperboy/index/assist"
)

// Relaxation is a link to a less restrictive search, and how many papers it finds.
type Relaxation struct {
	Parts       []relaxationPart
	Papers, URL string
}

// relaxationPart is a piece of the link's text: plain words, then a part of the query, which may
// be empty. Comma follows it.
type relaxationPart struct{ Text, Term, Comma string }

// NewRelaxations returns the relaxations of a, in the same order.
func NewRelaxations(p search.Params, a search.Answer) []Relaxation {
	var links []Relaxation
	for _, r := range a.Relaxations {
		links = append(links, Relaxation{relaxationParts(r), figures.Count(r.Total, "paper"), ChangedURL(p, func(p *search.Params) {
			p.Q, p.Match, p.Filter = r.Search.Text, r.Search.Match, r.Search.Filter
		})})
	}
	return links
}

// relaxationParts says what r drops: "Without neural, "quantum teapot", any date".
func relaxationParts(r search.Relaxation) []relaxationPart {
	if r.Kind != assist.RelaxParts {
		return []relaxationPart{describePart(r.Kind, r.Without)}
	}
	var words []relaxationPart
	before := ""
	for i, part := range r.Parts {
		w := describePart(part.Kind, part.Without)
		text := w.Text
		if i > 0 {
			words[i-1].Comma = ","
			w.Text = strings.ToLower(w.Text)
		}
		if text == before && w.Term != "" { // say it once for a list
			w.Text = ""
		}
		before = text
		words = append(words, w)
	}
	return words
}

// describePart says that one part is dropped.
func describePart(kind assist.RelaxationKind, without string) relaxationPart {
	switch kind {
	case assist.RelaxMatch:
		return relaxationPart{Text: "Any of the words instead of " + without}
	case assist.RelaxFilters:
		return relaxationPart{Text: "Without any filter"}
	case assist.RelaxFilter:
		return relaxationPart{Text: describeFilter(without)}
	case assist.RelaxExclusion:
		return relaxationPart{Text: "Including papers with", Term: strings.TrimPrefix(without, "-")}
	case assist.RelaxRange:
		return relaxationPart{Text: describeRange(without)}
	}
	return relaxationPart{Text: "Without", Term: without}
}

// describeRange says what dropping a range of the query allows.
func describeRange(without string) string {
	switch column, _, _ := strings.Cut(without, ":"); column {
	case "authors":
		return "Any number of authors"
	case "upvotes":
		return "Any number of upvotes"
	}
	return "Any date"
}

// describeFilter says what dropping a group of filters allows.
func describeFilter(group string) string {
	if info := index.Facet(group).Info(); info != nil {
		return "Any " + strings.ToLower(info.Label)
	}
	switch group {
	case "added_after", "added_from":
		return "Added at any time"
	case "updated_after":
		return "Updated at any time"
	case "featured_from":
		return "Featured on any day, or never"
	}
	return "Without the filter " + group
}
