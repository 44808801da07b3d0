package embedded

import (
	"context"
	"errors"

	"paperboy/data/panics"
)

var errLane = errors.New("the segment is not what searches are answered from")

// check reads a part's segment again, and compares it with its checksum. A merge may have
// removed its file meanwhile, which lives on for the view.
func (p *part) check(ctx context.Context) error {
	return panics.Recover("embedded.check", func() error {
		again, err := readLane(ctx, p.segment, newTables())
		if err != nil {
			return err
		}
		if !again.equal(p.lane) {
			return errLane
		}
		for doc := range p.live.each {
			id, err := p.segment.DocID(uint64(doc))
			if err != nil {
				return err
			}
			if string(id) != documentID(p.columns.number[doc]) {
				return errLane
			}
		}
		return nil
	})
}
