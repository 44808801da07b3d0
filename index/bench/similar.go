package bench

import (
	"context"
	"errors"

	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

// similar asks for the papers most like random ones. Which terms to ask for is
// settled here, by package recommend and by the opponent each for itself, and
// not part of what is measured; nor is what recommend makes of the hits, for which it
// asks for some more than a page.
func (d drawer) similar(ctx context.Context, opponent Opponent) (ours, theirs []Query, err error) {
	for range d.n {
		p := d.paper()
		var asked recorder
		_, err := recommend.New(&asked, only{p}).Similar(ctx, recommend.Request{Like: []data.ID{p.Paper.ID}, Limit: pageLimit})
		if err != nil {
			return nil, nil, err
		}
		if len(asked.request.Terms) == 0 {
			continue
		}
		ours = append(ours, Query{Similar: &asked.request})
		if opponent != nil {
			terms, err := opponent.Terms(ctx, p.Paper)
			if err != nil {
				return nil, nil, err
			}
			theirs = append(theirs, Query{Similar: &index.SimilarRequest{Terms: terms, Exclude: asked.request.Exclude, Limit: asked.request.Limit}})
		}
	}
	return ours, theirs, nil
}

// recorder keeps the question that recommend asks an engine.
type recorder struct{ request index.SimilarRequest }

func (r *recorder) Similar(_ context.Context, request index.SimilarRequest) (index.SimilarResult, error) {
	r.request = request
	return index.SimilarResult{}, nil
}

func (*recorder) Search(context.Context, index.Request) (index.Result, error) {
	return index.Result{}, errors.New("recommend searches")
}

// only is a store of one paper, which no answer has.
type only struct{ Sampled }

func (only) Papers(context.Context, []data.Number) (map[data.Number]data.Paper, error) {
	return nil, nil
}

func (o only) Paper(context.Context, data.ID) (data.Paper, data.Number, error) {
	return o.Sampled.Paper, o.Number, nil
}
