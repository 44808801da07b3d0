package library

import (
	"context"
	"fmt"
	"iter"

	"paperboy/data"
	"paperboy/data/store"
)

// idsAtOnce is how many ids AllIDs reads from the store at once.
const idsAtOnce = 1000

// AllIDs yields the ids of the papers whose numbers are above after and at most last, in ascending
// order of their numbers. It reads no paper in full. After an error it yields nothing more.
func (s *Service) AllIDs(ctx context.Context, after, last data.Number) iter.Seq2[store.NumberedID, error] {
	return func(yield func(store.NumberedID, error) bool) {
		for {
			ids, err := s.Store.IDsAfter(ctx, after, idsAtOnce)
			if err != nil {
				yield(store.NumberedID{}, fmt.Errorf("ids: %w", err))
				return
			}
			for _, id := range ids {
				if after = id.Number; id.Number > last || !yield(id, nil) {
					return
				}
			}
			if len(ids) < idsAtOnce {
				return
			}
		}
	}
}

// LastNumber returns the highest number that a paper has or had, and the sequence of the newest
// change.
func (s *Service) LastNumber(ctx context.Context) (data.Number, data.Sequence, error) {
	last, err := s.Store.LastNumber(ctx)
	if err != nil {
		return 0, 0, err
	}
	head, err := s.Store.Head(ctx)
	return last, head, err
}
