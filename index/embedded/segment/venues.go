package segment

import (
	"slices"

	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
)

// Venues finds the papers of a segment by their venue.
type Venues struct {
	Words *TermIndex // by each form of the name
	names *TermIndex // by the name as it was given
}

func (v *Venues) bytes() int64 { return v.Words.bytes() + v.names.bytes() }

// AddPhrase adds to into the papers of within in whose venue tokens are as far from each other as in
// the query. Venues are few, so each is tested once, and no positions are kept.
func (v *Venues) AddPhrase(tokens []analysis.Token, within, into bitset.Set) {
	var name []analysis.Token
	for i := range v.names.Terms.Len() {
		papers := v.names.Papers(i)
		if !slices.ContainsFunc(papers, within.Has) {
			continue
		}
		if name = analysis.Tokenize(name[:0], v.names.Terms.Term(i)); !hasPhrase(name, tokens) {
			continue
		}
		for _, doc := range papers {
			if within.Has(doc) {
				into.Add(doc)
			}
		}
	}
}

// hasPhrase reports whether a text has tokens as far from each other as in the query.
func hasPhrase(text, tokens []analysis.Token) bool {
	isAt := func(t analysis.Token, start int) bool {
		return slices.ContainsFunc(text, func(s analysis.Token) bool { return s.Form == t.Form && s.Position == start+t.Position })
	}
	return slices.ContainsFunc(text, func(first analysis.Token) bool {
		start := first.Position - tokens[0].Position
		return first.Form == tokens[0].Form && !slices.ContainsFunc(tokens, func(t analysis.Token) bool { return !isAt(t, start) })
	})
}

// venuesReader collects the venues of a segment, one paper after the other.
type venuesReader struct {
	words, names wordPostings
	// known caches the forms of names.
	known map[string][]string
}

func newVenuesReader() *venuesReader {
	return &venuesReader{wordPostings{}, wordPostings{}, map[string][]string{}}
}

func (r *venuesReader) add(doc uint32, name []byte) {
	if len(name) == 0 {
		return
	}
	forms, known := r.known[string(name)]
	if !known {
		for _, t := range analysis.Tokenize(nil, string(name)) {
			forms = append(forms, t.Form)
		}
		r.known[string(name)] = forms
	}
	r.names.add(string(name), doc)
	for _, form := range forms {
		r.words.add(form, doc)
	}
}

func (r *venuesReader) venues() *Venues { return &Venues{r.words.index(), r.names.index()} }
