package web

import (
	"paperboy/api/search"
	"paperboy/data/figures"
)

// pager links to other pages of results. Beyond the largest offset of the API it continues by
// cursor, forward only.
type pager struct {
	First, Previous, Next string
	Pages                 []pageLink
}

// pageLink is a link to a page by number. Without a number it stands for a gap.
type pageLink struct {
	Number, URL string
	Current     bool
}

func newPager(l listing, a search.Answer) pager {
	var v pager
	p := l.Params
	at := func(offset int) string {
		p := p
		p.Offset, p.Cursor = offset, ""
		return l.url(p)
	}
	byCursor := func() string {
		if a.NextCursor == "" {
			return ""
		}
		p := p
		p.Offset, p.Cursor = 0, a.NextCursor
		return l.url(p)
	}
	if p.Cursor != "" {
		return pager{First: at(0), Next: byCursor()}
	}
	limit := max(p.Limit, 1)
	last := min((a.Total-1)/limit, search.MaxOffset/limit)
	if a.Total == 0 || last == 0 && p.Offset == 0 {
		return v
	}
	current := p.Offset / limit
	if p.Offset > 0 {
		v.Previous = at(max(0, min(p.Offset-limit, last*limit)))
	}
	switch next := p.Offset + limit; {
	case next >= a.Total:
	case next <= search.MaxOffset:
		v.Next = at(next)
	default:
		v.Next = byCursor()
	}
	for _, n := range pageNumbers(current, last) {
		if n < 0 {
			v.Pages = append(v.Pages, pageLink{})
			continue
		}
		v.Pages = append(v.Pages, pageLink{Number: figures.Thousands(n + 1), URL: at(n * limit), Current: n == current})
	}
	return v
}

// pageNumbers returns the pages to link to, counted from 0: the first, the last, and the current
// one with its neighbours. -1 is a gap.
func pageNumbers(current, last int) []int {
	var numbers []int
	for n := 0; n <= last; n++ {
		near := n >= current-1 && n <= current+1
		if n == 0 || n == last || near || last < 7 {
			numbers = append(numbers, n)
		} else if numbers[len(numbers)-1] != -1 {
			numbers = append(numbers, -1)
		}
	}
	return numbers
}
