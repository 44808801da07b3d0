package embedded

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/index/analysis"
)

// textIndex is the inverted index of the titles and abstracts of a lane.
//
// Its postings are those of groups: the forms of one stem that are function
// words, or those that are none. A stem is what most questions ask for, and comes
// without adding up. What of it belongs to which of several forms is told by
// shares, beside the postings, so that forms have none of their own. Groups are
// numbered by falling number of postings, those of content words first.
type textIndex struct {
	forms dictionary
	group []uint32 // of each form

	stems      stemTable
	content    int      // the number of groups of content words
	formStart  []uint32 // one more than groups
	groupForms []uint32 // ascending; a form's rank is its place in its group
	papers     []uint32 // how many papers have a group
	entryStart []uint32 // one more than groups
	entries    []uint16 // see entryWriter
	shareStart []uint32 // one more than groups
	shares     []byte   // see shareWriter

	// length counts a paper's content words, those of the title twice.
	length    []uint32
	sequences sequences
}

func (x *textIndex) groups() int                 { return len(x.papers) }
func (x *textIndex) isContent(g uint32) bool     { return int(g) < x.content }
func (x *textIndex) formsOf(g uint32) []uint32   { return x.groupForms[x.formStart[g]:x.formStart[g+1]] }
func (x *textIndex) entriesOf(g uint32) []uint16 { return x.entries[x.entryStart[g]:x.entryStart[g+1]] }
func (x *textIndex) sharesOf(g uint32) []byte    { return x.shares[x.shareStart[g]:x.shareStart[g+1]] }

func (x *textIndex) bytes() int64 {
	return x.forms.bytes() + x.stems.bytes() + x.sequences.bytes() + int64(len(x.shares)) + 2*int64(len(x.entries)) +
		4*int64(len(x.group)+len(x.formStart)+len(x.groupForms)+len(x.papers)+len(x.entryStart)+len(x.shareStart)+len(x.length))
}

// contentGroup is the group of a stem's forms that are no function words.
func (x *textIndex) contentGroup(stem uint32) (g uint32, ok bool) {
	groups := x.stems.groups(stem)
	if len(groups) == 0 || !x.isContent(groups[0]) {
		return 0, false
	}
	return groups[0], true
}

// stemTable finds the groups of a stem by its ordinal in the shared table.
type stemTable struct {
	ordinals []uint32 // ascending, twice for a stem of two groups
	byStem   []uint32 // groups, that of content words first
	first    []uint32 // of the ordinals from i*stemBlock on: most of the way of a search
}

const stemBlock = 64

func (t *stemTable) groups(stem uint32) []uint32 {
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

// Shares tell, for each posting of a group of several forms, the rank of the one
// form that it is of; or several, then how many they are and, for each, its rank
// and its frequency, in two bytes each.
const several = math.MaxUint8

// share makes tf what the frequencies of a group's postings are of some of its
// forms, by its shares. The two may be one slice.
func share(tf, group []frequency, some bitset, shares []byte) {
	var wanted [several]frequency // all bits or none
	for rank := range some.each {
		if rank < several {
			wanted[rank] = math.MaxUint16
		}
	}
	at := 0
	for i, all := range group[:len(tf)] {
		rank := shares[at]
		at++
		if rank != several {
			tf[i] = all & wanted[rank]
			continue
		}
		f, n := readShares(some, shares[at:])
		at += n
		tf[i] = f
	}
}

// compact drops the papers without the term.
func (p *postings) compact() {
	kept := 0
	for i, f := range p.tf {
		p.docs[kept], p.tf[kept] = p.docs[i], f
		if f > 0 {
			kept++
		}
	}
	p.docs, p.tf = p.docs[:kept], p.tf[:kept]
}

// readShares is what a posting of several forms has of some, and the length of
// its shares.
func readShares(some bitset, shares []byte) (f frequency, length int) {
	n := int(binary.LittleEndian.Uint16(shares))
	length = 2 + 4*n
	for share := shares[2:length]; len(share) > 0; share = share[4:] {
		if some.has(uint32(binary.LittleEndian.Uint16(share))) {
			f = f.plus(frequency(binary.LittleEndian.Uint16(share[2:])))
		}
	}
	return f, length
}

// formPostings are the postings of all forms of a segment, as they are read.
type formPostings struct {
	postings
	start    []uint32 // one more than forms
	function []bool   // which forms are function words
}

// readTextIndex merges the two fields of a segment. tokens are the lengths of
// the papers as they were indexed: the postings must add up to them, which
// tells a damaged segment from a sound one.
func readTextIndex(ctx context.Context, seg segment.Segment, stems *names, tokens []uint32) (*textIndex, error) {
	if len(tokens) >= maxLanePapers {
		return nil, errors.New("more papers in a segment than it may have")
	}
	title, err := readField(seg, titleField, contentPositions)
	if err != nil {
		return nil, err
	}
	abstract, err := readField(seg, abstractField, contentPositions)
	if err != nil {
		return nil, err
	}
	x := &textIndex{length: make([]uint32, len(tokens))}
	read := formPostings{start: []uint32{0}}
	var text []byte
	seen := make([]uint32, len(tokens))
	order := newSequencer(tokens)
	title.next()
	abstract.next()
	for title.term != "" || abstract.term != "" {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		form := title.term
		if form == "" || abstract.term != "" && abstract.term < form {
			form = abstract.term
		}
		var inTitle, inAbstract []posting
		if title.term == form {
			inTitle = title.postings
		}
		if abstract.term == form {
			inAbstract = abstract.postings
		}
		function := analysis.IsFunctionWord(form)
		from := len(read.docs)
		if err := x.merge(&read.postings, inTitle, inAbstract, seen, function); err != nil {
			return nil, err
		}
		if !function {
			sound := order.addAll(uint32(len(x.forms.ends)), title, inTitle, true) &&
				order.addAll(uint32(len(x.forms.ends)), abstract, inAbstract, false)
			if !sound {
				return nil, errPostings
			}
		}
		if len(read.docs) > from {
			text = append(text, form...)
			x.forms.ends = append(x.forms.ends, uint32(len(text)))
			read.start = append(read.start, uint32(len(read.docs)))
			read.function = append(read.function, function)
		}
		if inTitle != nil {
			title.next()
		}
		if inAbstract != nil {
			abstract.next()
		}
	}
	if err := cmp.Or(title.err, abstract.err); err != nil {
		return nil, err
	}
	if !slices.Equal(seen, tokens) {
		return nil, errPostings
	}
	x.forms.text = string(text)
	x.groupByStem(&read, stems)
	x.writeGroups(&read)
	x.sequences = order.sequences(x.group)
	return x, nil
}

// merge appends one form's postings and counts them.
func (x *textIndex) merge(p *postings, title, abstract []posting, seen []uint32, function bool) error {
	for len(title) > 0 || len(abstract) > 0 {
		var doc, t, a uint32
		switch {
		case len(abstract) == 0 || len(title) > 0 && title[0].doc < abstract[0].doc:
			doc, t, title = title[0].doc, title[0].tf, title[1:]
		case len(title) == 0 || abstract[0].doc < title[0].doc:
			doc, a, abstract = abstract[0].doc, abstract[0].tf, abstract[1:]
		default:
			doc, t, a, title, abstract = title[0].doc, title[0].tf, abstract[0].tf, title[1:], abstract[1:]
		}
		if int(doc) >= len(seen) {
			return errPostings
		}
		p.docs, p.tf = append(p.docs, doc), append(p.tf, newFrequency(t, a))
		seen[doc] += t + a
		if !function {
			x.length[doc] += titleWeight*t + a
		}
	}
	return nil
}

// groupByStem numbers the groups and finds them by stem.
func (x *textIndex) groupByStem(read *formPostings, stems *names) {
	type member struct {
		stem     uint32
		function bool
		form     uint32
	}
	members := make([]member, x.forms.len())
	for i := range members {
		members[i] = member{stems.of([]byte(analysis.Stem(x.forms.at(i)))), read.function[i], uint32(i)}
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
	x.group = make([]uint32, len(members))
	x.groupForms = make([]uint32, 0, len(members))
	x.formStart = append(make([]uint32, 0, len(groups)+1), 0)
	number := make([]uint32, len(groups))
	for n, i := range byStem {
		number[i] = uint32(n)
		for _, m := range groups[i].members {
			x.group[m.form] = uint32(n)
			x.groupForms = append(x.groupForms, m.form)
		}
		x.formStart = append(x.formStart, uint32(len(x.groupForms)))
		if !groups[i].members[0].function {
			x.content++
		}
	}
	for i, g := range groups {
		x.stems.add(g.members[0].stem, number[i])
	}
	x.stems.end()
}

// writeGroups adds the postings of forms up to those of groups.
func (x *textIndex) writeGroups(read *formPostings) {
	n := len(x.formStart) - 1
	x.papers = make([]uint32, n)
	x.entryStart, x.shareStart = append(make([]uint32, 0, n+1), 0), append(make([]uint32, 0, n+1), 0)
	w := shareWriter{read: read}
	for g := range x.papers {
		x.papers[g] = w.group(x.formsOf(uint32(g)))
		x.entryStart = append(x.entryStart, uint32(len(w.entries)))
		x.shareStart = append(x.shareStart, uint32(len(w.shares)))
	}
	x.entries, x.shares = slices.Clone(w.entries), slices.Clone(w.shares)
}

// shareWriter writes the postings of one group after the other.
type shareWriter struct {
	entryWriter
	shares []byte
	read   *formPostings
	at     []span32 // what is left of each form's postings
	in     []int    // ranks of the forms in one paper
}

// span32 is places from a first to before a last.
type span32 struct{ from, to uint32 }

// group writes one and counts its papers.
func (w *shareWriter) group(forms []uint32) (papers uint32) {
	w.next = 0
	read := w.read
	if len(forms) == 1 {
		from, to := read.start[forms[0]], read.start[forms[0]+1]
		for i := from; i < to; i++ {
			w.add(read.docs[i], read.tf[i])
		}
		return to - from
	}
	w.at = w.at[:0]
	for _, f := range forms {
		w.at = append(w.at, span32{read.start[f], read.start[f+1]})
	}
	for {
		doc := uint32(math.MaxUint32)
		for rank, at := range w.at {
			if at.from == at.to {
				continue
			}
			switch d := read.docs[at.from]; {
			case d < doc:
				doc, w.in = d, append(w.in[:0], rank)
			case d == doc:
				w.in = append(w.in, rank)
			}
		}
		if doc == math.MaxUint32 {
			return papers
		}
		papers++
		w.share(doc)
	}
}

// share writes the posting of one paper.
func (w *shareWriter) share(doc uint32) {
	if len(w.in) == 1 && w.in[0] < several {
		rank := w.in[0]
		w.shares = append(w.shares, byte(rank))
		w.add(doc, w.take(rank))
		return
	}
	w.shares = append(w.shares, several)
	w.shares = binary.LittleEndian.AppendUint16(w.shares, uint16(len(w.in)))
	var sum frequency
	for _, rank := range w.in {
		f := w.take(rank)
		sum = sum.plus(f)
		w.shares = binary.LittleEndian.AppendUint16(w.shares, uint16(rank))
		w.shares = binary.LittleEndian.AppendUint16(w.shares, uint16(f))
	}
	w.add(doc, sum)
}

// take is the frequency of a form at the paper in hand, whose posting is then done with.
func (w *shareWriter) take(rank int) frequency {
	f := w.read.tf[w.at[rank].from]
	w.at[rank].from++
	return f
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
