package lexicon

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"paperboy/data"
	"paperboy/data/disk"
	"paperboy/index/embedded/mapped"
)

// Options say where a Lexicon is kept from one start to the next. The zero Options keep it in
// memory only.
type Options struct {
	// Path is a file. It holds what the lexicon knew when the file was written, and is mapped: only
	// the log since then is read at a start, and what nobody looks up takes no memory. The file is
	// derived. If it is missing, damaged, of an older layout or of another store, the whole log is
	// read and the file written again, in the background.
	Path string
	// Store is the identity of the store whose log is read, and Head the last change in it when the
	// lexicon is opened. A file that is ahead of it is of a store that was replaced.
	Store string
	Head  data.Sequence
	// ReadOnly says that no file may be written.
	ReadOnly bool
	// Report is called with each error of writing the file, after which there is the one before, or
	// none. It may be nil.
	Report func(error)
}

// A file is written when the changes since the last are at least minUnsaved and as many as
// 1/unsavedShare of all papers: reading 25,000 of 400,000 from the log takes two seconds of
// processor time at a start. After it is written, the lexicon waits saveRest times as long as that
// took, so that a long ingest spends a hundredth of its time on files.
const (
	minUnsaved   = 1000
	unsavedShare = 16
	saveRest     = 100
)

// Open returns a Lexicon that is kept in a file. It is empty until Reset was called.
func Open(o Options) *Lexicon {
	l := &Lexicon{options: o, moved: make(chan struct{})}
	l.begin(&snapshot{})
	return l
}

// identity is that of a file of the store.
func (o Options) identity() mapped.Identity {
	sum := sha256.Sum256([]byte(o.Store))
	return mapped.Identity{layoutVersion, binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])}
}

// Reset makes l forget everything but its file, and returns the change after which it wants the
// log. When it is called again, because something has panicked, it forgets the file too.
func (l *Lexicon) Reset() data.Sequence {
	s := &snapshot{}
	if l.options.Path != "" && !l.hasReset {
		if found, err := l.options.load(); err == nil {
			s = found
		}
	}
	l.hasReset = true
	l.begin(s)
	return s.sequence
}

// begin makes s what l knows.
func (l *Lexicon) begin(s *snapshot) {
	l.draft, l.sealAfter = newDraft(), time.Time{}
	l.draft.sequence = s.sequence
	for short, counts := range s.written {
		l.draft.written[short] = &writing{counts.capitals, counts.small}
	}
	for venue := range s.venues {
		l.draft.venues[venue] = true
	}
	l.unsaved, l.saveAfter = 0, time.Time{}
	l.publish(s)
	l.damaged.Store(false)
}

// load returns the snapshot in the file, if it is one of the store.
func (o Options) load() (*snapshot, error) {
	f, err := mapped.Open(o.Path, o.identity())
	if err != nil {
		return nil, err
	}
	s, err := snapshotOf(f)
	if err == nil && s.sequence > o.Head {
		err = fmt.Errorf("%w: it is ahead of the store", mapped.ErrUnfit)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return s, nil
}

// trySave writes the file if it is due. It returns how long to wait if it is due, but too soon after
// the last.
func (l *Lexicon) trySave() (again time.Duration) {
	if l.options.Path == "" || l.options.ReadOnly || l.unsaved < max(minUnsaved, l.now.Load().live()/unsavedShare) {
		return 0
	}
	if rest := time.Until(l.saveAfter); rest > 0 {
		return rest
	}
	start := time.Now()
	err := l.save()
	l.saveAfter = time.Now().Add(saveRest * time.Since(start))
	if err != nil {
		if l.options.Report != nil {
			l.options.Report(fmt.Errorf("save the words for completion: %w", err))
		}
		l.unsaved = 0 // not to try again with each change
	}
	return 0
}

// save writes what lookups see, and from then on uses the file instead of the memory.
func (l *Lexicon) save() error {
	s := l.now.Load()
	defer runtime.KeepAlive(s)
	list, err := s.layOut()
	if err != nil {
		return err
	}
	size := int64(0)
	for _, one := range list {
		size += int64(len(one))
	}
	if free, _ := disk.Space(filepath.Dir(l.options.Path)); free >= 0 && free < 2*size {
		return fmt.Errorf("%s has %d bytes free: %w", filepath.Dir(l.options.Path), free, errNoRoom)
	}
	f, err := mapped.Write(l.options.Path, l.options.identity(), list)
	if err != nil {
		return err
	}
	saved, err := snapshotOf(f)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	l.unsaved, l.untidy = 0, true // what the parts took is garbage now
	l.publish(saved)
	return nil
}

var errNoRoom = errors.New("a file that is derived has to leave as much again")
