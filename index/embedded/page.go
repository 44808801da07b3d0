package embedded

import "paperboy/index"

// page keeps, of all places offered, what one page of an answer needs. Pairs are
// counted in the first pairDepth papers of the whole order, wherever the page
// lies, so head keeps the first ones; behind a cursor, tail keeps those that come
// after it.
type page struct {
	order         order
	head, tail    best
	depth         int // papers whose pairs make the order
	offset, limit int
	after         *index.SortKey
	total, behind int // places offered; those after the cursor
}

func newPage(r index.Request, pairs bool) *page {
	g := &page{order: newOrder(r.Sort), offset: max(r.Offset, 0), limit: max(r.Limit, 0), after: r.After}
	if pairs && g.order.byScore() {
		g.depth = pairDepth
	}
	g.head.order, g.tail.order = g.order, g.order
	if g.after == nil {
		g.head.n = max(g.depth, g.offset+g.limit)
	} else {
		g.offset, g.head.n, g.tail.n = 0, g.depth, g.depth+g.limit
	}
	return g
}

func (g *page) offer(p place) {
	g.total++
	g.head.offer(p)
	if g.after != nil && g.order.compare(g.after, &p.key) < 0 {
		g.behind++
		g.tail.offer(p)
	}
}

// places are those of the page, in order, and whether there are more behind it.
func (g *page) places(p *plan) (list []place, more bool) {
	list = g.head.sorted()
	reranked := list[:min(g.depth, len(list))]
	p.addPairs(reranked)
	for i := range reranked {
		reranked[i].key.Score = reranked[i].score
	}
	g.order.sort(reranked)
	end := g.offset + g.limit
	if g.after != nil {
		list, g.total = g.behindCursor(list)
	}
	list, more = list[min(g.offset, len(list)):min(end, len(list))], g.total > end
	if g.depth == 0 {
		p.addPairs(list)
	}
	return list, more
}

// behindCursor are the places after the cursor, the first of which are in head,
// and how many there are.
func (g *page) behindCursor(head []place) (list []place, n int) {
	type paper struct {
		part int
		doc  uint32
	}
	inHead := map[paper]bool{}
	for _, p := range head {
		inHead[paper{p.part, p.doc}] = true
		if g.order.compare(g.after, &p.key) < 0 {
			list = append(list, p)
		}
	}
	n = g.behind + len(list)
	for _, p := range g.tail.sorted() {
		if inHead[paper{p.part, p.doc}] {
			n--
		} else {
			list = append(list, p)
		}
	}
	return list, n
}
