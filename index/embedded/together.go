package embedded

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"sync/atomic"

	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/snapshot"
)

// Together builds a bitset of the papers of each form, a segment at a time, and intersects
// them. A choice of three words in 100,000 papers takes some microseconds, so nearly all of
// the time goes into decoding the postings of the forms, once each.
func (e *Engine) Together(ctx context.Context, words [][]string, choices [][]int) ([]int, error) {
	counts := make([]atomic.Int64, len(choices))
	err := e.ask("embedded.together", func(v searcher) error { return v.together(ctx, words, choices, counts) })
	if err != nil {
		return nil, fmt.Errorf("count papers with several words: %w", err)
	}
	totals := make([]int, len(choices))
	for i := range totals {
		totals[i] = int(counts[i].Load())
	}
	return totals, nil
}

// together adds the papers of each choice to counts.
func (v searcher) together(ctx context.Context, words [][]string, choices [][]int, counts []atomic.Int64) error {
	stems := make([][]uint32, len(words))
	for i, forms := range words {
		stems[i] = v.StemOrdinals(forms)
	}
	budget := v.budget(ctx)
	err := v.EachSegment(ctx, func(_, _ int, seg *snapshot.Segment) {
		sets := make([][]bitset.Set, len(words))
		for i, forms := range words {
			sets[i] = make([]bitset.Set, len(forms))
		}
		having := func(word, form int) bitset.Set {
			set := &sets[word][form]
			if *set == nil {
				if stem := stems[word][form]; stem != snapshot.NoStem {
					for _, g := range seg.Text.Stems.Groups(stem) {
						budget.Spend(int64(seg.Text.GroupPapers[g]))
					}
				}
				*set = seg.PapersWith(words[word][form], stems[word][form], &v.Tables.Scratch)
			}
			return *set
		}
		var constant bitset.Set // the papers with all words that have one form only
		chosen := make([]bitset.Set, 0, len(words)+1)
		for i, choice := range choices {
			if budget.IsSpent() {
				break
			}
			chosen = append(chosen[:0], seg.Live)
			constants := hasConstants(words, choice)
			if constants {
				if constant == nil {
					constant = slices.Clone(seg.Live)
					for word, forms := range words {
						if len(forms) == 1 {
							constant = within(constant, having(word, 0))
						}
					}
				}
				chosen[0] = constant
			}
			for word, form := range choice {
				if form != index.NoForm && !(constants && len(words[word]) == 1) {
					chosen = append(chosen, having(word, form))
				}
			}
			counts[i].Add(int64(countCommon(chosen)))
		}
		for _, forms := range sets {
			for _, set := range forms {
				if len(set) > 0 {
					v.Tables.Sets.Put(set)
				}
			}
		}
	})
	if err == nil && budget.IsSpent() {
		err = &index.TooCostlyError{}
	}
	return err
}

// hasConstants reports whether several words have one form, and the choice includes them all.
// Most readings of a query differ in their other words only.
func hasConstants(words [][]string, choice []int) bool {
	n := 0
	for word, forms := range words {
		if len(forms) == 1 {
			if n++; choice[word] == index.NoForm {
				return false
			}
		}
	}
	return n > 1
}

// within removes from s what is not in t. A set of length 0 has no members.
func within(s, t bitset.Set) bitset.Set {
	if len(s) == 0 || len(t) == 0 {
		return bitset.Set{}
	}
	s.And(t)
	return s
}

// countCommon counts the members that all sets have. A set of length 0 has no members.
func countCommon(sets []bitset.Set) int {
	for _, s := range sets {
		if len(s) == 0 {
			return 0
		}
	}
	first, rest := sets[0], sets[1:]
	n := 0
	for i, w := range first {
		for _, s := range rest {
			w &= s[i]
		}
		n += bits.OnesCount64(w)
	}
	return n
}
