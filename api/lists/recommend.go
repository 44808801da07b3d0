package lists

import (
	"context"
	"fmt"
	"time"

	"paperboy/api/params"
	"paperboy/api/similar"
	"paperboy/data/figures"
	"paperboy/recommend"
)

// Recommend returns the papers most similar to those of a list, without any paper of the list. It
// ignores p.Like, p.Unlike and p.Text.
func (s *Service) Recommend(ctx context.Context, key Key, p similar.Params) (Recommendations, error) {
	start := s.Now()
	if err := RecommendTable.Validate(&p); err != nil {
		return Recommendations{}, err
	}
	l, listed, err := s.listed(ctx, key)
	if err != nil {
		return Recommendations{}, err
	}
	p.Like, p.Unlike, p.Text = nil, nil, ""
	for _, entry := range listed {
		if !entry.Gone && len(p.Like) < recommend.MaxSeeds {
			p.Like = append(p.Like, entry.ID)
		}
	}
	answer := Recommendations{Name: l.Name, Seeds: len(p.Like), Total: l.Papers, Notices: []string{}}
	answer.Hits, answer.Duplicates = []similar.Hit{}, []similar.Duplicate{}
	switch {
	case answer.Seeds == 0:
		answer.Notices = append(answer.Notices, "there is no paper in the list to compare with")
		return answer, nil
	case answer.Seeds < answer.Total:
		answer.Notices = append(answer.Notices, fmt.Sprintf("compared with the %d papers last added, of %d", answer.Seeds, answer.Total))
	}
	found, err := s.Similar.Except(ctx, p, numbersOf(listed))
	if err != nil {
		return Recommendations{}, err
	}
	answer.Answer = found
	answer.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return answer, nil
}

// RecommendTable has the parameters of GET /lists/{key}/recommendations: those of similar.Table
// except the papers and the text to compare with.
var RecommendTable = params.Table[similar.Params]{
	Rows:     append([]params.Param[similar.Params]{sinceParam}, params.Omit(similar.Table.Rows, "like", "id", "unlike", "text")...),
	Defaults: similar.Table.Defaults,
}

// sinceParam is an alias of added_after.
var sinceParam = func() params.Param[similar.Params] {
	row := params.Time("since", "Only papers that were added after this time (RFC 3339) or date: another name of added_after.",
		func(p *similar.Params) *time.Time { return &p.Filter.AddedAfter })
	return params.Alias(row)
}()
