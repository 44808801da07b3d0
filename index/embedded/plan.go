package embedded

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"paperboy/data/text"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// plan is a query resolved against one view. It belongs to one search.
//
// What a query means is said in package indextest; a plan answers likewise, a
// part at a time, with bitsets.
type plan struct {
	ctx  context.Context
	view *view
	root query.Node
	// scored are the terms of the score, in the order of the query.
	scored []scoredTerm
	pairs  []scoredPair
	// keepFunctionWords is set where the query scores nothing else.
	keepFunctionWords bool
	// stemsWhole is set for a text so long that its words are not told apart.
	stemsWhole bool
	way        index.Match    // all, most or any
	all        []bitset       // by part: see choose
	codes      []*pairCodes   // by part, once asked for
	lent       [][]postings   // by part
	pairTF     []float64      // scratch
	cited      [][]citedPaper // by part, nil where no paper is

	budget index.Budget // see spend

	mu    sync.Mutex // guards what follows, for the workers of one search
	terms map[string]*term
	err   error

	// What the free words mean beside words of the text (meaning.go).
	free      map[*term]*freeTerm
	nameWords map[string]*named
	order     []*freeTerm // those that are no alternatives, as they were typed
	extras    []extra
	names     []data.NameQuery
	prior     bool
}

// term is a set of forms that counts as one: those of a stem, one form, or
// those that a prefix or a fuzzy word stands for.
type term struct {
	name string
	// isStem says that ordinal is that of the forms' stem.
	isStem  bool
	ordinal uint32
	// of is the word of a term of one form, whole the stem of a word that shares it with
	// other words.
	of, whole *term
	// compound is set for a hyphenated word, which has no picks.
	compound *compound
	picks    [][]pick   // by part
	sums     []postings // by part; sum fills it
	known    []bool     // which sums are there
	sets     []bitset   // by part, nil until textSet fills it
}

func newPlan(ctx context.Context, v *view, q query.Query) *plan {
	p := &plan{
		ctx: ctx, view: v, budget: v.budget(ctx), terms: map[string]*term{}, codes: make([]*pairCodes, len(v.parts)), lent: make([][]postings, len(v.parts)),
		free: map[*term]*freeTerm{}, nameWords: map[string]*named{},
	}
	p.cited = v.findCited(q)
	p.root = v.telling(q.Root)
	p.planScore()
	p.planMeaning()
	return p
}

// release gives back what was lent to the plan.
func (p *plan) release() {
	for _, lists := range p.lent {
		for _, list := range lists {
			p.view.tables.giveList(list)
		}
	}
	for _, codes := range p.codes {
		if codes != nil {
			codes.release(&p.view.tables.scratch)
		}
	}
}

// sum is the term's postings in a part.
func (p *plan) sum(t *term, i int) *postings {
	if !t.known[i] {
		t.sums[i] = p.add(t, i)
		t.known[i] = true
	}
	return &t.sums[i]
}

func (p *plan) add(t *term, i int) postings {
	if t.compound != nil {
		return p.addCompound(t.compound, i)
	}
	text, scratch := p.view.parts[i].text, &p.view.tables.scratch
	stem, group := t.withinStem(i)
	if stem == nil {
		for _, k := range t.picks[i] {
			if !p.spend(float64(text.papers[k.group])) {
				return postings{}
			}
		}
		sum := text.sum(t.picks[i], scratch)
		p.lent[i] = append(p.lent[i], sum)
		return sum
	}
	all := p.sum(stem, i)
	if group.some == nil {
		return *all
	}
	if !p.spend(shareWork * float64(len(all.tf))) {
		return postings{}
	}
	tf := scratch.frequencies.take(len(all.tf))
	p.lent[i] = append(p.lent[i], postings{tf: tf})
	share(tf, all.tf, group.some, text.sharesOf(group.group))
	return postings{all.docs, tf}
}

// sharesPostings reports whether a term's postings may be those of its stem, with the papers
// that lack it at frequency 0.
func (t *term) sharesPostings() bool { return t.of != nil || t.whole != nil }

// withinStem is the stem whose postings in part i are those of a form or word too, with
// other frequencies, and what the term is of its one group; nil if there is no such stem.
func (t *term) withinStem(i int) (stem *term, group pick) {
	if stem = t.stemOf(); stem == t || len(stem.picks[i]) != 1 || stem.picks[i][0].some != nil || len(t.picks[i]) != 1 {
		return nil, pick{}
	}
	return stem, t.picks[i][0]
}

// term resolves a term once a plan.
func (p *plan) term(t term, picks func(x *textIndex) []pick) *term {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.terms[t.name]; known != nil {
		return known
	}
	n := len(p.view.parts)
	t.picks, t.sums, t.known, t.sets = make([][]pick, n), make([]postings, n), make([]bool, n), make([]bitset, n)
	resolve := func(_, i int, part *part) { t.picks[i] = picks(part.text) }
	if t.isStem || t.of != nil || t.compound != nil { // a few look-ups
		for i := range p.view.parts {
			resolve(0, i, &p.view.parts[i])
		}
	} else if err := p.view.shareParts(p.ctx, resolve); err != nil {
		p.err = cmp.Or(p.err, err)
	}
	p.terms[t.name] = &t
	return &t
}

const stemName = "stem "

// stem is what the forms of such a term have in common.
func (t *term) stem() string { return strings.TrimPrefix(t.name, stemName) }

// stem is the term of all forms of a form's stem.
func (p *plan) stem(form string) *term {
	stem := analysis.Stem(form)
	ord, known := p.view.tables.stems.lookup(stem)
	return p.term(term{name: stemName + stem, isStem: known, ordinal: ord}, func(x *textIndex) []pick {
		if !known {
			return nil
		}
		return x.pickStem(ord)
	})
}

// form is the term of one form of a word.
func (p *plan) form(form string) *term {
	stem := p.word(form)
	return p.term(term{name: "form " + form, of: stem}, func(x *textIndex) []pick {
		if !stem.isStem {
			return nil
		}
		return x.pickForm(stem.ordinal, form)
	})
}

// prefix stands for all forms: a lane answers in one pass of their postings,
// however many there are, so that the expansion needs no cap.
func (p *plan) prefix(prefix string) *term {
	prefix = text.Normalize(prefix)
	return p.term(term{name: "prefix " + prefix}, func(x *textIndex) []pick {
		from, to := x.forms.prefixed(prefix)
		return x.pickContent(ordinals(from, to))
	})
}

func (p *plan) fuzzy(word string) *term {
	word = text.Normalize(word)
	return p.term(term{name: "fuzzy " + word}, func(x *textIndex) []pick {
		if !p.spend(formWork * float64(x.forms.len())) {
			return nil
		}
		return x.pickContent(x.forms.near(word, maxEdits(word)))
	})
}

func ordinals(from, to int) []uint32 {
	list := make([]uint32, 0, to-from)
	for i := from; i < to; i++ {
		list = append(list, uint32(i))
	}
	return list
}

// typed is what a word stands for that is still being typed: its stem, and the forms
// that begin so. If no paper has any, one edit is allowed.
func (p *plan) typed(form string) *term {
	stem := p.stem(form)
	length := utf8.RuneCountInString(form)
	if length < query.MinTyped {
		return stem
	}
	begins := p.term(term{name: "typed " + form}, func(x *textIndex) []pick {
		var picks []pick
		if stem.isStem {
			picks = x.pickStem(stem.ordinal)
		}
		from, to := x.forms.prefixed(form)
		for _, k := range x.pickContent(ordinals(from, to)) {
			if !slices.ContainsFunc(picks, func(own pick) bool { return own.group == k.group }) {
				picks = append(picks, k)
			}
		}
		return picks
	})
	if length < query.MinTypedError || p.isAnywhere(begins) {
		return begins
	}
	return p.term(term{name: "typed nearly " + form}, func(x *textIndex) []pick {
		return x.pickContent(x.forms.beginningNear(form))
	})
}

// isAnywhere reports whether a live paper has a term.
func (p *plan) isAnywhere(t *term) bool {
	for i := range p.view.parts {
		if p.count(t, i) > 0 {
			return true
		}
	}
	return false
}

// freeOf are the terms of a Word, Typed, Prefix or Fuzzy without a field. Unless
// literal, function words take no part.
func (p *plan) freeOf(n query.Node, literal bool) []*term {
	switch n := n.(type) {
	case query.Prefix:
		if n.Text != "" {
			return []*term{p.prefix(n.Text)}
		}
	case query.Fuzzy:
		if n.Text != "" {
			return []*term{p.fuzzy(n.Text)}
		}
	case query.Pattern:
		if n.Text != "" {
			return []*term{p.pattern(n.Text)}
		}
	case query.Word:
		if n.IsCompound() {
			return []*term{p.compound(n.Text)}
		}
		return p.wordTerms(analysis.QueryTokens(nil, n.Text), literal)
	case query.Typed:
		tokens := analysis.QueryTokens(nil, n.Text)
		if len(tokens) == 0 {
			return nil
		}
		last := len(tokens) - 1
		return append(p.wordTerms(tokens[:last], literal), p.typed(tokens[last].Form))
	}
	return nil
}

func (p *plan) wordTerms(tokens []analysis.Token, literal bool) []*term {
	var terms []*term
	for _, t := range tokens {
		if literal || p.keepFunctionWords || !analysis.IsFunctionWord(t.Form) {
			terms = append(terms, p.stem(t.Form))
		}
	}
	return terms
}

// expand is the papers of all terms of a names' field that a Prefix, Fuzzy or
// Pattern stands for.
func (x *termIndex) expand(n query.Node, fold func(string) string, into bitset) {
	switch n := n.(type) {
	case query.Prefix:
		from, to := x.terms.prefixed(fold(n.Text))
		into.setAll(x.docs[x.start[from]:x.start[to]])
	case query.Fuzzy:
		text := fold(n.Text)
		for _, t := range x.terms.near(text, maxEdits(text)) {
			into.setAll(x.of(int(t)))
		}
	case query.Pattern:
		for _, t := range x.terms.matching(fold(n.Text)) {
			into.setAll(x.of(int(t)))
		}
	}
}

// find sets the papers of one term.
func (x *termIndex) find(term string, into bitset) { into.setAll(x.exactly(term)) }

// idSpelling is an id as the index holds it.
func idSpelling(s string) string {
	if id, err := data.ParseID(s); err == nil {
		s = string(id)
	}
	return strings.ToLower(s)
}
