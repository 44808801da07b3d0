package lists

import (
	"context"
	"slices"

	"paperboy/data"
	"paperboy/data/store"
)

// Newest returns the papers last added to any of the lists that keys open, at most limit, each once,
// the last added first. It returns an error if one of the keys opens no list.
func (s *Service) Newest(ctx context.Context, keys []Key, limit int) ([]data.ID, error) {
	var all []store.Listed
	for _, key := range keys {
		_, listed, err := s.listed(ctx, key)
		if err != nil {
			return nil, err
		}
		all = append(all, listed...)
	}
	slices.SortStableFunc(all, func(a, b store.Listed) int { return b.Added.Compare(a.Added) })
	var ids []data.ID
	seen := map[data.Number]bool{}
	for _, entry := range all {
		if len(ids) < limit && !entry.Gone && !seen[entry.Number] {
			seen[entry.Number] = true
			ids = append(ids, entry.ID)
		}
	}
	return ids, nil
}
