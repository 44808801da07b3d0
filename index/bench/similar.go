package bench

import (
	"context"
	"errors"

	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

// similar returns requests for papers similar to random ones, for the library and for the
// opponent. Each chooses its own terms (the library in package recommend), which is not part
// of the measurement. Nor is the grouping of hits by package recommend, which requests more
// hits than a page for it.
func (d drawer) similar(ctx context.Context, opponent Opponent) (ours, theirs []Query, err error) {
	for range d.n {
		p := d.paper()
		request, err := SimilarTo(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		if len(request.Terms) == 0 {
			continue
		}
		ours = append(ours, Query{Similar: &request})
		if opponent != nil {
			terms, err := opponent.Terms(ctx, p.Paper)
			if err != nil {
				return nil, nil, err
			}
			theirs = append(theirs, Query{Similar: &index.SimilarRequest{Terms: terms, Exclude: request.Exclude, Limit: request.Limit}})
		}
	}
	return ours, theirs, nil
}

// SimilarTo returns the request for papers similar to p that package recommend makes for a page.
func SimilarTo(ctx context.Context, p Sampled) (index.SimilarRequest, error) {
	var recorded recorder
	_, err := recommend.New(&recorded, singlePaper{p}).Similar(ctx, recommend.Request{Like: []data.ID{p.Paper.ID}, Limit: pageLimit})
	return recorded.request, err
}

// A recorder is an engine that records the request of package recommend.
type recorder struct{ request index.SimilarRequest }

func (r *recorder) Similar(_ context.Context, request index.SimilarRequest) (index.SimilarResult, error) {
	r.request = request
	return index.SimilarResult{}, nil
}

func (*recorder) Search(context.Context, index.Request) (index.Result, error) {
	return index.Result{}, errors.New("unexpected search by recommend")
}

// A singlePaper is a store with one paper.
type singlePaper struct{ Sampled }

func (singlePaper) Papers(context.Context, []data.Number) (map[data.Number]data.Paper, error) {
	return nil, nil
}

func (o singlePaper) Paper(context.Context, data.ID) (data.Paper, data.Number, error) {
	return o.Sampled.Paper, o.Number, nil
}
