package indextest

import (
	"cmp"

	"paperboy/data"
	"paperboy/index"
)

// sortKey returns p's place in an order.
func sortKey(by index.Sort, score float64, p *paper) index.SortKey {
	key := index.SortKey{Day: p.Date.FirstDay(), Number: p.number}
	number := func(v *int) {
		if key.Missing = v == nil; v != nil {
			key.Key = int64(*v)
		}
	}
	day := func(d data.Date) {
		if key.Missing = d.IsZero(); !d.IsZero() {
			key.Key = int64(d.FirstDay())
		}
	}
	switch by {
	case index.ByNewest, index.ByOldest:
		day(p.Date)
	case index.ByMostAuthors, index.ByFewestAuthors:
		number(authorCount(p))
	case index.ByUpvotes:
		number(p.Upvotes)
	case index.ByComments:
		number(p.Comments)
	case index.ByAdded:
		if key.Missing = p.Added.IsZero(); !key.Missing {
			key.Key = p.Added.UnixNano()
		}
	case index.ByFeatured:
		day(p.Featured)
	case index.ByTitle:
		key.Text = p.start
		key.Missing = key.Text == ""
	case index.ByFirstAuthor:
		key.Missing = true
		for _, a := range p.Authors {
			if author := data.AuthorKey(a); author != "" {
				key.Text, key.Missing = index.NameKey(author), false
				break
			}
		}
	default:
		key.Score = score
	}
	return key
}

// compare returns a negative number if a comes before b.
func compare(by index.Sort, a, b index.SortKey) int {
	missing := func(k index.SortKey) int {
		if k.Missing {
			return 1
		}
		return 0
	}
	key := cmp.Compare(b.Key, a.Key)
	if by == index.ByOldest || by == index.ByFewestAuthors {
		key = -key
	}
	return cmp.Or(cmp.Compare(missing(a), missing(b)), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Text, b.Text), key, cmp.Compare(b.Day, a.Day), cmp.Compare(a.Number, b.Number))
}
