package embedded

import (
	"slices"

	"paperboy/index"
)

// pick is the forms of a group that a term stands for: all, or those whose
// ranks are in some.
type pick struct {
	group uint32
	some  bitset // nil: all
}

// pickForm is one form of the stem, found among the forms of its groups, which are few.
func (x *textIndex) pickForm(stem uint32, form string) []pick {
	for _, g := range x.stems.groups(stem) {
		forms := x.formsOf(g)
		for rank, f := range forms {
			if x.forms.at(int(f)) != form {
				continue
			}
			p := pick{group: g}
			if len(forms) > 1 {
				p.some = newBitset(len(forms))
				p.some.set(uint32(rank))
			}
			return []pick{p}
		}
	}
	return nil
}

// pickStem is all forms of a stem.
func (x *textIndex) pickStem(stem uint32) []pick {
	var picks []pick
	for _, g := range x.stems.groups(stem) {
		picks = append(picks, pick{group: g})
	}
	return picks
}

// pickContent is those of the forms that are no function words.
func (x *textIndex) pickContent(forms []uint32) []pick {
	byGroup := make([]uint64, 0, len(forms))
	for _, f := range forms {
		if g := x.group[f]; x.isContent(g) {
			byGroup = append(byGroup, uint64(g)<<32|uint64(f))
		}
	}
	slices.Sort(byGroup)
	var picks []pick
	for len(byGroup) > 0 {
		g, n := uint32(byGroup[0]>>32), 1
		for n < len(byGroup) && uint32(byGroup[n]>>32) == g {
			n++
		}
		p, all := pick{group: g}, x.formsOf(g)
		if n < len(all) {
			p.some = newBitset(len(all))
			for _, f := range byGroup[:n] {
				rank, _ := slices.BinarySearch(all, uint32(f))
				p.some.set(uint32(rank))
			}
		}
		picks, byGroup = append(picks, p), byGroup[n:]
	}
	return picks
}

// read makes p the postings of a pick, for which it must have room.
func (x *textIndex) read(p *postings, k pick) {
	p.decode(x.entriesOf(k.group), x.papers[k.group])
	if k.some != nil {
		share(p.tf, p.tf, k.some, x.sharesOf(k.group))
		p.compact()
	}
}

// sum is the postings of the picks together, in a list that is lent; those of
// more than one pick come in no order.
func (x *textIndex) sum(picks []pick, lend *scratch) postings {
	most, all := 0, 0
	for _, k := range picks {
		most = max(most, int(x.papers[k.group]))
		all += int(x.papers[k.group])
	}
	if most == 0 {
		return postings{}
	}
	one := lend.list(most)
	if len(picks) == 1 {
		x.read(&one, picks[0])
		return one
	}
	sum := lend.list(min(all, len(x.length)))
	tf := lend.counts.take(len(x.length)) // frequency by paper
	for _, k := range picks {
		x.read(&one, k)
		for i, doc := range one.docs {
			if tf[doc] == 0 {
				sum.docs = append(sum.docs, doc)
			}
			tf[doc] = int32(frequency(tf[doc]).plus(one.tf[i]))
		}
	}
	lend.giveList(one)
	for _, doc := range sum.docs {
		sum.tf = append(sum.tf, frequency(tf[doc]))
		tf[doc] = 0
	}
	lend.counts.give(tf)
	return sum
}

// formsBut are the ranks of the forms of a group that have other bases, nil for all; ok is
// false where there are none.
func (x *textIndex) formsBut(group uint32, bases []string) (left bitset, ok bool) {
	forms := x.formsOf(group)
	left = newBitset(len(forms))
	for rank, f := range forms {
		if !slices.Contains(bases, index.WordBase(x.forms.at(int(f)))) {
			left.set(uint32(rank))
		}
	}
	switch left.count() {
	case len(forms):
		return nil, true
	case 0:
		return nil, false
	}
	return left, true
}
