package embedded

import (
	"math"
	"math/bits"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
	"paperboy/index/embedded/snapshot"
)

// page keeps, of all places offered, what one page of an answer needs. Pairs are counted in
// the first pairDepth papers of the whole order, wherever the page is, so head keeps the first
// ones. With a cursor, tail keeps those after it.
type page struct {
	order             order
	all               int         // keep every place in head.list, up to this many; 0: keep a page
	rough             *candidates // of head, unless exact scores are needed
	head, tail        best
	depth             int // number of papers whose pairs are counted
	offset, limit     int
	after             *index.SortKey
	total, afterCount int // places offered; those after the cursor
	// A lower score, or an equal one of an earlier day, can no longer get a place.
	least    float64
	leastDay int32
}

func newPage(r index.Request, order order, p *plan) *page {
	g := &page{order: order, offset: max(r.Offset, 0), limit: max(r.Limit, 0), after: r.After, least: math.Inf(-1), leastDay: math.MinInt32}
	if (len(p.pairs) > 0 || p.prior) && g.order.byScore() {
		g.depth = pairDepth
	}
	g.head.order, g.tail.order = g.order, g.order
	if g.all = r.All; g.all > 0 {
		g.after, g.head.n = nil, math.MaxInt
	} else if g.after == nil {
		g.head.n = max(g.depth, g.offset+g.limit)
	} else {
		g.offset, g.head.n, g.tail.n = 0, g.depth, g.depth+g.limit
	}
	if g.head.n == 0 && g.after == nil {
		g.least = math.Inf(1)
	}
	if g.order.byScore() && g.all == 0 && g.after == nil && p.scores() {
		c := p.newCandidates(g.head.n)
		g.rough = &c
	}
	return g
}

// needsScores reports whether exact scores of all papers decide which are kept.
func (g *page) needsScores() bool { return g.rough == nil && g.order.byScore() }

// isCount reports whether only the number of papers is wanted.
func (g *page) isCount() bool { return g.limit == 0 && g.after == nil && g.all == 0 }

// offerAll offers the papers passed of segment i. Most are worse than those kept already, and
// are rejected before a place is made. scores may be all 0 where they do not decide.
func (g *page) offerAll(i int, seg *snapshot.Segment, passed bitset.Set, scores []float64) {
	if g.all > 0 && g.total > g.all {
		g.head.list = nil
		return
	}
	c := seg.Columns
	if values := g.order.values(c); values != nil && g.all == 0 {
		g.offerRanked(i, c, passed, scores, values)
		return
	}
	for w, word := range passed {
		for ; word != 0; word &= word - 1 {
			doc := uint32(w*64 + bits.TrailingZeros64(word))
			if score := scores[doc]; score < g.least || score == g.least && c.Dates.First[doc] < g.leastDay {
				continue
			}
			g.offer(place{key: g.order.key(c, doc, scores[doc]), score: scores[doc], segment: i, doc: doc})
		}
	}
}

// offerRanked is offerAll for an order of numbers.
func (g *page) offerRanked(i int, c *segment.Columns, passed bitset.Set, scores []float64, values func(doc uint32) int64) {
	kept := &g.head
	var after rank
	if g.after != nil {
		kept, after = &g.tail, g.order.rank(g.after)
	}
	for w, word := range passed {
		for ; word != 0; word &= word - 1 {
			doc := uint32(w*64 + bits.TrailingZeros64(word))
			r := rank{values(doc), c.Dates.First[doc], c.Numbers[doc]}
			if g.after != nil && !r.isAfter(after) {
				continue
			}
			if last := kept.last(); kept.n == 0 || last != nil && r.isAfter(g.order.rank(&last.key)) {
				if g.after != nil {
					g.afterCount++
				}
				continue
			}
			g.offer(place{key: g.order.key(c, doc, scores[doc]), score: scores[doc], segment: i, doc: doc})
		}
	}
}

func (g *page) offer(p place) {
	g.head.offer(p)
	if last := g.head.last(); last != nil && g.after == nil && g.order.byScore() {
		g.least, g.leastDay = last.key.Score, last.key.Day
	}
	if g.after != nil && g.order.compare(g.after, &p.key) < 0 {
		g.afterCount++
		g.tail.offer(p)
	}
}

// add takes over what another page has kept of other segments.
func (g *page) add(other *page) {
	g.total += other.total
	g.afterCount += other.afterCount
	if g.rough != nil {
		g.rough.add(other.rough)
	}
	for _, p := range other.head.list {
		g.head.offer(p)
	}
	for _, p := range other.tail.list {
		g.tail.offer(p)
	}
}

// numbers returns the papers of all places, in order.
func (g *page) numbers(p *plan) []data.Number {
	if g.total > g.all {
		return nil
	}
	list := g.head.list
	g.order.sort(list)
	reranked := list[:min(g.depth, len(list))]
	p.addPairs(reranked)
	for i := range reranked {
		reranked[i].key.Score = reranked[i].score
	}
	g.order.sort(reranked)
	numbers := make([]data.Number, len(list))
	for i := range list {
		numbers[i] = list[i].key.Number
	}
	return numbers
}

// places returns those of the page, in order, and whether there are more after it.
func (g *page) places(p *plan) (list []place, more bool) {
	end := g.offset + g.limit
	if g.rough != nil {
		g.head.list = p.exact(p.hopeful(g.rough, end, g.depth), g.order)
	}
	list = g.head.sorted()
	reranked := list[:min(g.depth, len(list))]
	if g.rough != nil && end <= len(reranked) {
		p.addPairsUntil(reranked, end)
	} else {
		p.addPairs(reranked)
	}
	for i := range reranked {
		reranked[i].key.Score = reranked[i].score
	}
	g.order.sort(reranked)
	total := g.total
	if g.after != nil {
		list, total = g.afterCursor(list)
	}
	list, more = list[min(g.offset, len(list)):min(end, len(list))], total > end
	if !g.order.byScore() {
		p.addBase(list)
	}
	if g.depth == 0 {
		p.addPairs(list)
	}
	return list, more
}

// afterCursor returns the places after the cursor, the first of which are in head, and their
// number.
func (g *page) afterCursor(head []place) (list []place, n int) {
	type paper struct {
		part int
		doc  uint32
	}
	inHead := map[paper]bool{}
	for _, p := range head {
		inHead[paper{p.segment, p.doc}] = true
		if g.order.compare(g.after, &p.key) < 0 {
			list = append(list, p)
		}
	}
	n = g.afterCount + len(list)
	for _, p := range g.tail.sorted() {
		if inHead[paper{p.segment, p.doc}] {
			n--
		} else {
			list = append(list, p)
		}
	}
	return list, n
}
