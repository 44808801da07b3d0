package embedded

import (
	"math"
	"math/bits"
	"slices"

	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// Many papers of a query are not scored at all. The sets of papers that have each stem are known,
// since they give the exact total. What a stem is worth is below a bound, so a paper with none but
// the stems that are worth least cannot be among the best, once the n-th best score is high enough.
// Papers are scored in windows, so that it soon is.
//
// In a window, stems are added up from their postings. If a stem has many papers and few of them may
// be among the best, it is looked up in these instead (segment.Scorer). Which of the several forms of
// a stem a paper has is only asked if it may be among the best with all of them. A search for any of
// three frequent words took 5.2 ms of CPU time instead of 7.2; for any of three words of titles 1.20
// instead of 1.45 in the mean, and 2.9 instead of 4.3 at p99; for one word .35 instead of .53 (393,781
// papers, two segments, very busy machine).

const (
	// lookUpWork is what looking a paper up in postings costs in postings that are scored.
	lookUpWork = 24
	// windowPapers is the number of papers that are scored at a time. Their scores and norms stay in
	// the processor's cache.
	windowPapers = 1 << 15
	// firstPapers is the number of papers that are scored before anything is known about the n-th
	// best. Each further window is twice as large.
	firstPapers = 1 << 11
	// manyPapers is how many times as many papers as passed a stem may have if its set is worth making.
	manyPapers = 8
)

// scoring finds the best papers of one segment.
type scoring struct {
	*plan
	i       int
	best    *candidates
	passed  bitset.Set
	n       int // papers passed
	scorer  segment.Scorer
	among   bitset.Set // of one window
	window  segment.Window
	missing []int // the parts that were left out of the scores of the window
}

// findBest makes the papers passed of segment i candidates, unless they are not among the best.
// Where few passed, all of them are, and none is scored roughly.
func (p *plan) findBest(c *candidates, i int, seg *snapshot.Segment, passed bitset.Set) {
	n := passed.Count()
	if n == 0 {
		return
	}
	postings := 0
	for k := range p.scored {
		postings += papersOf(seg.Text, p.scored[k].picks[i])
	}
	if n*lookUpWork*len(p.scored) < postings {
		for doc := range passed.Each {
			c.sure = append(c.sure, candidate{math.MaxFloat32, int32(i), doc})
		}
		return
	}
	s := scoring{plan: p, i: i, best: c, passed: passed, n: n}
	s.setScorer()
	if s.scorer.IsSingle() {
		s.scoreSingle()
		return
	}
	scratch, size := &p.snap.Tables.Scratch, min(windowPapers, 64*len(passed))
	s.among, s.window.Above = scratch.Sets.Get(size/64), scratch.Sets.GetZeroed(size/64)
	scores := scratch.RoughScores.GetZeroed(size)
	for from, words := 0, firstPapers/64; from < len(passed); from += len(s.among) {
		s.among = s.among[:min(words, size/64, len(passed)-from)]
		words *= 2
		s.window.From, s.window.Norms = uint32(64*from), s.scorer.Norms[64*from:min(64*(from+len(s.among)), len(s.scorer.Norms))]
		s.window.Scores = scores[:len(s.window.Norms)]
		s.score(from)
	}
	scratch.RoughScores.Put(scores)
	scratch.Sets.Put(s.among)
	scratch.Sets.Put(s.window.Above)
}

// scoreSingle is for scores of one part.
func (s *scoring) scoreSingle() {
	c := s.best
	s.scorer.EachAbove(s.passed, c.limit, func(doc uint32, score float32) float32 {
		c.offer(candidate{score, int32(s.i), doc})
		return c.limit
	})
	if c.cut(); c.limit > 0 {
		return
	}
	others := slices.Clone(s.passed) // papers without a score are among the best too
	for _, x := range c.list {
		if int(x.segment) == s.i {
			others.Remove(x.doc)
		}
	}
	for doc := range others.Each {
		c.offer(candidate{0, int32(s.i), doc})
	}
}

// setScorer sets up what the score of the segment's papers consists of.
func (s *scoring) setScorer() {
	s.scorer.Norms = s.snap.Norms(s.i)
	text := s.snap.Segments[s.i].Text
	for k := 0; k < len(s.scored); {
		n := s.sameGroup(k, s.i)
		if n == 0 {
			if t := &s.scored[k]; len(t.picks[s.i]) > 0 {
				has, _ := s.setOf(s.scored[k : k+1])
				s.scorer.AddSum(float32(t.factor()*(index.K1+1)), s.sum(t.term, s.i), has)
			}
			k++
			continue
		}
		has, exact := s.setOf(s.scored[k : k+n])
		s.scorer.AddGroup(text, s.scored[k].picks[s.i][0].Group, s.scoredIn(k, n), has, exact)
		k += n
	}
	for _, x := range s.extras {
		if docs := x.docs[s.i]; len(docs) > 0 {
			has := s.newSet(s.i)
			has.AddAll(docs)
			s.scorer.AddConstant(float32(x.value), has)
		}
	}
	for _, c := range s.citedIn(s.i) {
		has := s.newSet(s.i)
		has.Add(c.doc)
		s.scorer.AddConstant(float32(c.bonus), has)
	}
	s.scorer.Sort()
}

// scoredIn returns the n scored terms from term k on, which are of one group of the segment.
func (s *scoring) scoredIn(k, n int) []segment.Scored {
	terms := make([]segment.Scored, n)
	for at, t := range s.scored[k : k+n] {
		terms[at] = segment.Scored{Ranks: t.picks[s.i][0].Ranks, Factor: float32(t.factor() * (index.K1 + 1))}
	}
	return terms
}

// setOf returns papers among which are all those passed that have one of some terms, which are of
// one group if there are several. It reports whether all of them have.
func (s *scoring) setOf(terms []scoredTerm) (has bitset.Set, exact bool) {
	for _, t := range terms {
		if picks := t.picks[s.i]; t.sets[s.i] != nil && (len(picks) != 1 || picks[0].Ranks == nil) {
			return t.sets[s.i], true
		}
	}
	if len(terms) == len(s.scored) && len(s.extras) == 0 && s.cited == nil { // no bound is needed
		return s.passed, true
	}
	picks, text := terms[0].picks[s.i], s.snap.Segments[s.i].Text
	if s.n < papersOf(text, picks)/manyPapers { // not worth the time
		return s.passed, false
	}
	has = s.newSet(s.i)
	if len(picks) == 1 {
		text.AddPapers(segment.Pick{Group: picks[0].Group}, has)
	} else {
		setTerm(s.sum(terms[0].term, s.i), query.AnyText, has)
	}
	return has, true
}

// score scores and offers the papers of the window, which begins with a word of the sets.
//
// A paper that is among the best has one of the parts that are worth most, since the rest alone are
// too little.
func (s *scoring) score(from int) {
	needed := 0
	for needed < s.scorer.Parts() && s.scorer.Rest(needed) >= s.best.limit {
		needed++
	}
	passed := s.passed[from : from+len(s.among)]
	if s.best.limit > 0 {
		clear(s.among)
		for k := range needed {
			s.among.Or(s.scorer.Has(k)[from : from+len(s.among)])
		}
		s.among.And(passed)
	} else {
		copy(s.among, passed)
	}
	if s.among.IsEmpty() {
		return
	}
	left := s.addParts(from)
	s.offerAll(left)
	clear(s.window.Scores)
	clear(s.window.Above)
}

// addParts adds up the parts of the scores of the window from their postings. It leaves out those
// that are looked up faster, and returns what they are worth at most.
func (s *scoring) addParts(from int) (left float32) {
	s.missing = s.missing[:0]
	for k := range s.scorer.Parts() {
		all, among := 0, 0
		for w, word := range s.scorer.Has(k)[from : from+len(s.among)] {
			all += bits.OnesCount64(word)
			among += bits.OnesCount64(word & s.among[w])
		}
		if among*lookUpWork > all && s.scorer.IsExact(k) {
			s.scorer.Add(k, &s.window)
		} else if among > 0 {
			left += s.scorer.Rest(k) - s.scorer.Rest(k+1)
			s.missing = append(s.missing, k)
		}
	}
	return left
}

// offerAll offers the papers of the window, whose scores lack at most left.
func (s *scoring) offerAll(left float32) {
	limit, scores := s.best.limit, s.window.Scores
	for k, word := range s.among {
		for ; word != 0; word &= word - 1 {
			at := uint32(k*64 + bits.TrailingZeros64(word))
			score := scores[at]
			if score+left < limit {
				continue
			}
			doc := s.window.From + at
			lacks := left > 0 && s.lacks(doc)
			if !lacks && score < limit {
				continue
			}
			if lacks || s.window.Above.Has(at) {
				if score = s.scorer.Score(doc, limit); score < limit {
					continue
				}
			}
			s.best.offer(candidate{score, int32(s.i), doc})
			limit = s.best.limit
		}
	}
}

// lacks reports whether a part of a paper's score was left out.
func (s *scoring) lacks(doc uint32) bool {
	for _, k := range s.missing {
		if s.scorer.Has(k).Has(doc) {
			return true
		}
	}
	return false
}

// offer keeps a paper whose score is not below the limit.
func (c *candidates) offer(x candidate) {
	c.list = append(c.list, x)
	if len(c.list) >= c.cutAt {
		c.cut()
	}
}
