package assist

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"paperboy/index"
	"paperboy/index/query"
)

const (
	// Several parts are dropped together only from searches of at most maxParts parts, since
	// each part takes two counts.
	maxParts = 12
	// maxSubsets is how many smaller sets of parts to drop are tried after that.
	maxSubsets = 12
)

// searchPart is one part of a search: a clause of its query, a group of filters, or all free
// words together if only some of them need to match.
type searchPart struct {
	parts   []RelaxationPart
	clauses []int        // indexes of clauses of the query
	filter  *filterGroup // nil for a part of the query
	// topic says that the part describes what the papers are about. At least one such part
	// is kept.
	topic bool
	// alone is the search for this part alone. The fewer papers it finds, the more
	// specific is the part.
	alone Relaxation
}

// partsOf returns the parts of a search.
func partsOf(asked Search, q query.Query, match index.Match) []searchPart {
	var all []searchPart
	together := match != index.MatchAll && freeTerms(q) > 1
	words := -1
	for i, clause := range q.Clauses() {
		free := query.IsFree(clause)
		if free && together && words >= 0 {
			all[words].parts = append(all[words].parts, RelaxationPart{RelaxWord, clause.String()})
			all[words].clauses = append(all[words].clauses, i)
			continue
		}
		if free {
			words = len(all)
		}
		kind := relaxationKind(clause)
		all = append(all, searchPart{
			parts: []RelaxationPart{{kind, clause.String()}}, clauses: []int{i},
			topic: kind != RelaxExclusion && kind != RelaxRange,
		})
	}
	for i := range filterGroups {
		if group := &filterGroups[i]; group.restricts(asked.Filter) {
			all = append(all, searchPart{parts: []RelaxationPart{{RelaxFilter, group.name}}, filter: group})
		}
	}
	return all
}

// partRelaxer looks for several parts of a search to drop together.
type partRelaxer struct {
	// count returns how many papers a search finds.
	count func(Search) (int, error)
	asked Search
	query query.Query
	parts []searchPart
}

// newPartRelaxer returns a partRelaxer with the number of papers that each part finds alone.
// It has no parts if there are too many, or if one can't be searched for alone.
func newPartRelaxer(asked Search, q query.Query, match index.Match, count func(Search) (int, error)) (*partRelaxer, error) {
	r := &partRelaxer{count: count, asked: asked, query: q, parts: partsOf(asked, q, match)}
	if len(r.parts) > maxParts {
		r.parts = nil
	}
	for i := range r.parts {
		alone, ok, err := r.find([]int{i})
		if err != nil {
			return r, err
		}
		if !ok {
			r.parts = nil
			break
		}
		r.parts[i].alone = alone
	}
	return r, nil
}

// isVain reports whether a relaxation can't find more than total papers, since it keeps a
// part that alone finds no more.
func (r *partRelaxer) isVain(relaxed Relaxation, total int) bool {
	var left []string
	for _, clause := range query.Parse(relaxed.Search.Text).Clauses() {
		left = append(left, clause.String())
	}
	return slices.ContainsFunc(r.parts, func(part searchPart) bool {
		if len(part.parts) > 1 { // some of several words
			return false
		}
		if part.filter != nil {
			return part.alone.Total <= total && part.filter.restricts(relaxed.Search.Filter)
		}
		free := query.IsFree(r.query.Clauses()[part.clauses[0]])
		return part.alone.Total <= total && slices.Contains(left, part.parts[0].Without) && !(free && relaxed.Kind == RelaxMatch)
	})
}

// relax returns a relaxation that finds enough papers by dropping several parts, as few and
// as unspecific as possible. It returns false if there is none.
//
// It first adds parts to those kept, most specific first, as long as enough papers are found:
// none of the dropped parts could be kept in addition. Then it tries to drop fewer parts,
// least specific first.
func (r *partRelaxer) relax(enough int) (Relaxation, bool, error) {
	var useful, empty []int // parts that find enough papers alone, and the others
	for i, part := range r.parts {
		if part.alone.Total < enough {
			empty = append(empty, i)
		} else {
			useful = append(useful, i)
		}
	}
	slices.SortStableFunc(useful, func(a, b int) int { return cmp.Compare(r.parts[a].alone.Total, r.parts[b].alone.Total) })
	first := slices.IndexFunc(useful, func(i int) bool { return r.parts[i].topic })
	if first < 0 {
		return Relaxation{}, false, nil
	}
	kept, best := []int{useful[first]}, r.parts[useful[first]].alone
	for _, i := range slices.Delete(slices.Clone(useful), first, first+1) {
		found, ok, err := r.find(append(slices.Clone(kept), i))
		if err != nil {
			return Relaxation{}, false, err
		}
		if ok && found.Total >= enough {
			kept, best = append(kept, i), found
		}
	}
	tried := 0
	for n := max(2, len(empty)); n < len(r.parts)-len(kept); n++ {
		for _, dropped := range r.subsets(useful, n-len(empty)) {
			left := slices.DeleteFunc(slices.Clone(useful), func(i int) bool { return slices.Contains(dropped, i) })
			if tried == maxSubsets || !slices.ContainsFunc(left, func(i int) bool { return r.parts[i].topic }) {
				continue
			}
			tried++
			found, ok, err := r.find(left)
			if err != nil {
				return Relaxation{}, false, err
			}
			if ok && found.Total >= enough {
				return found, true, nil
			}
		}
	}
	return best, len(best.Parts) > 1, nil
}

// subsets returns all choices of n parts, least specific first.
func (r *partRelaxer) subsets(among []int, n int) [][]int {
	var all [][]int
	var choose func(from int, chosen []int)
	choose = func(from int, chosen []int) {
		if len(chosen) == n {
			all = append(all, slices.Clone(chosen))
			return
		}
		for i := from; i < len(among); i++ {
			choose(i+1, append(chosen, among[i]))
		}
	}
	choose(0, nil)
	idf := func(chosen []int) (sum float64) { // the sum of IDFs, up to a constant
		for _, i := range chosen {
			sum -= math.Log(float64(r.parts[i].alone.Total))
		}
		return sum
	}
	slices.SortStableFunc(all, func(a, b []int) int { return cmp.Compare(idf(a), idf(b)) })
	return all
}

// find counts what the search finds with only the kept parts. It returns false if the query
// can't be written without the others.
func (r *partRelaxer) find(kept []int) (Relaxation, bool, error) {
	relaxed := Relaxation{Kind: RelaxParts, Search: r.asked}
	var dropped []int // indexes of clauses
	var without []string
	for i, part := range r.parts {
		if slices.Contains(kept, i) {
			continue
		}
		dropped = append(dropped, part.clauses...)
		if part.filter != nil {
			relaxed.Search.Filter = part.filter.lift(relaxed.Search.Filter)
		}
		for _, p := range part.parts {
			relaxed.Parts = append(relaxed.Parts, p)
			without = append(without, p.Without)
		}
	}
	relaxed.Without = strings.Join(without, ", ")
	if len(dropped) > 0 {
		text, ok := r.query.Without(dropped...)
		if !ok {
			return relaxed, false, nil
		}
		relaxed.Search.Text = text
	}
	var err error
	relaxed.Total, err = r.count(relaxed.Search)
	return relaxed, true, err
}

// relaxAll returns relaxations that drop several parts, if dropping a single part doesn't
// find enough: one that finds more than total papers and, if these are still few, one that
// finds enough. single holds the relaxations that drop one part.
func (r *partRelaxer) relaxAll(total int, single []Relaxation) ([]Relaxation, error) {
	if len(r.parts) < 2 {
		return nil, nil
	}
	required := total + 1
	for _, one := range single {
		if one.Kind == RelaxMatch || one.Kind == RelaxFilters {
			continue
		}
		if one.Total >= FewHits {
			return nil, nil
		}
		required = FewHits
	}
	var all []Relaxation
	for _, enough := range slices.Compact([]int{required, FewHits}) {
		found, ok, err := r.relax(enough)
		if err != nil {
			return all, err
		}
		isKnown := func(known Relaxation) bool { return known.Search.key() == found.Search.key() }
		if ok && !slices.ContainsFunc(single, isKnown) && !slices.ContainsFunc(all, isKnown) {
			all = append(all, found)
		}
		if found.Total >= FewHits {
			break
		}
	}
	slices.SortStableFunc(all, func(a, b Relaxation) int {
		return cmp.Or(cmp.Compare(len(a.Parts), len(b.Parts)), cmp.Compare(b.Total, a.Total))
	})
	return all, nil
}
