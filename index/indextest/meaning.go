package indextest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// What a free word means besides a word of the text, over live papers. The weights are those
// of package index.
//
//	spelled A token's other forms (analysis.OtherForms) are in n papers by their stems, and
//	        d others have the token itself: SpellingWeight * idf(n+d) for these n.
//	        So are the parts of a compound, which papers that lack one of them have as one
//	        word: JoinedWeight times the sum of their idfs.
//	joined  Two successive words of one token each are one word (analysis.JoinedForm) by its
//	        stem: JoinedWeight times the sum of their idfs, for papers that lack either.
//	name    A token's word (data.ParseName) is one of an author's name. Of n papers with it,
//	        t with the token's form in their text and h with it in their title, it is a
//	        name if n/(n+t) >= MinNameShare. It adds weight * n/(n+h) * idf(n): NameWeight
//	        for a surname as it is spelled, VariantWeight of that for one with other
//	        umlauts, GivenWeight for another word of a name. In a query of one free term a
//	        sole surname also adds max(query), and for any other h is (h+t)/2.
//	names   Successive words, the longest run first, are a name of n papers' authors
//	        (data.NameQuery.Names), if n/(n + papers with all of their stems) >=
//	        MinNameShare. It adds max(words), and OrderWeight of that in their order.
//	venue   A token that is not a year is a word of n papers' venues: VenueWeight * n/(n+t) * idf(n).
//	year    Four digits are the year of n papers: YearWeight * idf(n).
//	start   Titles that begin with a query that is still being typed: max(query).
//	head    Titles that begin with the query and a colon: max(query) * (1 + mentions), if
//	        the query is typed as a name or the title's paper coined it.
//
// max(terms) is more than terms of the query, their forms and pairs can add by the text:
// (k1+1) times all their other factors. A paper that has a free term by a name or venue or in
// another spelling matches it. A year counts for match=all alone, and never by itself.
type meaning struct {
	*scoring
	papers []*paper
	free   map[string]*freeMeaning // by the names of terms
	order  []*freeMeaning          // those that are not alternatives
	extras []extra
	names  []data.NameQuery
	prior  bool
	newest int32
}

type extra struct {
	description string
	value       float64
	has         func(p *paper) bool
}

type freeMeaning struct {
	term
	typed string
	form  scoredTerm
	named []func(p *paper) bool
	year  int // 0 if no paper has it
}

// freeWord is a free word of the query.
type freeWord struct {
	text   string
	tokens []analysis.Token
	parts  []string
	typed  bool
	// compound is true if the tokens are one term.
	compound bool
}

func newMeaning(q query.Query, s *scoring, papers []*paper) *meaning {
	m := &meaning{scoring: s, papers: papers, free: map[string]*freeMeaning{}, newest: data.NoDay}
	for _, p := range papers {
		if day := firstDay(p); day != data.NoDay && (m.newest == data.NoDay || day > m.newest) {
			m.newest = day
		}
	}
	matcher := matcher{keepFunctionWords: s.functionWordsOnly, all: papers}
	var runs [][]query.Node
	var visit func(n query.Node, optional bool)
	add := func(n query.Node, follows, optional bool) {
		if !follows {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], n)
		for _, t := range matcher.terms(n, false) {
			free := m.free[t.name]
			if free == nil {
				free = &freeMeaning{term: t, typed: n.String(), form: m.formTyped(t)}
				m.free[t.name] = free
			}
			if !optional && !slices.Contains(m.order, free) {
				m.order = append(m.order, free)
			}
		}
	}
	visit = func(n query.Node, optional bool) {
		switch n := n.(type) {
		case query.And:
			for i, c := range n.Nodes {
				if query.IsFree(c) {
					add(c, i > 0 && query.IsFree(n.Nodes[i-1]), optional)
				} else {
					visit(c, optional)
				}
			}
		case query.Or:
			for _, c := range n.Nodes {
				visit(c, true)
			}
		default:
			if query.IsFree(n) {
				add(n, false, optional)
			}
		}
	}
	visit(q.Root, false)
	left := index.MaxNamed
	for _, run := range runs {
		words := freeWords(run)
		words = words[:min(left, len(words))]
		left -= len(words)
		for i, w := range words {
			m.words(w)
			if i > 0 {
				m.joined(words[i-1], w)
			}
		}
		for from := 0; from < len(words); from++ {
			for to := min(len(words), from+index.MaxNameWords); to > from; to-- {
				if m.together(words[from:to]) {
					from = to - 1
					break
				}
			}
		}
	}
	whole := freeWords(q.Clauses())
	for _, n := range q.Clauses() {
		switch n := n.(type) {
		case query.Word:
			if n.Field != query.AnyText {
				whole = nil
			}
		case query.Typed:
		default:
			whole = nil
		}
	}
	if len(whole) > 0 {
		m.titles(whole)
	}
	return m
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

// formTyped returns the first scored form of a stem, or the term itself if it has none.
func (m *meaning) formTyped(t term) scoredTerm {
	for _, s := range m.terms {
		if s.stem == t.name && strings.HasPrefix(s.name, "form ") {
			return s
		}
	}
	return m.scored(t)
}

func (m *meaning) scored(t term) scoredTerm {
	for _, s := range m.terms {
		if s.name == t.name {
			return s
		}
	}
	return scoredTerm{term: t}
}

func (m *meaning) count(has func(p *paper) bool) int {
	n := 0
	for _, p := range m.papers {
		if has(p) {
			n++
		}
	}
	return n
}

func (m *meaning) add(description string, value float64, has func(p *paper) bool) {
	m.extras = append(m.extras, extra{description, value, has})
}

// last reports whether token i of a word may be incomplete.
func (w freeWord) last(i int) bool { return w.typed && i == len(w.tokens)-1 }

// freeOf returns the free term of token i of a word, nil if it takes no part.
func (m *meaning) freeOf(w freeWord, i int) *freeMeaning {
	form := w.tokens[i].Form
	if w.compound {
		return m.free[compoundTerm(w.text).name]
	}
	if w.last(i) {
		return m.free[typedTerm(form, m.papers).name]
	}
	if !m.functionWordsOnly && analysis.IsFunctionWord(form) {
		return nil
	}
	return m.free[stemTerm(analysis.Stem(form)).name]
}

// words adds what the tokens of a word mean by themselves.
func (m *meaning) words(w freeWord) {
	if w.compound {
		m.wordOf(w)
		return
	}
	others := analysis.OtherForms(w.tokens, w.text)
	for i, t := range w.tokens[:min(len(w.tokens), index.MaxNameWords)] {
		free := m.freeOf(w, i)
		if free == nil {
			continue
		}
		for _, other := range others[i] {
			m.spelled(free, other)
		}
		name := ""
		if len(w.parts) == 1 {
			name = w.parts[0]
		} else if len(w.parts) == len(w.tokens) {
			name = w.parts[i]
		}
		if utf8.RuneCountInString(name) > 1 {
			m.name(free, name, w.last(i))
		}
		if !w.last(i) && index.Year(t.Form) == 0 {
			m.venue(free, t.Form)
		}
		if year := index.Year(t.Form); year > 0 && free.year == 0 {
			has := inYear(year)
			if n := m.count(has); n > 0 {
				free.year = year
				m.add("year", index.YearWeight*idf(len(m.papers), n), has)
			}
		}
	}
}

func inYear(year int) func(p *paper) bool {
	return func(p *paper) bool { return firstDay(p) != data.NoDay && p.Date.Year == year }
}

// firstDay returns the first day of a paper's date, data.NoDay if unknown.
func firstDay(p *paper) int32 {
	if p.Date.IsZero() || p.Date.Validate() != nil {
		return data.NoDay
	}
	return p.Date.FirstDay()
}

func (m *meaning) venue(free *freeMeaning, form string) {
	has := func(p *paper) bool {
		return slices.ContainsFunc(p.venue, func(t token) bool { return t.Form == form })
	}
	n := m.count(has)
	if n == 0 {
		return
	}
	if share := float64(n) / float64(n+free.form.df); share >= index.MinNameShare {
		m.add("venue", index.VenueWeight*share*idf(len(m.papers), n), has)
		free.named = append(free.named, has)
	}
}

// maxOf returns more than terms of these names can add by the text.
func (m *meaning) maxOf(is func(name string) bool) float64 {
	sum := 0.
	for _, t := range m.terms {
		if is(cmp.Or(t.stem, t.name)) {
			sum += t.weight * float64(t.qtf) * t.idf * (k1 + 1)
		}
	}
	for _, q := range m.pairs {
		if is(stemTerm(q.first).name) && is(stemTerm(q.second).name) {
			sum += pairWeight * float64(q.qtf) * q.idf * (k1 + 1)
		}
	}
	return sum
}

// priorPart returns what the prior adds to a score.
func (m *meaning) priorPart(score float64, p *paper) float64 {
	if !m.prior || score <= 0 {
		return 0
	}
	upvotes, mentions := 0, 0
	if p.Upvotes != nil {
		upvotes = max(*p.Upvotes, 0)
	}
	if head := p.head; head != "" {
		stem := analysis.Stem(head)
		content := term{fits: func(t token) bool { return t.stem == stem && !analysis.IsFunctionWord(t.Form) }}
		mentions = m.count(content.inText)
	}
	return index.PriorWeight * score * index.Prior(upvotes, mentions, firstDay(p), m.newest)
}

// means reports whether a paper has a free term by a name, a venue or, if years count, its
// year.
func (m *meaning) means(t term, p *paper, years bool) bool {
	free := m.free[t.name]
	if free == nil {
		return false
	}
	for _, has := range free.named {
		if has(p) {
			return true
		}
	}
	return years && free.year > 0 && len(m.order) > 1 && inYear(free.year)(p)
}

// covered returns the sum of idf of the free terms that a paper has. A year has none, unless
// there is nothing else.
func (m *meaning) covered(free []term, p *paper) float32 {
	sum := float32(0)
	for _, t := range free {
		if meant := m.free[t.name]; meant != nil && meant.year > 0 && len(m.order) > 1 {
			continue
		}
		if t.inText(p) || m.means(t, p, false) {
			sum += float32(m.scored(t).idf)
		}
	}
	return sum
}

// missing returns the free words that a paper lacks.
func (m *meaning) missing(p *paper) []string {
	var missing []string
	for _, free := range m.order {
		has := free.isIn(p) || m.means(free.term, p, false) || free.year > 0 && inYear(free.year)(p)
		if !has && !slices.Contains(missing, free.typed) {
			missing = append(missing, free.typed)
		}
	}
	return missing
}

// isIn reports whether a paper has a free term in its text; of a compound, all words.
func (f *freeMeaning) isIn(p *paper) bool {
	for _, part := range f.parts {
		if !part.inText(p) {
			return false
		}
	}
	return len(f.parts) > 0 || f.inText(p)
}

// citedBonus returns what is added to p for being named by its id in a query, by the first of
// its ids there, or 0.
func citedBonus(q query.Query, p *paper) float64 {
	for i, id := range q.Papers {
		if slices.ContainsFunc(p.ids(), func(own string) bool { return isID(own, id) }) {
			return index.CitedBonus(i, len(q.Papers))
		}
	}
	return 0
}

// ids returns the ids of a paper.
func (p *paper) ids() []string {
	ids := []string{string(p.ID)}
	if p.DOI != "" {
		ids = append(ids, "doi:"+p.DOI)
	}
	if p.CitationKey != "" {
		ids = append(ids, string(data.CitationKeyID(p.CitationKey)))
	}
	return ids
}
