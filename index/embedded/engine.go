package embedded

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
)

// Engine is an open index.
type Engine struct {
	dir      string
	store    string
	fresh    string
	readOnly bool
	lock     *flock.Flock

	health *health
	odd    chan struct{} // holds a token after a search that met something odd

	working  context.Context // ends with Close
	stop     context.CancelFunc
	scrubbed <-chan struct{} // closed when the scrubber has ended
	// scrubPause is how long the scrubber rests between two passes.
	scrubPause time.Duration

	writing    sync.Mutex      // held by Apply, by Close and while Rebuild switches
	rebuilding sync.Mutex      // held by Rebuild and Close; taken before writing
	retired    <-chan struct{} // closed when the last replaced generation is gone; guarded by rebuilding
	number     int             // of the newest generation; guarded by rebuilding

	mu         sync.RWMutex // guards what follows
	generation *generation
	closed     bool
}

var _ index.Engine = (*Engine)(nil)

// Fresh says why Open began the index anew, and is empty where it did not.
func (e *Engine) Fresh() string { return e.fresh }

// current is the generation in use.
func (e *Engine) current() (*generation, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.closed {
		return nil, index.ErrClosed
	}
	return e.generation, nil
}

// acquire is the newest view, to be released.
func (e *Engine) acquire() (*view, error) {
	for {
		g, err := e.current()
		if err != nil {
			return nil, err
		}
		if v := g.acquire(); v != nil {
			return v, nil
		}
	}
}

// ask runs f on the newest view. A panic of f is its error, and one more reason to look
// for damage; so is an answer that a damaged segment cannot give.
func (e *Engine) ask(point string, f func(*view) error) error {
	v, err := e.acquire()
	if err != nil {
		return err
	}
	defer v.release()
	err = panics.Recover(point, func() error { return f(v) })
	if panics.Is(err) || errors.Is(err, index.ErrDamaged) {
		e.health.note(err)
		signal(e.odd)
	}
	return err
}

// Position is how far the index has durably followed its store.
func (e *Engine) Position() index.Position {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.generation.state().position()
}

// Apply writes the changes as one Bleve batch, or one a core, with the position. They
// are durable when Apply returns nil. A batch that has begun is not broken off by ctx.
func (e *Engine) Apply(ctx context.Context, changes []data.Change, through data.Sequence) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	g, err := e.current()
	if err == nil && e.readOnly {
		err = index.ErrReadOnly
	}
	if err != nil {
		return err
	}
	return g.apply(ctx, changes, through)
}

// WaitVisible returns when searches see all changes up to through.
func (e *Engine) WaitVisible(ctx context.Context, through data.Sequence) error {
	for {
		g, err := e.current()
		if err != nil {
			return err
		}
		err = g.waitVisible(ctx, through)
		if now, closed := e.current(); errors.Is(err, index.ErrClosed) && closed == nil && now != g {
			continue // a rebuild took g's place
		}
		return err
	}
}

// Close waits for a write that has begun and breaks a Rebuild off, once what it fills the
// new index with returns; searches that have begun go on.
func (e *Engine) Close() error {
	e.stop()
	<-e.scrubbed
	e.rebuilding.Lock()
	defer e.rebuilding.Unlock()
	<-e.retired
	e.writing.Lock()
	defer e.writing.Unlock()
	e.mu.Lock()
	closed := e.closed
	e.closed = true
	e.mu.Unlock()
	if closed {
		return index.ErrClosed
	}
	return errors.Join(e.generation.close(), e.lock.Close())
}

// Stats describes the newest view.
func (e *Engine) Stats() index.Stats {
	v, err := e.acquire()
	if err != nil {
		return index.Stats{}
	}
	defer v.release()
	s := index.Stats{
		Papers:    v.papers,
		Sequence:  v.state.Sequence,
		Schema:    schema,
		Terms:     v.terms(),
		DiskBytes: folderBytes(e.dir),
		Engine:    map[string]int64{"segments": int64(len(v.parts))},
	}
	for _, p := range v.parts {
		s.MemoryBytes += p.bytes()
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
func (e *Engine) Check(ctx context.Context) error {
	v, err := e.acquire()
	if err != nil {
		return err
	}
	defer v.release()
	for i := range v.parts {
		p := &v.parts[i]
		if err := p.check(ctx); err != nil {
			return fmt.Errorf("check segment %x: %w", p.id, err)
		}
	}
	return nil
}
