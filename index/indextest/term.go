package indextest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data/text"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// term is a test for tokens of a text.
type term struct {
	name string // distinguishes the terms of one query
	fits func(t token) bool
	stem string // the name of the stem of a form or word; for other terms, their own
	// parts are those of a compound.
	parts []term
	// within is the test of all tokens of a text, for a term of several words.
	within func(tokens []token) bool
}

func stemTerm(stem string) term {
	return term{name: "stem " + stem, stem: "stem " + stem, fits: func(t token) bool { return t.stem == stem }}
}

// wordTerm returns the forms of a form's stem that are not a different word (index.AreApart).
func wordTerm(form string, papers []*paper) term {
	stem, base := analysis.Stem(form), index.WordBase(form)
	if len(papers) < 2*index.MinApartPapers {
		return stemTerm(stem)
	}
	count := map[string]int{}
	together := map[string]int{}
	for _, p := range papers {
		bases := map[string]bool{}
		for _, t := range slices.Concat(p.title, p.abstract) {
			if t.stem == stem && !analysis.IsFunctionWord(t.Form) {
				bases[index.WordBase(t.Form)] = true
			}
		}
		for b := range bases {
			count[b]++
			if bases[base] {
				together[b]++
			}
		}
	}
	others := map[string]bool{}
	for b := range count {
		if b != base && index.AreApart(count[base], count[b], together[b], len(papers)) {
			others[b] = true
		}
	}
	if len(others) == 0 {
		return stemTerm(stem)
	}
	return term{name: stemTerm(stem).name + " as in " + base, stem: stemTerm(stem).name, fits: func(t token) bool {
		return t.stem == stem && (analysis.IsFunctionWord(t.Form) || !others[index.WordBase(t.Form)])
	}}
}

func formTerm(form string) term {
	return term{name: "form " + form, stem: stemTerm(analysis.Stem(form)).name, fits: func(t token) bool { return t.Form == form }}
}

// typedTerm returns what a word that is still being typed stands for.
func typedTerm(form string, papers []*paper) term {
	stem := analysis.Stem(form)
	length := utf8.RuneCountInString(form)
	if length < query.MinTyped {
		return stemTerm(stem)
	}
	begins := term{name: "typed " + form, fits: func(t token) bool {
		return t.stem == stem || strings.HasPrefix(t.Form, form) && !analysis.IsFunctionWord(t.Form)
	}}
	if length < query.MinTypedError || slices.ContainsFunc(papers, begins.inText) {
		return begins
	}
	return term{name: "typed nearly " + form, fits: func(t token) bool { return beginsNear(t.Form, form) && !analysis.IsFunctionWord(t.Form) }}
}

// beginsNear reports whether some prefix of a form is within one edit of text and has the same
// first character.
func beginsNear(form, text string) bool {
	a, b := []rune(form), []rune(text)
	for n := 1; n <= len(a); n++ {
		if a[0] == b[0] && distance(a[:n], b) <= 1 {
			return true
		}
	}
	return false
}

// expansion returns the term of a Prefix, Fuzzy or Pattern in a field. Names have no function
// words.
func expansion(n query.Node, field query.Field) term {
	names := field == query.Author || field == query.Venue
	counts := func(form string) bool { return names || !analysis.IsFunctionWord(form) }
	switch n := n.(type) {
	case query.Prefix:
		prefix := text.Normalize(n.Text)
		return term{name: "prefix " + prefix, fits: func(t token) bool { return counts(t.Form) && strings.HasPrefix(t.Form, prefix) }}
	case query.Fuzzy:
		word := text.Normalize(n.Text)
		return term{name: "fuzzy " + word, fits: func(t token) bool { return counts(t.Form) && isFuzzy(t.Form, word) }}
	case query.Pattern:
		pattern := text.Normalize(n.Text)
		return term{name: "pattern " + pattern, fits: func(t token) bool { return counts(t.Form) && query.MatchPattern(pattern, t.Form) }}
	}
	panic(fmt.Sprintf("indextest: %T has no expansion", n))
}

// terms returns the terms of a Word, Typed, Prefix, Fuzzy or Pattern. Unless literal is true,
// function words are left out.
func (m *matcher) terms(n query.Node, literal bool) []term {
	switch n := n.(type) {
	case query.Prefix, query.Fuzzy, query.Pattern:
		if _, text, _ := query.FieldText(n); text == "" {
			return nil
		}
		return []term{expansion(n, query.AnyText)}
	case query.Word:
		if n.IsCompound() {
			return []term{compoundTerm(n.Text)}
		}
		return m.wordTerms(analysis.QueryTokens(nil, n.Text), literal)
	case query.Typed:
		tokens := analysis.QueryTokens(nil, n.Text)
		if len(tokens) == 0 {
			return nil
		}
		last := len(tokens) - 1
		return append(m.wordTerms(tokens[:last], literal), typedTerm(tokens[last].Form, m.all))
	}
	return nil
}

func (m *matcher) wordTerms(tokens []analysis.Token, literal bool) []term {
	var ts []term
	for _, t := range tokens {
		if literal || m.keepFunctionWords || !analysis.IsFunctionWord(t.Form) {
			ts = append(ts, stemTerm(analysis.Stem(t.Form)))
		}
	}
	return ts
}

// inText reports whether a paper has a term in its text.
func (t term) inText(p *paper) bool { return t.in(p.title) || t.in(p.abstract) }

// in reports whether any of the tokens fits.
func (t term) in(tokens []token) bool {
	if t.within != nil {
		return t.within(tokens)
	}
	return t.count(tokens) > 0
}

// count returns the term's frequency in one text.
func (t term) count(tokens []token) int {
	n := 0
	for _, token := range tokens {
		if t.fits(token) {
			n++
		}
	}
	return n
}

// isFuzzy reports whether form is close enough to text.
func isFuzzy(form, text string) bool {
	edits := 2
	if utf8.RuneCountInString(text) <= 5 {
		edits = 1
	}
	return distance([]rune(form), []rune(text)) <= edits
}

// distance returns the Levenshtein distance in characters.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, rb := range b {
			substitute := diagonal
			if ra != rb {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitute, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// compoundTerm returns what a hyphenated word asks for: its parts next to each other by their
// stems, function words by their forms, or the stem of all of them as one word.
func compoundTerm(text string) term {
	words := analysis.QueryTokens(nil, text)
	var parts []term
	var names []string
	joined := ""
	for _, w := range words {
		part := stemTerm(analysis.Stem(w.Form))
		if analysis.IsFunctionWord(w.Form) {
			part = formTerm(w.Form)
		}
		parts, names, joined = append(parts, part), append(names, part.name), joined+w.Form
	}
	whole := stemTerm(analysis.Stem(joined))
	return term{name: "compound " + strings.Join(names, " "), parts: parts, within: func(tokens []token) bool {
		if whole.in(tokens) {
			return true
		}
		for _, start := range tokens {
			all := true
			for k, part := range parts {
				at := start.Position + words[k].Position - words[0].Position
				found := false
				for _, t := range tokens {
					found = found || t.Position == at && part.fits(t)
				}
				all = all && found
			}
			if all {
				return true
			}
		}
		return false
	}}
}
