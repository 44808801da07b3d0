package embedded

import (
	"cmp"
	"slices"

	"paperboy/data"
	"paperboy/index"
)

// order compares and makes the places of papers in one of the orders.
type order struct {
	by        index.Sort
	ascending bool
}

func newOrder(by index.Sort) order {
	return order{by, by == index.ByOldest || by == index.ByFewestAuthors}
}

// byScore reports whether scores make the order.
func (o order) byScore() bool { return o.by == index.ByRelevance || o.by == "" }

// key is a paper's place.
func (o order) key(c *columns, doc uint32, score float64) index.SortKey {
	k := index.SortKey{Day: c.date.first[doc], Number: c.number[doc]}
	switch o.by {
	case index.ByNewest, index.ByOldest:
		k.Key, k.Missing = int64(k.Day), k.Day == data.NoDay
	case index.ByMostAuthors, index.ByFewestAuthors:
		k.Key, k.Missing = int64(c.authorCount[doc]), c.authorCount[doc] == 0
	case index.ByUpvotes:
		k.Key, k.Missing = int64(c.upvotes[doc]), c.upvotes[doc] == noCount
	case index.ByComments:
		k.Key, k.Missing = int64(c.comments[doc]), c.comments[doc] == noCount
	case index.ByAdded:
		k.Key, k.Missing = c.added[doc], c.added[doc] == noTime
	case index.ByFeatured:
		k.Key, k.Missing = int64(c.featured.first[doc]), c.featured.first[doc] == data.NoDay
	default:
		k.Score = score
	}
	if k.Missing {
		k.Key = 0
	}
	return k
}

// compare is negative where a comes first.
func (o order) compare(a, b *index.SortKey) int {
	if a.Missing != b.Missing {
		if a.Missing {
			return 1
		}
		return -1
	}
	byKey := cmp.Compare(b.Key, a.Key)
	if o.ascending {
		byKey = -byKey
	}
	return cmp.Or(cmp.Compare(b.Score, a.Score), byKey, cmp.Compare(b.Day, a.Day), cmp.Compare(a.Number, b.Number))
}

// place is a paper found: where it is and where it comes.
type place struct {
	key   index.SortKey
	score float64
	part  int
	doc   uint32
}

// best keeps the first n places offered: a heap whose root is the last of them.
type best struct {
	order order
	n     int
	heap  []place
}

func (b *best) after(i, j int) bool { return b.order.compare(&b.heap[i].key, &b.heap[j].key) > 0 }

func (b *best) offer(p place) {
	if len(b.heap) < b.n {
		b.heap = append(b.heap, p)
		for i := len(b.heap) - 1; i > 0 && b.after(i, (i-1)/2); i = (i - 1) / 2 {
			b.heap[i], b.heap[(i-1)/2] = b.heap[(i-1)/2], b.heap[i]
		}
		return
	}
	if b.n > 0 && b.order.compare(&p.key, &b.heap[0].key) < 0 {
		b.heap[0] = p
		b.sink()
	}
}

// sorted are the places kept, the best first.
func (b *best) sorted() []place {
	b.order.sort(b.heap)
	return b.heap
}

func (o order) sort(places []place) {
	slices.SortFunc(places, func(x, y place) int { return o.compare(&x.key, &y.key) })
}

// sink moves the root down to where it belongs.
func (b *best) sink() {
	for i := 0; ; {
		last := i
		for _, child := range []int{2*i + 1, 2*i + 2} {
			if child < len(b.heap) && b.after(child, last) {
				last = child
			}
		}
		if last == i {
			return
		}
		b.heap[i], b.heap[last] = b.heap[last], b.heap[i]
		i = last
	}
}
