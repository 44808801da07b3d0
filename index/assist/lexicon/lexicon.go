// Package lexicon holds the vocabulary of the papers: the words of their titles and the
// names of their authors, which complete what a person types; the acronyms that papers
// define; and the phrases whose use is rising.
//
// A Lexicon reads the store's log (lexicon.go). It keeps what it needs of each paper in
// immutable segments (segment.go), and the deletions beside them (snapshot.go). A segment
// has a suffix array over titles, with one entry per word (suffixes.go): the titles that
// contain a typed prefix at the start of any word are a range of it, and a phrase is a
// range whose entries share whole words (phrases.go). Authors and acronyms have suffix
// arrays of their own (tags.go). complete.go looks prefixes up, and typo.go allows for a
// typing error; acronym.go reads acronyms and expand.go finds them; rising.go compares
// months, and the files beside it find whole phrases and leave out conferences and challenges;
// topics.go compares some papers with all.
//
// Everything is derived from the log: 400 bytes per paper, of which acronyms are all that is kept of
// an abstract. A lexicon of Open keeps it in a file (file.go, layout.go), which is mapped, and reads
// only the log since the file was written: of 393,781 papers, 36 to 49 ms of processor time instead
// of about 15 s. A lexicon of New is in memory and reads all of the log, while searches already run.
// So does one without a file that fits.
//
// An FST was rejected. It is smaller, but it orders the completions of a prefix
// alphabetically: finding the most frequent completion of two letters means listing them
// all, and completing from inside a title would mean storing each title about ten times.
package lexicon

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"paperboy/data"
	"paperboy/data/panics"
)

// Log is the part of the store that Read needs.
type Log interface {
	// Changes returns at most limit changes with a sequence above after, in ascending
	// order.
	Changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error)
}

const (
	// batch is how many changes Read reads at once.
	batch = 1000
	// After sealing a segment, the lexicon waits restFactor times as long as sealing took
	// before it seals the next, unless the draft is full. Otherwise a long ingest would be
	// slowed down by segments that nobody needs yet.
	restFactor = 20
)

// Lexicon implements index.Completer, index.Expander, index.Trends and index.Topics. It is an
// ingest.Sink: it knows the changes that Take was given. Create one with New or Open. Lookups may
// run concurrently with Take.
type Lexicon struct {
	options Options
	// now is what lookups see. They keep it alive while they run: a file whose snapshot nobody has
	// any more is unmapped.
	now atomic.Pointer[snapshot]
	// damaged is set by a lookup that found the file damaged.
	damaged atomic.Bool

	// The draft, and the time before which it is not sealed. Only Take, Read and Reset use
	// these and the following fields.
	draft     *draft
	sealAfter time.Time
	hasReset  bool      // Reset was called
	hasEnded  bool      // the end of the log was reached once
	unsaved   int       // changes since the file was written
	saveAfter time.Time // the file is not written before
	untidy    bool      // there is much garbage to give back to the system

	mu    sync.Mutex    // guards moved
	moved chan struct{} // closed, and replaced, with each snapshot
}

// New returns an empty Lexicon in memory.
func New() *Lexicon { return Open(Options{}) }

// Take adds changes of a log, which must follow the changes of the previous call. If end is
// true, the log has no more changes for now, and Take makes the changes visible to lookups,
// unless it did so too recently: then it returns how long to wait before calling it again.
// A change whose processing panics is skipped. Take panics if the file was found damaged: Reset then
// forgets it.
func (l *Lexicon) Take(ctx context.Context, changes []data.Change, end bool) (again time.Duration) {
	if l.damaged.Load() {
		panic("the file of the words for completion is damaged")
	}
	for i := range changes {
		_ = panics.Recover("lexicon.add", func() error { l.draft.add(&changes[i]); return nil })
	}
	l.unsaved += len(changes)
	isFull := l.draft.len() >= maxSegment
	if !isFull && !end {
		return 0
	}
	if isFull || l.draft.changed {
		if rest := time.Until(l.sealAfter); rest > 0 && !isFull {
			return rest
		}
		l.seal(ctx, end)
	}
	if !end {
		return 0
	}
	again = l.trySave()
	l.tidy()
	if again == 0 && l.now.Load().file() != nil {
		return checkEvery
	}
	return again
}

// Read takes all changes of a log that follow those that l has.
func (l *Lexicon) Read(ctx context.Context, log Log) error {
	for {
		changes, err := log.Changes(ctx, l.draft.sequence, batch)
		if err != nil {
			return err
		}
		end := len(changes) < batch
		if end {
			l.sealAfter = time.Time{}
		}
		l.Take(ctx, changes, end)
		if end {
			return nil
		}
	}
}

// seal turns the draft into a segment and publishes it.
func (l *Lexicon) seal(ctx context.Context, end bool) {
	start := time.Now()
	before := l.now.Load()
	defer runtime.KeepAlive(before)
	next := before.add(l.draft)
	if end { // computed now because the front page shows it
		_, _ = next.rising(ctx, next.lastMonth()) // fails only if ctx is done
	}
	l.publish(next)
	l.draft = l.draft.next()
	if end {
		l.sealAfter = time.Now().Add(restFactor * time.Since(start))
		l.untidy = l.untidy || !l.hasEnded && len(next.parts) > 1
		l.hasEnded = true
	}
}

// tidy gives the garbage of the first reading of a long log, and the parts that are in a file now,
// back to the system: either is as large as the lexicon itself.
func (l *Lexicon) tidy() {
	if l.untidy {
		debug.FreeOSMemory()
	}
	l.untidy = false
}

// Wait returns once lookups see all changes up to through, or when ctx is done.
func (l *Lexicon) Wait(ctx context.Context, through data.Sequence) error {
	for {
		l.mu.Lock()
		moved := l.moved
		l.mu.Unlock()
		if l.now.Load().sequence >= through {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Bytes returns the memory that the segments use, in bytes, mapped or not.
func (l *Lexicon) Bytes() int64 { return l.now.Load().bytes() }

func (l *Lexicon) publish(s *snapshot) {
	l.now.Store(s)
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.moved)
	l.moved = make(chan struct{})
}
