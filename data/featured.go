package data

import "slices"

// normalizeFeatured sorts FeaturedDays, adds Featured to them, and makes Featured the newest.
func (p *Paper) normalizeFeatured() {
	if p.Featured.IsZero() && len(p.FeaturedDays) == 0 && p.FeaturedDays != nil {
		return
	}
	if !p.Featured.IsZero() {
		p.addFeatured(p.Featured)
	}
	p.addFeatured()
	if n := len(p.FeaturedDays); n > 0 {
		p.Featured = p.FeaturedDays[n-1]
	}
}

// addFeatured adds days to FeaturedDays, which stay in order and without duplicates. The list is
// not nil then, and is not shared with another paper.
func (p *Paper) addFeatured(days ...Date) {
	all := append(append([]Date{}, p.FeaturedDays...), days...)
	slices.SortFunc(all, func(a, b Date) int { return int(a.FirstDay()) - int(b.FirstDay()) })
	p.FeaturedDays = slices.Compact(all)
}

// UniteFeatured adds the featured days of q to those of p. The newest of them is Featured.
func (p *Paper) UniteFeatured(q *Paper) {
	p.addFeatured(q.FeaturedDays...)
	p.normalizeFeatured()
}

// Complete gives a paper as an earlier version stored it the fields that this version did not
// know: it has featured days if it has Featured, and lists that are not nil.
func (p *Paper) Complete() {
	p.normalizeFeatured()
	if p.AIKeywords == nil {
		p.AIKeywords = []string{}
	}
}
