package assist

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/index"
	"paperboy/index/query"
)

// A word that no paper has finds nothing, so the nearest known word is worth offering, also
// within a field or quotation marks, and with a space inserted or removed.

const (
	// minHalf is the length in characters of the halves of a split word.
	minHalf = 3
	// maxSplits is the number of ways to split a word that are tried, each with a search.
	maxSplits = 3
)

// offer is a replacement for an unknown word.
type offer struct {
	Replacement
	distance, papers int
}

// offers adds the best offer for each unknown word that has no replacement yet.
func (c *corrector) offers(ctx context.Context, replacements []Replacement) ([]Replacement, error) {
	for _, w := range c.words {
		if w.fixed || overlaps(replacements, w.start, w.end) {
			continue
		}
		nearest := c.nearest
		if w.known() > 0 {
			if len(c.words) > maxRunTogether || w.known() > maxRunTogetherPapers {
				continue
			}
			nearest = c.runTogether
		}
		best, err := nearest(ctx, w)
		if err != nil {
			return nil, err
		}
		if best != nil {
			replacements = append(replacements, best.Replacement)
		}
	}
	return replacements, nil
}

// A few papers contain words that were run together by mistake ("machinelearning"). In a
// query of at most maxRunTogether words, such a word is offered as two if it is in at most
// maxRunTogetherPapers papers, and the two words in at least splitRatio times as many.
const (
	maxRunTogether       = 3
	maxRunTogetherPapers = 20
	splitRatio           = 200
)

// runTogether returns the two words that were run together as w, or nil if w is one word.
func (c *corrector) runTogether(ctx context.Context, w word) (*offer, error) {
	best, err := c.split(ctx, w)
	if err != nil || best == nil || best.papers < splitRatio*w.known() {
		return nil, err
	}
	return best, nil
}

// nearest returns the nearest word, or pair of words, to an unknown word, or nil if nothing
// is near. Of several equally near, it returns the one in most papers.
func (c *corrector) nearest(ctx context.Context, w word) (*offer, error) {
	near, err := c.engine.Near(ctx, w.field, w.form, 1)
	if err == nil && len(near) == 0 {
		near, err = c.engine.Near(ctx, w.field, w.form, 2)
	}
	if err != nil {
		return nil, err
	}
	best, err := c.split(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, n := range near {
		if n.Distance > 0 && (best == nil || n.Distance < best.distance || n.Distance == best.distance && n.Papers > best.papers) {
			best = &offer{Replacement{Corrected: n.Form, start: w.start, end: w.end}, n.Distance, n.Papers}
		}
	}
	return best, nil
}

// joins returns replacements for words that were typed as two. One of the halves may be a
// word of its own, as in "trans former".
func (c *corrector) joins(ctx context.Context) ([]Replacement, error) {
	var found []Replacement
	for i := 0; i < len(c.words); i++ {
		joined, err := c.join(ctx, i)
		if err != nil {
			return nil, err
		}
		if joined != nil {
			found = append(found, *joined)
			i++
		}
	}
	return found, nil
}

// join returns a replacement that joins word i and the next, or nil unless papers have the
// joined word and lack one of the two.
func (c *corrector) join(ctx context.Context, i int) (*Replacement, error) {
	if i+1 == len(c.words) {
		return nil, nil
	}
	a, b := c.words[i], c.words[i+1]
	if !a.free || !b.free || a.fixed || b.fixed || a.known() > 0 && b.known() > 0 || a.end >= b.start || strings.Trim(c.text[a.end:b.start], " ") != "" {
		return nil, nil
	}
	form := a.form + b.form
	papers, err := c.engine.Forms(ctx, []string{form})
	if err != nil || papers[0].Text == 0 || !index.CanSpell(form) {
		return nil, err
	}
	return &Replacement{Corrected: form, start: a.start, end: b.end}, nil
}

// split returns the offer to split a word into the two words that most papers have next to
// each other, or nil.
func (c *corrector) split(ctx context.Context, w word) (*offer, error) {
	if !w.free {
		return nil, nil
	}
	var halves []string
	for i := range w.form {
		if utf8.RuneCountInString(w.form[:i]) >= minHalf && utf8.RuneCountInString(w.form[i:]) >= minHalf {
			halves = append(halves, w.form[:i], w.form[i:])
		}
	}
	papers, err := c.engine.Forms(ctx, halves)
	if err != nil {
		return nil, err
	}
	places := make([]int, 0, len(halves)/2) // indexes of pairs that papers have, likeliest first
	for i := 0; i < len(papers); i += 2 {
		if papers[i].Text > 0 && papers[i+1].Text > 0 {
			places = append(places, i)
		}
	}
	rarer := func(i int) int { return min(papers[i].Text, papers[i+1].Text) }
	slices.SortStableFunc(places, func(i, j int) int { return rarer(j) - rarer(i) })
	var best *offer
	for _, i := range places[:min(len(places), maxSplits)] {
		text := halves[i] + " " + halves[i+1]
		result, err := c.engine.Search(ctx, index.Request{Query: query.Query{Root: query.Phrase{Text: text}}})
		if err != nil {
			return nil, err
		}
		if result.Total > 0 && (best == nil || result.Total > best.papers) {
			best = &offer{Replacement{Corrected: text, start: w.start, end: w.end}, 1, result.Total}
		}
	}
	return best, nil
}
