package indextest

import (
	"context"

	"paperboy/data"
	"paperboy/index"
)

// question is a search or, if similar is set, a question for similar papers.
type question struct {
	search  index.Request
	similar *index.SimilarRequest
}

// answer is an engine's answer to a question of a round.
type answer struct {
	question int
	sequence data.Sequence
	found    index.Result
	similar  index.SimilarResult
}

// question returns a random one, sometimes for papers by an author who is written about now.
func (m maker) question(now data.Sequence) question {
	if m.chance(20) {
		r := m.similarRequest(churnNumbers)
		return question{similar: &r}
	}
	r := m.request()
	if m.chance(20) {
		coming := ownWord(now + data.Sequence(m.IntN(churnNumbers)))
		r.Filter = index.Filter{Values: map[index.Facet][]string{index.FacetAuthor: {coming, "li wei"}}}
		r.Facets = index.Facets
	}
	return question{search: r}
}

func (q question) whole() question {
	if q.similar != nil {
		r := wholeSimilar(*q.similar)
		return question{similar: &r}
	}
	return question{search: whole(q.search)}
}

func (q question) ask(ctx context.Context, s index.Searcher) (answer, error) {
	if q.similar != nil {
		similar, err := s.Similar(ctx, *q.similar)
		return answer{similar: similar, sequence: similar.Sequence}, err
	}
	found, err := s.Search(ctx, q.search)
	return answer{found: found, sequence: found.Sequence}, err
}

func (q question) check(want, got answer) error {
	if q.similar != nil {
		return checkSimilar(*q.similar, want.similar, got.similar)
	}
	return checkResult(q.search, want.found, got.found)
}
