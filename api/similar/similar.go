package similar

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"paperboy/api/fault"
	"paperboy/api/fields"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/store"
	"paperboy/recommend"
)

// DefaultSharedTerms is how many shared terms a hit names by default: one line of a page.
const DefaultSharedTerms = 8

// Similar returns the papers most similar to the papers and the text of p.
func (s *Service) Similar(ctx context.Context, p Params) (Answer, error) {
	if err := Table.Validate(&p); err != nil {
		return Answer{}, err
	}
	return s.Except(ctx, p, nil)
}

// ToPaper is Similar with the paper with the given id added to p.Like.
func (s *Service) ToPaper(ctx context.Context, id data.ID, p Params) (Answer, error) {
	p.Like = append(p.Like, id)
	return s.Similar(ctx, p)
}

// Except is Similar without the papers in exclude. It does not validate p.
func (s *Service) Except(ctx context.Context, p Params, exclude []data.Number) (Answer, error) {
	start := s.Now()
	found, err := s.Recommender.Similar(ctx, recommend.Request{
		Like: p.Like, Unlike: p.Unlike, Text: p.Text, WithoutTerms: p.WithoutTerms, Boosts: p.BoostTerms,
		Exclude: exclude, Variety: p.Variety, Limit: p.Limit, Filter: p.Filter,
	})
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Hits: make([]Hit, 0, len(found.Hits)), Duplicates: duplicatesOfSeeds(found.Duplicates)}
	for _, h := range found.Hits {
		paper, err := fields.Reduce(ctx, s.Store, h.Paper, p.Fields)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return Answer{}, fmt.Errorf("similar: %w", err)
		}
		answer.Hits = append(answer.Hits, newSimilarHit(h, paper, p.SharedTerms))
	}
	answer.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return answer, nil
}

// newSimilarHit makes a hit that names at most the given number of shared terms; zero means
// DefaultSharedTerms.
func newSimilarHit(h recommend.Hit, paper fields.Paper, named int) Hit {
	return Hit{ID: paper.ID, Reasons: reasons(h.Score, h.SharedTerms, named), Paper: paper, Duplicates: duplicates(h.Duplicates)}
}

// Between returns the papers that are similar to both papers of p.
func (s *Service) Between(ctx context.Context, p BetweenParams) (BetweenAnswer, error) {
	start := s.Now()
	if err := BetweenTable.Validate(&p); err != nil {
		return BetweenAnswer{}, err
	}
	if p.A == "" || p.B == "" {
		missing := map[bool]string{true: "a", false: "b"}[p.A == ""]
		return BetweenAnswer{}, fault.New(fault.MissingParameter, missing, "name both papers: a and b")
	}
	found, err := s.Recommender.Between(ctx, recommend.BetweenRequest{
		A: p.A, B: p.B, WithoutTerms: p.WithoutTerms, Boosts: p.BoostTerms, Variety: p.Variety, Limit: p.Limit, Filter: p.Filter,
	})
	if err != nil {
		return BetweenAnswer{}, err
	}
	answer := BetweenAnswer{Hits: make([]BetweenHit, 0, len(found.Hits)), Duplicates: duplicatesOfSeeds(found.Duplicates)}
	for _, h := range found.Hits {
		paper, err := fields.Reduce(ctx, s.Store, h.Paper, p.Fields)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return BetweenAnswer{}, fmt.Errorf("between: %w", err)
		}
		answer.Hits = append(answer.Hits, BetweenHit{
			ID: paper.ID, Score: h.Score, Paper: paper, Duplicates: duplicates(h.Duplicates),
			A: reasons(h.A.Score, h.A.SharedTerms, p.SharedTerms), B: reasons(h.B.Score, h.B.SharedTerms, p.SharedTerms),
		})
	}
	answer.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return answer, nil
}

// reasons names the given number of shared terms, or DefaultSharedTerms if it is 0, and sums up the
// rest. The terms are sorted heaviest first.
func reasons(score float64, terms []recommend.SharedTerm, named int) Reasons {
	named = min(cmp.Or(named, DefaultSharedTerms), len(terms))
	r := Reasons{Score: score, SharedTerms: make([]SharedTerm, named), OtherTerms: OtherTerms{Count: len(terms) - named}}
	for i, t := range terms {
		if i < named {
			r.SharedTerms[i] = SharedTerm(t)
		} else {
			r.OtherTerms.Weight += t.Weight
		}
	}
	return r
}

func duplicates(found []recommend.Duplicate) []Duplicate {
	list := make([]Duplicate, len(found))
	for i, d := range found {
		list[i] = Duplicate{ID: d.Paper.ID, Title: d.Paper.Title, Score: d.Score, Reason: d.Reason}
	}
	return list
}

func duplicatesOfSeeds(found []recommend.SeedDuplicate) []Duplicate {
	list := make([]Duplicate, len(found))
	for i, d := range found {
		list[i] = Duplicate{ID: d.Paper.ID, Title: d.Paper.Title, Score: d.Score, Reason: d.Reason, Of: d.Of}
	}
	return list
}
