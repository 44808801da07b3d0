package embedded

import (
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
)

// Names in a query: words that authors have in their names, and successive words that are the
// whole name of one.

// minNamePrefix is the least number of characters of a word that is completed among surnames:
// fewer begin thousands of them.
const minNamePrefix = 3

// named looks up a word of a name, or the beginning of one.
func (p *plan) named(word string, prefix bool) *snapshot.Named {
	if !prefix {
		return p.snap.ByAuthorWord(word)
	}
	if utf8.RuneCountInString(word) < minNamePrefix {
		return &snapshot.Named{Docs: make([][]uint32, len(p.snap.Segments))}
	}
	found := p.nameStarts[word]
	if found == nil {
		found = p.snap.Named(func(s *snapshot.Segment) []uint32 { return s.Authors.Words.WithPrefix(word) })
		p.nameStarts[word] = found
	}
	return found
}

// addName adds the papers whose authors have a word in their names.
func (p *plan) addName(free *freeTerm, word string, prefix bool) {
	text := p.findScored(free.form).df
	var all *snapshot.Named
	if !prefix {
		all = p.named(word, false)
	} else if utf8.RuneCountInString(word) >= minNamePrefix {
		all = p.snap.Named(func(s *snapshot.Segment) []uint32 { return s.Authors.Surnames.WithPrefix(word) })
	}
	if all == nil || nameShare(all.Papers, text) < index.MinNameShare {
		return
	}
	n := len(p.snap.Segments)
	surnames, variants, others, bySurname := all.Docs, make([][]uint32, n), make([][]uint32, n), all.Papers
	if !prefix {
		surnames, bySurname = make([][]uint32, n), 0
		for i := range p.snap.Segments {
			seg := &p.snap.Segments[i]
			spelled := seg.Authors.Surnames.AnySpelling(word)
			surnames[i] = seg.Authors.Surnames.Exact(word)
			variants[i], others[i] = segment.Difference(spelled, surnames[i]), segment.Difference(all.Docs[i], spelled)
			bySurname += seg.CountPapers(spelled)
		}
	}
	p.names = append(p.names, nameQuery(word, prefix))
	titles := p.titles(free.form)
	sole := p.isSole(nameShare(bySurname, text), titles)
	if len(p.order) == 1 && !sole { // perhaps no person is meant
		titles = (titles + text) / 2
	}
	weight := nameShare(all.Papers, titles) * index.SearchIDF(p.snap.Papers, all.Papers)
	value := index.NameWeight * weight
	if sole {
		value += p.maxScore(func(t *term) bool { return t == free.term })
	}
	p.addNamed(free, extra{"author's surname " + word, value, surnames})
	if !prefix {
		p.addNamed(free, extra{"author's surname " + word + " in another spelling", value * index.VariantWeight, variants})
		p.addNamed(free, extra{"word of an author's name " + word, index.GivenWeight * weight, others})
	}
}

// isSole reports whether a query of one word asks for the people of that surname, who have
// this share of the papers, if this many titles have the word.
func (p *plan) isSole(share float64, titles int) bool {
	return len(p.order) == 1 && (share >= index.SoleNameShare || share >= index.SoleUntitledShare && titles < index.MinSoleTitles)
}

// titles counts the live papers with a term in their title.
func (p *plan) titles(t *term) int {
	n := 0
	for i := range p.snap.Segments {
		seg := &p.snap.Segments[i]
		if picks := t.picks[i]; t.compound == nil && len(picks) == 1 && p.spend(float64(seg.Text.GroupPapers[picks[0].Group])) {
			n += seg.Text.CountTitles(picks[0], seg.Live)
			continue
		}
		sum := p.sum(t, i)
		for k, f := range sum.TF {
			if f.Title() > 0 && seg.Live.Has(sum.Docs[k]) {
				n++
			}
		}
	}
	return n
}

func nameQuery(text string, prefix bool) data.NameQuery {
	if prefix {
		return data.ParseNamePrefix(text)
	}
	return data.ParseName(text)
}

// nameShare returns the share of named papers among these and others, 0 if there are no named
// papers.
func nameShare(named, others int) float64 {
	if named == 0 {
		return 0
	}
	return float64(named) / float64(named+others)
}

// findNames looks for names of two words or more among successive words, the longest first.
func (p *plan) findNames(words []freeWord) {
	for from := 0; from < len(words); {
		to := min(len(words), from+index.MaxNameWords)
		for ; to > from; to-- {
			if p.mayBeName(words[from:to]) && p.findName(words[from:to]) {
				break
			}
		}
		from = max(from+1, to)
	}
}

// mayBeName reports whether each of the words is in the name of some author. Few successive
// words are.
func (p *plan) mayBeName(words []freeWord) bool {
	for i, w := range words {
		for _, part := range w.parts {
			prefix := w.typed && i == len(words)-1
			if utf8.RuneCountInString(part) > 1 && p.named(part, prefix).Papers == 0 {
				return false
			}
		}
	}
	return true
}

// findName adds the papers of the authors whose name the words are. It reports whether there
// are any.
func (p *plan) findName(words []freeWord) bool {
	texts := make([]string, len(words))
	for i, w := range words {
		if texts[i] = w.text; len(w.parts) == 0 {
			return false
		}
	}
	name := nameQuery(strings.Join(texts, " "), words[len(words)-1].typed)
	if len(name.Words()) < 2 {
		return false
	}
	candidates, papers, named := make([][]uint32, len(p.snap.Segments)), 0, 0
	for i := range candidates {
		candidates[i] = segment.WithAllWords(name, func(word string, prefix bool) []uint32 {
			docs := p.named(word, prefix).Docs[i]
			if !p.afford(wordWork + setWork*float64(len(docs))) {
				return nil
			}
			return docs
		})
		named += len(candidates[i])
	}
	if !p.afford(nameWork * float64(named)) { // its words still mean surnames, each by itself
		return false
	}
	x := extra{description: "by an author named " + strings.Join(name.Words(), " "), docs: p.byAuthor(candidates, name.Names)}
	for i := range x.docs {
		papers += p.snap.Segments[i].CountPapers(x.docs[i])
	}
	if papers == 0 || float64(papers) < index.MinNameShare*float64(papers+p.countTogether(words)) {
		return false
	}
	var terms []*freeTerm
	var scored []*term
	for _, w := range words {
		for i, t := range w.tokens {
			if free := p.tokenTerm(w, i); free != nil && !slices.Contains(terms, free) {
				terms = append(terms, free)
			}
			scored = append(scored, p.stem(t.Form))
		}
	}
	x.value = p.maxScore(func(t *term) bool { return slices.Contains(scored, t) })
	p.extras = append(p.extras, x)
	for _, free := range terms {
		free.named = append(free.named, x)
	}
	inOrder := p.byAuthor(x.docs, func(key string) bool { return name.Names(key) && name.InOrder(key) })
	p.extras = append(p.extras, extra{"words of the name in this order", x.value * index.OrderWeight, inOrder})
	p.names = append(p.names, name)
	return true
}

// byAuthor returns those of some papers, by segment, that have an author for whom isMeant
// returns true.
func (p *plan) byAuthor(papers [][]uint32, isMeant func(key string) bool) [][]uint32 {
	keys, found, all := p.snap.Tables.Facets[schema.Authors].Values(), make([][]uint32, len(papers)), 0
	for _, docs := range papers {
		all += len(docs)
	}
	known := make([]map[uint32]bool, p.workers(nameWork/10*float64(all))) // the work is that of many authors
	err := p.snap.ShareSegments(p.ctx, len(known), func(worker, i int, seg *snapshot.Segment) {
		if known[worker] == nil {
			known[worker] = map[uint32]bool{}
		}
		found[i] = seg.FilterByAuthor(papers[i], keys, known[worker], isMeant)
	})
	p.fail(err)
	return found
}

// countTogether counts the live papers with all of the words in their text.
func (p *plan) countTogether(words []freeWord) int {
	var terms []*term
	for _, w := range words {
		for k, t := range w.tokens {
			if w.typed && k == len(w.tokens)-1 {
				terms = append(terms, p.typed(t.Form))
			} else {
				terms = append(terms, p.stem(t.Form))
			}
		}
	}
	return size(p.withTerms(terms))
}
