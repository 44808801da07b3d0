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
		q.firstAt, q.secondAt = at[q.first], at[q.second]
		q.idf = min(p.scored[q.firstAt].idf, p.scored[q.secondAt].idf)
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
	for k := range p.scored {
		t := &p.scored[k]
		if t.whole != nil { // not known without reading its postings
			t.df = p.snap.CountOnce(t.name, func() (n int, ok bool) {
				n = p.countAll(t.term)
				return n, !p.isStopped()
			})
		} else {
			t.df = p.countAll(t.term)
		}
		t.idf = index.SearchIDF(p.snap.Papers, t.df)
	}
}

// countAll counts the live papers that have a term.
func (p *plan) countAll(t *term) int {
	n, read := 0, false
	for i := range p.snap.Segments {
		known, ok := p.knownCount(t, i)
		n += known
		read = read || !ok
	}
	if !read {
		return n
	}
	var all atomic.Int64
	p.fail(p.snap.ShareSegments(p.ctx, p.workers(p.maxPapers(t)), func(_, i int, _ *snapshot.Segment) { all.Add(int64(p.count(t, i))) }))
	return int(all.Load())
}

// knownCount returns how many live papers of segment i have a term; ok is false if that takes
// reading its postings.
func (p *plan) knownCount(t *term, i int) (n int, ok bool) {
	if t.compound != nil {
		return 0, false
	}
	return p.snap.Segments[i].CountPicks(t.picks[i])
}

// count counts the live papers of segment i that have a term.
func (p *plan) count(t *term, i int) int {
	seg := &p.snap.Segments[i]
	if n, ok := p.knownCount(t, i); ok {
		return n
	}
	sum := p.sum(t, i)
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

// lengthNorm returns what is added to tf' in the denominator of B in a paper of this length.
func (p *plan) lengthNorm(length uint32) float64 {
	return index.K1*(1-index.B) + float64(index.K1*index.B/p.snap.AverageLength*float64(length))
}

// addScores adds the scores of a segment's papers to scores: the same, to the last bit, as
// exact.
func (p *plan) addScores(i int, scores []float64) {
	for _, c := range p.citedIn(i) {
		scores[c.doc] += c.bonus
	}
	length := p.snap.Segments[i].Text.Lengths
	for k := range p.scored {
		factor, sum := p.scored[k].factor()*(index.K1+1), p.sum(p.scored[k].term, i)
		for j, doc := range sum.Docs {
			if tf := sum.TF[j].Weighted(); tf > 0 {
				scores[doc] += factor * tf / (tf + p.lengthNorm(length[doc]))
			}
		}
	}
	for _, x := range p.extras {
		for _, doc := range x.docs[i] {
			scores[doc] += x.value
		}
	}
}

// frequency returns that of a term in one paper; ok is false if it is 0.
func (p *plan) frequency(t *term, i int, doc uint32) (f segment.Frequency, ok bool) {
	if t.compound == nil && (!t.known[i] || len(t.picks[i]) == 1) {
		f = p.snap.Segments[i].Text.FrequencyIn(t.picks[i], doc)
		return f, f > 0
	}
	sum := p.sum(t, i)
	at, found := slices.BinarySearch(sum.Docs, doc)
	if !found {
		return 0, false
	}
	return sum.TF[at], sum.TF[at] > 0
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
