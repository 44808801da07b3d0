package index

import "context"

// Expander knows the acronyms that papers define, "long form (LF)".
type Expander interface {
	// Expand returns what the words of a query, in their order and as they were typed,
	// may also be called: a word that is a short form its long forms, and words that are
	// a long form together its short ones. What most papers define so comes first.
	// Function words are no short forms, nor is what papers mostly write in small letters
	// ("use"), unless it is typed in capitals and other words are not. More than MaxExpanded
	// words are not read.
	Expand(ctx context.Context, words []string) ([]Expansion, error)
}

const (
	// MaxExpanded is how many words of a query are looked at.
	MaxExpanded = 16
	// MinDefining is how many papers have to define an acronym. Of those that one or two
	// define, most are a paper's own.
	MinDefining = 3
	// SeldomDefined is how many times as often a meaning may be defined than another of
	// the same short form that is still told.
	SeldomDefined = 20
)

// Expansion is another name for a part of a query.
type Expansion struct {
	// Typed is the part.
	Typed string
	// Text is the long form, in small letters, or the short one where Shortens.
	Text string
	// Short is the short form as papers write it.
	Short    string
	Shortens bool
	// Papers is how many define it.
	Papers int
}
