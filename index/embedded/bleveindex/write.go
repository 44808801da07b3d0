package bleveindex

import (
	"context"
	"fmt"
	"runtime"

	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index/embedded/schema"
)

// An Apply of many changes is written as several Bleve batches at once, one for
// each core, because Bleve builds the segment of a batch on one. They share no
// paper, as the changes of an Apply are of different papers, and the next Apply
// waits for all of them.
//
// The batches become durable in any order, so each says under a key of its own
// which changes it brought (state); what stands in the index without a gap is
// the position. A crash between two of them costs the application of the later
// one's changes once more; until then, searches see these ahead of their sequence.
// Nothing else does: no view is made while an Apply writes.

// minBatch is how few changes a batch of several may have: with fewer, each
// segment's own cost outweighs what the other core does. maxBatches bounds the
// small segments that one Apply makes for merges to bring together.
const (
	minBatch   = 250
	maxBatches = 4
)

// apply writes changes as one batch or several, of which ctx can stop the
// beginning only. They are durable when apply returns nil. It has one caller at
// a time.
func (g *directory) apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("write to index through %d: %w", through, err)
	}
	g.applying.Lock()
	defer g.applying.Unlock()
	w, err := g.usable(ctx)
	if err != nil {
		return fmt.Errorf("write to index through %d: %w", through, err)
	}
	before := g.state()
	through = max(through, before.Sequence)
	if err := w.write(func() error { return g.writeBatches(w, changes, before, through) }); err != nil {
		g.setFailing(err)
		return fmt.Errorf("write to index through %d: %w", through, err)
	}
	g.mu.Lock()
	g.applied.Sequence = through
	g.mu.Unlock()
	signal(g.wake)
	return nil
}

// writeBatches writes changes, each batch on a goroutine of its own.
func (g *directory) writeBatches(w *writer, changes []data.Change, before state, through data.Sequence) error {
	parts := min(max(len(changes)/minBatch, 1), runtime.GOMAXPROCS(0), maxBatches)
	var group panics.Group
	after := before.Sequence
	for i := range parts {
		part := changes[len(changes)*i/parts : len(changes)*(i+1)/parts]
		end := through
		if i < parts-1 {
			end = part[len(part)-1].Sequence
		}
		brought := before
		brought.Ahead = span{after, end}
		after = end
		group.Go("embedded.batch", func() error {
			t := g.tokenizers.Get().(*tokenizer)
			if err := w.scorch.Batch(t.batch(part, stateKeys[i], brought)); err != nil {
				return err
			}
			g.tokenizers.Put(t)
			return nil
		})
	}
	return group.Wait()
}

// batch brings the changes, and says so under key.
func (t *tokenizer) batch(changes []data.Change, key []byte, s state) *bleve.Batch {
	t.reset()
	batch := bleve.NewBatch()
	for _, c := range changes {
		if c.Paper == nil {
			batch.Delete(schema.DocumentID(c.Number))
		} else {
			batch.Update(t.document(c.Number, c.Paper))
		}
	}
	batch.SetInternal(key, s.encode())
	return batch
}
