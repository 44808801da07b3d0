// Package indextest holds the suite that every engine must pass (Run) and the oracle that it
// is compared with: an engine over plain slices that computes every answer from the words of
// every paper, with the formulas as written.
//
// The oracle is the specification of what a query means:
//
//   - A Word is tokenized (analysis.QueryTokens) and its tokens match by stem.
//     Directly in an And, or alone, each token is a free term. Elsewhere, and
//     with a field, several tokens are a phrase. A compound (Word.IsCompound) is one
//     term everywhere: the stems of its parts next to each other in one text, or that
//     of all its parts as one word. It is scored by its parts. Phrases match surface forms
//     next to each other in one title, abstract, author's name or venue.
//   - A free function word takes no part, unless the query scores nothing else.
//     A node without tokens takes no part either.
//   - A Not, and all below it, is literal: function words count, and an And
//     asks for all its terms.
//   - A Prefix or Fuzzy stands for every surface form that matches and is not a
//     function word. A fuzzy one may be one edit away up to five letters, otherwise
//     two (insert, delete, replace).
//   - cat: and the category filter take a category and those below it ("cs",
//     "cs.CL"); id: takes any spelling of an id or DOI. The two ignore case.
//   - Of an And with more than query.MaxWords different stems as free words, only those
//     with the highest occurrences times idf are asked for.
//   - Query.Papers match whatever else the query asks, subject to the filter, and come first
//     by relevance: index.CitedBonus is added to their scores.
//   - author: takes a name in any order, with initials (data.NameQuery); a single word
//     is any word of a name.
//   - A free word is also looked for in names, venues and years (meaning.go).
//   - match=auto is chosen by index.AutoTerms and index.AutoPapers; match=most asks for
//     index.MinCoverage of what the paper that has most of the free terms has of them.
//     If auto chooses most because of few papers, Result.All is what match=all would find.
//
// Words, phrases and expansions that look at the text, outside of any Not, score every matched
// paper alike, wherever they are in the query; successive words also score as a pair. See
// score.go.
//
// An engine may score pairs in the best 200 papers only, by the score without them: such
// papers stay above the rest, since pairs never subtract.
package indextest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// Oracle is an index.Engine in memory. It is exact, slow and always visible.
type Oracle struct {
	mu       sync.RWMutex // guards what follows
	position index.Position
	papers   map[data.Number]*paper
	closed   bool
}

var _ index.Engine = (*Oracle)(nil)

// NewOracle returns an empty engine that follows the store with that identity.
func NewOracle(store string) *Oracle {
	return &Oracle{position: index.Position{Store: store}, papers: map[data.Number]*paper{}}
}

// paper is one live paper with its tokens.
type paper struct {
	data.Paper
	number          data.Number
	title, abstract []token
	venue           []token
	authors         []author
	start, head     string // of the title
}

// author is a name with what searches need of it.
type author struct {
	key, surname string   // data.AuthorKey, data.SurnameOfKey
	words        []string // those of the key, and what is after an apostrophe
}

// token is one reading of a place in a text, with its stem.
type token struct {
	analysis.Token
	stem string
}

func tokenize(text string) []token {
	var tokens []token
	for _, t := range analysis.Tokenize(nil, text) {
		tokens = append(tokens, token{t, analysis.Stem(t.Form)})
	}
	return tokens
}

func (p *paper) tokenize() {
	p.title, p.abstract, p.venue = tokenize(p.Title), tokenize(p.Abstract), tokenize(p.Venue)
	p.start, p.head = analysis.TitleStart(p.Title), analysis.TitleHead(p.Title)
	for _, name := range p.Authors {
		if key := data.AuthorKey(name); key != "" {
			words := append(strings.Fields(key), data.ElidedWords(name)...)
			p.authors = append(p.authors, author{key, data.SurnameOfKey(key), words})
		}
	}
}

func (o *Oracle) Position() index.Position {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.position
}

func (o *Oracle) Apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return index.ErrClosed
	}
	for _, c := range changes {
		if c.Paper == nil {
			delete(o.papers, c.Number)
			continue
		}
		p := &paper{Paper: *c.Paper, number: c.Number}
		p.tokenize()
		o.papers[c.Number] = p
	}
	o.position.Sequence = max(o.position.Sequence, through)
	return nil
}

func (o *Oracle) WaitVisible(ctx context.Context, through data.Sequence) error {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if o.closed {
		return index.ErrClosed
	}
	if o.position.Sequence < through {
		return fmt.Errorf("wait for sequence %d: only %d was applied", through, o.position.Sequence)
	}
	return ctx.Err()
}

func (o *Oracle) Rebuild(ctx context.Context, fill func(index.Writer) error) error {
	o.mu.RLock()
	next, closed := NewOracle(o.position.Store), o.closed
	o.mu.RUnlock()
	if closed {
		return index.ErrClosed
	}
	if err := fill(next); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.papers, o.position = next.papers, next.position
	return ctx.Err()
}

// Damaged never receives a token: the oracle has no files.
func (o *Oracle) Damaged() <-chan struct{} { return nil }

// Health finds nothing wrong.
func (o *Oracle) Health() index.Health { return index.Health{} }

func (o *Oracle) Check(ctx context.Context) error {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if o.closed {
		return index.ErrClosed
	}
	return ctx.Err()
}

func (o *Oracle) Stats() index.Stats {
	o.mu.RLock()
	defer o.mu.RUnlock()
	forms := map[string]bool{}
	for _, p := range o.papers {
		for _, t := range slices.Concat(p.title, p.abstract) {
			forms[t.Form] = true
		}
	}
	return index.Stats{Papers: len(o.papers), Sequence: o.position.Sequence, Terms: len(forms)}
}

func (o *Oracle) SortsWithData() ([]index.Sort, error) {
	papers, _, err := o.live()
	var sorts []index.Sort
	for _, by := range index.Sorts {
		hasValue := func(p *paper) bool { return !sortKey(index.Request{Sort: by, Today: anyDay}, 0, p).Missing }
		if by != index.ByRelevance && slices.ContainsFunc(papers, hasValue) {
			sorts = append(sorts, by)
		}
	}
	return sorts, err
}

func (o *Oracle) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return index.ErrClosed
	}
	o.closed = true
	return nil
}

// live returns all papers by ascending number.
func (o *Oracle) live() ([]*paper, data.Sequence, error) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if o.closed {
		return nil, 0, index.ErrClosed
	}
	papers := slices.SortedFunc(maps.Values(o.papers), func(a, b *paper) int { return cmp.Compare(a.number, b.number) })
	return papers, o.position.Sequence, nil
}

// Search answers r: match, filter, score, sort, count, in that order.
func (o *Oracle) Search(ctx context.Context, r index.Request) (index.Result, error) {
	papers, sequence, err := o.live()
	if err != nil {
		return index.Result{}, err
	}
	if r.Sort == index.ByTrending && r.Today.IsZero() {
		return index.Result{}, index.ErrNoToday
	}
	r.Query = shorten(r.Query, papers)
	score := newScoring(r.Query, papers)
	score.prior = !r.NoPrior && len(score.terms) > 0
	m := matcher{query: r.Query, keepFunctionWords: score.functionWordsOnly, all: papers, meaning: score.meaning}
	result := index.Result{NoSuch: noSuch(r.Filter, papers), Match: m.choose(r.Match, papers), Names: score.names, Sequence: sequence}
	result.All = m.countAll(r.Match, r.Filter, papers)
	matched := m.matching(papers)
	result.Facets = countFacets(r, matched)
	if r.Grid {
		result.Grid = countGrid(r, matched)
	}
	if r.Calendar != "" {
		result.Calendar = countCalendar(r, matched)
	}
	hits := []index.Hit{}
	for _, p := range matched {
		if failed(r.Filter, p) != 0 {
			continue
		}
		result.Total++
		s := score.of(p)
		if key := sortKey(r, s, p); r.After == nil || r.All > 0 || compare(r.Sort, *r.After, key) < 0 {
			hits = append(hits, index.Hit{Number: p.number, Score: s, Key: key, Missing: m.missing(p)})
		}
	}
	slices.SortFunc(hits, func(a, b index.Hit) int { return compare(r.Sort, a.Key, b.Key) })
	if r.All > 0 {
		for _, h := range hits {
			result.Numbers = append(result.Numbers, h.Number)
		}
		if len(hits) > r.All {
			result.Numbers = nil
		}
		return result, ctx.Err()
	}
	if r.After == nil {
		hits = hits[min(r.Offset, len(hits)):]
	}
	result.More = len(hits) > r.Limit
	result.Hits = hits[:min(r.Limit, len(hits))]
	if r.Explain {
		for i := range result.Hits {
			h := &result.Hits[i]
			p := papers[slices.IndexFunc(papers, func(p *paper) bool { return p.number == h.Number })]
			if h.Explanation = score.explain(p); r.Sort == index.ByTrending {
				h.Explanation = trending(p, r.Today).explain()
			}
		}
	}
	return result, ctx.Err()
}
