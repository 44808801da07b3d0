package similar

import (
	"context"
	"fmt"
	"net/url"

	"paperboy/api/fault"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/recommend"
)

// Map returns how the papers of p are related.
func (s *Service) Map(ctx context.Context, p MapParams) (MapAnswer, error) {
	start := s.Now()
	if err := MapTable.Validate(&p); err != nil {
		return MapAnswer{}, err
	}
	if len(p.IDs) > MaxNeighbours {
		return MapAnswer{}, fault.New(fault.TooManyValues, "ids", "%d ids, at most %d", len(p.IDs), MaxNeighbours)
	}
	answer := MapAnswer{Papers: []fields.Paper{}}
	var papers []data.Paper
	seen := map[data.ID]bool{}
	for _, id := range p.IDs {
		paper, _, err := s.Store.Paper(ctx, id)
		if err != nil {
			return MapAnswer{}, fmt.Errorf("map of %s: %w", id, err)
		}
		if !seen[paper.ID] {
			seen[paper.ID] = true
			papers = append(papers, paper)
			answer.Papers = append(answer.Papers, fields.Choose(paper, p.Fields))
		}
	}
	answer.Links = LinksAmong(papers)
	answer.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return answer, nil
}

// LinksAmong returns links between those of the papers that are similar to each other, the most
// similar first. The result is not nil.
func LinksAmong(papers []data.Paper) []Link {
	found := recommend.Links(papers)
	links := make([]Link, 0, len(found))
	for _, l := range found {
		links = append(links, Link{Source: papers[l.From].ID, Target: papers[l.To].ID, Cosine: l.Cosine})
	}
	return links
}

// MapParams are the parameters of GET /map.
type MapParams struct {
	// IDs are the papers, at most MaxNeighbours.
	IDs []data.ID
	// Fields are the fields of each paper to return, from fields.Default. If nil, all of them.
	Fields []string
}

// URLValues returns the parameters that MapTable reads as p.
func (p MapParams) URLValues() url.Values { return MapTable.Values(&p) }

// MapTable has the parameters of GET /map.
var MapTable = params.Table[MapParams]{Rows: params.Required([]params.Param[MapParams]{
	params.IDList("ids", fmt.Sprintf("At most %d ids, separated by commas.", MaxNeighbours), func(p *MapParams) *[]data.ID { return &p.IDs }),
	params.List("fields", "Which of a paper's fields, separated by commas; observations and sources are not available here. Default: all others.", fields.Default, func(p *MapParams) *[]string { return &p.Fields }),
}, "ids")}

// MapAnswer is the answer to GET /map: papers, in the order of the request, and links between them.
type MapAnswer struct {
	Papers []fields.Paper `json:"papers"`
	Links  []Link         `json:"links"`
	TookMS float64        `json:"took_ms"`
}
