package assist

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// How much work a correction may be. Each suspect is looked up among all forms, in some
// tenths of a millisecond, and the postings of each candidate and neighbour are read.
const (
	maxSuspects = 3
	// longQuery is the number of words above which a query is probably a title, which
	// has several rare words and hardly more than one typo.
	longQuery         = 6
	maxSuspectsOfLong = 2
	// maxSuspectPapers is how many papers a suspect has at most: a word that more have
	// is right, and if it is not meant, no score over counts can say so.
	maxSuspectPapers = 300
	// maxContext is how many other words are looked at, those that fewest papers have.
	maxContext = 5
	// maxUnknown is how many words may be in no paper; with more, the query is of
	// another subject or language.
	maxUnknown = 3
	// maxText is the length in bytes of a query: what is longer is pasted, not typed.
	maxText = 300
)

// The margins are how much better than the text as typed a correction has to be, in
// natural logarithms: to be applied, and to be offered.
const (
	applyMargin = 2.5
	// unknownMargin is enough for a word that no paper has: as typed, it finds nothing.
	unknownMargin = 1.
	offerMargin   = 0
)

// Correction is a query as it was probably meant. The zero Correction changes nothing.
type Correction struct {
	// Text is the query's text with the replacements; all else in it is as typed.
	Text         string
	Replacements []Replacement
	// Apply says that the correction is nearly certain: a person may be shown what it
	// finds at once, if told. Otherwise it is worth offering.
	Apply bool
}

// Replacement is a part of the text, and what it was replaced by.
type Replacement struct {
	Typed, Corrected string
	start, end       int // bytes of the text
}

// Engine is what Correct asks.
type Engine interface {
	index.Speller
	Searcher
}

// Correct finds the misspelled words of a query. It costs one or two milliseconds at
// 400,000 papers where a word is suspect, and a tenth of one where none is.
func Correct(ctx context.Context, engine Engine, q query.Query) (Correction, error) {
	c := corrector{engine: engine, text: q.Text, words: readWords(q)}
	if len(c.words) == 0 || len(q.Text) > maxText {
		return Correction{}, nil
	}
	found, err := c.correct(ctx)
	if err != nil {
		return Correction{}, fmt.Errorf("correct the spelling: %w", err)
	}
	return found, nil
}

// corrector works out one correction.
type corrector struct {
	engine Engine
	text   string
	words  []word
}

func (c *corrector) correct(ctx context.Context) (Correction, error) {
	if err := c.count(ctx); err != nil {
		return Correction{}, err
	}
	unknown := 0
	for _, w := range c.words {
		if !w.fixed && w.known() == 0 {
			unknown++
		}
	}
	if unknown > maxUnknown {
		return Correction{}, nil
	}
	readings, err := c.readings(ctx)
	if err != nil {
		return Correction{}, err
	}
	best := readings.best()
	if certain := readings.certain(best); len(certain) > 0 {
		if certain, err = c.riders(ctx, certain); err != nil {
			return Correction{}, err
		}
		return c.corrected(certain, true), nil
	}
	offered, err := c.joins(ctx)
	if err != nil {
		return Correction{}, err
	}
	for _, r := range readings.offered(best) {
		if !overlaps(offered, r.start, r.end) {
			offered = append(offered, r)
		}
	}
	if offered, err = c.offers(ctx, offered); err != nil {
		return Correction{}, err
	}
	return c.corrected(offered, false), nil
}

// count looks up how many papers have each word but the function words.
func (c *corrector) count(ctx context.Context) error {
	var forms []string
	var at []int
	for i, w := range c.words {
		if !analysis.IsFunctionWord(w.form) {
			forms, at = append(forms, w.form), append(at, i)
		}
	}
	papers, err := c.engine.Forms(ctx, forms)
	for i := range papers {
		c.words[at[i]].papers = papers[i]
	}
	return err
}

// corrected is the text with replacements.
func (c *corrector) corrected(replacements []Replacement, apply bool) Correction {
	if len(replacements) == 0 {
		return Correction{}
	}
	slices.SortFunc(replacements, func(a, b Replacement) int { return a.start - b.start })
	var b strings.Builder
	from := 0
	for i := range replacements {
		r := &replacements[i]
		r.Typed = c.text[r.start:r.end]
		b.WriteString(c.text[from:r.start])
		b.WriteString(r.Corrected)
		from = r.end
	}
	b.WriteString(c.text[from:])
	return Correction{Text: b.String(), Replacements: replacements, Apply: apply}
}

// overlaps reports whether a replacement is of some of these bytes.
func overlaps(replacements []Replacement, start, end int) bool {
	return slices.ContainsFunc(replacements, func(r Replacement) bool { return r.start < end && start < r.end })
}

// riderRatio is how many times as many papers must have a form as have the typed one
// of the same stem.
const riderRatio = 200

// maxRiderPapers is how many papers have a stem as if it were a word, by mistake.
const maxRiderPapers = 50

// riders adds to replacements words that were typed as a stem is written, such as
// "machin". They find what was meant already, so that to correct them changes nothing
// but how the text reads; where another word is wrong, they are put right too. Titles
// are not written in stems.
func (c *corrector) riders(ctx context.Context, replacements []Replacement) ([]Replacement, error) {
	if len(c.words) > longQuery {
		return replacements, nil
	}
	for _, w := range c.words {
		if w.fixed || !w.free || w.papers.Text < riderRatio || analysis.Stem(w.form) != w.form || overlaps(replacements, w.start, w.end) {
			continue
		}
		itself, err := c.engine.Near(ctx, query.AnyText, w.form, 0)
		if err != nil {
			return nil, err
		}
		papers := 1
		if len(itself) > 0 {
			papers += itself[0].Papers
		}
		if papers > maxRiderPapers {
			continue
		}
		near, err := c.engine.Near(ctx, query.AnyText, w.form, 1)
		if err != nil {
			return nil, err
		}
		for _, n := range near {
			if n.Distance > 0 && n.Papers >= riderRatio*papers && analysis.Stem(n.Form) == w.form {
				replacements = append(replacements, Replacement{Corrected: n.Form, start: w.start, end: w.end})
				break
			}
		}
	}
	return replacements, nil
}

// rarest returns the indexes of the words that a test accepts, at most limit, the word that
// fewest papers have first.
func (c *corrector) rarest(limit int, accepts func(w word) bool) []int {
	var found []int
	for i, w := range c.words {
		if accepts(w) {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int { return cmp.Compare(c.words[a].known(), c.words[b].known()) })
	return found[:min(len(found), limit)]
}
