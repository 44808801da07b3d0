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

// Limits on the work of a correction. Each suspect is looked up among all forms, which takes
// some tenths of a millisecond, and the postings of each candidate and context word are read.
const (
	maxSuspects = 3
	// A query of more than longQuery words is probably a title: it has several rare words
	// but rarely more than one typo.
	longQuery         = 6
	maxSuspectsOfLong = 2
	// maxSuspectPapers is the number of papers up to which a word is suspect. A more
	// frequent word is spelled correctly; if it is not the one meant, counts can't tell.
	maxSuspectPapers = 300
	// maxContext is the number of other words considered, rarest first.
	maxContext = 5
	// maxUnknown is the number of words that may be in no paper. A query with more is about
	// another subject, or in another language.
	maxUnknown = 3
	// maxText is the length of a query in bytes. A longer one was pasted, not typed.
	maxText = 300
)

// A correction is applied if its score exceeds that of the typed text by applyMargin, and
// offered if it exceeds it by offerMargin. Scores are natural logarithms.
const (
	applyMargin = 2.5
	// unknownMargin replaces applyMargin for a word that no paper has: as typed, it finds
	// nothing.
	unknownMargin = 1.
	offerMargin   = 0
)

// Correction is a corrected query. The zero Correction changes nothing.
type Correction struct {
	// Text is the text of the query with the replacements, and otherwise as typed.
	Text         string
	Replacements []Replacement
	// Apply says that the correction is nearly certain: its results may be shown at once,
	// with a note. Otherwise it should only be offered.
	Apply bool
}

// Replacement is a replaced part of the text.
type Replacement struct {
	Typed, Corrected string
	start, end       int // byte offsets in the text
}

// Engine is what Correct needs of an index.
type Engine interface {
	index.Speller
	Searcher
}

// Correct corrects the misspelled words of a query. With 400,000 papers it takes one or two
// milliseconds if there is a suspect, and a tenth of a millisecond otherwise.
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

// corrector computes one correction.
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
		if certain, err = c.completeStems(ctx, certain); err != nil {
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

// count looks up how many papers have each word, except for function words.
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

// corrected returns the correction that makes the replacements.
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

// overlaps reports whether a replacement overlaps the bytes [start, end).
func overlaps(replacements []Replacement, start, end int) bool {
	return slices.ContainsFunc(replacements, func(r Replacement) bool { return r.start < end && start < r.end })
}

// A stem is replaced if at least stemRatio times as many papers have the whole word, and at
// most maxStemPapers papers have the stem itself, presumably by mistake.
const (
	stemRatio     = 200
	maxStemPapers = 50
)

// completeStems adds replacements for words that were typed as bare stems, such as "machin".
// These already find what was meant, so correcting them changes only how the text reads; it
// is done only if another word is corrected. Long queries are skipped: titles don't contain
// bare stems.
func (c *corrector) completeStems(ctx context.Context, replacements []Replacement) ([]Replacement, error) {
	if len(c.words) > longQuery {
		return replacements, nil
	}
	for _, w := range c.words {
		if w.fixed || !w.free || w.papers.Text < stemRatio || analysis.Stem(w.form) != w.form || overlaps(replacements, w.start, w.end) {
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
		if papers > maxStemPapers {
			continue
		}
		near, err := c.engine.Near(ctx, query.AnyText, w.form, 1)
		if err != nil {
			return nil, err
		}
		for _, n := range near {
			if n.Distance > 0 && n.Papers >= stemRatio*papers && analysis.Stem(n.Form) == w.form {
				replacements = append(replacements, Replacement{Corrected: n.Form, start: w.start, end: w.end})
				break
			}
		}
	}
	return replacements, nil
}

// rarest returns the indexes of at most limit words that accepts returns true for, rarest
// first.
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
