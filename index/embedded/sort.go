package embedded

import (
	"cmp"
	"math"
	"slices"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
)

// order is one of the orders of papers.
type order struct {
	by        index.Sort
	ascending bool
	nameKeys  segment.Texts // by ordinal of an author, for ByFirstAuthor
	today     int32         // for ByTrending
}

// newOrder returns an order of the papers of a snapshot.
func newOrder(r index.Request, tables *segment.Tables) (order, error) {
	o := order{by: r.Sort, ascending: r.Sort == index.ByOldest || r.Sort == index.ByFewestAuthors}
	switch o.by {
	case index.ByFirstAuthor:
		o.nameKeys = tables.Facets[schema.Authors].SortKeys()
	case index.ByTrending:
		if r.Today.IsZero() {
			return o, index.ErrNoToday
		}
		o.today = r.Today.FirstDay()
	}
	return o, nil
}

// byScore reports whether scores make the order.
func (o order) byScore() bool { return o.by == index.ByRelevance || o.by == "" }

// rank is a paper's place in an order of numbers: papers come by value, the greatest first, then
// by day, the latest first, then by number.
type rank struct {
	value int64
	day   int32
	n     data.Number
}

// noValue is the value of a paper that lacks what it is sorted by.
const noValue = math.MinInt64

// isAfter reports whether a paper of rank r comes after one of rank s.
func (r rank) isAfter(s rank) bool {
	return r.value < s.value || r.value == s.value && (r.day < s.day || r.day == s.day && r.n > s.n)
}

// values returns a function that returns the value (rank) of a paper of a segment, nil if the
// order is not one of numbers. It is much cheaper than a key, and most papers of a large answer
// need no more.
func (o order) values(c *segment.Columns) func(doc uint32) int64 {
	switch o.by {
	case index.ByNewest:
		return func(doc uint32) int64 { return known(int64(c.Dates.First[doc]), data.NoDay) }
	case index.ByMostAuthors:
		return func(doc uint32) int64 { return known(int64(c.AuthorCounts[doc]), 0) }
	case index.ByUpvotes:
		return func(doc uint32) int64 { return known(int64(c.Upvotes[doc]), schema.NoCount) }
	case index.ByComments:
		return func(doc uint32) int64 { return known(int64(c.Comments[doc]), schema.NoCount) }
	case index.ByAdded:
		return func(doc uint32) int64 { return c.Added[doc] } // schema.NoTime is noValue
	case index.ByFeatured:
		return func(doc uint32) int64 { return known(int64(c.Featured.Newest(doc)), data.NoDay) }
	case index.ByTrending:
		score := c.Featured.Trending(o.today)
		return func(doc uint32) int64 { return scoreValue(score(doc)) }
	}
	return nil
}

// known returns a value, noValue if it is that of unknown.
func known(value, unknown int64) int64 {
	if value == unknown {
		return noValue
	}
	return value
}

// scoreValue returns an integer for a trending score, in the same order: that of the bits of
// numbers that are not negative.
func scoreValue(score float64) int64 {
	if score < 0 {
		return noValue
	}
	return int64(math.Float64bits(score))
}

// rank returns the rank of a key of an order of numbers.
func (o order) rank(k *index.SortKey) rank {
	value := k.Key
	switch {
	case k.Missing:
		value = noValue
	case o.by == index.ByTrending:
		value = scoreValue(k.Score)
	}
	return rank{value, k.Day, k.Number}
}

// key returns a paper's place in the order.
func (o order) key(c *segment.Columns, doc uint32, score float64) index.SortKey {
	k := index.SortKey{Day: c.Dates.First[doc], Number: c.Numbers[doc]}
	switch o.by {
	case index.ByNewest, index.ByOldest:
		k.Key, k.Missing = int64(k.Day), k.Day == data.NoDay
	case index.ByMostAuthors, index.ByFewestAuthors:
		k.Key, k.Missing = int64(c.AuthorCounts[doc]), c.AuthorCounts[doc] == 0
	case index.ByUpvotes:
		k.Key, k.Missing = int64(c.Upvotes[doc]), c.Upvotes[doc] == schema.NoCount
	case index.ByComments:
		k.Key, k.Missing = int64(c.Comments[doc]), c.Comments[doc] == schema.NoCount
	case index.ByAdded:
		k.Key, k.Missing = c.Added[doc], c.Added[doc] == schema.NoTime
	case index.ByFeatured:
		newest := c.Featured.Newest(doc)
		k.Key, k.Missing = int64(newest), newest == data.NoDay
	case index.ByTrending:
		if k.Score = c.Featured.Trending(o.today)(doc); k.Score == segment.NoScore {
			k.Score, k.Missing = 0, true
		}
	case index.ByTitle:
		k.Text = c.Titles.Start(doc)
		k.Missing = k.Text == ""
	case index.ByFirstAuthor:
		if authors := c.Values[schema.Authors].Ordinals(doc); len(authors) > 0 {
			k.Text = o.nameKeys.At(authors[0])
		} else {
			k.Missing = true
		}
	default:
		k.Score = score
	}
	if k.Missing {
		k.Key = 0
	}
	return k
}

// compare returns a negative number if a comes first.
func (o order) compare(a, b *index.SortKey) int {
	switch {
	case a.Missing != b.Missing:
		return before(b.Missing)
	case a.Score != b.Score:
		return before(a.Score > b.Score)
	case a.Text != b.Text:
		return before(a.Text < b.Text)
	case a.Key != b.Key:
		return before((a.Key < b.Key) == o.ascending)
	case a.Day != b.Day:
		return before(a.Day > b.Day)
	}
	return cmp.Compare(a.Number, b.Number)
}

// before returns the result of a comparison: negative if isFirst.
func before(isFirst bool) int {
	if isFirst {
		return -1
	}
	return 1
}

// place is a paper found: where it is, and where it comes in the order.
type place struct {
	key     index.SortKey
	score   float64
	segment int
	doc     uint32
	// reranked is true if pairs and the prior are in the score.
	reranked bool
	max      float64 // the highest score that pairs may give, without the prior
}

// best keeps the first n places offered. It collects as many again before it drops the last
// ones. That costs a comparison or two an offer; a heap takes a dozen.
type best struct {
	order order
	n     int
	list  []place // the first n, and what came since; unordered
	full  bool    // list[n-1] was the last of n places at the last cut
	bound place   // that place
}

func (b *best) offer(p place) {
	if b.n == 0 || b.full && b.order.compare(&p.key, &b.bound.key) > 0 {
		return
	}
	b.list = append(b.list, p)
	if b.n <= len(b.list)/2 {
		b.cut()
	}
}

// last returns a place that n of the offered places come before or equal, nil if there are too
// few.
func (b *best) last() *place {
	if !b.full {
		return nil
	}
	return &b.bound
}

// cut drops all but the first n.
func (b *best) cut() {
	if len(b.list) < b.n || b.n == 0 {
		return
	}
	partition(b.list, b.n-1, func(x, y *place) int { return b.order.compare(&x.key, &y.key) })
	b.list = b.list[:b.n]
	b.bound, b.full = b.list[b.n-1], true
}

// sorted returns the places kept, the best first.
func (b *best) sorted() []place {
	b.cut()
	b.order.sort(b.list)
	return b.list
}

func (o order) sort(places []place) {
	slices.SortFunc(places, func(x, y place) int { return o.compare(&x.key, &y.key) })
}

// partition puts at k the element that sorting would put there, and those before and after it on
// their sides (Hoare's FIND, 1961).
func partition[T any](list []T, k int, compare func(a, b *T) int) {
	for left, right := 0, len(list)-1; left < right; {
		pivot := list[left+(right-left)/2]
		i, j := left, right
		for i <= j {
			for compare(&list[i], &pivot) < 0 {
				i++
			}
			for compare(&list[j], &pivot) > 0 {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i, j = i+1, j-1
			}
		}
		if k <= j {
			right = j
		} else if k >= i {
			left = i
		} else {
			return
		}
	}
}
