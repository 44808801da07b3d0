package daily

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

// maxLike is the maximum number of papers that are ranked by similarity: as many as an offset of a
// search reaches.
const maxLike = search.MaxOffset + params.MaxLimit

// like finds the papers of a period, those most similar to the papers of p.Lists first. Papers that
// have nothing in common with them follow, newest first. If the lists have no paper, a notice says
// so and all are newest first.
func (s *Service) like(ctx context.Context, p Params) (search.Answer, error) {
	if len(p.Lists) == 0 {
		return search.Answer{}, fault.New(fault.MissingParameter, "list", "sort=like needs the key of a reading list: list=KEY")
	}
	liked, err := s.Lists.Newest(ctx, p.Lists, recommend.MaxSeeds)
	if err != nil {
		return search.Answer{}, err
	}
	p.Sort = index.ByNewest
	if len(liked) == 0 {
		a, err := s.Search.Search(ctx, p.Params)
		a.Query.Notices = append(a.Query.Notices, "the reading lists have no paper to compare with")
		return a, err
	}
	if p.Cursor != "" {
		if p.Offset, err = likeOffset(p); err != nil {
			return search.Answer{}, err
		}
	}
	order := func(ctx context.Context, found []data.Number) ([]index.Hit, error) {
		ranked, err := s.Recommender.Rank(ctx, recommend.Request{Like: liked, Filter: p.Filter, Limit: maxLike})
		if err != nil {
			return nil, err
		}
		return reorder(found, ranked), nil
	}
	a, err := s.Search.Ordered(ctx, p.Params, maxLike, order)
	if next := p.Offset + len(a.Hits); err == nil && len(a.Hits) > 0 && next < a.Total {
		a.NextCursor = likeCursor(p, next)
	}
	return a, err
}

// reorder returns the papers found, those ranked first, in the order of their ranks.
func reorder(found []data.Number, ranked []index.SimilarHit) []index.Hit {
	isFound := make(map[data.Number]bool, len(found))
	for _, n := range found {
		isFound[n] = true
	}
	hits := make([]index.Hit, 0, len(found))
	for _, h := range ranked {
		if isFound[h.Number] {
			hits = append(hits, index.Hit{Number: h.Number, Score: h.Score})
			delete(isFound, h.Number)
		}
	}
	for _, n := range found {
		if isFound[n] {
			hits = append(hits, index.Hit{Number: n})
		}
	}
	return hits
}

// The cursor of an order by similarity is the offset of the next hit and a hash of the request.

func likeCursor(p Params, offset int) string {
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint32(nil, uint32(offset)), likeHash(p)...))
}

func likeOffset(p Params) (int, error) {
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil || len(b) != 4+hashBytes {
		return 0, fault.New(fault.InvalidCursor, "cursor", "this is not a next_cursor of this server")
	}
	if string(b[4:]) != string(likeHash(p)) {
		return 0, fault.New(fault.CursorMismatch, "cursor", "the cursor belongs to another query, filter or sort; begin again without it")
	}
	return int(min(binary.BigEndian.Uint32(b), maxLike)), nil
}

const hashBytes = 8

func likeHash(p Params) []byte {
	asked := Params{Params: search.Params{Q: p.Q, Match: p.Match, Filter: p.Filter, Sort: ByLike}, By: p.By, Lists: p.Lists}
	sum := sha256.Sum256([]byte(Table.Values(&asked).Encode()))
	return sum[:hashBytes]
}
