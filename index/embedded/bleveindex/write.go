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

// An Apply of many changes is written as several Bleve batches at once, one for each core,
// because scorch builds the segment of a batch on one core. They share no paper, since the
// changes of an Apply are of different papers, and the next Apply waits for all of them.
//
// The batches become durable in any order, so each records under a key of its own which
// changes it has (state). The position is the end of what is in the index without a gap. A
// crash between two batches means that the changes of the later one are applied again; until
// then, searches see these ahead of their sequence. Nothing else does: no snapshot is
// published during an Apply.

// minBatch is the least number of changes in one of several batches: with fewer, the cost of a
// segment outweighs the use of another core. maxBatches bounds the small segments that one
// Apply makes and merges have to bring combine.
const (
	minBatch   = 250
	maxBatches = 4
)

// apply writes changes as one batch or several. They are durable when apply returns nil. ctx
// can only keep it from beginning. It has one caller at a time.
func (d *directory) apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("write to index through %d: %w", through, err)
	}
	d.idle.beginWrite()
	defer d.idle.endWrite()
	d.applying.Lock()
	defer d.applying.Unlock()
	w, err := d.workingWriter(ctx)
	if err != nil {
		return fmt.Errorf("write to index through %d: %w", through, err)
	}
	before := d.state()
	through = max(through, before.Sequence)
	if err := w.write(func() error { return d.writeBatches(w, changes, before, through) }); err != nil {
		d.setFailing(err)
		return fmt.Errorf("write to index through %d: %w", through, err)
	}
	d.mu.Lock()
	d.applied.Sequence = through
	d.mu.Unlock()
	signal(d.wake)
	return nil
}

// writeBatches writes changes, each batch on a goroutine of its own.
func (d *directory) writeBatches(w *writer, changes []data.Change, before state, through data.Sequence) error {
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
			t := d.tokenizers.Get().(*tokenizer)
			if err := w.scorch.Batch(t.batch(part, stateKeys[i], brought)); err != nil {
				return err
			}
			d.tokenizers.Put(t)
			return nil
		})
	}
	return group.Wait()
}

// batch returns a batch with the changes and, under key, the state that they lead to.
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
