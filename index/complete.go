package index

import (
	"context"

	"paperboy/data"
)

// Completer tells how words that somebody is typing may go on: to a phrase of the
// papers' titles, an author or a title. It has what the store's log has told it so
// far, deleted papers left out, and may be a moment behind.
type Completer interface {
	// Complete returns the completions of each kind, phrases first, then authors, then
	// titles, the best of each kind first. Those that Correct asks for stand behind; it
	// looks for them where no other fits, or no more than some titles do. Text of fewer than MinTyped characters, one
	// where it ends in Han, kana or Hangul, has none.
	Complete(ctx context.Context, r CompleteRequest) ([]Completion, error)
}

// CompleteRequest is what was typed: whole words, but for the last, which may have
// just begun. Case and accents do not matter.
type CompleteRequest struct {
	Typed string
	// Kinds are those wanted; nil: all.
	Kinds []CompletionKind
	// Limit is how many of each kind, at most MaxCompletions.
	Limit int
	// Correct lets one typing error be put right where nothing else fits.
	Correct bool
}

// Caps of a CompleteRequest.
const (
	MinTyped       = 2
	MaxTyped       = 200 // characters; what is longer is pasted, and has no completions
	MaxCompletions = 20
)

// CompletionKind says what a completion is.
type CompletionKind string

// The kinds.
const (
	CompletePhrase CompletionKind = "phrase"
	CompleteAuthor CompletionKind = "author"
	CompleteTitle  CompletionKind = "title"
)

// CompletionKinds lists them in the order of an answer.
var CompletionKinds = []CompletionKind{CompletePhrase, CompleteAuthor, CompleteTitle}

// Completion is one way to go on.
type Completion struct {
	Kind CompletionKind
	// Text is a phrase in small letters, or an author's name as papers write it; empty
	// for a title, which the store has.
	Text string
	// Papers is how many titles have the phrase, how many papers the author; 1 of a
	// title.
	Papers int
	// Number is the paper of a title.
	Number data.Number
	// Corrected is true where what was typed fits with one typing error put right.
	Corrected bool
}
