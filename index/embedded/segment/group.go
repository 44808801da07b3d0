package segment

import (
	"cmp"
	"slices"

	"paperboy/index/analysis"
)

// groupByStem numbers the groups and records which groups each stem has.
func (x *Text) groupByStem(read *formPostings, stems *Interner) {
	type member struct {
		stem     uint32
		function bool
		form     uint32
	}
	members := make([]member, x.Forms.Len())
	for i := range members {
		members[i] = member{stems.Intern([]byte(analysis.Stem(x.Forms.Term(i)))), read.function[i], uint32(i)}
	}
	kind := func(m member) int {
		if m.function {
			return 1
		}
		return 0
	}
	slices.SortFunc(members, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.stem, b.stem), cmp.Compare(kind(a), kind(b)), cmp.Compare(a.form, b.form))
	})
	type group struct {
		members  []member
		postings uint32
	}
	var groups []group
	for from := 0; from < len(members); {
		g := group{}
		to := from
		for to < len(members) && members[to].stem == members[from].stem && members[to].function == members[from].function {
			g.postings += read.start[members[to].form+1] - read.start[members[to].form]
			to++
		}
		g.members = members[from:to]
		groups = append(groups, g)
		from = to
	}
	byStem := make([]uint32, len(groups)) // places in groups, by number
	for i := range byStem {
		byStem[i] = uint32(i)
	}
	slices.SortFunc(byStem, func(i, j uint32) int {
		a, b := &groups[i], &groups[j]
		return cmp.Or(cmp.Compare(kind(a.members[0]), kind(b.members[0])), cmp.Compare(b.postings, a.postings),
			cmp.Compare(a.members[0].form, b.members[0].form))
	})
	x.FormGroups = make([]uint32, len(members))
	x.groupForms = make([]uint32, 0, len(members))
	x.formStart = append(make([]uint32, 0, len(groups)+1), 0)
	number := make([]uint32, len(groups))
	for n, i := range byStem {
		number[i] = uint32(n)
		for _, m := range groups[i].members {
			x.FormGroups[m.form] = uint32(n)
			x.groupForms = append(x.groupForms, m.form)
		}
		x.formStart = append(x.formStart, uint32(len(x.groupForms)))
		if !groups[i].members[0].function {
			x.ContentGroups++
		}
	}
	for i, g := range groups {
		x.Stems.add(g.members[0].stem, number[i])
	}
	x.Stems.end()
}

// stemTable finds the groups of a stem by the stem's ordinal in Tables.Stems.
type stemTable struct {
	ordinals []uint32 // ascending, twice for a stem with two groups
	byStem   []uint32 // groups, that of content words first
	first    []uint32 // of the ordinals from i*stemBlock on: shortens the search
}

const stemBlock = 64

// Groups returns the one or two groups of a stem, that of content words first.
func (t *stemTable) Groups(stem uint32) []uint32 {
	block := int(stem / stemBlock)
	if block+1 >= len(t.first) {
		return nil
	}
	from, to := t.first[block], t.first[block+1]
	at, found := slices.BinarySearch(t.ordinals[from:to], stem)
	if !found {
		return nil
	}
	i := int(from) + at
	n := 1
	if i+1 < len(t.ordinals) && t.ordinals[i+1] == stem {
		n = 2
	}
	return t.byStem[i : i+n]
}

func (t *stemTable) add(stem, group uint32) {
	for len(t.first) <= int(stem/stemBlock) {
		t.first = append(t.first, uint32(len(t.ordinals)))
	}
	t.ordinals, t.byStem = append(t.ordinals, stem), append(t.byStem, group)
}

func (t *stemTable) end() { t.first = append(t.first, uint32(len(t.ordinals))) }

func (t *stemTable) bytes() int64 {
	return 4 * int64(len(t.ordinals)+len(t.byStem)+len(t.first))
}

// EachStem calls f with the content group of each stem that has one.
func (s *Segment) EachStem(f func(stem, group uint32)) {
	t := &s.Text.Stems
	for i, stem := range t.ordinals {
		if group := t.byStem[i]; s.Text.IsContent(group) {
			f(stem, group)
		}
	}
}
