package embedded

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// The title rules: a query that is still being typed finds the titles that begin so
// first, and one that is the name of a paper finds that paper first.

// forms are those of words that follow each other.
func forms(words []freeWord) []string {
	var all []string
	for _, w := range words {
		for _, t := range w.tokens {
			all = append(all, t.Form)
		}
	}
	return all
}

// addTitleStart puts the papers first whose titles begin with what is being typed.
func (p *plan) addTitleStart(words []freeWord) {
	if !words[len(words)-1].typed {
		return
	}
	start := analysis.CutStart(strings.Join(forms(words), " "))
	if len(start) < query.MinTyped {
		return
	}
	x := extra{description: "title begins so", docs: make([][]uint32, len(p.view.parts)), value: p.maxOf(anyTerm)}
	for i := range p.view.parts {
		x.docs[i] = p.view.parts[i].columns.titles.beginning(start)
	}
	p.extras = append(p.extras, x)
}

func anyTerm(*term) bool { return true }

// namesake is a paper whose title begins with the name that the query is.
type namesake struct {
	part     int
	doc      uint32
	mentions float64
}

// addHead puts the papers first whose titles begin with the query before a colon, those
// first that more of the other papers with that name are about.
func (p *plan) addHead(words []freeWord) {
	all := forms(words)
	key, typed := analysis.CutStart(strings.Join(all, "")), make([]string, len(words))
	for i, w := range words {
		typed[i] = w.text
	}
	var found []namesake
	for i := range p.view.parts {
		part := &p.view.parts[i]
		for _, doc := range part.columns.titles.heads.exactly(key) {
			if part.live.has(doc) {
				found = append(found, namesake{part: i, doc: doc})
			}
		}
	}
	if len(found) == 0 {
		return
	}
	mentioning := p.mentioning(all)
	if !index.TypedAsName(strings.Join(typed, " ")) {
		found = slices.DeleteFunc(found, func(n namesake) bool { return !p.coined(n, mentioning) })
	}
	slices.SortFunc(found, func(a, b namesake) int { return cmp.Compare(p.number(a), p.number(b)) })
	found = found[:min(len(found), index.MaxNamesakes)]
	if len(found) > 1 {
		p.countMentions(found, all, mentioning)
	}
	value := p.maxOf(anyTerm)
	for _, n := range found {
		x := extra{"title begins with this name", value * (1 + n.mentions), make([][]uint32, len(p.view.parts))}
		x.docs[n.part] = []uint32{n.doc}
		p.extras = append(p.extras, x)
	}
}

func (p *plan) number(n namesake) data.Number { return p.view.parts[n.part].columns.number[n.doc] }

// mentioning are the live papers by part that have the stems of all forms in their text.
func (p *plan) mentioning(forms []string) []bitset {
	terms := make([]*term, len(forms))
	for i, form := range forms {
		terms[i] = p.stem(form)
	}
	return p.withTerms(terms)
}

// withTerms are the live papers by part that have all of some terms in their text.
func (p *plan) withTerms(terms []*term) []bitset {
	sets := make([]bitset, len(p.view.parts))
	err := p.view.shareParts(p.ctx, func(_, i int, part *part) {
		sets[i] = slices.Clone(part.live)
		for _, t := range terms {
			sets[i].and(p.textSet(t, i))
		}
	})
	p.fail(err)
	return sets
}

// coined reports whether nearly all papers that mention a name are no older than the one
// whose title begins with it.
func (p *plan) coined(n namesake, mentioning []bitset) bool {
	day := p.view.parts[n.part].columns.date.first[n.doc]
	if day == data.NoDay {
		return false
	}
	dated, older := 0, 0
	for i, set := range mentioning {
		first := p.view.parts[i].columns.date.first
		for doc := range set.each {
			if first[doc] == data.NoDay {
				continue
			}
			dated++
			if first[doc] < day {
				older++
			}
		}
	}
	return float64(older) <= index.MaxOlder*float64(dated)
}

// countMentions sets what share of the mentioning papers each namesake is mentioned by:
// the mean of its title's other stems, by idf, in how many of them they are.
func (p *plan) countMentions(found []namesake, forms []string, mentioning []bitset) {
	own := map[*term]bool{}
	for _, form := range forms {
		own[p.stem(form)] = true
	}
	papers := size(mentioning)
	for k := range found {
		n := &found[k]
		sum, weights := 0., 0.
		for _, t := range p.titleStems(n.part, n.doc) {
			if own[t] {
				continue
			}
			df, with := 0, 0
			for i := range p.view.parts {
				df += p.count(t, i)
				for _, doc := range p.sum(t, i).docs {
					if mentioning[i].has(doc) {
						with++
					}
				}
			}
			weight := index.SearchIDF(p.view.papers, df)
			sum, weights = sum+weight*float64(with), weights+weight
		}
		if weights > 0 && papers > 0 {
			n.mentions = sum / weights / float64(papers)
		}
	}
}

// titleStems are the different stems of a paper's title.
func (p *plan) titleStems(part int, doc uint32) []*term {
	x := p.view.parts[part].text
	sequence := sequenceReader{x.sequences.of(doc)}
	var stems []*term
	for len(sequence.codes) > 0 {
		code := sequence.next()
		if code == endOfTitle {
			break
		}
		if code == sameAgain {
			continue
		}
		form := x.forms.at(int(x.formsOf(code - firstOfCode)[0]))
		if t := p.stem(form); !slices.Contains(stems, t) && !analysis.IsFunctionWord(form) {
			stems = append(stems, t)
		}
	}
	return stems
}

// priorScore is what the prior adds to a score.
func (p *plan) priorScore(score float64, part int, doc uint32) float64 {
	if !p.prior || score <= 0 {
		return 0
	}
	c := p.view.parts[part].columns
	mentions := 0
	if head := c.titles.headOf(doc); head != "" {
		mentions = p.view.mentions(head)
	}
	return index.PriorWeight * score * index.Prior(int(max(c.upvotes[doc], 0)), mentions, c.date.first[doc], p.view.newest())
}

// mentions counts the live papers that have the stem of a form in their text.
func (v *view) mentions(form string) int {
	if n, known := v.mentioned.Load(form); known {
		return n.(int)
	}
	n := 0
	if ord, known := v.tables.stems.lookup(analysis.Stem(form)); known {
		for i := range v.parts {
			n += v.parts[i].countContent(ord, &v.tables.scratch)
		}
	}
	v.mentioned.Store(form, n)
	return n
}

// countContent counts the live papers with a form of a stem that is no function word.
func (p *part) countContent(stem uint32, lend *scratch) int {
	group, ok := p.text.contentGroup(stem)
	if !ok {
		return 0
	}
	if !p.deleted {
		return int(p.text.papers[group])
	}
	found := p.text.sum([]pick{{group: group}}, lend)
	defer lend.giveList(found)
	return p.countLive(&found)
}

// newestDay is the newest first day of a live paper, data.NoDay where none has a date.
func (v *view) newestDay() int32 {
	newest := int32(data.NoDay)
	for i := range v.parts {
		for doc := range v.parts[i].live.each {
			if day := v.parts[i].columns.date.first[doc]; day != data.NoDay && (newest == data.NoDay || day > newest) {
				newest = day
			}
		}
	}
	return newest
}
