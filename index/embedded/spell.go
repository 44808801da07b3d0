package embedded

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"paperboy/index"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// Forms counts the papers of stems and names.
func (e *Engine) Forms(ctx context.Context, forms []string) ([]index.FormPapers, error) {
	text, names := make([]atomic.Int64, len(forms)), make([]atomic.Int64, len(forms))
	err := e.ask("embedded.forms", func(v searcher) error {
		stems := v.StemOrdinals(forms)
		return v.EachSegment(ctx, func(_, _ int, seg *snapshot.Segment) {
			for i, form := range forms {
				text[i].Add(int64(seg.CountStem(stems[i], &v.Tables.Scratch)))
				names[i].Add(int64(seg.CountName(form)))
			}
		})
	})
	if err != nil {
		return nil, fmt.Errorf("count papers of words: %w", err)
	}
	counts := make([]index.FormPapers, len(forms))
	for i := range counts {
		many := func(n *atomic.Int64) int { return min(int(n.Load()), index.ManyPapers) }
		counts[i] = index.FormPapers{Text: many(&text[i]), Names: many(&names[i])}
	}
	return counts, nil
}

// Near measures by the edits of a fuzzy word, except that swapping two neighbours is one edit.
// At two edits the first character has to be right: few people get it wrong.
func (e *Engine) Near(ctx context.Context, field query.Field, form string, edits int) ([]index.NearForm, error) {
	if !index.CanSpell(form) {
		return nil, ctx.Err()
	}
	var found []index.NearForm
	err := e.ask("embedded.near", func(v searcher) (err error) {
		found, err = v.near(ctx, field, form, min(edits, query.MaxEdits(form)))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find words near %q: %w", form, err)
	}
	return found, nil
}

func (v searcher) near(ctx context.Context, field query.Field, form string, edits int) ([]index.NearForm, error) {
	var mu sync.Mutex // guards papers
	papers := map[string]int{}
	_, size := utf8.DecodeRuneInString(form)
	one := segment.NewAutomaton(form, 1)
	distance := func(term string) int {
		switch {
		case term == form:
			return 0
		case one.Accepts(term), segment.IsTransposition(term, form):
			return 1
		}
		return 2
	}
	budget := v.budget(ctx)
	err := v.EachSegment(ctx, func(_, _ int, seg *snapshot.Segment) {
		terms, count := seg.Dictionary(field)
		if terms == nil || edits > 0 && !budget.Spend(int64(formWork*float64(terms.Len()))) {
			return
		}
		var near []uint32
		if edits > 0 {
			near = terms.Misspelled(form, edits)
		} else if t, ok := terms.Find(form); ok {
			near = []uint32{uint32(t)}
		}
		for _, t := range near {
			term := terms.Term(int(t))
			if !index.CanSpell(term) || !strings.HasPrefix(term, form[:size]) && distance(term) > 1 {
				continue
			}
			if n := count(t); n > 0 {
				mu.Lock()
				papers[strings.Clone(term)] += n // the term ends with the snapshot
				mu.Unlock()
			}
		}
	})
	if err == nil && budget.IsSpent() {
		err = &index.TooCostlyError{Part: form}
	}
	if err != nil {
		return nil, err
	}
	byDistance := make([][]index.NearForm, edits+1)
	for term, n := range papers {
		d := distance(term)
		byDistance[d] = append(byDistance[d], index.NearForm{Form: term, Distance: d, Papers: n})
	}
	var found []index.NearForm
	for _, near := range byDistance {
		slices.SortFunc(near, func(a, b index.NearForm) int {
			return cmp.Or(cmp.Compare(b.Papers, a.Papers), cmp.Compare(a.Form, b.Form))
		})
		found = append(found, near[:min(len(near), index.MaxNear)]...)
	}
	return found, nil
}
