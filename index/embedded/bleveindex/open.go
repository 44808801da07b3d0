package bleveindex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"paperboy/data"
	"paperboy/data/disk"
	"paperboy/data/panics"
	"paperboy/index/embedded/schema"
)

// ErrLocked means that another Index has the folder open.
var ErrLocked = errors.New("index is open elsewhere")

// Options say whose index it is.
type Options struct {
	// Store is the identity of the store that the index follows.
	Store string
	// Head is the sequence of the store's newest change.
	Head data.Sequence
	// ReadOnly opens an existing index without writing to its folder, which may be on a
	// read-only disk. Apply and Rebuild then wrap index.ErrReadOnly, and an index that cannot
	// be used is an error.
	ReadOnly bool
	// ScrubPause is how long to rest between two passes of comparing all segments with their
	// checksums. 0 means ten seconds.
	ScrubPause time.Duration
	// MergeAfter is how long nobody must have written before small segments are merged. 0 means
	// five seconds. If it is negative, only a Rebuild merges more than writing does.
	MergeAfter time.Duration
	// Report is called with each panic, damage and failed write that no caller learns of, from
	// any goroutine. If it is nil, they are only counted (Health). It must not call the index.
	Report func(error)
}

// The folder of an index holds LOCK, one folder for each directory (only one, except during a
// rebuild), and CURRENT with the name of the one in use.
const (
	lockName         = "LOCK"
	currentName      = "CURRENT"
	generationPrefix = "generation-"
)

// Open opens the index in dir and creates it if there is none. An index that is damaged, of
// another store or schema, or ahead of its store is replaced by an empty one; Fresh says why.
// If the folder is open already, the error wraps ErrLocked at once.
func Open(ctx context.Context, dir string, opts Options) (*Index, error) {
	lock, err := lockFolder(dir, opts.ReadOnly)
	if err != nil {
		return nil, err
	}
	x := &Index{dir: dir, lock: lock, store: opts.Store, readOnly: opts.ReadOnly, mergeAfter: cmp.Or(opts.MergeAfter, mergeAfter), health: newHealth(opts.Report), searchFailed: make(chan struct{}, 1)}
	none := make(chan struct{})
	close(none)
	x.retired = none
	if err := x.open(ctx, opts.Head); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	x.scrubPause = cmp.Or(opts.ScrubPause, scrubPause)
	x.working, x.stop = context.WithCancel(context.Background())
	x.scrubbed = panics.Keep(x.working, "embedded.scrubber", x.scrubAll, x.health.note)
	return x, nil
}

// lockFolder locks the folder of an index. Readers share the lock.
func lockFolder(dir string, readOnly bool) (*flock.Flock, error) {
	path, locked := filepath.Join(dir, lockName), false
	if !readOnly {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("open index: %w", err)
		}
	}
	lock := flock.New(path)
	var err error
	if readOnly {
		lock = flock.New(path, flock.SetFlag(os.O_RDONLY))
		locked, err = lock.TryRLock()
	} else {
		locked, err = lock.TryLock()
	}
	if err != nil {
		return nil, fmt.Errorf("lock index %s: %w", dir, err)
	}
	if !locked {
		return nil, fmt.Errorf("open index %s: %w", dir, ErrLocked)
	}
	return lock, nil
}

// open opens the current directory or begins the next.
func (x *Index) open(ctx context.Context, head data.Sequence) error {
	name, err := readCurrent(x.dir)
	if err != nil {
		return err
	}
	x.number = generationNumber(name)
	if name != "" {
		x.directory, err = x.reopen(ctx, filepath.Join(x.dir, name), head)
		if err != nil && isEnvironment(err) {
			return fmt.Errorf("open index %s: %w", x.dir, err)
		}
	} else {
		err = errors.New("there was none")
	}
	if x.readOnly {
		if err != nil {
			return fmt.Errorf("open index %s for reading: %w", x.dir, err)
		}
		return nil
	}
	if err != nil {
		x.fresh = err.Error()
		if x.directory, err = x.begin(ctx); err != nil {
			return err
		}
	}
	if err := removeGenerations(x.dir, filepath.Base(x.directory.dir)); err != nil {
		return errors.Join(err, x.directory.close())
	}
	return nil
}

// reopen opens an existing directory. Its error says why that cannot be used.
func (x *Index) reopen(ctx context.Context, dir string, head data.Sequence) (*directory, error) {
	if err := verify(ctx, dir, x.readOnly); err != nil {
		return nil, wrapDiskFull(err)
	}
	d, err := openDirectory(ctx, dir, state{}, x.directoryOptions())
	if err != nil {
		return nil, err
	}
	var unfit error
	switch s := d.state(); {
	case s.Store != x.store:
		unfit = errors.New("it follows another store")
	case s.Sequence > head:
		unfit = fmt.Errorf("it is at sequence %d, ahead of its store at %d", s.Sequence, head)
	default:
		return d, nil
	}
	return nil, errors.Join(unfit, d.close())
}

// begin makes an empty directory and makes it the current one.
func (x *Index) begin(ctx context.Context) (*directory, error) {
	d, err := x.next(ctx)
	if err != nil {
		return nil, err
	}
	if err := writeCurrent(x.dir, filepath.Base(d.dir)); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// next makes an empty directory beside the current one.
func (x *Index) next(ctx context.Context) (*directory, error) {
	x.number++
	dir := filepath.Join(x.dir, fmt.Sprintf("%s%d", generationPrefix, x.number))
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("begin index: %w", err)
	}
	return openDirectory(ctx, dir, state{Store: x.store, Schema: schema.Version}, x.directoryOptions())
}

func (x *Index) directoryOptions() directoryOptions {
	return directoryOptions{health: x.health, readOnly: x.readOnly, mergeAfter: x.mergeAfter}
}

// readCurrent returns the name of the directory in use, "" if there is none.
func readCurrent(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, currentName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("open index: %w", err)
	}
	name := strings.TrimSpace(string(b))
	if generationNumber(name) == 0 {
		return "", nil
	}
	return name, nil
}

// generationNumber returns the number in a directory's name, and 0 for any other name.
func generationNumber(name string) int {
	var n int
	if _, err := fmt.Sscanf(name, generationPrefix+"%d", &n); err != nil || fmt.Sprintf("%s%d", generationPrefix, n) != name {
		return 0
	}
	return n
}

// writeCurrent switches to another directory, by a rename: after a crash, one or the other is
// in use.
func writeCurrent(dir, name string) error {
	temporary := filepath.Join(dir, currentName+".new")
	err := writeSynced(temporary, name+"\n")
	if err == nil {
		err = os.Rename(temporary, filepath.Join(dir, currentName))
	}
	if err == nil {
		err = disk.Sync(dir)
	}
	if err != nil {
		return fmt.Errorf("switch index to %s: %w", name, err)
	}
	return nil
}

func writeSynced(path, text string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// removeGenerations removes every directory except keep.
func removeGenerations(dir, keep string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("tidy index: %w", err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != keep && generationNumber(name) > 0 {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				return fmt.Errorf("tidy index: %w", err)
			}
		}
	}
	return nil
}
