package indextest

import (
	"fmt"
	"math"
	"slices"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// The search formula (index.K1), over live papers and content words.
//
// A pair in a query is two different successive stems of its text, function words dropped,
// with nothing but Words and Phrases that look at the text around and between them: an
// alternative of an Or, a Not, a Range, an expansion or a leaf with another field separates
// what is before from what is after. A title or abstract has a pair if the one is a reading of
// a place with a content word, and the other of the next such place. A query of function words
// alone has no pairs.
//
// A word that is still being typed adds index.TypedWeight * E of the forms that begin with it.
// What free words mean besides words of the text, and the prior, are added last (meaning.go).
//
// The weights are a copy of those of package index on purpose: if the oracle took them from
// there, a weight changed by accident would change both engines alike, and no test would fail.
// An intended change is made in both places.
const (
	k1, b       = 1.5, .75
	titleWeight = 2
	formWeight  = .2
	pairWeight  = .3
)

// scoring is a query against a collection.
type scoring struct {
	terms             []scoredTerm
	pairs             []pair
	averageLength     float64
	functionWordsOnly bool
	*meaning
	query query.Query
}

type scoredTerm struct {
	term
	weight float64 // 1, formWeight or both together
	qtf    int
	df     int
	idf    float64
}

func newScoring(q query.Query, papers []*paper) *scoring {
	s := &scoring{functionWordsOnly: true, query: q}
	var forms []string
	var expansions, typed []term
	scoredLeaves(q.Root, func(text string) {
		for _, t := range analysis.QueryTokens(nil, text) {
			forms = append(forms, t.Form)
			s.functionWordsOnly = s.functionWordsOnly && analysis.IsFunctionWord(t.Form)
		}
	}, func(n query.Node) {
		expansions = append(expansions, expansion(n, query.AnyText))
		s.functionWordsOnly = false
	}, func(last string) { typed = append(typed, typedTerm(last, papers)) })
	for _, f := range forms {
		if s.functionWordsOnly || !analysis.IsFunctionWord(f) {
			stem, word := stemTerm(analysis.Stem(f)), wordTerm(f, papers)
			if word.name == stem.name || len(forms) > index.MaxApartForms {
				s.add(stem, 1)
			} else {
				s.add(stem, index.OtherWordsWeight)
				s.add(word, 1-index.OtherWordsWeight)
			}
			s.add(formTerm(f), formWeight)
		}
	}
	for _, e := range expansions {
		s.add(e, 1+formWeight)
	}
	for _, t := range typed {
		s.add(t, index.TypedWeight)
	}
	for i := range s.terms {
		t := &s.terms[i]
		df := 0
		for _, p := range papers {
			if t.inText(p) {
				df++
			}
		}
		t.df, t.idf = df, idf(len(papers), df)
	}
	stemIDF := func(stem string) float64 {
		return s.terms[slices.IndexFunc(s.terms, func(t scoredTerm) bool { return t.name == stemTerm(stem).name })].idf
	}
	s.pairs = queryPairs(q)
	for i := range s.pairs {
		s.pairs[i].idf = min(stemIDF(s.pairs[i].first), stemIDF(s.pairs[i].second))
	}
	for _, p := range papers {
		s.averageLength += p.length() / float64(len(papers))
	}
	if s.averageLength == 0 { // no paper has a content word: any length will do
		s.averageLength = 1
	}
	s.meaning = newMeaning(q, s, papers)
	return s
}

// idf returns the idf of a term in df of this many papers.
func idf(papers, df int) float64 {
	return math.Log(1 + (float64(papers)-float64(df)+.5)/(float64(df)+.5))
}

// scoredLeaves visits the leaves outside of any Not that look at the text.
func scoredLeaves(n query.Node, words func(text string), expansion func(query.Node), typed func(last string)) {
	for n := range query.Leaves(n, false) {
		field, text, ok := query.FieldText(n)
		if !ok || !field.IsText() || text == "" {
			continue
		}
		switch n := n.(type) {
		case query.Typed:
			words(text)
			if tokens := analysis.QueryTokens(nil, text); len(tokens) > 0 {
				typed(tokens[len(tokens)-1].Form)
			}
		case query.Near:
			for _, part := range n.Parts() {
				if part.Wild {
					expansion(query.Pattern{Text: part.Text})
				} else {
					words(part.Text)
				}
			}
		case query.Prefix, query.Fuzzy, query.Pattern:
			expansion(n)
		default:
			words(text)
		}
	}
}

func (s *scoring) add(t term, weight float64) {
	for i := range s.terms {
		if s.terms[i].name == t.name {
			s.terms[i].qtf++
			return
		}
	}
	s.terms = append(s.terms, scoredTerm{term: t, weight: weight, qtf: 1})
}

func (s *scoring) of(p *paper) float64 {
	sum := 0.
	for _, t := range s.terms {
		sum += s.part(t, p)
	}
	for _, q := range s.pairs {
		sum += s.pairPart(q, p)
	}
	for _, x := range s.extras {
		if x.has(p) {
			sum += x.value
		}
	}
	return sum + s.priorPart(sum, p) + citedBonus(s.query, p)
}

func (s *scoring) part(t scoredTerm, p *paper) float64 {
	tf := float64(titleWeight*t.count(p.title) + t.count(p.abstract))
	return t.weight * float64(t.qtf) * t.idf * s.saturated(tf, p)
}

// saturated returns B.
func (s *scoring) saturated(tf float64, p *paper) float64 {
	if tf == 0 {
		return 0
	}
	return tf * (k1 + 1) / (tf + k1*(1-b+b*p.length()/s.averageLength))
}

// length counts content words, those of the title TitleWeight times.
func (p *paper) length() float64 {
	content := term{fits: func(t token) bool { return !analysis.IsFunctionWord(t.Form) }}
	return float64(titleWeight*content.count(p.title) + content.count(p.abstract))
}

func (s *scoring) explain(p *paper) *index.Explanation {
	e := &index.Explanation{Description: "sum of"}
	for _, t := range s.terms {
		if v := s.part(t, p); v > 0 {
			e.Value += v
			e.Details = append(e.Details, index.Explanation{Description: fmt.Sprintf("%g x %s", t.weight*float64(t.qtf), t.name), Value: v})
		}
	}
	s.explainPairs(p, e)
	for _, x := range s.extras {
		if x.has(p) {
			e.Value += x.value
			e.Details = append(e.Details, index.Explanation{Description: x.description, Value: x.value})
		}
	}
	if prior := s.priorPart(e.Value, p); prior > 0 {
		e.Value += prior
		e.Details = append(e.Details, index.Explanation{Description: "prior", Value: prior})
	}
	if v := citedBonus(s.query, p); v > 0 {
		e.Value += v
		e.Details = append(e.Details, index.Explanation{Description: "named by its id", Value: v})
	}
	return e
}
