package snapshot

import (
	"math"
	"slices"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
	"paperboy/index/query"
)

// CountPostings counts the live papers among p with a frequency above 0.
func (s *Segment) CountPostings(p *segment.Postings) int {
	n := 0
	for i, f := range p.TF {
		is := f.Indicator()
		if s.HasDeleted {
			doc := p.Docs[i]
			is &= int(s.Live[doc/64] >> (doc % 64))
		}
		n += is
	}
	return n
}

// CountPicks counts the live papers that some picks select; ok is false if that takes reading
// their postings.
func (s *Segment) CountPicks(picks []segment.Pick) (n int, ok bool) {
	if len(picks) != 1 {
		return 0, len(picks) == 0
	}
	n, ok = s.Text.PickPapers(picks[0])
	if !ok || n == 0 || !s.HasDeleted {
		return n, ok
	}
	dead := s.dead()
	if len(dead) > n/deadWork {
		return 0, false
	}
	return n - s.Text.CountIn(picks[0], dead), true
}

// deadWork is what looking a deleted paper up costs in postings that are read.
const deadWork = 16

// CountPapers counts the live papers among docs.
func (s *Segment) CountPapers(docs []uint32) int {
	if !s.HasDeleted {
		return len(docs)
	}
	n := 0
	for _, doc := range docs {
		n += int(s.Live[doc/64] >> (doc % 64) & 1)
	}
	return n
}

// CountStem counts the live papers with a form of a stem. It may stop at index.ManyPapers.
func (s *Segment) CountStem(stem uint32, lend *segment.Scratch) int {
	if stem == NoStem {
		return 0
	}
	switch groups := s.Text.Stems.Groups(stem); {
	case len(groups) == 0:
		return 0
	case len(groups) > 1:
		found := s.Text.Sum(s.Text.PickStem(stem), lend)
		defer lend.PutPostings(found)
		return s.CountPostings(&found)
	case !s.HasDeleted:
		return int(s.Text.GroupPapers[groups[0]])
	default:
		return s.Text.CountGroup(groups[0], -1, index.ManyPapers, s.Live)
	}
}

// countForm counts the live papers with a form that is not a function word.
func (s *Segment) countForm(form uint32) int {
	x := s.Text
	group := x.FormGroups[form]
	forms := x.GroupForms(group)
	switch {
	case !x.IsContent(group):
		return 0
	case len(forms) > 1:
		rank, _ := slices.BinarySearch(forms, form)
		return x.CountGroup(group, rank, math.MaxInt, s.Live)
	case !s.HasDeleted:
		return int(x.GroupPapers[group])
	default:
		return x.CountGroup(group, -1, math.MaxInt, s.Live)
	}
}

// CountName counts the live papers that have a form in the name of an author or venue.
func (s *Segment) CountName(form string) int {
	return s.CountPapers(segment.Union(s.Authors.Words.Exact(form), s.Venues.Words.Exact(form)))
}

// countContent counts the live papers with a form of a stem that is not a function word.
func (s *Segment) countContent(stem uint32, lend *segment.Scratch) int {
	group, ok := s.Text.ContentGroup(stem)
	if !ok {
		return 0
	}
	if !s.HasDeleted {
		return int(s.Text.GroupPapers[group])
	}
	found := s.Text.Sum([]segment.Pick{{Group: group}}, lend)
	defer lend.PutPostings(found)
	return s.CountPostings(&found)
}

// Dictionary returns the dictionary of a field and a function that counts the live papers of
// one of its terms (0 for function words). A field without words has neither.
func (s *Segment) Dictionary(field query.Field) (terms *segment.Dictionary, count func(term uint32) int) {
	names := func(x *segment.TermIndex) (*segment.Dictionary, func(uint32) int) {
		return &x.Terms, func(t uint32) int { return s.CountPapers(x.Papers(int(t))) }
	}
	switch field {
	case query.Author:
		return names(s.Authors.Words)
	case query.Venue:
		return names(s.Venues.Words)
	case query.AnyText, query.Title, query.Abstract:
		return &s.Text.Forms, s.countForm
	}
	return nil, nil
}

// PapersWith returns the papers, live or not, that have a form as index.Speller defines it.
// The set is borrowed from lend. It has length 0 if there are none.
func (s *Segment) PapersWith(form string, stem uint32, lend *segment.Scratch) bitset.Set {
	names := [][]uint32{s.Authors.Words.Exact(form), s.Venues.Words.Exact(form)}
	var groups []uint32
	if stem != NoStem {
		groups = s.Text.Stems.Groups(stem)
	}
	if len(groups) == 0 && len(names[0]) == 0 && len(names[1]) == 0 {
		return bitset.Set{}
	}
	set := bitset.Set(lend.Sets.GetZeroed((s.Papers + 63) / 64))
	for _, docs := range names {
		set.AddAll(docs)
	}
	for _, g := range groups {
		found := lend.GetPostings(int(s.Text.GroupPapers[g]))
		s.Text.Read(&found, segment.Pick{Group: g})
		set.AddAll(found.Docs)
		lend.PutPostings(found)
	}
	return set
}

// NoStem is the ordinal of a stem that no paper ever had.
const NoStem = 1<<32 - 1

// StemOrdinals returns the ordinals of the stems of forms.
func (v *Snapshot) StemOrdinals(forms []string) []uint32 {
	stems := make([]uint32, len(forms))
	for i, form := range forms {
		stems[i] = NoStem
		if stem, ok := v.Tables.Stems.Lookup(analysis.Stem(form)); ok {
			stems[i] = stem
		}
	}
	return stems
}

// StemPapers counts the papers with a stem, including those deleted since their segment was
// written: leaving these out would take half the time of a search.
func (v *Snapshot) StemPapers(stem string) int {
	ord, known := v.Tables.Stems.Lookup(stem)
	if !known {
		return 0
	}
	papers := 0
	for i := range v.Segments {
		text := v.Segments[i].Text
		if g, ok := text.ContentGroup(ord); ok {
			papers += int(text.GroupPapers[g])
		}
	}
	return papers
}

// Mentions counts the live papers that have in their text the stem of the name that the title of a
// paper begins with. It returns 0 if it begins with none.
func (v *Snapshot) Mentions(part int, doc uint32) int {
	seg := &v.Segments[part]
	head, ok := seg.Columns.Titles.HeadTerm(doc)
	if !ok {
		return 0
	}
	known := &seg.mentions()[head]
	if n := known.Load(); n > 0 {
		return int(n - 1)
	}
	n := 0
	if ord, known := v.Tables.Stems.Lookup(analysis.Stem(seg.Columns.Titles.Head(doc))); known {
		for i := range v.Segments {
			n += v.Segments[i].countContent(ord, &v.Tables.Scratch)
		}
	}
	known.Store(int32(n + 1))
	return n
}

// CountOnce returns the result of count for the term with a name, which it calls once a snapshot,
// and again if ok was false: a search that ended early has counted too few. Only names of a bounded
// number of terms may be passed.
func (v *Snapshot) CountOnce(name string, count func() (n int, ok bool)) int {
	if n, known := v.counted.Load(name); known {
		return n.(int)
	}
	n, ok := count()
	if ok {
		v.counted.Store(name, n)
	}
	return n
}

// newestDay returns the latest first day of a live paper, data.NoDay if none has a date.
func (v *Snapshot) newestDay() int32 {
	newest := int32(data.NoDay)
	for i := range v.Segments {
		for doc := range v.Segments[i].Live.Each {
			if day := v.Segments[i].Columns.Dates.First[doc]; day != data.NoDay && (newest == data.NoDay || day > newest) {
				newest = day
			}
		}
	}
	return newest
}

// added returns the least and the greatest time of addition, schema.NoTime among them.
func (v *Snapshot) added() (first, last int64) {
	first, last = math.MaxInt64, math.MinInt64
	for i := range v.Segments {
		for doc := range v.Segments[i].Live.Each {
			at := v.Segments[i].Columns.Added[doc]
			first, last = min(first, at), max(last, at)
		}
	}
	return first, last
}

// sortsWithData stops at the first live paper with a value. A sort without data costs no more
// than the others: the segments know which sorts none of their papers, live or not, has.
func (v *Snapshot) sortsWithData() []index.Sort {
	var sorts []index.Sort
	for _, by := range index.Sorts {
		if slices.ContainsFunc(v.Segments, func(s Segment) bool { return s.hasSortValue(by) }) {
			sorts = append(sorts, by)
		}
	}
	return sorts
}

// hasSortValue reports whether a live paper of the segment has the value that by sorts by.
func (s *Segment) hasSortValue(by index.Sort) bool {
	if !slices.Contains(s.Columns.Sorts(), by) {
		return false
	}
	for doc := range s.Live.Each {
		if s.Columns.HasSortValue(by, doc) {
			return true
		}
	}
	return false
}

func (v *Snapshot) countTerms() int {
	if len(v.Segments) == 1 {
		return v.Segments[0].Text.Forms.Len()
	}
	forms := map[string]struct{}{}
	for i := range v.Segments {
		d := &v.Segments[i].Text.Forms
		for t := range d.Len() {
			forms[d.Term(t)] = struct{}{}
		}
	}
	return len(forms)
}
