package profiles

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"paperboy/data"
	"paperboy/data/taxonomy"
	"paperboy/index"
)

// Profile is what is known of all papers of an author, a venue or a category, whatever a search
// among them finds.
type Profile struct {
	Kind Kind `json:"kind" doc:"author, venue or category."`
	// Name is for people, Value for the parameter of the kind's name.
	Name  string `json:"name" doc:"The name as papers write it, or what arXiv calls a category."`
	Value string `json:"value" doc:"The value of the facet: the folded name of an author, the code of a category."`
	// Papers is how many there are.
	Papers    int     `json:"papers" doc:"How many papers there are, whatever the search finds."`
	Years     []Year  `json:"years" doc:"How many are from each year that has any, the first year first. Papers without a date are left out."`
	Coauthors []Named `json:"coauthors" doc:"The people who share most papers with the author, or who have most papers in the venue or category: at most 20."`
	Topics    []Topic `json:"topics" doc:"The phrases of the titles of the newest 300 papers that distinguish them most from all papers: at most 12."`
	Spellings []Named `json:"spellings" doc:"Other names that may be the same person: at most 8. Their papers are not counted here."`

	sequence data.Sequence
}

// Year is a year with papers.
type Year struct {
	Year  int `json:"year"`
	Count int `json:"count"`
}

// Named is a name that has a profile too.
type Named struct {
	Name  string `json:"name" doc:"The name as papers write it."`
	Value string `json:"value" doc:"The value of the facet: the folded name of an author."`
	Count int    `json:"count" doc:"How many papers."`
}

// Topic is a phrase of titles.
type Topic struct {
	Text  string `json:"text"`
	Count int    `json:"count" doc:"In how many of the titles it is, in singular or plural."`
}

const (
	maxCoauthors = 20
	maxTopics    = 12
	// maxKept is how many profiles are remembered: a page of an author is often followed by the
	// same with a filter or another order, and by its feed.
	maxKept = 200
)

// profile returns the profile of a value. It is computed once as long as no paper changes.
func (s *Service) profile(ctx context.Context, kind Kind, value string) (Profile, error) {
	key := string(kind) + " " + value
	s.mu.Lock()
	known, ok := s.kept[key]
	s.mu.Unlock()
	if ok && known.sequence == s.Search.Index.Position().Sequence {
		return known, nil
	}
	p, complete, err := s.compute(ctx, kind, value)
	if err != nil || !complete {
		return p, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= maxKept {
		s.kept = map[string]Profile{}
	}
	s.kept[key] = p
	return p, nil
}

// compute makes the profile of a value. complete is false if something was left out that may be
// there a moment later.
func (s *Service) compute(ctx context.Context, kind Kind, value string) (p Profile, complete bool, err error) {
	own := kind.facet()
	found, err := s.Search.Index.Search(ctx, index.Request{
		Filter: index.Filter{Scope: map[index.Facet][]string{own: {value}}},
		Sort:   index.ByNewest, Limit: index.MaxTopicPapers,
		Facets: slices.Compact([]index.Facet{index.FacetDate, index.FacetAuthor, own}), FacetLimit: maxCoauthors + 1,
	})
	if err != nil {
		return p, false, err
	}
	if found.Total == 0 {
		return p, false, s.unknown(ctx, kind, value)
	}
	p = Profile{
		Kind: kind, Papers: found.Total, Years: years(found.Facets[index.FacetDate]), Coauthors: []Named{}, Spellings: []Named{},
		sequence: found.Sequence,
	}
	p.Name, p.Value = ownName(kind, value, found.Facets[own])
	for _, b := range found.Facets[index.FacetAuthor] {
		if b.Value != index.Unknown && (kind != Author || b.Value != value) && len(p.Coauthors) < maxCoauthors {
			p.Coauthors = append(p.Coauthors, named(b))
		}
	}
	if p.Topics, complete, err = s.topics(ctx, found); err != nil {
		return p, false, err
	}
	if kind == Author {
		p.Spellings, err = s.spellings(ctx, value)
		if errors.Is(err, index.ErrTooCostly) {
			err, complete = nil, false
		}
	}
	return p, complete, err
}

// ownName returns the name and the value of a profile. Its papers may write the value in several
// ways: buckets has them, the most frequent first.
func ownName(kind Kind, value string, buckets []index.Bucket) (name, written string) {
	written, name = value, value
	if i := slices.IndexFunc(buckets, func(b index.Bucket) bool { return index.SameValue(kind.facet(), b.Value, value) }); i >= 0 {
		written, name = buckets[i].Value, buckets[i].Key
	}
	if kind == Category {
		return cmp.Or(taxonomy.Name(written), name), taxonomy.Code(written)
	}
	return name, written
}

// years returns the counts of a date facet by year.
func years(dates []index.Bucket) []Year {
	list := []Year{}
	for _, b := range dates { // years, or months
		switch last := len(list) - 1; {
		case b.Count == 0 || b.From.IsZero():
		case last >= 0 && list[last].Year == b.From.Year:
			list[last].Count += b.Count
		default:
			list = append(list, Year{b.From.Year, b.Count})
		}
	}
	return list
}

func named(b index.Bucket) Named { return Named{Name: b.Key, Value: b.Value, Count: b.Count} }

// topics returns the topics of the papers found. complete is false if they were not read as far as
// the index.
func (s *Service) topics(ctx context.Context, found index.Result) (topics []Topic, complete bool, err error) {
	topics = []Topic{}
	if s.Topics == nil {
		return topics, true, nil
	}
	numbers := make([]data.Number, len(found.Hits))
	for i, h := range found.Hits {
		numbers[i] = h.Number
	}
	r, err := s.Topics.Topics(ctx, index.TopicsRequest{Papers: numbers, Limit: maxTopics})
	for _, t := range r.Topics {
		topics = append(topics, Topic{t.Text, t.Papers})
	}
	return topics, r.Sequence >= found.Sequence, err
}
