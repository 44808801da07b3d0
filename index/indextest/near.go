package indextest

import (
	"slices"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// nearTerm returns the test of one text for a Near; ok is false if it has no words.
func nearTerm(n query.Near) (t term, ok bool) {
	var parts []term
	var offsets []int
	place := 0
	for _, part := range n.Parts() {
		if part.Wild {
			parts, offsets = append(parts, expansion(query.Pattern{Text: part.Text}, query.AnyText)), append(offsets, place)
			place++
			continue
		}
		tokens := analysis.QueryTokens(nil, part.Text)
		for _, t := range tokens {
			word := formTerm(t.Form)
			if n.Slop > 0 && !analysis.IsFunctionWord(t.Form) {
				word = stemTerm(analysis.Stem(t.Form))
			}
			parts, offsets = append(parts, word), append(offsets, place+t.Position)
		}
		if len(tokens) > 0 {
			place += tokens[len(tokens)-1].Position + 1
		}
	}
	return term{name: n.String(), within: func(tokens []token) bool {
		fits := func(part term, from, to int) bool {
			return slices.ContainsFunc(tokens, func(t token) bool { return from <= t.Position && t.Position <= to && part.fits(t) })
		}
		for _, first := range tokens {
			all := true
			for k, part := range parts {
				from := first.Position
				to := from + len(parts) - 1 + n.Slop
				if n.Slop == 0 {
					from = from - offsets[0] + offsets[k]
					to = from
				}
				all = all && fits(part, from, to)
			}
			if all {
				return true
			}
		}
		return false
	}}, len(parts) > 0
}

// has reports whether a paper has a value of a field.
func (p *paper) has(field query.Field) bool {
	switch field {
	case query.Title:
		return p.start != ""
	case query.Abstract:
		return slices.ContainsFunc(p.abstract, func(t token) bool { return !analysis.IsFunctionWord(t.Form) })
	case query.Author:
		return firstAuthor(p) != ""
	case query.Category:
		return len(facetValues(index.FacetCategory, p)) > 0
	case query.Venue:
		return len(facetValues(index.FacetVenue, p)) > 0
	case query.DOI:
		return p.DOI != "" || p.ID.Scheme() == data.SchemeDOI
	case query.Date:
		return !p.Date.IsZero()
	}
	return false
}

// firstAuthor returns the key of the first author who has one.
func firstAuthor(p *paper) string {
	for _, a := range p.Authors {
		if key := data.AuthorKey(a); key != "" {
			return key
		}
	}
	return ""
}
