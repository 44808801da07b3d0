package assist

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/index"
	"paperboy/index/query"
)

// A word that no paper has finds nothing, so that whatever is nearest to it is worth
// offering: in a field and in quotes too, and with a space put in or taken out.

const (
	// minHalf is the length in characters of the halves of a split word.
	minHalf = 3
	// maxSplits is how many places of a word are tried, each with a search.
	maxSplits = 3
)

// offer is a way to write an unknown word.
type offer struct {
	Replacement
	distance, papers int
}

// offers adds to replacements what is offered for each unknown word without one.
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

// A few papers have words that were run together by mistake ("machinelearning"). In a
// short query such a word is offered as two, where splitRatio times as many papers have
// these next to each other.
const (
	maxRunTogether       = 3
	maxRunTogetherPapers = 20
	splitRatio           = 200
)

// runTogether is the two words that were run together into one; nil where it is one.
func (c *corrector) runTogether(ctx context.Context, w word) (*offer, error) {
	best, err := c.split(ctx, w)
	if err != nil || best == nil || best.papers < splitRatio*w.known() {
		return nil, err
	}
	return best, nil
}

// nearest is the word or the two that are nearest to an unknown word, of these what most
// papers have; nil where nothing is near.
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

// joins are the words that were typed as two. A first half may be a word of its own, as
// in "trans former".
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

// join is word i and the next as one, where a paper has that and lacks one of them.
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

// split puts a space into a word, where papers have the halves next to each other.
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
	places := make([]int, 0, len(halves)/2) // of halves that papers have, the likeliest first
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
