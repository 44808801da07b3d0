package bleveindex

import (
	"context"
	"fmt"
)

// MinBatch is the size from which an Apply is written as several batches.
const MinBatch = minBatch

// Scrub compares all segments with their checksums once, at full speed.
func Scrub(x *Index) {
	x.health.note(x.scrub(context.Background(), true))
}

// Merges returns how many merges of segments are in use.
func Merges(x *Index) uint64 {
	d, err := x.current()
	if err != nil {
		return 0
	}
	return d.writer.scorch.StatsMap()["TotFileMergeIntroductionsDone"].(uint64)
}

// Publish has the publisher take the newest snapshot as soon as it may.
func Publish(x *Index) {
	signal(x.directory.hurry)
	signal(x.directory.wake)
}

// Compact merges segments as an idle index does, until there is nothing to merge. It returns an
// error if a merge is cancelled or has no room.
func Compact(ctx context.Context, x *Index) error {
	d, err := x.current()
	if err != nil {
		return err
	}
	return d.compact(ctx)
}

// WaitSegments returns when searches use at most max segments.
func WaitSegments(ctx context.Context, x *Index, max int) error {
	d, err := x.current()
	if err != nil {
		return err
	}
	for {
		d.mu.Lock()
		n, published := len(d.snapshot.Segments), d.published
		d.mu.Unlock()
		if n <= max {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d segments: %w", n, ctx.Err())
		case <-published:
		}
	}
}
