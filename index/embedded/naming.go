package embedded

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// Titles: a query that is still being typed finds the titles that begin with it first, and one
// that is the name of a paper finds that paper first.

// forms returns those of successive words.
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
	x := extra{description: "title begins so", docs: make([][]uint32, len(p.snap.Segments)), value: p.maxScore(anyTerm)}
	for i := range p.snap.Segments {
		x.docs[i] = p.ascending(i, p.snap.Segments[i].Columns.Titles.WithPrefix(start))
	}
	p.extras = append(p.extras, x)
}

// ascending returns papers of segment i in ascending order. A short start has tens of thousands of
// titles, for which a set is faster than sorting.
func (p *plan) ascending(i int, docs []uint32) []uint32 {
	if len(docs) < 2 {
		return docs
	}
	set := bitset.Set(p.snap.Tables.Sets.GetZeroed((p.snap.Segments[i].Papers + 63) / 64))
	defer p.snap.Tables.Sets.Put(set)
	set.AddAll(docs)
	list := make([]uint32, 0, len(docs))
	for doc := range set.Each {
		list = append(list, doc)
	}
	return list
}

func anyTerm(*term) bool { return true }

// namesake is a paper whose title begins with the name that the query is.
type namesake struct {
	part     int
	doc      uint32
	mentions float64
}

// addHead puts the papers first whose titles begin with the query before a colon. Of several,
// those come first that more of the other papers with that name are about.
func (p *plan) addHead(words []freeWord) {
	all := forms(words)
	key, typed := analysis.CutStart(strings.Join(all, "")), make([]string, len(words))
	for i, w := range words {
		typed[i] = w.text
	}
	var found []namesake
	for i := range p.snap.Segments {
		seg := &p.snap.Segments[i]
		for _, doc := range seg.Columns.Titles.Heads.Exact(key) {
			if seg.Live.Has(doc) {
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
	value := p.maxScore(anyTerm)
	for _, n := range found {
		x := extra{"title begins with this name", value * (1 + n.mentions), make([][]uint32, len(p.snap.Segments))}
		x.docs[n.part] = []uint32{n.doc}
		p.extras = append(p.extras, x)
	}
}

func (p *plan) number(n namesake) data.Number { return p.snap.Segments[n.part].Columns.Numbers[n.doc] }

// mentioning returns the live papers by segment that have the stems of all forms in their
// text.
func (p *plan) mentioning(forms []string) []bitset.Set {
	terms := make([]*term, len(forms))
	for i, form := range forms {
		terms[i] = p.stem(form)
	}
	return p.withTerms(terms)
}

// withTerms returns the live papers by segment that have all of some terms in their text.
func (p *plan) withTerms(terms []*term) []bitset.Set {
	sets := make([]bitset.Set, len(p.snap.Segments))
	err := p.snap.EachSegment(p.ctx, func(_, i int, seg *snapshot.Segment) {
		sets[i] = p.copySet(i, seg.Live)
		for _, t := range terms {
			sets[i].And(p.textSet(t, i))
		}
	})
	p.fail(err)
	return sets
}

// coined reports whether nearly all papers that mention a name are no older than the one whose
// title begins with it.
func (p *plan) coined(n namesake, mentioning []bitset.Set) bool {
	day := p.snap.Segments[n.part].Columns.Dates.First[n.doc]
	if day == data.NoDay {
		return false
	}
	dated, older := 0, 0
	for i, set := range mentioning {
		first := p.snap.Segments[i].Columns.Dates.First
		for doc := range set.Each {
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

// countMentions sets the share of the mentioning papers that mention each namesake: the mean,
// weighted by idf, of how many of them have each other stem of its title.
func (p *plan) countMentions(found []namesake, forms []string, mentioning []bitset.Set) {
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
			for i := range p.snap.Segments {
				df += p.count(t, i)
				for _, doc := range p.sum(t, i).Docs {
					if mentioning[i].Has(doc) {
						with++
					}
				}
			}
			weight := index.SearchIDF(p.snap.Papers, df)
			sum, weights = sum+weight*float64(with), weights+weight
		}
		if weights > 0 && papers > 0 {
			n.mentions = sum / weights / float64(papers)
		}
	}
}

// titleStems returns the different stems of a paper's title.
func (p *plan) titleStems(part int, doc uint32) []*term {
	x := p.snap.Segments[part].Text
	title, _ := x.Sequences.Texts(doc)
	sequence := segment.SequenceReader{Codes: title}
	var stems []*term
	for len(sequence.Codes) > 0 {
		code := sequence.Next()
		if !x.Codes.IsContent(code) {
			continue
		}
		if t := p.stem(x.Forms.Term(int(x.Codes.Form(code)))); !slices.Contains(stems, t) {
			stems = append(stems, t)
		}
	}
	return stems
}

// priorScore returns what the prior adds to a score.
func (p *plan) priorScore(score float64, part int, doc uint32) float64 {
	if !p.prior || score <= 0 {
		return 0
	}
	c := p.snap.Segments[part].Columns
	return index.PriorWeight * score * index.Prior(int(max(c.Upvotes[doc], 0)), p.snap.Mentions(part, doc), c.Dates.First[doc], p.snap.NewestDay())
}
