package snapshot

import (
	"context"
	"errors"

	"paperboy/data/panics"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
)

var errSegment = errors.New("the segment is not what searches are answered from")

// Check reads the segment again, compares it with its checksum and with what searches are
// answered from. A merge may have removed its file, which then exists as long as the snapshot
// does.
func (s *Segment) Check(ctx context.Context) error {
	return panics.Recover("embedded.check", func() error {
		again, err := segment.Read(ctx, s.Bleve, segment.NewTables())
		if err != nil {
			return err
		}
		if !again.Equal(s.Segment) {
			return errSegment
		}
		for doc := range s.Live.Each {
			id, err := s.Bleve.DocID(uint64(doc))
			if err != nil {
				return err
			}
			if string(id) != schema.DocumentID(s.Columns.Numbers[doc]) {
				return errSegment
			}
		}
		return nil
	})
}
