package embedded

import (
	"fmt"
	"math"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// The search formula, over live papers and content words; its measurements are
// in the package comment.
//
//	tf'    2*tf(title) + tf(abstract)        len' likewise, avg = its exact mean
//	idf    ln(1 + (N - df + .5) / (df + .5))
//	B      tf'*(k1+1) / (tf' + k1*(1 - b + b*len'/avg))
//	E      sum over query terms of qtf * idf * B
//	score  E(stems) + .2 * E(surface forms)
//
// A prefix or fuzzy word is one term whose tf is that of all its forms, and
// counts in both sums.
const (
	k1, b      = 1.5, .75
	formWeight = .2
)

// scoredTerm is a term with all factors of its part in the score but B.
type scoredTerm struct {
	*term
	weight float64 // 1, formWeight or both together
	qtf    int
	idf    float64
}

func (t *scoredTerm) factor() float64 { return t.weight * float64(t.qtf) * t.idf }

// planScore collects the scored terms.
func (p *plan) planScore() {
	var forms []string
	var expansions []*term
	p.keepFunctionWords = true
	p.scoredLeaves(p.root, func(text string) {
		for _, t := range analysis.QueryTokens(nil, text) {
			forms = append(forms, t.Form)
			p.keepFunctionWords = p.keepFunctionWords && analysis.IsFunctionWord(t.Form)
		}
	}, func(t *term) {
		expansions = append(expansions, t)
		p.keepFunctionWords = false
	})
	at := map[*term]int{}
	add := func(t *term, weight float64) {
		i, known := at[t]
		if !known {
			i, at[t] = len(p.scored), len(p.scored)
			p.scored = append(p.scored, scoredTerm{term: t, weight: weight, idf: p.idf(t)})
		}
		p.scored[i].qtf++
	}
	for _, f := range forms {
		if p.keepFunctionWords || !analysis.IsFunctionWord(f) {
			add(p.stem(f), 1)
			add(p.form(f), formWeight)
		}
	}
	for _, t := range expansions {
		add(t, 1+formWeight)
	}
}

// scoredLeaves visits the leaves that look at the text and stand under no Not.
func (p *plan) scoredLeaves(n query.Node, words func(text string), expansion func(*term)) {
	isText := func(f query.Field) bool { return f == query.AnyText || f == query.Title || f == query.Abstract }
	switch n := n.(type) {
	case query.And:
		for _, c := range n.Nodes {
			p.scoredLeaves(c, words, expansion)
		}
	case query.Or:
		for _, c := range n.Nodes {
			p.scoredLeaves(c, words, expansion)
		}
	case query.Word:
		if isText(n.Field) {
			words(n.Text)
		}
	case query.Phrase:
		if isText(n.Field) {
			words(n.Text)
		}
	case query.Prefix:
		if isText(n.Field) && n.Text != "" {
			expansion(p.prefix(n.Text))
		}
	case query.Fuzzy:
		if isText(n.Field) && n.Text != "" {
			expansion(p.fuzzy(n.Text))
		}
	}
}

func (p *plan) idf(t *term) float64 {
	df := 0
	for i := range p.view.parts {
		df += p.view.parts[i].countLive(p.sum(t, i).docs)
	}
	n := float64(p.view.papers)
	return math.Log(1 + (n-float64(df)+.5)/(float64(df)+.5))
}

// addScores adds the scores of a part's papers to scores.
func (p *plan) addScores(i int, scores []float64) {
	length := p.view.parts[i].text.length
	base, slope := k1*(1-b), k1*b/p.view.averageLength
	for k := range p.scored {
		t := &p.scored[k]
		factor := t.factor() * (k1 + 1)
		sum := p.sum(t.term, i)
		for j, doc := range sum.docs {
			tf := sum.tf(j)
			scores[doc] += factor * tf / (tf + base + slope*float64(length[doc]))
		}
	}
}

// explain works one paper's score out again, term by term.
func (p *plan) explain(i int, doc uint32, score float64) *index.Explanation {
	x := p.view.parts[i].text
	length := float64(x.length[doc])
	e := &index.Explanation{Description: "score, sum of:", Value: score}
	for k := range p.scored {
		t := &p.scored[k]
		title, abstract := x.frequency(t.forms[i], doc)
		tf := titleWeight*float64(title) + float64(abstract)
		if tf == 0 {
			continue
		}
		saturated := tf * (k1 + 1) / (tf + k1*(1-b+b*length/p.view.averageLength))
		e.Details = append(e.Details, index.Explanation{
			Description: t.name + ", product of:",
			Value:       t.factor() * saturated,
			Details: []index.Explanation{
				{Description: "weight of its kind (1 stem, 0.2 form, 1.2 prefix or fuzzy)", Value: t.weight},
				{Description: "occurrences in the query", Value: float64(t.qtf)},
				{Description: "idf", Value: t.idf},
				{Description: fmt.Sprintf("BM25 of %d in the title, %d in the abstract, length %g of average %.1f", title, abstract, length, p.view.averageLength), Value: saturated},
			},
		})
	}
	return e
}
