package embedded

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/query"
)

// A free word of a query may be the name of an author or venue, or a year, and a paper may have
// it in another spelling. Such a meaning is
// worth the same for every paper that has it, and so is added as an extra.

// extra is added to the scores of some papers.
type extra struct {
	description string
	value       float64
	docs        [][]uint32 // by segment, in ascending order
}

// freeTerm is a free term of the query, and the papers that have it elsewhere than in the
// text.
type freeTerm struct {
	*term
	typed string
	// form is the term of the form that was typed, or the stem itself if there is none.
	form *term
	// named is the papers that have it in the name of an author or venue, or in another
	// spelling, and years those of that year, which is too weak to match on its own.
	named []extra
	years *extra
	sets  []bitset.Set // by segment, nil until freeSet fills it
}

// freeWord is a free word of the query.
type freeWord struct {
	text   string
	tokens []analysis.Token
	// parts are the words of the name that the text may be, as data.ParseName returns them.
	parts []string
	typed bool // it may be incomplete
	// compound is true if the tokens are one term.
	compound bool
}

// planMeaning finds out what the free words mean.
func (p *plan) planMeaning() {
	runs := freeRuns(p.root)
	for _, run := range runs {
		p.addFree(run)
	}
	left := index.MaxNamed
	all := make([][]freeWord, len(runs))
	for i, run := range runs {
		words := freeWords(run.nodes)
		all[i] = words[:min(len(words), left)]
		left -= len(all[i])
	}
	for _, words := range all {
		for i, w := range words {
			p.meanings(w)
			if i > 0 {
				p.addJoined(words[i-1], w)
			}
		}
		p.findNames(words)
	}
	if words := p.whole(); len(words) > 0 {
		p.addTitleStart(words)
		p.addHead(words)
	}
}

// whole returns the words of a query that consists of free words only, nil for any other.
func (p *plan) whole() []freeWord {
	nodes := []query.Node{p.root}
	if all, ok := p.root.(query.And); ok {
		nodes = all.Nodes
	}
	for _, n := range nodes {
		switch n := n.(type) {
		case query.Word:
			if n.Field != query.AnyText {
				return nil
			}
		case query.Typed:
		default:
			return nil
		}
	}
	return freeWords(nodes)
}

// freeRun is successive free nodes with nothing in between.
type freeRun struct {
	nodes []query.Node
	// optional is true if they are part of an alternative.
	optional bool
}

// freeRuns returns the runs of a query outside of any Not.
func freeRuns(root query.Node) []freeRun {
	var runs []freeRun
	var visit func(n query.Node, optional bool)
	visit = func(n query.Node, optional bool) {
		switch n := n.(type) {
		case query.And:
			follows := false
			for _, c := range n.Nodes {
				switch {
				case !query.IsFree(c):
					visit(c, optional)
				case follows:
					last := &runs[len(runs)-1]
					last.nodes = append(last.nodes, c)
				default:
					runs = append(runs, freeRun{[]query.Node{c}, optional})
				}
				follows = query.IsFree(c)
			}
		case query.Or:
			for _, c := range n.Nodes {
				visit(c, true)
			}
		default:
			if n != nil && query.IsFree(n) {
				runs = append(runs, freeRun{[]query.Node{n}, optional})
			}
		}
	}
	visit(root, false)
	return runs
}

// addFree records the terms of a run.
func (p *plan) addFree(run freeRun) {
	for _, n := range run.nodes {
		for _, t := range p.freeTermsOf(n, false) {
			free := p.free[t]
			if free == nil {
				free = &freeTerm{term: t, typed: n.String(), form: p.formTyped(t), sets: make([]bitset.Set, len(p.snap.Segments))}
				p.free[t] = free
			}
			if !run.optional && !slices.Contains(p.order, free) {
				p.order = append(p.order, free)
			}
		}
	}
}

func freeWords(nodes []query.Node) []freeWord {
	var words []freeWord
	for _, n := range nodes {
		w := freeWord{}
		switch n := n.(type) {
		case query.Word:
			w.text, w.compound = n.Text, n.IsCompound()
		case query.Typed:
			w.text, w.typed = n.Text, true
		}
		w.tokens, w.parts = analysis.QueryTokens(nil, w.text), data.ParseName(w.text).Words()
		words = append(words, w)
	}
	return words
}

// formTyped returns the first scored term of a form of t.
func (p *plan) formTyped(t *term) *term {
	for k := range p.scored {
		if p.scored[k].of != nil && p.scored[k].baseStem() == t {
			return p.scored[k].term
		}
	}
	return t
}

// meanings adds what each token of a word may mean by itself. The parts of a compound have no
// meanings of their own.
func (p *plan) meanings(w freeWord) {
	if w.compound {
		p.addWhole(w)
		return
	}
	others := analysis.OtherForms(w.tokens, w.text)
	for i, t := range w.tokens[:min(len(w.tokens), index.MaxNameWords)] {
		free := p.tokenTerm(w, i)
		if free == nil {
			continue
		}
		for _, other := range others[i] {
			p.addSpelled(free, other)
		}
		prefix := w.typed && i == len(w.tokens)-1
		if name := w.part(i); utf8.RuneCountInString(name) > 1 {
			p.addName(free, name, prefix)
		}
		switch year := index.Year(t.Form); {
		case year > 0 && free.years == nil:
			p.addYear(free, year)
		case year == 0 && !prefix:
			p.addVenue(free, t.Form)
		}
	}
}

// part returns the word of a name that token i may be, or "": each token is one, and so are
// all tokens of O'Connor.
func (w freeWord) part(i int) string {
	switch len(w.parts) {
	case 1:
		return w.parts[0]
	case len(w.tokens):
		return w.parts[i]
	}
	return ""
}

// tokenTerm returns the free term of token i of a word, or nil if it takes no part.
func (p *plan) tokenTerm(w freeWord, i int) *freeTerm {
	form := w.tokens[i].Form
	if w.compound {
		return p.free[p.compound(w.text)]
	}
	if w.typed && i == len(w.tokens)-1 {
		return p.free[p.typed(form)]
	}
	if !p.keepFunctionWords && analysis.IsFunctionWord(form) {
		return nil
	}
	return p.free[p.stem(form)]
}

// addVenue adds the papers with a word in their venue.
func (p *plan) addVenue(free *freeTerm, form string) {
	found := p.snap.ByVenueWord(form)
	if share := nameShare(found.Papers, p.findScored(free.form).df); share >= index.MinNameShare {
		p.addNamed(free, extra{"venue " + form, index.VenueWeight * share * index.SearchIDF(p.snap.Papers, found.Papers), found.Docs})
	}
}

// addYear adds the papers of a year.
func (p *plan) addYear(free *freeTerm, year int) {
	x := extra{description: fmt.Sprintf("published in %d", year), docs: make([][]uint32, len(p.snap.Segments))}
	for i := range p.snap.Segments {
		x.docs[i] = p.snap.Segments[i].Columns.ByYear()[year]
	}
	papers := 0
	for i := range p.snap.Segments {
		papers += p.snap.Segments[i].CountPapers(x.docs[i])
	}
	if papers == 0 {
		return
	}
	x.value = index.YearWeight * index.SearchIDF(p.snap.Papers, papers)
	free.years = &x
	p.extras = append(p.extras, x)
}

// addNamed adds an extra whose papers match.
func (p *plan) addNamed(free *freeTerm, x extra) {
	for _, docs := range x.docs {
		if len(docs) > 0 {
			free.named = append(free.named, x)
			p.extras = append(p.extras, x)
			return
		}
	}
}

// findScored returns a term with its factors, which are 0 if it is not scored.
func (p *plan) findScored(t *term) scoredTerm {
	i := slices.IndexFunc(p.scored, func(s scoredTerm) bool { return s.term == t })
	if i < 0 {
		return scoredTerm{term: t}
	}
	return p.scored[i]
}

// maxScore returns more than some terms of the query, with their forms and pairs, can add to a
// score: B is less than index.K1+1.
func (p *plan) maxScore(is func(t *term) bool) float64 {
	sum := 0.
	for k := range p.scored {
		if t := &p.scored[k]; is(t.baseStem()) {
			sum += t.factor() * (index.K1 + 1)
		}
	}
	for k := range p.pairs {
		if q := &p.pairs[k]; is(q.first) && is(q.second) {
			sum += q.factor() * (index.K1 + 1)
		}
	}
	return sum
}
