package bleveindex

import "context"

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
