package embedded

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// plan is a query resolved against one snapshot. It belongs to one search.
//
// Package indextest says what a query means. A plan answers the same, a segment at a time,
// with bitsets.
type plan struct {
	ctx  context.Context
	snap searcher
	root query.Node
	// scored are the terms of the score, in the order of the query.
	scored []scoredTerm
	pairs  []scoredPair
	// keepFunctionWords is set if the query has nothing else to score.
	keepFunctionWords bool
	// stemsWhole is set for a text so long that the words of a stem are not told apart.
	stemsWhole bool
	chosen     index.Match          // all, most or any
	all        []bitset.Set         // by segment: see choose
	codes      []*pairCodes         // by segment, once needed
	lent       [][]segment.Postings // by segment
	lentSets   [][]bitset.Set       // by segment
	pairTF     []float64            // reused by countPairs
	cited      [][]citedPaper       // by segment, nil if the query names no paper

	budget   index.Budget // see spend
	matching float64      // the work that match takes at most: see admit

	mu    sync.Mutex // guards what follows, for the workers of one search
	terms map[string]*term
	stems map[string]*term // by form
	err   error

	// What the free words mean besides words of the text (meaning.go).
	free       map[*term]*freeTerm
	nameStarts map[string]*snapshot.Named
	order      []*freeTerm // those that are not alternatives, as they were typed
	extras     []extra
	names      []data.NameQuery
	prior      bool
}

// term is a set of forms that counts as one: those of a stem, one form, or those that a prefix
// or a fuzzy word stands for.
type term struct {
	name string
	// isStem is true if ordinal is that of the forms' stem.
	isStem  bool
	ordinal uint32
	// of is the word of a term of one form, whole the stem of a word that shares it with other
	// words.
	of, whole *term
	// compound is set for a hyphenated word, which has no picks.
	compound *compound
	// scans is true if all forms have to be looked at.
	scans bool
	picks [][]segment.Pick   // by segment
	sums  []segment.Postings // by segment; sum fills it
	known []bool             // which sums are filled
	sets  []bitset.Set       // by segment, nil until textSet fills it
}

func newPlan(ctx context.Context, v searcher, q query.Query) *plan {
	p := &plan{
		ctx: ctx, snap: v, budget: v.budget(ctx), terms: map[string]*term{}, stems: map[string]*term{}, codes: make([]*pairCodes, len(v.Segments)), lent: make([][]segment.Postings, len(v.Segments)), lentSets: make([][]bitset.Set, len(v.Segments)),
		free: map[*term]*freeTerm{}, nameStarts: map[string]*snapshot.Named{},
	}
	p.cited = v.findCited(q)
	p.root = v.shorten(q.Root)
	p.planScore()
	p.planMeaning()
	return p
}

// release gives back what the plan has borrowed.
func (p *plan) release() {
	for _, lists := range p.lent {
		for _, list := range lists {
			p.snap.Tables.PutPostings(list)
		}
	}
	for _, sets := range p.lentSets {
		for _, set := range sets {
			p.snap.Tables.Sets.Put(set)
		}
	}
	for _, codes := range p.codes {
		if codes != nil {
			codes.release(&p.snap.Tables.Scratch)
		}
	}
}

// newSet returns an empty set of papers of segment i, which the plan gives back at its end. As for
// all that is lent by segment, only the goroutine that works on segment i may call it.
//
// Three words that a paper must have all allocated 350 kB in sets before, at .25 ms of collecting
// garbage for each query.
func (p *plan) newSet(i int) bitset.Set {
	set := p.anySet(i)
	clear(set)
	return set
}

// copySet is newSet with the papers of a set.
func (p *plan) copySet(i int, of bitset.Set) bitset.Set {
	set := p.anySet(i)
	copy(set, of)
	return set
}

// anySet is newSet with any content.
func (p *plan) anySet(i int) bitset.Set {
	set := bitset.Set(p.snap.Tables.Sets.Get(len(p.snap.Segments[i].Live)))
	p.lentSets[i] = append(p.lentSets[i], set)
	return set
}

// dropSet gives a set back early: an Or of a thousand nodes would else hold as many sets at once.
func (p *plan) dropSet(i int, set bitset.Set) {
	lent := p.lentSets[i]
	for k := len(lent) - 1; k >= 0 && len(set) > 0; k-- {
		if &lent[k][0] == &set[0] {
			p.lentSets[i] = slices.Delete(lent, k, k+1)
			p.snap.Tables.Sets.Put(set)
			return
		}
	}
}

// sum returns the term's postings in segment i.
func (p *plan) sum(t *term, i int) *segment.Postings {
	if !t.known[i] {
		t.sums[i] = p.add(t, i)
		t.known[i] = true
	}
	return &t.sums[i]
}

func (p *plan) add(t *term, i int) segment.Postings {
	if t.compound != nil {
		return p.addCompound(t.compound, i)
	}
	text, scratch := p.snap.Segments[i].Text, &p.snap.Tables.Scratch
	stem, group := t.withinStem(i)
	if stem == nil {
		for _, k := range t.picks[i] {
			if !p.spend(float64(text.GroupPapers[k.Group])) {
				return segment.Postings{}
			}
		}
		sum, papers := text.SumAndSet(t.picks[i], scratch)
		p.lent[i] = append(p.lent[i], sum)
		if papers != nil {
			p.lentSets[i] = append(p.lentSets[i], papers)
			t.sets[i] = papers
		}
		return sum
	}
	all := p.sum(stem, i)
	if group.Ranks == nil {
		return *all
	}
	if !p.spend(shareWork * float64(len(all.TF))) {
		return segment.Postings{}
	}
	tf := scratch.Frequencies.Get(len(all.TF))
	p.lent[i] = append(p.lent[i], segment.Postings{TF: tf})
	segment.FormFrequencies(tf, all.TF, group.Ranks, text.Shares(group.Group))
	return segment.Postings{Docs: all.Docs, TF: tf}
}

// sharesPostings reports whether a term's postings may be those of its stem, with frequency 0
// for the papers that lack it.
func (t *term) sharesPostings() bool { return t.of != nil || t.whole != nil }

// withinStem returns the stem whose postings in segment i are also those of a form or word,
// with other frequencies, and which forms of its one group the term has. It returns nil if
// there is no such stem.
func (t *term) withinStem(i int) (stem *term, group segment.Pick) {
	if stem = t.baseStem(); stem == t || len(stem.picks[i]) != 1 || stem.picks[i][0].Ranks != nil || len(t.picks[i]) != 1 {
		return nil, segment.Pick{}
	}
	return stem, t.picks[i][0]
}

// term resolves a term, once a plan, by its picks or, if there are none yet, by what picks returns.
func (p *plan) term(t term, picks func(x *segment.Text) []segment.Pick) *term {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.terms[t.name]; known != nil {
		return known
	}
	n := len(p.snap.Segments)
	t.sums, t.known, t.sets = make([]segment.Postings, n), make([]bool, n), make([]bitset.Set, n)
	resolved := t.picks != nil
	if !resolved {
		t.picks = make([][]segment.Pick, n)
	}
	switch {
	case resolved:
	case t.scans:
		err := p.snap.EachSegment(p.ctx, func(_, i int, seg *snapshot.Segment) { t.picks[i] = picks(seg.Text) })
		p.err = cmp.Or(p.err, err)
	default:
		for i := range t.picks {
			t.picks[i] = picks(p.snap.Segments[i].Text)
		}
	}
	p.terms[t.name] = &t
	return &t
}

const stemName = "stem "

// stem returns the stem of a term whose name is one.
func (t *term) stem() string { return strings.TrimPrefix(t.name, stemName) }

// stem returns the term of all forms of a form's stem. A query asks for each a dozen times.
func (p *plan) stem(form string) *term {
	p.mu.Lock()
	found := p.stems[form]
	p.mu.Unlock()
	if found != nil {
		return found
	}
	known := p.snap.Form(form)
	found = p.term(term{name: stemName + known.Stem, isStem: known.Known, ordinal: known.Ordinal, picks: known.OfStem}, nil)
	p.mu.Lock()
	p.stems[form] = found
	p.mu.Unlock()
	return found
}

// form returns the term of one form of a word.
func (p *plan) form(form string) *term {
	return p.term(term{name: "form " + form, of: p.word(form), picks: p.snap.Form(form).OfForm}, nil)
}

// prefix returns the term of all forms with a prefix. A segment answers in one pass of their
// postings, however many there are, so the expansion needs no cap.
func (p *plan) prefix(start string) *term {
	start = text.Normalize(start)
	return p.term(term{name: "prefix " + start}, func(x *segment.Text) []segment.Pick {
		from, to := x.Forms.PrefixRange(start)
		return x.PickContent(ordinals(from, to))
	})
}

func (p *plan) fuzzy(word string) *term {
	word = text.Normalize(word)
	return p.term(term{name: "fuzzy " + word, scans: true}, func(x *segment.Text) []segment.Pick {
		if !p.spend(formWork * float64(x.Forms.Len())) {
			return nil
		}
		return x.PickContent(x.Forms.Near(word, query.MaxEdits(word)))
	})
}

func ordinals(from, to int) []uint32 {
	list := make([]uint32, 0, to-from)
	for i := from; i < to; i++ {
		list = append(list, uint32(i))
	}
	return list
}

// typed returns the term of a word that is still being typed: its stem, and the forms that
// begin with it. If no paper has any, one edit is allowed.
func (p *plan) typed(form string) *term {
	stem := p.stem(form)
	length := utf8.RuneCountInString(form)
	if length < query.MinTyped {
		return stem
	}
	begins := p.term(term{name: "typed " + form}, func(x *segment.Text) []segment.Pick {
		var picks []segment.Pick
		if stem.isStem {
			picks = x.PickStem(stem.ordinal)
		}
		from, to := x.Forms.PrefixRange(form)
		for _, k := range x.PickContent(ordinals(from, to)) {
			if !slices.ContainsFunc(picks, func(own segment.Pick) bool { return own.Group == k.Group }) {
				picks = append(picks, k)
			}
		}
		return picks
	})
	if length < query.MinTypedError || p.isAnywhere(begins) {
		return begins
	}
	return p.term(term{name: "typed nearly " + form, scans: true}, func(x *segment.Text) []segment.Pick {
		return x.PickContent(x.Forms.NearPrefix(form))
	})
}

// isAnywhere reports whether a live paper has a term.
func (p *plan) isAnywhere(t *term) bool {
	for i := range p.snap.Segments {
		if p.count(t, i) > 0 {
			return true
		}
	}
	return false
}

// expansion returns the term of a Prefix, Fuzzy or Pattern of words of the text.
func (p *plan) expansion(n query.Node) *term {
	switch n := n.(type) {
	case query.Prefix:
		return p.prefix(n.Text)
	case query.Fuzzy:
		return p.fuzzy(n.Text)
	case query.Pattern:
		return p.pattern(n.Text)
	}
	panic(fmt.Sprintf("embedded: %T is no expansion", n))
}

// freeTermsOf returns the terms of a Word, Typed, Prefix, Fuzzy or Pattern without a field. Unless
// literal is true, function words take no part.
func (p *plan) freeTermsOf(n query.Node, literal bool) []*term {
	if query.IsExpansion(n) {
		if _, text, _ := query.FieldText(n); text != "" {
			return []*term{p.expansion(n)}
		}
		return nil
	}
	switch n := n.(type) {
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

// idSpelling returns an id as the index holds it.
func idSpelling(s string) string {
	if id, err := data.ParseID(s); err == nil {
		s = string(id)
	}
	return strings.ToLower(s)
}

// pattern returns the term of all forms that match a pattern and are not function words.
func (p *plan) pattern(pattern string) *term {
	pattern = text.Normalize(pattern)
	return p.term(term{name: "pattern " + pattern, scans: true}, func(x *segment.Text) []segment.Pick {
		if from, to := x.Forms.PatternRange(pattern); !p.spend(patternWork * float64(to-from)) {
			return nil
		}
		return x.PickContent(x.Forms.MatchPattern(pattern))
	})
}
