package embedded

import (
	"fmt"
	"slices"
	"sync/atomic"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// scoredTerm is a term with all factors of its part of the score except B.
type scoredTerm struct {
	*term
	weight float64 // see index.K1
	qtf    int
	df     int
	idf    float64
}

func (t *scoredTerm) factor() float64 { return t.weight * float64(t.qtf) * t.idf }

// planScore collects the scored terms and pairs.
func (p *plan) planScore() {
	leaves := scoredLeaves{plan: p, functionWordsOnly: true}
	leaves.visit(p.root)
	p.keepFunctionWords = leaves.functionWordsOnly
	forms := 0
	for _, run := range leaves.runs {
		forms += len(run)
	}
	p.stemsWhole = forms > index.MaxApartForms
	at := map[*term]int{}
	add := func(t *term, weight float64) {
		i, known := at[t]
		if !known {
			i, at[t] = len(p.scored), len(p.scored)
			p.scored = append(p.scored, scoredTerm{term: t, weight: weight})
		}
		p.scored[i].qtf++
	}
	for _, run := range leaves.runs {
		var before *term
		for _, form := range run {
			function := analysis.IsFunctionWord(form)
			if function && !p.keepFunctionWords {
				continue
			}
			stem, word := p.stem(form), p.word(form)
			if word == stem {
				add(stem, 1)
			} else {
				add(stem, index.OtherWordsWeight)
				add(word, 1-index.OtherWordsWeight)
			}
			add(p.form(form), index.FormWeight)
			if !function {
				p.addPair(before, stem)
				before = stem
			}
		}
	}
	for _, t := range leaves.expansions {
		add(t, index.ExpansionWeight)
	}
	if leaves.typed != nil {
		add(leaves.typed, index.TypedWeight)
	}
	p.setIDF()
	for i := range p.pairs {
		q := &p.pairs[i]
		q.idf = min(p.scored[at[q.first]].idf, p.scored[at[q.second]].idf)
	}
}

// scoredLeaves are the leaves outside of any Not that look at the text: runs of forms with
// nothing else between them, and expansions.
type scoredLeaves struct {
	plan              *plan
	runs              [][]string
	expansions        []*term
	typed             *term // nil for none
	functionWordsOnly bool
	parted            bool // the next word does not follow the last one
}

func (l *scoredLeaves) visit(n query.Node) {
	switch n := n.(type) {
	case query.And:
		for _, c := range n.Nodes {
			l.visit(c)
		}
	case query.Or:
		for _, c := range n.Nodes {
			l.parted = true
			l.visit(c)
		}
		l.parted = true
	case query.Typed:
		l.words(query.AnyText, n.Text)
		if tokens := analysis.QueryTokens(nil, n.Text); len(tokens) > 0 {
			l.typed = l.plan.typed(tokens[len(tokens)-1].Form)
		}
	case query.Near:
		for _, part := range n.Parts() {
			if part.Wild {
				l.expand(query.Pattern{Field: n.Field, Text: part.Text})
			} else {
				l.words(n.Field, part.Text)
			}
		}
	default:
		field, text, ok := query.FieldText(n)
		switch {
		case !ok:
			l.parted = true
		case query.IsExpansion(n):
			l.expand(n)
		default:
			l.words(field, text)
		}
	}
}

func (l *scoredLeaves) words(field query.Field, text string) {
	if !field.IsText() {
		l.parted = true
		return
	}
	for _, t := range analysis.QueryTokens(nil, text) {
		if l.parted || len(l.runs) == 0 {
			l.runs, l.parted = append(l.runs, nil), false
		}
		last := &l.runs[len(l.runs)-1]
		*last = append(*last, t.Form)
		l.functionWordsOnly = l.functionWordsOnly && analysis.IsFunctionWord(t.Form)
	}
}

func (l *scoredLeaves) expand(n query.Node) {
	l.parted = true
	if field, text, _ := query.FieldText(n); field.IsText() && text != "" {
		l.expansions = append(l.expansions, l.plan.expansion(n))
		l.functionWordsOnly = false
	}
}

// setIDF counts the live papers of each scored term.
func (p *plan) setIDF() {
	df := make([]atomic.Int64, len(p.scored))
	err := p.snap.EachSegment(p.ctx, func(_, i int, seg *snapshot.Segment) {
		for k := range p.scored {
			df[k].Add(int64(p.count(p.scored[k].term, i)))
		}
	})
	p.fail(err)
	for k := range p.scored {
		p.scored[k].df = int(df[k].Load())
		p.scored[k].idf = index.SearchIDF(p.snap.Papers, p.scored[k].df)
	}
}

// count counts the live papers of segment i that have a term.
func (p *plan) count(t *term, i int) int {
	sum, seg := p.sum(t, i), &p.snap.Segments[i]
	if !t.sharesPostings() && !seg.HasDeleted {
		return len(sum.Docs)
	}
	return seg.CountPostings(sum)
}

// saturated returns B in one paper.
func (p *plan) saturated(tf float64, part int, doc uint32) float64 {
	length := float64(p.snap.Segments[part].Text.Lengths[doc])
	return tf * (index.K1 + 1) / (tf + index.K1*(1-index.B+index.B*length/p.snap.AverageLength))
}

// addScores adds the scores of a segment's papers to scores.
func (p *plan) addScores(i int, scores []float64) {
	p.addCited(i, scores)
	length := p.snap.Segments[i].Text.Lengths
	base, slope := index.K1*(1-index.B), index.K1*index.B/p.snap.AverageLength
	for k := 0; k < len(p.scored); k++ {
		t := &p.scored[k]
		factor, sum := t.factor()*(index.K1+1), p.sum(t.term, i)
		frequencies := sum.TF[:len(sum.Docs)]
		form, formFactor := p.formFrequencies(k, i)
		if form != nil {
			k++
			form = form[:len(sum.Docs)]
			for j, doc := range sum.Docs {
				tf, norm := frequencies[j].Weighted(), base+slope*float64(length[doc])
				score := factor * tf / (tf + norm)
				if own := form[j]; own == frequencies[j] {
					score += score * formFactor
				} else if own > 0 {
					tf := own.Weighted()
					score += factor * formFactor * tf / (tf + norm)
				}
				scores[doc] += score
			}
			continue
		}
		for j, doc := range sum.Docs {
			tf := frequencies[j].Weighted()
			scores[doc] += factor * tf / (tf + base + slope*float64(length[doc]))
		}
	}
	for _, x := range p.extras {
		for _, doc := range x.docs[i] {
			scores[doc] += x.value
		}
	}
}

// formFrequencies returns the frequencies of the term after term k if that is a form of its stem with
// the same postings in segment i, and its factor relative to the stem's.
func (p *plan) formFrequencies(k, i int) (tf []segment.Frequency, factor float64) {
	if k+1 == len(p.scored) || p.scored[k+1].of != p.scored[k].term || p.scored[k].factor() == 0 {
		return nil, 0
	}
	stem, form := p.sum(p.scored[k].term, i), p.sum(p.scored[k+1].term, i)
	if len(stem.Docs) == 0 || len(form.Docs) != len(stem.Docs) || &form.Docs[0] != &stem.Docs[0] {
		return nil, 0
	}
	return form.TF, p.scored[k+1].factor() / p.scored[k].factor()
}

// frequency returns that of a term in one paper; ok is false if it is 0.
func (p *plan) frequency(t *term, i int, doc uint32) (f segment.Frequency, ok bool) {
	sum := p.sum(t, i)
	at := 0
	if len(t.picks[i]) == 1 { // ascending
		at, ok = slices.BinarySearch(sum.Docs, doc)
	} else {
		at = slices.Index(sum.Docs, doc)
		ok = at >= 0
	}
	if !ok || sum.TF[at] == 0 {
		return 0, false
	}
	return sum.TF[at], true
}

// weightsInWords says which weights a term can have.
var weightsInWords = fmt.Sprintf("weight of its kind (1 stem, or %g each stem and word; %g form, %g prefix or fuzzy)",
	index.OtherWordsWeight, index.FormWeight, index.ExpansionWeight)

// explainIn explains a paper's place in an order: its trending score, or else the score of its
// words.
func (p *plan) explainIn(o order, found place) *index.Explanation {
	if o.by != index.ByTrending {
		return p.explain(found)
	}
	signals := p.snap.Segments[found.segment].Columns.Featured.Signals(found.doc)
	if signals == nil {
		signals = &index.Signals{}
	}
	return signals.ExplainTrending(o.today)
}

// explain recomputes one paper's score, term by term.
func (p *plan) explain(found place) *index.Explanation {
	i, doc, score := found.segment, found.doc, found.score
	x := p.snap.Segments[i].Text
	length := float64(x.Lengths[doc])
	e := &index.Explanation{Description: "score, sum of:", Value: score}
	for k := range p.scored {
		t := &p.scored[k]
		f, ok := p.frequency(t.term, i, doc)
		if !ok {
			continue
		}
		saturated := p.saturated(f.Weighted(), i, doc)
		e.Details = append(e.Details, index.Explanation{
			Description: t.name + ", product of:",
			Value:       t.factor() * saturated,
			Details: []index.Explanation{
				{Description: weightsInWords, Value: t.weight},
				{Description: "occurrences in the query", Value: float64(t.qtf)},
				{Description: "idf", Value: t.idf},
				{Description: fmt.Sprintf("BM25 of %d in the title, %d in the abstract, length %g of average %.1f", f.Title(), f.Abstract(), length, p.snap.AverageLength), Value: saturated},
			},
		})
	}
	if found.reranked {
		p.explainPairs(i, doc, e)
	}
	for _, x := range p.extras {
		if slices.Contains(x.docs[i], doc) {
			e.Details = append(e.Details, index.Explanation{Description: x.description, Value: x.value})
		}
	}
	sum := 0.
	for _, d := range e.Details {
		sum += d.Value
	}
	if prior := p.priorScore(sum, i, doc); found.reranked && prior > 0 {
		e.Details = append(e.Details, index.Explanation{Description: "prior: upvotes, mentions of its name and recency", Value: prior})
	}
	p.explainCited(i, doc, e)
	return e
}
