// Package lexicon knows the language of the papers: the words of their titles and the
// names of their authors, for completing what somebody types, the acronyms that they
// define, and the phrases that rise.
//
// A Lexicon reads the store's log (lexicon.go) and keeps what it needs of each paper
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
	// batch is how many changes are read at once.
	batch = 1000
	// restFactor is how many times as long as the sealing of what came in last took there
	// is none, unless a draft is full: a long ingest is not slowed down by segments that
	// nobody needs yet.
	restFactor = 20
	// retryAfter is when a log that could not be read is tried again.
	retryAfter = 5 * time.Second
)

// Lexicon is an index.Completer, Expander and Trends that follows a log. Make one with Open.
type Lexicon struct {
	log       Log
	pollEvery time.Duration
	now       atomic.Pointer[snapshot]
	cancel    context.CancelFunc
	done      <-chan struct{} // closed when the reader has ended

	mu    sync.Mutex    // guards moved
	moved chan struct{} // closed, and made anew, with each snapshot
}

// Options say how a log is followed.
type Options struct {
	// PollEvery is how often the log is looked at; 0: every second. A look that finds
	// nothing is one query by the log's key.
	PollEvery time.Duration
}

// Open begins to read a log. It returns at once; the caller closes.
func Open(log Log, o Options) *Lexicon {
	if o.PollEvery <= 0 {
		o.PollEvery = time.Second
	}
	ctx, cancel := context.WithCancel(context.Background())
	l := &Lexicon{log: log, pollEvery: o.PollEvery, cancel: cancel, moved: make(chan struct{})}
	l.now.Store(&snapshot{})
	l.done = panics.Keep(ctx, "lexicon", l.follow, func(error) {})
	return l
}

// Close ends the reading.
func (l *Lexicon) Close() {
	l.cancel()
	<-l.done
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

// follow reads the log from its beginning. A paper at which it panics is left out.
func (l *Lexicon) follow(ctx context.Context) {
	l.now.Store(&snapshot{})
	d := newDraft()
	var rested time.Time // when the next seal is due
	for ctx.Err() == nil {
		changes, err := l.log.Changes(ctx, d.sequence, batch)
		for i := range changes {
			_ = panics.Recover("lexicon.add", func() error { d.add(&changes[i]); return nil })
		}
		atEnd := len(changes) < batch
		if d.len() >= maxSegment || atEnd && d.changed && !time.Now().Before(rested) {
			start := time.Now()
			next := l.now.Load().with(d)
			if atEnd { // the front page asks for it
				_, _ = next.rising(ctx, next.lastMonth()) // fails only where ctx ends
			}
			l.publish(next)
			d = d.next()
			if atEnd {
				rested = time.Now().Add(restFactor * time.Since(start))
			}
		}
		if !atEnd {
			continue
		}
		wait := l.pollEvery
		if err != nil {
			wait = retryAfter // the index says what is wrong with a store
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

func (l *Lexicon) publish(s *snapshot) {
	l.now.Store(s)
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.moved)
	l.moved = make(chan struct{})
}
