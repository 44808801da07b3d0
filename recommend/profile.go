package recommend

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

const (
	// titleWeight is how many times an occurrence in a title counts. For papers of the index
	// it is index.SimilarTitleWeight. On four test sets nDCG@10 is flat from 2 (.4897) over
	// 2.25 (.4897) to 3 (.4900) and lower below (1: .4862), and so it is on ACL (.1944 at 2,
	// .1942 at 3). At 2.25 none of the sets loses, and a paper and its text, if pasted without
	// a line for the title, differ least.
	titleWeight = 2.25
	// unlikedWeight is what the unliked papers subtract relative to what the liked ones add,
	// Rocchio's gamma/beta. Of 0, .1, .2 and .3 it is the best in the mean of five test sets,
	// and of any four of them, except that without CACM .2 would be. The usual .2 (Manning,
	// Raghavan, Schütze, Introduction to Information Retrieval, 9.1.1: .15/.75) is as good on
	// ADI and Cranfield alone.
	unlikedWeight = .1
	// severalTerms is how many terms of several liked papers take part. Further terms are
	// those that one of them alone has: of 70, 100, 150 and 250 terms 100 are best in the mean
	// of four test sets (.5181; 250: .5144).
	severalTerms = 100
	// maxTitle is the length of the longest title that a text may begin with, in bytes: 21 of
	// 388,559 papers have a longer one. maxWrapped is the length of the longest line of a text
	// that is wrapped into lines.
	maxTitle, maxWrapped = 300, 120
)

// profile is a request as a query vector of stems.
type profile struct {
	weights map[string]float64 // all positive
	// maxTerms is that of index.SimilarRequest.
	maxTerms int
	// forms counts how each stem was written in the liked papers.
	forms map[string]map[string]int
}

// newProfile weighs the stems of papers: the mean of the liked papers' vectors, minus
// unlikedWeight times the mean of the unliked papers' vectors (Rocchio 1971). Stems
// whose weight is then not positive are dropped. Each vector has length 1, so that a long
// paper does not count for more than a short one.
func newProfile(liked, unliked []data.Paper) profile {
	p := profile{weights: make(map[string]float64), maxTerms: index.DefaultTerms, forms: make(map[string]map[string]int)}
	if len(liked) > 1 {
		p.maxTerms = severalTerms
	}
	p.add(liked, 1, p.forms)
	p.add(unliked, -unlikedWeight, nil)
	maps.DeleteFunc(p.weights, func(_ string, w float64) bool { return w <= 0 })
	return p
}

// add adds the mean of the papers' vectors, times factor.
func (p *profile) add(papers []data.Paper, factor float64, forms map[string]map[string]int) {
	for _, paper := range papers {
		terms := paperTerms(paper, forms)
		squared := 0.
		for _, t := range terms {
			squared += t.Weight * t.Weight
		}
		scale := factor / float64(len(papers)) / math.Sqrt(squared)
		for _, t := range terms {
			p.weights[t.Stem] += scale * t.Weight
		}
	}
}

// adjust boosts and removes terms.
func (p *profile) adjust(without []string, boosts []Boost) error {
	for _, b := range boosts {
		if !(b.Factor >= 0 && b.Factor <= MaxBoost) {
			return fmt.Errorf("%w: %q by %g, at most %d", ErrBoost, b.Term, b.Factor, MaxBoost)
		}
		p.boost(b.Term, b.Factor)
	}
	for _, term := range without {
		p.boost(term, 0)
	}
	return nil
}

// boost multiplies the weight of a term. A factor of 0 removes the term.
func (p *profile) boost(term string, factor float64) {
	for _, stem := range p.stems(term) {
		if w, ok := p.weights[stem]; ok && factor > 0 {
			p.weights[stem] = w * factor
		} else {
			delete(p.weights, stem)
		}
	}
}

// stems returns the stems that words shows as term, or otherwise all readings of the words in
// term.
func (p *profile) stems(term string) []string {
	var stems []string
	for stem := range p.weights {
		if p.written(stem) == term {
			stems = append(stems, stem)
		}
	}
	if len(stems) > 0 {
		return stems
	}
	for _, t := range analysis.Tokenize(nil, term) {
		stems = append(stems, analysis.Stem(t.Form))
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}

// terms returns the query vector of an index.SimilarRequest, ordered by stem.
func (p *profile) terms() []index.Term {
	terms := make([]index.Term, 0, len(p.weights))
	for _, stem := range slices.Sorted(maps.Keys(p.weights)) {
		terms = append(terms, index.Term{Stem: stem, Weight: p.weights[stem]})
	}
	return terms
}

// words turns the stems that a hit shares into the reader's words, heaviest first.
// Several readings of one word ("GPT4" is also read as GPT) are one term.
func (p *profile) words(shared []index.Term) []SharedTerm {
	terms := make([]SharedTerm, 0, len(shared))
	at := make(map[string]int, len(shared))
	for _, t := range shared {
		word := p.written(t.Stem)
		i, seen := at[word]
		if !seen {
			i, at[word] = len(terms), len(terms)
			terms = append(terms, SharedTerm{Term: word})
		}
		terms[i].Weight += t.Weight
	}
	slices.SortStableFunc(terms, func(a, b SharedTerm) int { return cmp.Compare(b.Weight, a.Weight) })
	return terms
}

// written returns the form that a stem most often has in the liked papers. A tie goes to
// the last form in byte order, which prefers lower case to the capital of a sentence's
// beginning or a title.
func (p *profile) written(stem string) string {
	forms := p.forms[stem]
	return slices.MaxFunc(slices.Collect(maps.Keys(forms)), func(a, b string) int {
		return cmp.Or(cmp.Compare(forms[a], forms[b]), cmp.Compare(a, b))
	})
}

// paperOf reads a text as a paper. A first line is the title if an empty line follows it, or a
// line too long to belong to a wrapped paragraph.
func paperOf(text string) data.Paper {
	first, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	next, _, _ := strings.Cut(rest, "\n")
	isTitle := len(first) <= maxTitle && strings.TrimSpace(rest) != "" && (strings.TrimSpace(next) == "" || len(next) > maxWrapped)
	if !isTitle {
		return data.Paper{Abstract: text}
	}
	return data.Paper{Title: first, Abstract: rest}
}

// paperTerms returns a paper's content stems in the order of its text with the weights
// 1 + ln(titleWeight*tf(title) + tf(abstract)), and counts in forms, unless it is nil, how
// the stems were written.
//
// Joined readings are left out ("pretraining" of "pre-training"): nDCG@10 is .1966 without
// and .1953 with them on ACL's workshops, .4771 and .4751 on Cranfield. Without the other
// further readings ("resnet" of "ResNet50") it is .1939 and .4764.
func paperTerms(p data.Paper, forms map[string]map[string]int) []index.Term {
	var terms []index.Term
	at := make(map[string]int)
	var tokens []analysis.Token
	add := func(text string, weight float64) {
		tokens = analysis.Tokenize(tokens[:0], text)
		for i, t := range tokens {
			if t.Joined || analysis.IsFunctionWord(t.Form) {
				continue
			}
			stem := analysis.Stem(t.Form)
			n, seen := at[stem]
			if !seen {
				n, at[stem] = len(terms), len(terms)
				terms = append(terms, index.Term{Stem: stem})
			}
			terms[n].Weight += weight
			if forms == nil {
				continue
			}
			if forms[stem] == nil {
				forms[stem] = make(map[string]int)
			}
			forms[stem][written(tokens[i:], text)]++
		}
	}
	add(p.Title, titleWeight)
	add(p.Abstract, 1)
	for i := range terms {
		terms[i].Weight = 1 + math.Log(terms[i].Weight)
	}
	return terms
}

// written returns how the first of tokens is written in their text; in TeX, its form. The
// first part of a compound is written as the compound: "pre" alone says nothing.
func written(tokens []analysis.Token, text string) string {
	t := tokens[0]
	end := t.End
	for _, other := range tokens[1:] {
		if other.Position != t.Position {
			break
		}
		if other.Joined && !strings.ContainsAny(text[t.End:other.End], "0123456789") {
			end = other.End
		}
	}
	if s := text[t.Start:end]; !strings.ContainsAny(s, `\{}$`) {
		return s
	}
	return t.Form
}
