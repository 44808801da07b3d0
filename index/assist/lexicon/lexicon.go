// Package lexicon knows the language of the papers: the words of their titles and the
// names of their authors, for completing what somebody types, the acronyms that they
// define, and the phrases that rise.
//
// A Lexicon is given the store's log (lexicon.go) and keeps what it needs of each paper
// in immutable segments (segment.go) and what was deleted beside them (snapshot.go).
// A segment is a suffix array over titles, one entry a word (suffixes.go), so that a
// prefix typed from any word on is a range of it, and a phrase is a range whose titles
// share whole words (phrases.go); authors and acronyms are others (tags.go).
// complete.go looks things up, with a typing error put right if need be (typo.go);
// acronym.go reads acronyms and expand.go finds them; rising.go compares months.
//
// It is all in memory and derived: 320 bytes a paper, read anew at each start, beside
// searches, which do not wait for it (399,578 papers take 13 s from a log in memory on a
// loaded machine). Of abstracts it keeps only the acronyms.
//
// An FST was the other candidate. It is smaller, but has no order among what a prefix
// leads to other than the alphabet's: to find the most frequent completion of two
// letters it lists them all, and to begin within a title it would hold every title ten
// times.
package lexicon

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"paperboy/data"
	"paperboy/data/panics"
)

// Log is the store's.
type Log interface {
	// Changes returns at most limit changes with a sequence above after, in ascending
	// order.
	Changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error)
}

const (
	// batch is how many changes Read reads at once.
	batch = 1000
	// restFactor is how many times as long as sealing took the lexicon waits before it
	// seals the next segment, unless the draft is full: a long ingest is not slowed down
	// by segments that nobody needs yet.
	restFactor = 20
)

// Lexicon is an index.Completer, Expander and Trends. It is an ingest.Sink: what it knows
// are the changes that it was given. Make one with New. What it knows may be asked
// concurrently with Take.
type Lexicon struct {
	now atomic.Pointer[snapshot]

	// Take and Reset have the draft, and when the next may be sealed.
	draft  *draft
	rested time.Time

	mu    sync.Mutex    // guards moved
	moved chan struct{} // closed, and replaced, with each snapshot
}

// New returns a Lexicon that knows nothing yet.
func New() *Lexicon {
	l := &Lexicon{moved: make(chan struct{})}
	l.Reset()
	return l
}

// Reset makes l forget everything.
func (l *Lexicon) Reset() {
	l.draft, l.rested = newDraft(), time.Time{}
	l.publish(&snapshot{})
}

// Take adds changes of a log, which are those after the ones that l was given before. end
// says that the log has no more for now: what l was given can then be found, if enough
// time has passed since the last time. Otherwise it returns how much is left of it. A
// change at which l panics is left out.
func (l *Lexicon) Take(ctx context.Context, changes []data.Change, end bool) (again time.Duration) {
	for i := range changes {
		_ = panics.Recover("lexicon.add", func() error { l.draft.add(&changes[i]); return nil })
	}
	if l.draft.len() < maxSegment {
		if !end || !l.draft.changed {
			return 0
		}
		if rest := time.Until(l.rested); rest > 0 {
			return rest
		}
	}
	l.seal(ctx, end)
	return 0
}

// Read takes what a log has after the changes that l was given.
func (l *Lexicon) Read(ctx context.Context, log Log) error {
	for {
		changes, err := log.Changes(ctx, l.draft.sequence, batch)
		if err != nil {
			return err
		}
		end := len(changes) < batch
		if end {
			l.rested = time.Time{}
		}
		l.Take(ctx, changes, end)
		if end {
			return nil
		}
	}
}

// seal makes a segment of the draft.
func (l *Lexicon) seal(ctx context.Context, end bool) {
	start := time.Now()
	next := l.now.Load().with(l.draft)
	if end { // the front page asks for it
		_, _ = next.rising(ctx, next.lastMonth()) // fails only where ctx ends
	}
	l.publish(next)
	l.draft = l.draft.next()
	if end {
		l.rested = time.Now().Add(restFactor * time.Since(start))
	}
}

// Wait returns when completions know all changes up to through.
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

// Bytes is the memory that the segments take.
func (l *Lexicon) Bytes() int64 { return l.now.Load().bytes() }

func (l *Lexicon) publish(s *snapshot) {
	l.now.Store(s)
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.moved)
	l.moved = make(chan struct{})
}
