package recommend

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

const (
	// titleWeight is how many times an occurrence in a title counts in the
	// similarity formula (shared/evidence.md, a(t,d)).
	titleWeight = 3
	// unlikedWeight is what an unliked paper takes away in relation to what a
	// liked one gives: Rocchio's gamma/beta = .15/.75 (Manning, Raghavan,
	// Schütze, Introduction to Information Retrieval, 9.1.1).
	unlikedWeight = .2
)

// profile is what was asked as a weighted bag of stems.
type profile struct {
	// terms are heaviest first; all weights are positive.
	terms []index.Term
	// written is how each stem mostly stood in the liked papers.
	written map[string]string
}

// newProfile weighs the stems of papers: the mean of a(t,d) over the liked ones,
// less unlikedWeight times its mean over the unliked ones. What is then not
// positive is dropped, as are function words and all forms of the words without.
func newProfile(liked, unliked []data.Paper, without []string) profile {
	weights := make(map[string]float64)
	forms := make(map[string]map[string]int)
	for _, p := range liked {
		for stem, a := range paperTerms(p, forms) {
			weights[stem] += a / float64(len(liked))
		}
	}
	for _, p := range unliked {
		for stem, a := range paperTerms(p, nil) {
			weights[stem] -= unlikedWeight * a / float64(len(unliked))
		}
	}
	for _, words := range without {
		for _, t := range analysis.Tokenize(nil, words) {
			delete(weights, analysis.Stem(t.Form))
		}
	}
	p := profile{written: make(map[string]string)}
	for stem, w := range weights {
		if w > 0 {
			p.terms = append(p.terms, index.Term{Stem: stem, Weight: w})
			p.written[stem] = mostFrequent(forms[stem])
		}
	}
	slices.SortFunc(p.terms, func(a, b index.Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Stem, b.Stem))
	})
	return p
}

// paperTerms is a(t,d) = 1 + ln(3*tf(title) + tf(abstract)) for each stem of a
// paper. How the stems were written is counted into forms, unless it is nil.
func paperTerms(p data.Paper, forms map[string]map[string]int) map[string]float64 {
	terms := make(map[string]float64)
	add := func(text string, weight float64) {
		for _, t := range analysis.Tokenize(nil, text) {
			if analysis.IsFunctionWord(t.Form) {
				continue
			}
			stem := analysis.Stem(t.Form)
			terms[stem] += weight
			if forms == nil {
				continue
			}
			if forms[stem] == nil {
				forms[stem] = make(map[string]int)
			}
			forms[stem][written(t, text)]++
		}
	}
	add(p.Title, titleWeight)
	add(p.Abstract, 1)
	for stem, tf := range terms {
		terms[stem] = 1 + math.Log(tf)
	}
	return terms
}

// written is how a token stood in its text; where that was TeX, its form.
func written(t analysis.Token, text string) string {
	if s := text[t.Start:t.End]; !strings.ContainsAny(s, `\{}$`) {
		return s
	}
	return t.Form
}

// mostFrequent is the form counted most often; of equals the last in byte order,
// which prefers lower case to a capital that began a sentence or stood in a title.
func mostFrequent(forms map[string]int) string {
	return slices.MaxFunc(slices.Collect(maps.Keys(forms)), func(a, b string) int {
		return cmp.Or(cmp.Compare(forms[a], forms[b]), cmp.Compare(a, b))
	})
}
