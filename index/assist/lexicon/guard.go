package lexicon

import (
	"runtime"
	"time"

	"paperboy/data/panics"
	"paperboy/index/embedded/mapped"
)

// checkEvery is how often Take wants to be called while lookups use a file, to see whether one of
// them has found it damaged.
const checkEvery = time.Minute

// look runs a lookup on what lookups see, and keeps that alive meanwhile. Where a disk fails, or
// somebody cuts the file short, reading the mapping is a fault, which ends the process unless it is
// made a panic. If the file is damaged then, the result is empty, and Take reads the log again; any
// other panic is an error.
func look[T any](l *Lexicon, point string, f func(s *snapshot) (T, error)) (found T, err error) {
	s := l.now.Load()
	defer runtime.KeepAlive(s)
	err = panics.Recover(point, func() (err error) {
		found, err = f(s)
		return err
	})
	if panics.Is(err) && isDamaged(s.file()) {
		l.damaged.Store(true)
		return *new(T), nil
	}
	return found, err
}

// file returns the file that the snapshot uses, or nil.
func (s *snapshot) file() *mapped.File {
	for i := range s.parts {
		if f := s.parts[i].file; f != nil { // a snapshot has parts of one file at most
			return f
		}
	}
	return nil
}

// isDamaged reports whether a file differs from its checksums.
func isDamaged(f *mapped.File) bool {
	if f == nil {
		return false
	}
	for i := range f.Blocks() {
		if _, err := f.CheckBlock(i); err != nil {
			return true
		}
	}
	return false
}
