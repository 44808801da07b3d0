package index

import (
	"context"

	"paperboy/data"
)

// Completer completes what somebody is typing: to a phrase of the papers' titles, an author or
// a title. It reads the store's log, and may be a moment behind. Deleted papers are left out.
type Completer interface {
	// Complete returns the completions of each kind: phrases first, then authors, then titles,
	// the best of each kind first. If Correct is set and nothing else fits, or only a few
	// titles, corrected ones follow. Text of fewer than MinTyped characters, or one if it ends
	// in Han, kana or Hangul, has no completions.
	Complete(ctx context.Context, r CompleteRequest) ([]Completion, error)
}

// CompleteRequest is what was typed: complete words except the last, which may have just
// begun. Case and accents do not matter.
type CompleteRequest struct {
	Typed string
	// Kinds are the kinds wanted; nil means all.
	Kinds []CompletionKind
	// Limit is the number of completions of each kind, at most MaxCompletions.
	Limit int
	// Correct allows for one typing error if nothing else fits.
	Correct bool
}

// Caps of a CompleteRequest.
const (
	MinTyped       = 2
	MaxTyped       = 200 // characters; longer text is pasted, and has no completions
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

// Completion is one way to complete the text.
type Completion struct {
	Kind CompletionKind
	// Text is a phrase in lower case, or an author's name as papers write it. It is empty for
	// a title, which the store has.
	Text string
	// Papers is how many titles have the phrase, or how many papers the author; 1 for a title.
	Papers int
	// Number is the paper of a title.
	Number data.Number
	// Corrected is true if a typing error was corrected.
	Corrected bool
}
