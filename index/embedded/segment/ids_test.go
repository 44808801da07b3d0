package segment

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"paperboy/index/embedded/bitset"
	"paperboy/index/query"
)

// TestIDs compares the answers for ids with those of a walk over all pairs of id and paper.
func TestIDs(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, papers := range []int{0, 1, 31, 32, 33, 700} {
		type pair struct {
			id  string
			doc uint32
		}
		var pairs []pair
		r := &idsReader{}
		for doc := range uint32(papers) {
			for range 1 + random.IntN(3) {
				id := fmt.Sprintf("%s:%d", []string{"acl", "doi", "arxiv", "ä"}[random.IntN(4)], random.IntN(200))
				pairs = append(pairs, pair{id, doc})
				r.add(doc, []byte(id))
			}
		}
		x := r.ids()
		check := func(what string, got bitset.Set, is func(id string) bool) {
			t.Helper()
			want := bitset.New(papers)
			for _, p := range pairs {
				if is(p.id) {
					want.Add(p.doc)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d papers, %s: %d found, want %d", papers, what, got.Count(), want.Count())
			}
		}
		for range 300 {
			text := fmt.Sprintf("%s:%d", []string{"acl", "doi", "arxiv", "ä", "z"}[random.IntN(5)], random.IntN(200))
			set := bitset.New(papers)
			x.AddExact(text, set)
			check(text, set, func(id string) bool { return id == text })
			set = bitset.New(papers)
			x.AddExpansion(query.Prefix{Text: strings.ToUpper(text)}, set)
			check(text+"*", set, func(id string) bool { return strings.HasPrefix(id, text) })
			set = bitset.New(papers)
			x.AddExpansion(query.Fuzzy{Text: text}, set)
			check(text+"~", set, func(id string) bool { return isNear(id, text) })
			pattern := text[:3] + "?*" + text[len(text)-1:]
			set = bitset.New(papers)
			x.AddExpansion(query.Pattern{Text: pattern}, set)
			check(pattern, set, func(id string) bool { return query.MatchPattern(pattern, id) })
		}
		set := bitset.New(papers)
		x.addPrefix("doi:", set)
		check("doi:*", set, func(id string) bool { return strings.HasPrefix(id, "doi:") })
	}
}
