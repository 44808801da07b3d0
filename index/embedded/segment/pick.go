package segment

import (
	"slices"

	"paperboy/index"
	"paperboy/index/embedded/bitset"
)

// Pick selects the forms of a group that a term stands for: all, or those with some ranks.
type Pick struct {
	Group uint32
	Ranks bitset.Set // nil: all
}

// PickForm selects one form of a stem.
func (x *Text) PickForm(stem uint32, form string) []Pick {
	for _, g := range x.Stems.Groups(stem) {
		forms := x.GroupForms(g)
		for rank, f := range forms {
			if x.Forms.Term(int(f)) != form {
				continue
			}
			p := Pick{Group: g}
			if len(forms) > 1 {
				p.Ranks = bitset.New(len(forms))
				p.Ranks.Add(uint32(rank))
			}
			return []Pick{p}
		}
	}
	return nil
}

// PickStem selects all forms of a stem.
func (x *Text) PickStem(stem uint32) []Pick {
	var picks []Pick
	for _, g := range x.Stems.Groups(stem) {
		picks = append(picks, Pick{Group: g})
	}
	return picks
}

// PickContent selects those of some forms that are not function words.
func (x *Text) PickContent(forms []uint32) []Pick {
	byGroup := make([]uint64, 0, len(forms))
	for _, f := range forms {
		if g := x.FormGroups[f]; x.IsContent(g) {
			byGroup = append(byGroup, uint64(g)<<32|uint64(f))
		}
	}
	slices.Sort(byGroup)
	var picks []Pick
	for len(byGroup) > 0 {
		g, n := uint32(byGroup[0]>>32), 1
		for n < len(byGroup) && uint32(byGroup[n]>>32) == g {
			n++
		}
		p, all := Pick{Group: g}, x.GroupForms(g)
		if n < len(all) {
			p.Ranks = bitset.New(len(all))
			for _, f := range byGroup[:n] {
				rank, _ := slices.BinarySearch(all, uint32(f))
				p.Ranks.Add(uint32(rank))
			}
		}
		picks, byGroup = append(picks, p), byGroup[n:]
	}
	return picks
}

// Read makes p the postings of a pick. p must have room for all postings of the group.
func (x *Text) Read(p *Postings, k Pick) {
	p.Decode(x.Entries(k.Group), x.GroupPapers[k.Group])
	if k.Ranks != nil {
		FormFrequencies(p.TF, p.TF, k.Ranks, x.Shares(k.Group))
		p.compact()
	}
}

// RanksWithout returns the ranks of the forms of a group whose base (index.WordBase) is not
// among bases. It returns nil if these are all forms; ok is false if there are none.
func (x *Text) RanksWithout(group uint32, bases []string) (left bitset.Set, ok bool) {
	forms := x.GroupForms(group)
	left = bitset.New(len(forms))
	for rank, f := range forms {
		if !slices.Contains(bases, index.WordBase(x.Forms.Term(int(f)))) {
			left.Add(uint32(rank))
		}
	}
	switch left.Count() {
	case len(forms):
		return nil, true
	case 0:
		return nil, false
	}
	return left, true
}
