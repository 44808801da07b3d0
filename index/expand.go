package index

import "context"

// Expander knows the acronyms that papers define, "long form (LF)".
type Expander interface {
	// Expand returns other names for parts of a query, given its words in order and as they
	// were typed: long forms of a word that is a short form, and short forms of successive
	// words that are a long form. Those that most papers define come first. Function words are
	// not short forms. Neither is a word that papers mostly write in lower case ("use"),
	// unless it is typed in capitals and other words are not. Words after the first
	// MaxExpanded are ignored.
	Expand(ctx context.Context, words []string) ([]Expansion, error)
}

const (
	// MaxExpanded is how many words of a query are expanded.
	MaxExpanded = 16
	// MinDefining is how many papers have to define an acronym. Most of those that one or two
	// define are a paper's own.
	MinDefining = 3
	// SeldomDefined bounds the meanings of a short form: the most frequent one may be defined
	// this many times as often as another that is returned.
	SeldomDefined = 20
)

// Expansion is another name for a part of a query.
type Expansion struct {
	// Typed is that part.
	Typed string
	// Text is the long form in lower case or, if Shortens is true, the short form.
	Text string
	// Short is the short form as papers write it.
	Short    string
	Shortens bool
	// Papers is how many define it.
	Papers int
}
