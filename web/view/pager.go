package view

import (
	"fmt"

	"paperboy/api/search"
	"paperboy/data/figures"
)

// Pager links to other pages of results. Beyond the largest offset of the API it continues by
// cursor, forward only.
type Pager struct {
	First, Previous, Next string
	Pages                 []PageLink
	// Deep says how many pages there are if there are more than Pages can lead to.
	Deep string
}

// PageLink is a link to a page by number. Without a number it stands for a gap.
type PageLink struct {
	Number, URL string
	Current     bool
}

func NewPager(l Listing, a search.Answer) Pager {
	var v Pager
	p := l.Params
	at := func(offset int) string {
		p := p
		p.Offset, p.Cursor = offset, ""
		return l.Url(p)
	}
	byCursor := func() string {
		if a.NextCursor == "" {
			return ""
		}
		p := p
		p.Offset, p.Cursor = 0, a.NextCursor
		return l.Url(p)
	}
	if p.Cursor != "" {
		return Pager{First: at(0), Next: byCursor()}
	}
	limit := max(p.Limit, 1)
	end := (a.Total - 1) / limit
	last := min(end, search.MaxOffset/limit)
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
	for _, n := range PageNumbers(current, last) {
		if n < 0 {
			v.Pages = append(v.Pages, PageLink{})
			continue
		}
		v.Pages = append(v.Pages, PageLink{Number: figures.Thousands(n + 1), URL: at(n * limit), Current: n == current})
	}
	if end > last {
		v.Deep = fmt.Sprintf("Page %s of %s. Numbers lead to the first %s; Next goes on from there.", figures.Thousands(current+1), figures.Thousands(end+1), figures.Thousands(last+1))
	}
	return v
}

// PageNumbers returns the pages to link to, counted from 0: the first, the last, and the current
// one with its neighbours. -1 is a gap.
func PageNumbers(current, last int) []int {
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
