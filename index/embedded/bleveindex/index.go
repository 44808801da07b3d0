// Package bleveindex is the part of the engine that is on disk: a folder with a Bleve index
// (scorch) in it, whose segments are those of package segmentfile. It writes papers (document.go, tokenizer.go, write.go, writer.go), publishes
// snapshots for searches (directory.go, publish.go), verifies what it opens (open.go,
// verify.go), merges segments while nobody writes (idlemerge.go, mergeplan.go, segmentplugin.go),
// replaces the index by a rebuilt one (rebuild.go), and looks for damage in it (scrub.go).
//
// What can go wrong. An index that is damaged, of another store or schema, or ahead of its
// store is replaced by an empty one at Open, since the store is the record. A crash loses
// nothing that Apply acknowledged. After a crash during a Rebuild the old index is in use, and
// Open removes the unfinished one. A panic fails one search or write (package panics). A write
// that fails, as on a full disk, closes Bleve's writer, and the next write opens it again
// (reopen.go); searches go on from the last snapshot. Damage that is found is reported by
// Health, and Damaged asks the owner of the index to rebuild it.
package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"paperboy/data"
	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/snapshot"
)

// Index is an open index: a folder with a lock, and the directory in use in it.
type Index struct {
	dir      string
	store    string
	fresh    string
	readOnly bool
	lock     *flock.Flock

	health       *health
	searchFailed chan struct{} // holds a token after a search failed in a way that damage can cause

	working  context.Context // ends with Close
	stop     context.CancelFunc
	scrubbed <-chan struct{} // closed when the scrubber has ended
	// scrubPause is how long the scrubber rests between two passes.
	scrubPause time.Duration
	mergeAfter time.Duration

	writing    sync.Mutex      // held by Apply, by Close and while Rebuild switches
	rebuilding sync.Mutex      // held by Rebuild and Close; taken before writing
	retired    <-chan struct{} // closed when the last replaced directory is gone; guarded by rebuilding
	number     int             // of the newest directory; guarded by rebuilding

	mu        sync.RWMutex // guards what follows
	directory *directory
	closed    bool
}

var _ index.Rebuilder = (*Index)(nil)

// Fresh says why Open began with an empty index. It returns "" if it did not.
func (x *Index) Fresh() string { return x.fresh }

// current returns the directory in use.
func (x *Index) current() (*directory, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return nil, index.ErrClosed
	}
	return x.directory, nil
}

// Acquire returns the newest snapshot. The caller must Release it.
func (x *Index) Acquire() (*snapshot.Snapshot, error) {
	for {
		d, err := x.current()
		if err != nil {
			return nil, err
		}
		if v := d.acquire(); v != nil {
			return v, nil
		}
	}
}

// Note must be given the error of each search. After a panic or damage, it reports the error
// and has all segments compared with their checksums soon.
func (x *Index) Note(err error) {
	if panics.Is(err) || errors.Is(err, index.ErrDamaged) {
		x.health.note(err)
		signal(x.searchFailed)
	}
}

// Position returns up to where the store's log is durably in the index.
func (x *Index) Position() index.Position {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.directory.state().position()
}

// Apply writes the changes and the new position, as one Bleve batch or one a core. They are
// durable when Apply returns nil. Once a batch has begun, ctx does not stop it.
func (x *Index) Apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	d, err := x.current()
	if err == nil && x.readOnly {
		err = index.ErrReadOnly
	}
	if err != nil {
		return err
	}
	return d.apply(ctx, changes, through)
}

// WaitVisible returns when searches see all changes up to through.
func (x *Index) WaitVisible(ctx context.Context, through data.Sequence) error {
	for {
		d, err := x.current()
		if err != nil {
			return err
		}
		err = d.waitVisible(ctx, through)
		if now, closed := x.current(); errors.Is(err, index.ErrClosed) && closed == nil && now != d {
			continue // a rebuild replaced d
		}
		return err
	}
}

// Close waits for a write that has begun, and cancels a Rebuild as soon as its fill function
// returns. Searches that have begun continue.
func (x *Index) Close() error {
	x.stop()
	<-x.scrubbed
	x.rebuilding.Lock()
	defer x.rebuilding.Unlock()
	<-x.retired
	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	closed := x.closed
	x.closed = true
	x.mu.Unlock()
	if closed {
		return index.ErrClosed
	}
	return errors.Join(x.directory.close(), x.lock.Close())
}

// Stats describes the newest snapshot.
func (x *Index) Stats() index.Stats {
	v, err := x.Acquire()
	if err != nil {
		return index.Stats{}
	}
	defer v.Release()
	s := index.Stats{
		Papers:    v.Papers,
		Sequence:  v.Sequence,
		Schema:    schema.Version,
		Terms:     v.Terms(),
		DiskBytes: folderBytes(x.dir),
		Engine:    map[string]int64{"segments": int64(len(v.Segments))},
	}
	for _, seg := range v.Segments {
		s.MemoryBytes += seg.Bytes()
	}
	return s
}

// SortsWithData lists the sorts, except relevance, whose value at least one paper has.
func (x *Index) SortsWithData() ([]index.Sort, error) {
	v, err := x.Acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	return v.SortsWithData(), nil
}

// folderBytes adds up the sizes of the files below dir. It skips files that vanish meanwhile.
func folderBytes(dir string) int64 {
	var sum int64
	filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			if info, err := entry.Info(); err == nil {
				sum += info.Size()
			}
		}
		return nil
	})
	return sum
}

// Check reads every document, posting and column again. They must match their checksums, each
// other and what searches are answered from.
func (x *Index) Check(ctx context.Context) error {
	v, err := x.Acquire()
	if err != nil {
		return err
	}
	defer v.Release()
	for i := range v.Segments {
		seg := &v.Segments[i]
		if err := seg.Check(ctx); err != nil {
			return fmt.Errorf("check segment %x: %w", seg.ID, err)
		}
	}
	return nil
}
