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

// Index is an open index in its folder.
type Index struct {
	dir      string
	store    string
	fresh    string
	readOnly bool
	lock     *flock.Flock

	health *health
	odd    chan struct{} // holds a token after a search that failed as damage makes it fail

	working  context.Context // ends with Close
	stop     context.CancelFunc
	scrubbed <-chan struct{} // closed when the scrubber has ended
	// scrubPause is how long the scrubber rests between two passes.
	scrubPause time.Duration

	writing    sync.Mutex      // held by Apply, by Close and while Rebuild switches
	rebuilding sync.Mutex      // held by Rebuild and Close; taken before writing
	retired    <-chan struct{} // closed when the last replaced generation is gone; guarded by rebuilding
	number     int             // of the newest generation; guarded by rebuilding

	mu        sync.RWMutex // guards what follows
	directory *directory
	closed    bool
}

var _ index.Rebuilder = (*Index)(nil)

// Fresh says why Open began the index anew, and is empty where it did not.
func (x *Index) Fresh() string { return x.fresh }

// current is the generation in use.
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
		g, err := x.current()
		if err != nil {
			return nil, err
		}
		if v := g.acquire(); v != nil {
			return v, nil
		}
	}
}

// Note takes the error of a search. After a panic or damage it is reported, and the
// files of all segments are compared with their checksums as soon as possible.
func (x *Index) Note(err error) {
	if panics.Is(err) || errors.Is(err, index.ErrDamaged) {
		x.health.note(err)
		signal(x.odd)
	}
}

// Position is how far the index has durably followed its store.
func (x *Index) Position() index.Position {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.directory.state().position()
}

// Apply writes the changes as one Bleve batch, or one a core, with the position. They
// are durable when Apply returns nil. A batch that has begun is not broken off by ctx.
func (x *Index) Apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	g, err := x.current()
	if err == nil && x.readOnly {
		err = index.ErrReadOnly
	}
	if err != nil {
		return err
	}
	return g.apply(ctx, changes, through)
}

// WaitVisible returns when searches see all changes up to through.
func (x *Index) WaitVisible(ctx context.Context, through data.Sequence) error {
	for {
		g, err := x.current()
		if err != nil {
			return err
		}
		err = g.waitVisible(ctx, through)
		if now, closed := x.current(); errors.Is(err, index.ErrClosed) && closed == nil && now != g {
			continue // a rebuild took g's place
		}
		return err
	}
}

// Close waits for a write that has begun and breaks a Rebuild off, once what it fills the
// new index with returns; searches that have begun go on.
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

// Stats describes the newest view.
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

// folderBytes adds up the files below dir, leaving out those that vanish.
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

// Check verifies the checksums of the index's files and reads every document,
// posting and column anew, which must add up to one another and to what
// searches are answered from.
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
