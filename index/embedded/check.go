package embedded

import (
	"context"
	"errors"
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/panics"
)

var errLane = errors.New("the segment is not what searches are answered from")

// check reads a part's segment anew.
func (p *part) check(ctx context.Context) error {
	return panics.Recover("embedded.check", func() error {
		if file, ok := p.segment.(segment.PersistedSegment); ok {
			if err := verifySegment(file.Path()); err != nil {
				return err
			}
		}
		again, err := readLane(ctx, p.segment, newTables())
		if err != nil {
			return err
		}
		if !slices.Equal(again.columns.number, p.columns.number) || !slices.Equal(again.text.entries, p.text.entries) || again.text.forms.text != p.text.forms.text {
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
