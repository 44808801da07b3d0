package embedded

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// A free word of a query may be the name of an author or venue, or a year. What such a
// meaning is worth is the same in every paper that has it, and so is added as an extra.

// extra is added to the scores of some papers.
type extra struct {
	description string
	value       float64
	docs        [][]uint32 // by part
}

// freeTerm is a free term of the query and where papers may have it, apart from the text.
type freeTerm struct {
	*term
	typed string
	// form is the term of the form that was typed, the stem's own where there is none.
	form *term
	// named are the papers that have it in the name of an author or venue, and years
	// those of that year, which say too little to match on their own.
	named []extra
	years *extra
}

// freeWord is a free word of the query.
type freeWord struct {
	text   string
	tokens []analysis.Token
	// parts are the words of the name that the text may be, those of data.ParseName.
	parts []string
	typed bool // it may go on
	// compound says that the tokens are one term.
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
	p.lookNamesUp(all)
	for _, words := range all {
		for _, w := range words {
			p.meanings(w)
		}
		p.findNames(words)
	}
	if words := p.whole(); len(words) > 0 {
		p.addTitleStart(words)
		p.addHead(words)
	}
}

// whole are the words of a query that is nothing but free words.
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

// freeRun is free nodes that follow each other with nothing in between.
type freeRun struct {
	nodes []query.Node
	// optional says that they are part of an alternative.
	optional bool
}

// freeRuns are the runs of a query outside of any Not.
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

// addFree notes the terms of a run.
func (p *plan) addFree(run freeRun) {
	for _, n := range run.nodes {
		for _, t := range p.freeOf(n, false) {
			free := p.free[t]
			if free == nil {
				free = &freeTerm{term: t, typed: n.String(), form: p.formTyped(t)}
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

// formTyped is the first scored term of a form of t.
func (p *plan) formTyped(t *term) *term {
	for k := range p.scored {
		if p.scored[k].of != nil && p.scored[k].stemOf() == t {
			return p.scored[k].term
		}
	}
	return t
}

// meanings adds what each token of a word may mean by itself. The parts of a compound mean
// nothing of their own.
func (p *plan) meanings(w freeWord) {
	if w.compound {
		return
	}
	for i, t := range w.tokens[:min(len(w.tokens), index.MaxNameWords)] {
		free := p.freeOfToken(w, i)
		if free == nil {
			continue
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

// part is the word of a name that token i may be, empty for none: each token is one,
// and all tokens of O'Connor are.
func (w freeWord) part(i int) string {
	switch len(w.parts) {
	case 1:
		return w.parts[0]
	case len(w.tokens):
		return w.parts[i]
	}
	return ""
}

// freeOfToken is the free term of token i of a word, nil where it takes no part.
func (p *plan) freeOfToken(w freeWord, i int) *freeTerm {
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

// minNamePrefix is the length in characters from which the beginning of a word is looked
// for among surnames: shorter ones begin thousands.
const minNamePrefix = 3

// named are the papers with a word in their authors' names, by part, and how many are live.
type named struct {
	docs   [][]uint32
	papers int
}

// lookNamesUp looks the words up that are whole, with all cores.
func (p *plan) lookNamesUp(runs [][]freeWord) {
	asked := map[string]*named{}
	for _, words := range runs {
		for _, w := range words {
			for k, part := range w.parts {
				if !w.typed || k < len(w.parts)-1 {
					asked[part] = &named{docs: make([][]uint32, len(p.view.parts))}
				}
			}
		}
	}
	if len(asked) == 0 {
		return
	}
	err := p.view.shareParts(p.ctx, func(_, i int, part *part) {
		for word, found := range asked {
			found.docs[i] = part.people.words.lookup(word)
		}
	})
	p.fail(err)
	for word, found := range asked {
		for i := range p.view.parts {
			found.papers += p.view.parts[i].countDocs(found.docs[i])
		}
		p.nameWords[word] = found
	}
}

// named looks a word of a name up, once a plan.
func (p *plan) named(word string, prefix bool) *named {
	if prefix && utf8.RuneCountInString(word) < minNamePrefix {
		return &named{docs: make([][]uint32, len(p.view.parts))}
	}
	key := word
	if prefix {
		key += "*"
	}
	if known := p.nameWords[key]; known != nil {
		return known
	}
	found := &named{docs: make([][]uint32, len(p.view.parts))}
	for i := range p.view.parts {
		part := &p.view.parts[i]
		found.docs[i] = part.people.words.named(word, prefix)
		found.papers += part.countDocs(found.docs[i])
	}
	p.nameWords[key] = found
	return found
}

// addName adds the papers whose authors have a word in their names.
func (p *plan) addName(free *freeTerm, word string, prefix bool) {
	text := p.scoredOf(free.form).df
	n := len(p.view.parts)
	all, surnames, variants, others := &named{}, make([][]uint32, n), make([][]uint32, n), make([][]uint32, n)
	bySurname := 0
	if prefix {
		if utf8.RuneCountInString(word) < minNamePrefix {
			return
		}
		for i := range p.view.parts {
			part := &p.view.parts[i]
			surnames[i] = part.people.surnames.beginning(word)
			all.papers += part.countDocs(surnames[i])
		}
		bySurname = all.papers
	} else {
		all = p.named(word, false)
	}
	if nameShare(all.papers, text) < index.MinNameShare {
		return
	}
	if !prefix {
		for i := range p.view.parts {
			part := &p.view.parts[i]
			spelled := part.people.surnames.lookup(word)
			surnames[i] = part.people.surnames.exactly(word)
			variants[i], others[i] = without(spelled, surnames[i]), without(all.docs[i], spelled)
			bySurname += part.countDocs(spelled)
		}
	}
	p.names = append(p.names, nameQuery(word, prefix))
	titles := p.titles(free.form)
	sole := p.isSole(nameShare(bySurname, text), titles)
	if len(p.order) == 1 && !sole { // perhaps nobody is asked for
		titles = (titles + text) / 2
	}
	weight := nameShare(all.papers, titles) * idf(float64(p.view.papers), all.papers)
	value := index.NameWeight * weight
	if sole {
		value += p.maxOf(func(t *term) bool { return t == free.term })
	}
	p.addNamed(free, extra{"author's surname " + word, value, surnames})
	if !prefix {
		p.addNamed(free, extra{"author's surname " + word + " in another spelling", value * index.VariantWeight, variants})
		p.addNamed(free, extra{"word of an author's name " + word, index.GivenWeight * weight, others})
	}
}

// isSole reports whether a query of one word asks for the people of that surname, who have
// such a share of the papers, where so many titles have the word.
func (p *plan) isSole(share float64, titles int) bool {
	return len(p.order) == 1 && (share >= index.SoleNameShare || share >= index.SoleUntitledShare && titles < index.MinSoleTitles)
}

// titles counts the live papers with a term in their title.
func (p *plan) titles(t *term) int {
	n := 0
	for i := range p.view.parts {
		sum := p.sum(t, i)
		for k, f := range sum.tf {
			if f.title() > 0 && p.view.parts[i].live.has(sum.docs[k]) {
				n++
			}
		}
	}
	return n
}

func nameQuery(text string, prefix bool) data.NameQuery {
	if prefix {
		return data.ParseNamePrefix(text)
	}
	return data.ParseName(text)
}

// addVenue adds the papers with a word in their venue.
func (p *plan) addVenue(free *freeTerm, form string) {
	docs := make([][]uint32, len(p.view.parts))
	papers := 0
	for i := range p.view.parts {
		part := &p.view.parts[i]
		docs[i] = part.venue.exactly(form)
		papers += part.countDocs(docs[i])
	}
	if share := nameShare(papers, p.scoredOf(free.form).df); share >= index.MinNameShare {
		p.addNamed(free, extra{"venue " + form, index.VenueWeight * share * idf(float64(p.view.papers), papers), docs})
	}
}

// addYear adds the papers of a year.
func (p *plan) addYear(free *freeTerm, year int) {
	first, last := data.Date{Year: year}.FirstDay(), data.Date{Year: year}.LastDay()
	x := extra{description: fmt.Sprintf("published in %d", year), docs: make([][]uint32, len(p.view.parts))}
	err := p.view.shareParts(p.ctx, func(_, i int, part *part) {
		for doc, day := range part.columns.date.first {
			if day >= first && day <= last {
				x.docs[i] = append(x.docs[i], uint32(doc))
			}
		}
	})
	p.fail(err)
	papers := 0
	for i := range p.view.parts {
		papers += p.view.parts[i].countDocs(x.docs[i])
	}
	if papers == 0 {
		return
	}
	x.value = index.YearWeight * idf(float64(p.view.papers), papers)
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

// nameShare is that of so many named papers among these and others, 0 where none is named.
func nameShare(named, others int) float64 {
	if named == 0 {
		return 0
	}
	return float64(named) / float64(named+others)
}

// scoredOf is a term with its factors; of one that is not scored they are 0.
func (p *plan) scoredOf(t *term) scoredTerm {
	i := slices.IndexFunc(p.scored, func(s scoredTerm) bool { return s.term == t })
	if i < 0 {
		return scoredTerm{term: t}
	}
	return p.scored[i]
}

// findNames looks for names of two words or more among words that follow each other, the
// longest first.
func (p *plan) findNames(words []freeWord) {
	for from := 0; from < len(words); {
		to := min(len(words), from+index.MaxNameWords)
		for ; to > from; to-- {
			if p.mayBeName(words[from:to]) && p.findName(words[from:to]) {
				break
			}
		}
		from = max(from+1, to)
	}
}

// mayBeName reports whether some paper has each of the words among its authors: few that
// follow each other do.
func (p *plan) mayBeName(words []freeWord) bool {
	for i, w := range words {
		for _, part := range w.parts {
			prefix := w.typed && i == len(words)-1
			if utf8.RuneCountInString(part) > 1 && p.named(part, prefix).papers == 0 {
				return false
			}
		}
	}
	return true
}

// findName adds the papers of the authors whose name the words are, if there are any.
func (p *plan) findName(words []freeWord) bool {
	texts := make([]string, len(words))
	for i, w := range words {
		if texts[i] = w.text; len(w.parts) == 0 {
			return false
		}
	}
	name := nameQuery(strings.Join(texts, " "), words[len(words)-1].typed)
	if len(name.Words()) < 2 {
		return false
	}
	keys, known := p.view.tables.names[authorValues].all(), map[uint32]bool{}
	x := extra{description: "by an author named " + strings.Join(name.Words(), " "), docs: make([][]uint32, len(p.view.parts))}
	papers := 0
	for i := range p.view.parts {
		part := &p.view.parts[i]
		candidates := withAll(name, func(word string, prefix bool) []uint32 { return p.named(word, prefix).docs[i] })
		x.docs[i] = part.withAuthor(candidates, keys, known, name.Names)
		papers += part.countDocs(x.docs[i])
	}
	if papers == 0 || float64(papers) < index.MinNameShare*float64(papers+p.countTogether(words)) {
		return false
	}
	var terms []*freeTerm
	var scored []*term
	for _, w := range words {
		for i, t := range w.tokens {
			if free := p.freeOfToken(w, i); free != nil && !slices.Contains(terms, free) {
				terms = append(terms, free)
			}
			scored = append(scored, p.stem(t.Form))
		}
	}
	x.value = p.maxOf(func(t *term) bool { return slices.Contains(scored, t) })
	p.extras = append(p.extras, x)
	for _, free := range terms {
		free.named = append(free.named, x)
	}
	ordered := extra{"words of the name in this order", x.value * index.OrderWeight, make([][]uint32, len(x.docs))}
	inOrder := map[uint32]bool{}
	for i := range x.docs {
		ordered.docs[i] = p.view.parts[i].withAuthor(x.docs[i], keys, inOrder, func(key string) bool { return name.Names(key) && name.InOrder(key) })
	}
	p.extras = append(p.extras, ordered)
	p.names = append(p.names, name)
	return true
}

// withName are the papers of a lane by an author whom a name matches, ascending. keys are
// the names by ordinal.
func (l *lane) withName(name data.NameQuery, keys []string) []uint32 {
	candidates := l.mayBeBy(name)
	if len(name.Words()) == 1 {
		return candidates
	}
	return l.withAuthor(candidates, keys, map[uint32]bool{}, name.Matches)
}

// withFirstAuthor are those whose first author a name matches.
func (l *lane) withFirstAuthor(name data.NameQuery, keys []string) []uint32 {
	var found []uint32
	known := map[uint32]bool{}
	for _, doc := range l.mayBeBy(name) {
		ord := l.columns.values[authorValues].of(doc)[0]
		is, ok := known[ord]
		if !ok && int(ord) < len(keys) {
			is = name.Matches(keys[ord])
			known[ord] = is
		}
		if is {
			found = append(found, doc)
		}
	}
	return found
}

// mayBeBy are the papers of a lane with each of a name's full words among their authors.
func (l *lane) mayBeBy(name data.NameQuery) []uint32 { return withAll(name, l.people.words.named) }

// named are the papers of a word of a name in any of its spellings or, of one that may go
// on, of all words that begin so.
func (x *termIndex) named(word string, prefix bool) []uint32 {
	if prefix {
		return x.beginning(word)
	}
	return x.lookup(word)
}

// withAll are the papers that each full word of a name has.
func withAll(name data.NameQuery, papers func(word string, prefix bool) []uint32) []uint32 {
	var all []uint32
	for i, word := range name.FullWords() {
		docs := papers(word, name.IsPrefix(i))
		if i > 0 {
			docs = both(all, docs)
		}
		if all = docs; len(all) == 0 {
			return nil
		}
	}
	return all
}

// withAuthor are those of some papers that have an author who is meant; known is what is
// known of authors, by ordinal.
func (l *lane) withAuthor(papers []uint32, keys []string, known map[uint32]bool, isMeant func(key string) bool) []uint32 {
	var found []uint32
	for _, doc := range papers {
		for _, ord := range l.columns.values[authorValues].of(doc) {
			is, ok := known[ord]
			if !ok && int(ord) < len(keys) {
				is = isMeant(keys[ord])
				known[ord] = is
			}
			if is {
				found = append(found, doc)
				break
			}
		}
	}
	return found
}

// beginning are the papers of all terms that begin so, ascending.
func (x *termIndex) beginning(text string) []uint32 {
	from, to := x.terms.prefixed(text)
	docs := slices.Clone(x.docs[x.start[from]:x.start[to]])
	slices.Sort(docs)
	return slices.Compact(docs)
}

// countTogether counts the live papers with all of the words in their text.
func (p *plan) countTogether(words []freeWord) int {
	var terms []*term
	for _, w := range words {
		for k, t := range w.tokens {
			if w.typed && k == len(w.tokens)-1 {
				terms = append(terms, p.typed(t.Form))
			} else {
				terms = append(terms, p.stem(t.Form))
			}
		}
	}
	return size(p.withTerms(terms))
}

// maxOf is more than some terms of the query, with their forms and pairs, can add to a
// score: B is less than k1+1.
func (p *plan) maxOf(is func(t *term) bool) float64 {
	sum := 0.
	for k := range p.scored {
		if t := &p.scored[k]; is(t.stemOf()) {
			sum += t.factor() * (k1 + 1)
		}
	}
	for k := range p.pairs {
		if q := &p.pairs[k]; is(q.first) && is(q.second) {
			sum += q.factor() * (k1 + 1)
		}
	}
	return sum
}

// setFree sets the papers of part i that have a free term, in the text or by a name. Those
// that have it by their year alone are set if years are asked for.
func (p *plan) setFree(t *term, i int, years bool, into bitset) {
	into.setAll(p.sum(t, i).docs)
	free := p.free[t]
	if free == nil {
		return
	}
	for _, x := range free.named {
		into.setAll(x.docs[i])
	}
	if years && free.years != nil && len(p.order) > 1 {
		into.setAll(free.years.docs[i])
	}
}

// clauseTerms are the different free terms that stand side by side, with the parts of a
// compound in its place: to find compounds takes far longer than to find words.
func (p *plan) clauseTerms() []*term {
	var free []*term
	for _, n := range (query.Query{Root: p.root}).Clauses() {
		if !query.IsFree(n) {
			continue
		}
		terms := p.freeOf(n, false)
		if w, ok := n.(query.Word); ok && w.IsCompound() {
			terms = p.wordTerms(analysis.QueryTokens(nil, w.Text), false)
		}
		for _, t := range terms {
			if !slices.Contains(free, t) {
				free = append(free, t)
			}
		}
	}
	return free
}

// matchMost finds the papers that have enough of some free terms, and whatever else the
// query requires. Where no paper has any of them but perhaps by its year, any will do.
func (p *plan) matchMost(free []*term) []bitset {
	n := len(p.view.parts)
	covered, best := make([][]float32, n), make([]float32, n)
	found := p.matchParts(p.requiredOnly())
	err := p.view.shareParts(p.ctx, func(_, i int, part *part) {
		covered[i] = p.cover(free, i)
		best[i] = maxCovered(covered[i], found[i])
	})
	p.fail(err)
	most := slices.Max(append(best, 0))
	if most == 0 {
		found = p.matchParts(p.root)
	}
	for i, sums := range covered {
		if sums == nil {
			continue
		}
		if most > 0 {
			keepCovered(found[i], sums, index.MinCoverage*most)
		}
		p.view.tables.roughScores.give(sums)
	}
	return found
}

// requiredOnly is the query without its free terms.
func (p *plan) requiredOnly() query.Node {
	return query.And{Nodes: slices.DeleteFunc(slices.Clone(query.Query{Root: p.root}.Clauses()), query.IsFree)}
}

// maxCovered is the greatest sum of a paper in a set.
func maxCovered(sums []float32, set bitset) float32 {
	most := float32(0)
	for i, sum := range sums {
		if sum > most && set.has(uint32(i)) {
			most = sum
		}
	}
	return most
}

// keepCovered leaves of a set the papers with a sum of at least so much.
func keepCovered(set bitset, sums []float32, least float32) {
	for w := range set {
		if set[w] == 0 {
			continue
		}
		block := sums[w*64 : min(w*64+64, len(sums))]
		var enough uint64
		for i, sum := range block {
			if sum >= least {
				enough |= 1 << i
			}
		}
		set[w] &= enough
	}
}

// isYear reports whether a free term is the year of some paper.
func (p *plan) isYear(t *term) bool { return p.free[t] != nil && p.free[t].years != nil }

// cover adds up the idf of the free terms that each paper of part i has. A year has none,
// unless there is nothing else.
func (p *plan) cover(free []*term, i int) []float32 {
	papers := p.view.parts[i].papers
	covered := p.view.tables.roughScores.zeros(papers)
	has := newBitset(papers)
	for _, t := range free {
		if p.isYear(t) && len(p.order) > 1 {
			continue
		}
		idf := float32(p.scoredOf(t).idf)
		if meant := p.free[t]; meant == nil || len(meant.named) == 0 {
			for _, doc := range p.sum(t, i).docs {
				covered[doc] += idf
			}
			continue
		}
		clear(has)
		p.setFree(t, i, false, has)
		for doc := range has.each {
			covered[doc] += idf
		}
	}
	return covered
}

// missing are the words that a paper has nowhere, as they were typed.
func (p *plan) missing(i int, doc uint32) []string {
	var missing []string
	for _, free := range p.order {
		has := func(x *extra) bool { return x != nil && slices.Contains(x.docs[i], doc) }
		if slices.Contains(missing, free.typed) || p.inText(free.term, i, doc) || has(free.years) ||
			slices.ContainsFunc(free.named, func(x extra) bool { return has(&x) }) {
			continue
		}
		missing = append(missing, free.typed)
	}
	return missing
}

// inText reports whether a paper has a term in its text, of a compound all words.
func (p *plan) inText(t *term, i int, doc uint32) bool {
	if t.compound != nil {
		return !slices.ContainsFunc(t.compound.parts, func(part *term) bool { return !p.inText(part, i, doc) })
	}
	_, ok := p.frequency(t, i, doc)
	return ok
}
