package indextest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/index"
)

func describe(r index.Request) string {
	return fmt.Sprintf("%#v\n(query %v)", r, r.Query.Root)
}

// near reports whether two scores are the same except for the order of additions. The tiny
// absolute part is for terms that almost cancel each other out.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b))+1e-13
}

// everything is more hits than any collection of the suite has papers.
const everything = 10_000

// whole returns r for the oracle: checkResult takes the page out of all hits.
func whole(r index.Request) index.Request {
	r.Limit, r.Offset, r.Explain = everything, 0, false
	return r
}

// Compare asks both engines. Its error says how the answer of one differs from the oracle's.
func Compare(ctx context.Context, engine, oracle index.Searcher, r index.Request) error {
	want, err := oracle.Search(ctx, whole(r))
	if err != nil {
		return err
	}
	got, err := engine.Search(ctx, r)
	if err != nil {
		return err
	}
	return checkResult(r, want, got)
}

// compareAnswers asks both engines, and wants the same answer.
func compareAnswers(t *testing.T, engine, oracle index.Searcher, r index.Request) index.Result {
	t.Helper()
	got := search(t, engine, r)
	if err := checkResult(r, search(t, oracle, whole(r)), got); err != nil {
		t.Fatal(err)
	}
	return got
}

// checkResult says how the answer to r differs from the oracle's to the whole of it. Hits
// whose scores are so near that either may come first may be swapped.
func checkResult(r index.Request, want, got index.Result) error {
	scores, missing, keys := map[data.Number]float64{}, map[data.Number][]string{}, map[data.Number]index.SortKey{}
	for _, h := range want.Hits {
		keys[h.Number] = h.Key
		scores[h.Number], missing[h.Number] = h.Score, h.Missing
	}
	want.Hits = want.Hits[min(r.Offset, len(want.Hits)):]
	want.More = len(want.Hits) > r.Limit
	want.Hits = want.Hits[:min(r.Limit, len(want.Hits))]
	ignore := cmp.Options{
		cmpopts.IgnoreFields(index.Result{}, "Hits", "Sequence", "NoSuch"),
		cmpopts.EquateEmpty(),
		anySpelling,
	}
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		return fmt.Errorf("%s\n(-want +got)\n%s", describe(r), diff)
	}
	if len(got.Hits) != len(want.Hits) {
		return fmt.Errorf("%s\n%d hits, want %d", describe(r), len(got.Hits), len(want.Hits))
	}
	for i, h := range got.Hits {
		score, matches := scores[h.Number]
		if !matches || !near(h.Score, score) {
			return fmt.Errorf("%s\nhit %d is paper %d with %v, want %v (found %v)", describe(r), i, h.Number, h.Score, score, matches)
		}
		if !slices.Equal(h.Missing, missing[h.Number]) {
			return fmt.Errorf("%s\npaper %d lacks %q, want %q", describe(r), h.Number, h.Missing, missing[h.Number])
		}
		w := want.Hits[i]
		if h.Number != w.Number && !(near(h.Key.Score, w.Key.Score) && h.Key.Key == w.Key.Key && h.Key.Score != 0) {
			return fmt.Errorf("%s\nhit %d is paper %d %+v, want paper %d %+v", describe(r), i, h.Number, h.Key, w.Number, w.Key)
		}
		if !near(h.Key.Score, keys[h.Number].Score) || h.Key.Missing != keys[h.Number].Missing {
			return fmt.Errorf("%s\npaper %d comes at %+v, want %+v", describe(r), h.Number, h.Key, keys[h.Number])
		}
		if i > 0 && compare(r.Sort, got.Hits[i-1].Key, h.Key) >= 0 {
			return fmt.Errorf("%s\nhit %d does not come after the one before", describe(r), i)
		}
		if r.Explain {
			check := checkExplanation
			if r.Sort == index.ByTrending {
				check = checkTrendingExplanation
			}
			if err := check(h); err != nil {
				return fmt.Errorf("%s\n%w", describe(r), err)
			}
		}
	}
	return nil
}

// anySpelling lets the engine choose which spelling of a name a bucket shows.
var anySpelling = cmp.Transformer("anySpelling", func(b index.Bucket) index.Bucket {
	if b.Value == data.AuthorKey(b.Key) {
		b.Key = b.Value
	}
	return b
})

// checkExplanation wants the parts of a score to add up to it.
func checkExplanation(h index.Hit) error {
	if h.Explanation == nil {
		return fmt.Errorf("paper %d has no explanation", h.Number)
	}
	sum := sumOf(h.Explanation.Details)
	if !near(sum, h.Score) || !near(h.Explanation.Value, h.Score) {
		return fmt.Errorf("paper %d scores %v, explained as %v, the sum of its parts is %v", h.Number, h.Score, h.Explanation.Value, sum)
	}
	return nil
}

// checkTrendingExplanation wants the quotient of a trending score to be that score, and its
// dividend to be the sum of its parts.
func checkTrendingExplanation(h index.Hit) error {
	e := h.Explanation
	if h.Key.Missing {
		if e.Value != 0 || len(e.Details) > 0 {
			return fmt.Errorf("paper %d has no trending score, explained as %+v", h.Number, e)
		}
		return nil
	}
	if len(e.Details) != 2 || !near(e.Value, h.Key.Score) || !near(e.Details[0].Value/e.Details[1].Value, h.Key.Score) || !near(sumOf(e.Details[0].Details), e.Details[0].Value) {
		return fmt.Errorf("paper %d has the trending score %v, explained as %+v", h.Number, h.Key.Score, e)
	}
	return nil
}

func sumOf(parts []index.Explanation) (sum float64) {
	for _, d := range parts {
		sum += d.Value
	}
	return sum
}

// wholeSimilar returns r for the oracle: checkSimilar takes the best of all papers.
func wholeSimilar(r index.SimilarRequest) index.SimilarRequest {
	r.Limit = everything
	return r
}

// checkSimilar says how the answer to r differs from the oracle's to the whole of it. Hits
// whose scores are so near that either may come first may be swapped. The weights of shared
// terms must match and add up to the score.
func checkSimilar(r index.SimilarRequest, want, got index.SimilarResult) error {
	rank := map[data.Number]int{}
	for i, h := range want.Hits {
		rank[h.Number] = i
	}
	if n := min(r.Limit, len(want.Hits)); len(got.Hits) != n {
		return fmt.Errorf("%+v\n%d similar papers, want %d", r, len(got.Hits), n)
	}
	for i, h := range got.Hits {
		at, similar := rank[h.Number]
		if !similar {
			return fmt.Errorf("%+v\nsimilar paper %d is %d, which is not similar", r, i, h.Number)
		}
		if diff := cmp.Diff(want.Hits[at], h, cmpopts.EquateApprox(1e-9, 1e-13), sortShared); diff != "" {
			return fmt.Errorf("%+v\nsimilar paper %d is %d (-want +got)\n%s", r, i, h.Number, diff)
		}
		if w := want.Hits[i]; at != i && !near(h.Score, w.Score) {
			return fmt.Errorf("%+v\nsimilar paper %d is %d with %v, want %d with %v", r, i, h.Number, h.Score, w.Number, w.Score)
		}
		if i > 0 {
			before := got.Hits[i-1]
			tie := h.Score == before.Score && want.Hits[at].Score == want.Hits[rank[before.Number]].Score
			if h.Score > before.Score || tie && at < rank[before.Number] {
				return fmt.Errorf("%+v\nsimilar paper %d does not come after the one before", r, i)
			}
		}
		sum, err := addUp(h.Shared)
		if err == nil && r.And != nil {
			var other float64
			other, err = addUp(h.SharedAnd)
			sum = min(sum, other)
		}
		if err != nil {
			return fmt.Errorf("similar paper %d: %w", h.Number, err)
		}
		if !near(sum, h.Score) {
			return fmt.Errorf("similar paper %d scores %v, its shared terms add up to %v", h.Number, h.Score, sum)
		}
	}
	return nil
}

// addUp adds the weights of shared terms, which must be heaviest first.
func addUp(shared []index.Term) (sum float64, err error) {
	for i, s := range shared {
		sum += s.Weight
		if i > 0 && s.Weight > shared[i-1].Weight {
			return 0, fmt.Errorf("shared terms are not by weight: %v", shared)
		}
	}
	return sum, nil
}

// sortShared ignores the order of terms with almost the same weight.
var sortShared = cmpopts.SortSlices(func(a, b index.Term) bool { return a.Stem < b.Stem })
