package indextest

import (
	"slices"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// pair is two successive stems of a query.
type pair struct {
	first, second string
	qtf           int
	idf           float64 // the lesser of the two stems'
}

// queryPairs returns the pairs of a query's content words.
func queryPairs(q query.Query) []pair {
	var pairs []pair
	before := ""
	var visit func(n query.Node)
	words := func(field query.Field, text string) {
		if !field.IsText() {
			before = ""
			return
		}
		for _, t := range analysis.QueryTokens(nil, text) {
			if analysis.IsFunctionWord(t.Form) {
				continue
			}
			stem := analysis.Stem(t.Form)
			if before != "" && before != stem {
				pairs = addPair(pairs, before, stem)
			}
			before = stem
		}
	}
	visit = func(n query.Node) {
		switch n := n.(type) {
		case query.And:
			for _, c := range n.Nodes {
				visit(c)
			}
		case query.Or:
			for _, c := range n.Nodes {
				before = ""
				visit(c)
			}
			before = ""
		case query.Word:
			words(n.Field, n.Text)
		case query.Typed:
			words(query.AnyText, n.Text)
		case query.Phrase:
			words(n.Field, n.Text)
		case query.Near:
			for _, part := range n.Parts() {
				if part.Wild {
					before = ""
				} else {
					words(n.Field, part.Text)
				}
			}
		default:
			before = ""
		}
	}
	visit(q.Root)
	return pairs
}

func addPair(pairs []pair, first, second string) []pair {
	for i := range pairs {
		if pairs[i].first == first && pairs[i].second == second {
			pairs[i].qtf++
			return pairs
		}
	}
	return append(pairs, pair{first: first, second: second, qtf: 1})
}

// count returns how often a pair is in one text: first at one place of content words, second
// at the next one.
func (q pair) count(tokens []token) int {
	readings := map[int][]string{}
	for _, t := range tokens {
		if !analysis.IsFunctionWord(t.Form) {
			readings[t.Position] = append(readings[t.Position], t.stem)
		}
	}
	var places []int
	for position := range readings {
		places = append(places, position)
	}
	slices.Sort(places)
	n := 0
	for i := 1; i < len(places); i++ {
		if slices.Contains(readings[places[i-1]], q.first) && slices.Contains(readings[places[i]], q.second) {
			n++
		}
	}
	return n
}

func (s *scoring) pairPart(q pair, p *paper) float64 {
	tf := float64(titleWeight*q.count(p.title) + q.count(p.abstract))
	return pairWeight * float64(q.qtf) * q.idf * s.saturated(tf, p)
}

func (s *scoring) explainPairs(p *paper, e *index.Explanation) {
	for _, q := range s.pairs {
		if v := s.pairPart(q, p); v > 0 {
			e.Value += v
			e.Details = append(e.Details, index.Explanation{Description: "pair " + q.first + " " + q.second, Value: v})
		}
	}
}
