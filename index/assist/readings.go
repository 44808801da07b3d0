package assist

import (
	"cmp"
	"context"
	"math"
	"slices"
	"unicode/utf8"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// minSuspect is the length in characters from which a word can be suspect. A shorter one is
// within one edit of too many words.
const minSuspect = 4

// maxAlternatives[n] is how many forms of each suspect are compared, including the typed one,
// if there are n suspects. Every combination is counted.
var maxAlternatives = [maxSuspects + 1]int{1, 9, 7, 4}

// alternative is a possible form of a suspect. The first alternative is the typed form.
type alternative struct {
	form     string
	distance int
	cost     float64
}

// readings holds the possible readings of a query. A reading has one alternative for each
// suspect.
type readings struct {
	words    []word
	suspects []int // indexes in words
	context  []int // indexes in words
	// forms holds the alternatives of each suspect, then the only form of each context word.
	forms [][]alternative

	// Numbers of papers. Indexes are those of forms and of the alternatives there.
	papers  float64     // all
	alone   [][]float64 // having one
	pairs   map[[4]int]float64
	reading map[[maxSuspects]int]float64 // having all of a reading
}

// readings finds the suspects and their alternatives, and counts papers.
func (c *corrector) readings(ctx context.Context) (*readings, error) {
	r := &readings{words: c.words}
	seen := map[string]bool{}
	most := maxSuspects
	if len(c.words) > longQuery {
		most = maxSuspectsOfLong
	}
	for _, i := range c.rarest(len(c.words), isSuspect) {
		w := c.words[i]
		if seen[w.form] || len(r.suspects) == most {
			continue
		}
		seen[w.form] = true
		found, err := c.alternatives(ctx, w)
		if err != nil {
			return nil, err
		}
		if len(found) > 1 {
			r.suspects, r.forms = append(r.suspects, i), append(r.forms, found)
		}
	}
	if len(r.suspects) == 0 {
		return r, nil
	}
	for _, i := range c.rarest(len(c.words), isContext) {
		w := c.words[i]
		if len(r.context) == maxContext || slices.ContainsFunc(r.forms, func(known []alternative) bool { return known[0].form == w.form }) {
			continue
		}
		r.context, r.forms = append(r.context, i), append(r.forms, []alternative{{form: w.form}})
	}
	for s := range r.suspects {
		r.forms[s] = r.forms[s][:min(len(r.forms[s]), maxAlternatives[len(r.suspects)])]
	}
	return r, r.count(ctx, c.engine)
}

// isSuspect reports whether a word may be misspelled and may be corrected without asking.
func isSuspect(w word) bool {
	return w.free && !w.fixed && w.known() <= maxSuspectPapers && utf8.RuneCountInString(w.form) >= minSuspect && isLatin(w.form)
}

// isContext reports whether a known word says what the query is about.
func isContext(w word) bool { return w.free && !analysis.IsFunctionWord(w.form) && w.known() > 0 }

// alternatives returns the typed form and then the forms near it, likeliest first without
// regard to other words. Forms with the same stem are left out, since they find the same
// papers.
func (c *corrector) alternatives(ctx context.Context, w word) ([]alternative, error) {
	near, err := c.engine.Near(ctx, query.AnyText, w.form, 1)
	if err != nil {
		return nil, err
	}
	if w.known() == 0 && len(near) == 0 {
		if near, err = c.engine.Near(ctx, query.AnyText, w.form, 2); err != nil {
			return nil, err
		}
	}
	stem := analysis.Stem(w.form)
	type weighed struct {
		alternative
		worth float64
	}
	var others []weighed
	for _, n := range near {
		if n.Distance == 0 || n.Papers <= w.known() || analysis.Stem(n.Form) == stem {
			continue
		}
		a := alternative{n.Form, n.Distance, editCost(n.Form, w.form, n.Distance)}
		others = append(others, weighed{a, math.Log(float64(n.Papers)) - a.cost})
	}
	slices.SortStableFunc(others, func(a, b weighed) int { return cmp.Compare(b.worth, a.worth) })
	found := []alternative{{form: w.form}}
	for _, o := range others {
		found = append(found, o.alternative)
	}
	return found, nil
}

// count asks the engine how many papers have each alternative, each pair of alternatives of
// different words, and each reading.
func (r *readings) count(ctx context.Context, engine Engine) error {
	words := make([][]string, len(r.forms))
	for i, alternatives := range r.forms {
		for _, a := range alternatives {
			words[i] = append(words[i], a.form)
		}
	}
	var choices [][]int
	var set []func(n float64)
	ask := func(f func(n float64), forms ...[2]int) {
		choice := slices.Repeat([]int{index.NoForm}, len(words))
		for _, form := range forms {
			choice[form[0]] = form[1]
		}
		choices, set = append(choices, choice), append(set, f)
	}
	ask(func(n float64) { r.papers = n })
	r.pairs, r.reading = map[[4]int]float64{}, map[[maxSuspects]int]float64{}
	r.alone = make([][]float64, len(words))
	for i := range words {
		r.alone[i] = make([]float64, len(words[i]))
		for a := range words[i] {
			ask(func(n float64) { r.alone[i][a] = n }, [2]int{i, a})
			if i >= len(r.suspects) { // pairs of context words are not needed
				continue
			}
			for j := i + 1; j < len(words); j++ {
				for b := range words[j] {
					ask(func(n float64) { r.pairs[[4]int{i, a, j, b}] = n }, [2]int{i, a}, [2]int{j, b})
				}
			}
		}
	}
	for reading := range r.each {
		var forms [][2]int
		for i := range words {
			a := 0
			if i < len(r.suspects) {
				a = reading[i]
			}
			forms = append(forms, [2]int{i, a})
		}
		ask(func(n float64) { r.reading[reading] = n }, forms...)
	}
	counts, err := engine.Together(ctx, words, choices)
	for i := range counts {
		set[i](float64(counts[i]))
	}
	return err
}

// each yields every reading, as the index of the alternative of each suspect. The first is
// the query as typed.
func (r *readings) each(yield func([maxSuspects]int) bool) {
	var reading [maxSuspects]int
	for {
		if !yield(reading) {
			return
		}
		i := 0
		for ; i < len(r.suspects); i++ {
			if reading[i]++; reading[i] < len(r.forms[i]) {
				break
			}
			reading[i] = 0
		}
		if i == len(r.suspects) {
			return
		}
	}
}

// The counts are those of a sample, in which a count of zero or one means little. pairPrior
// and readingPrior smooth them: they are added to the observed and to the expected count.
const (
	pairPrior    = .3
	readingPrior = .05
	// nameBonus is added to the score of a typed word that is part of the name of an author
	// or venue.
	nameBonus = 1.5
)

// score returns the log-likelihood of a reading, up to a constant. It adds the logarithms of
// the number of papers with each word, of the lift of each pair of words (observed over
// expected by chance), and of the lift of all words together over what the pairs predict,
// and subtracts the cost of the edits.
func (r *readings) score(reading [maxSuspects]int) float64 {
	form := func(i int) int {
		if i < len(r.suspects) {
			return reading[i]
		}
		return 0
	}
	others := len(r.forms) - 1
	pairWeight := min(1, 2/float64(max(others, 1)))
	score, expected, limit := 0., r.papers, r.papers
	for i := range r.forms {
		alone := r.alone[i][form(i)]
		expected *= alone / max(r.papers, 1)
		if i >= len(r.suspects) {
			continue
		}
		score += math.Log(alone + r.unseen(alone))
		score -= r.forms[i][form(i)].cost
		if form(i) == 0 && r.words[r.suspects[i]].papers.Names > 0 {
			score += nameBonus
		}
		for j := i + 1; j < len(r.forms); j++ {
			both := r.pairs[[4]int{i, form(i), j, form(j)}]
			chance := alone * r.alone[j][form(j)] / max(r.papers, 1)
			lift := (both + pairPrior) / (chance + pairPrior)
			score += pairWeight * math.Log(lift)
			expected *= lift
			limit = min(limit, both)
		}
	}
	if others > 1 {
		score += math.Log((r.reading[reading] + readingPrior) / (min(expected, limit) + readingPrior))
	}
	return score
}

// fullLibrary is the number of papers from which a word that no paper has gets the full
// count of half a paper. In a smaller library half a paper would be too large a share of all
// papers, so that unknown words would look too likely.
const fullLibrary = 30_000

// unseen returns the count to add to the number of papers with a form, since a form that no
// paper has may still be right.
func (r *readings) unseen(alone float64) float64 {
	if alone > 0 {
		return .5
	}
	return .5 * min(1, math.Pow(r.papers/fullLibrary, .4))
}

// best returns the reading with the highest score.
func (r *readings) best() [maxSuspects]int {
	var best [maxSuspects]int
	highest := math.Inf(-1)
	for reading := range r.each {
		if s := r.score(reading); s > highest {
			best, highest = reading, s
		}
	}
	return best
}

// gain returns how much higher a reading scores than the same reading with one suspect as
// typed.
func (r *readings) gain(reading [maxSuspects]int, suspect int) float64 {
	typed := reading
	typed[suspect] = 0
	return r.score(reading) - r.score(typed)
}

// certain returns the replacements of a reading that are nearly certain, or nil.
func (r *readings) certain(reading [maxSuspects]int) []Replacement {
	margin := func(unknown float64) func(w word) float64 {
		return func(w word) float64 {
			if w.known() == 0 {
				return unknown
			}
			return applyMargin
		}
	}
	found := r.replacements(reading, margin(unknownMargin))
	if len(found) == 0 {
		return nil
	}
	// If one replacement is certain, words that find nothing need less certainty.
	return r.replacements(reading, margin(offerMargin))
}

// offered returns the replacements of a reading that are likelier than the typed words.
func (r *readings) offered(reading [maxSuspects]int) []Replacement {
	return r.replacements(reading, func(word) float64 { return offerMargin })
}

// replacements returns the replacements of a reading, except for suspects whose gain is less
// than the margin. It drops these one by one, smallest gain first.
func (r *readings) replacements(reading [maxSuspects]int, margin func(w word) float64) []Replacement {
	for {
		least, at := 0., -1
		for i, s := range r.suspects {
			if reading[i] == 0 {
				continue
			}
			if g := r.gain(reading, i) - margin(r.words[s]); g < least {
				least, at = g, i
			}
		}
		if at < 0 {
			break
		}
		reading[at] = 0
	}
	var found []Replacement
	for i, s := range r.suspects {
		if reading[i] == 0 {
			continue
		}
		for _, w := range r.words {
			if w.form == r.words[s].form && w.free && !w.fixed {
				found = append(found, Replacement{Corrected: r.forms[i][reading[i]].form, start: w.start, end: w.end})
			}
		}
	}
	return found
}
