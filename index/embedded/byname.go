package embedded

import (
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
)

// Names in a query: words that authors have in their names, and words that follow each
// other and are the whole name of one.

// minNamePrefix is the length in characters from which the beginning of a word is looked
// for among surnames: shorter ones begin thousands.
const minNamePrefix = 3

// named are the papers with a word in their authors' names, by part, and how many are live.
type named struct {
	docs   [][]uint32
	papers int
}

// lookNamesUp looks the words up that are whole, with all cores.
func (p *plan) lookNamesUp(runs [][]freeWord) {
	asked := map[string]*named{}
	for _, words := range runs {
		for _, w := range words {
			for k, part := range w.parts {
				if !w.typed || k < len(w.parts)-1 {
					asked[part] = &named{docs: make([][]uint32, len(p.view.parts))}
				}
			}
		}
	}
	if len(asked) == 0 {
		return
	}
	err := p.view.shareParts(p.ctx, func(_, i int, part *part) {
		for word, found := range asked {
			found.docs[i] = part.people.words.lookup(word)
		}
	})
	p.fail(err)
	for word, found := range asked {
		for i := range p.view.parts {
			found.papers += p.view.parts[i].countDocs(found.docs[i])
		}
		p.nameWords[word] = found
	}
}

// named looks a word of a name up, once a plan.
func (p *plan) named(word string, prefix bool) *named {
	if prefix && utf8.RuneCountInString(word) < minNamePrefix {
		return &named{docs: make([][]uint32, len(p.view.parts))}
	}
	key := word
	if prefix {
		key += "*"
	}
	if known := p.nameWords[key]; known != nil {
		return known
	}
	found := &named{docs: make([][]uint32, len(p.view.parts))}
	for i := range p.view.parts {
		part := &p.view.parts[i]
		found.docs[i] = part.people.words.named(word, prefix)
		found.papers += part.countDocs(found.docs[i])
	}
	p.nameWords[key] = found
	return found
}

// addName adds the papers whose authors have a word in their names.
func (p *plan) addName(free *freeTerm, word string, prefix bool) {
	text := p.scoredOf(free.form).df
	n := len(p.view.parts)
	all, surnames, variants, others := &named{}, make([][]uint32, n), make([][]uint32, n), make([][]uint32, n)
	bySurname := 0
	if prefix {
		if utf8.RuneCountInString(word) < minNamePrefix {
			return
		}
		for i := range p.view.parts {
			part := &p.view.parts[i]
			surnames[i] = part.people.surnames.beginning(word)
			all.papers += part.countDocs(surnames[i])
		}
		bySurname = all.papers
	} else {
		all = p.named(word, false)
	}
	if nameShare(all.papers, text) < index.MinNameShare {
		return
	}
	if !prefix {
		for i := range p.view.parts {
			part := &p.view.parts[i]
			spelled := part.people.surnames.lookup(word)
			surnames[i] = part.people.surnames.exactly(word)
			variants[i], others[i] = without(spelled, surnames[i]), without(all.docs[i], spelled)
			bySurname += part.countDocs(spelled)
		}
	}
	p.names = append(p.names, nameQuery(word, prefix))
	titles := p.titles(free.form)
	sole := p.isSole(nameShare(bySurname, text), titles)
	if len(p.order) == 1 && !sole { // perhaps nobody is asked for
		titles = (titles + text) / 2
	}
	weight := nameShare(all.papers, titles) * index.SearchIDF(p.view.papers, all.papers)
	value := index.NameWeight * weight
	if sole {
		value += p.maxOf(func(t *term) bool { return t == free.term })
	}
	p.addNamed(free, extra{"author's surname " + word, value, surnames})
	if !prefix {
		p.addNamed(free, extra{"author's surname " + word + " in another spelling", value * index.VariantWeight, variants})
		p.addNamed(free, extra{"word of an author's name " + word, index.GivenWeight * weight, others})
	}
}

// isSole reports whether a query of one word asks for the people of that surname, who have
// such a share of the papers, where so many titles have the word.
func (p *plan) isSole(share float64, titles int) bool {
	return len(p.order) == 1 && (share >= index.SoleNameShare || share >= index.SoleUntitledShare && titles < index.MinSoleTitles)
}

// titles counts the live papers with a term in their title.
func (p *plan) titles(t *term) int {
	n := 0
	for i := range p.view.parts {
		sum := p.sum(t, i)
		for k, f := range sum.tf {
			if f.title() > 0 && p.view.parts[i].live.has(sum.docs[k]) {
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

// nameShare is that of so many named papers among these and others, 0 where none is named.
func nameShare(named, others int) float64 {
	if named == 0 {
		return 0
	}
	return float64(named) / float64(named+others)
}

// findNames looks for names of two words or more among words that follow each other, the
// longest first.
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

// mayBeName reports whether some paper has each of the words among its authors: few that
// follow each other do.
func (p *plan) mayBeName(words []freeWord) bool {
	for i, w := range words {
		for _, part := range w.parts {
			prefix := w.typed && i == len(words)-1
			if utf8.RuneCountInString(part) > 1 && p.named(part, prefix).papers == 0 {
				return false
			}
		}
	}
	return true
}

// findName adds the papers of the authors whose name the words are, if there are any.
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
	candidates, papers, named := make([][]uint32, len(p.view.parts)), 0, 0
	for i := range candidates {
		candidates[i] = withAll(name, func(word string, prefix bool) []uint32 {
			docs := p.named(word, prefix).docs[i]
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
		papers += p.view.parts[i].countDocs(x.docs[i])
	}
	if papers == 0 || float64(papers) < index.MinNameShare*float64(papers+p.countTogether(words)) {
		return false
	}
	var terms []*freeTerm
	var scored []*term
	for _, w := range words {
		for i, t := range w.tokens {
			if free := p.freeOfToken(w, i); free != nil && !slices.Contains(terms, free) {
				terms = append(terms, free)
			}
			scored = append(scored, p.stem(t.Form))
		}
	}
	x.value = p.maxOf(func(t *term) bool { return slices.Contains(scored, t) })
	p.extras = append(p.extras, x)
	for _, free := range terms {
		free.named = append(free.named, x)
	}
	inOrder := p.byAuthor(x.docs, func(key string) bool { return name.Names(key) && name.InOrder(key) })
	p.extras = append(p.extras, extra{"words of the name in this order", x.value * index.OrderWeight, inOrder})
	p.names = append(p.names, name)
	return true
}

// byAuthor are those of some papers, by part, that have an author who is meant.
func (p *plan) byAuthor(papers [][]uint32, isMeant func(key string) bool) [][]uint32 {
	keys, found := p.view.tables.names[authorValues].all(), make([][]uint32, len(papers))
	known := make([]map[uint32]bool, p.view.workers())
	err := p.view.shareParts(p.ctx, func(worker, i int, part *part) {
		if known[worker] == nil {
			known[worker] = map[uint32]bool{}
		}
		found[i] = part.withAuthor(papers[i], keys, known[worker], isMeant)
	})
	p.fail(err)
	return found
}

// withName are the papers of a lane by an author whom a name matches, ascending. keys are
// the names by ordinal.
func (l *lane) withName(name data.NameQuery, keys []string) []uint32 {
	candidates := l.mayBeBy(name)
	if len(name.Words()) == 1 {
		return candidates
	}
	return l.withAuthor(candidates, keys, map[uint32]bool{}, name.Matches)
}

// withFirstAuthor are those whose first author a name matches.
func (l *lane) withFirstAuthor(name data.NameQuery, keys []string) []uint32 {
	var found []uint32
	known := map[uint32]bool{}
	for _, doc := range l.mayBeBy(name) {
		ord := l.columns.values[authorValues].of(doc)[0]
		is, ok := known[ord]
		if !ok && int(ord) < len(keys) {
			is = name.Matches(keys[ord])
			known[ord] = is
		}
		if is {
			found = append(found, doc)
		}
	}
	return found
}

// mayBeBy are the papers of a lane with each of a name's full words among their authors.
func (l *lane) mayBeBy(name data.NameQuery) []uint32 { return withAll(name, l.people.words.named) }

// named are the papers of a word of a name in any of its spellings or, of one that may go
// on, of all words that begin so.
func (x *termIndex) named(word string, prefix bool) []uint32 {
	if prefix {
		return x.beginning(word)
	}
	return x.lookup(word)
}

// withAll are the papers that each full word of a name has.
func withAll(name data.NameQuery, papers func(word string, prefix bool) []uint32) []uint32 {
	var all []uint32
	for i, word := range name.FullWords() {
		docs := papers(word, name.IsPrefix(i))
		if i > 0 {
			docs = both(all, docs)
		}
		if all = docs; len(all) == 0 {
			return nil
		}
	}
	return all
}

// withAuthor are those of some papers that have an author who is meant; known is what is
// known of authors, by ordinal.
func (l *lane) withAuthor(papers []uint32, keys []string, known map[uint32]bool, isMeant func(key string) bool) []uint32 {
	var found []uint32
	for _, doc := range papers {
		for _, ord := range l.columns.values[authorValues].of(doc) {
			is, ok := known[ord]
			if !ok && int(ord) < len(keys) {
				is = isMeant(keys[ord])
				known[ord] = is
			}
			if is {
				found = append(found, doc)
				break
			}
		}
	}
	return found
}

// beginning are the papers of all terms that begin so, ascending.
func (x *termIndex) beginning(text string) []uint32 {
	from, to := x.terms.prefixed(text)
	docs := slices.Clone(x.docs[x.start[from]:x.start[to]])
	slices.Sort(docs)
	return slices.Compact(docs)
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
