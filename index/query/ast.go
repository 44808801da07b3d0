// Package query is the language of the search box: Parse turns what a person
// typed into a Query, and String prints one so that Parse(String(q)) is q.
//
//	words           transformer attention      subject to match=auto|all|any
//	phrase          "machine translation"      required, in one field
//	required        +survey                    the phrase "survey"
//	exclusion       -survey, NOT survey, !survey
//	alternatives    bert OR roberta, parentheses
//	fields          title: abstract: author: first_author: cat: venue: id:
//	                title:word title:"some words" title:(word word) author:^word
//	presence        abstract:* -doi:* (title, abstract, author, cat, venue, doi, date)
//	ranges          year:2020..2023 date:>=2024-05 year>=2020 authors:>5 upvotes:>=10
//	patterns        wom?n *former* "neural transl*"
//	nearness        "neural translation"~3, neural NEAR/3 translation
//	prefix, fuzzy   transform*  (two letters or more), atention~  (three)
//	ids             2203.03850, arxiv:2203.03850, a DOI, the address of a paper
//
// Operators are in capitals and spaced as above: "or", "well-known", "model(s)"
// and "Q: why?" are text. AND binds closest, then OR, then juxtaposition, so
// "attention bert OR roberta" is attention and one of the two, and
// "a AND b OR c" is either both or the last. Curved quotes, ≥ and | will do.
//
// A hyphenated word ("data-to-text") is one compound: its parts next to each other,
// written with hyphens, apart or together.
//
// Text that was pasted is not a formula. In a title or a sentence AND, OR, NOT and a
// hyphen before a word are text, by the rules of readsAsText. If a query has ProseWords words or
// more and no field or operator, its quotes and stars are text too, and the parts of its
// compounds are words of their own. The words that open a question ("what is the best way to")
// are dropped if a distinctive one is left: see withoutOpening.
//
// A query that consists of ids of papers, bare or in an address, asks for these papers. Ids
// among other text are Query.Papers.
//
// Parse never fails. An unmatched quote, a stray operator or an unknown field
// is taken as text, and a Notice says so. A query is read whole or, beyond the limits,
// refused whole. The package knows no index and no scoring; of the rules of text it only
// knows which words are function words.
package query

import "paperboy/data"

// Query is a parsed search. The zero Query matches every paper.
type Query struct {
	// Text is what was typed.
	Text string
	// Root is nil when nothing was asked for.
	Root Node
	// Papers are the ids of papers that stand among other text, as in "see arXiv:2203.03850
	// for details": canonical, in order, each once. These papers match whatever Root
	// asks for, and come first by relevance. They are set only beside a Root.
	Papers []string
	// Refused says, for people, which limit the query exceeds. Such a query is not to be
	// searched: its Root is nil. It is empty for any other.
	Refused string
	// Notices say what was not understood, for people.
	Notices []string
}

// Node is one part of a query: And, Or, Not, Word, Typed, Phrase, Prefix, Fuzzy, Pattern, Near,
// Has or Range. There are no others.
type Node interface{ String() string }

// Field names where a leaf looks. The zero Field is title and abstract.
type Field string

// The fields of the language.
const (
	AnyText  Field = ""
	Title    Field = "title"
	Abstract Field = "abstract"
	Author   Field = "author"
	Category Field = "cat"
	Venue    Field = "venue"
	ID       Field = "id"
	// FirstAuthor looks at the first author's name only.
	FirstAuthor Field = "first_author"
	// DOI and Date are only fields of a Has.
	DOI  Field = "doi"
	Date Field = "date"
)

type (
	// And is juxtaposition. Of its children, the Words, Prefixes, Patterns, Fuzzies and Typed
	// without a field are its free terms: match=any asks for one of them, all
	// for each. Every other child is required whatever the match.
	And struct{ Nodes []Node }
	// Or asks for at least one of its children.
	Or struct{ Nodes []Node }
	// Not asks that its child does not match. It adds nothing to a score.
	Not struct{ Node Node }
	// Word is one word as typed. An engine tokenizes it. A compound is one term (IsCompound).
	// Any other word with several tokens ("input/output") is their phrase in a query with a
	// field, and free terms otherwise.
	Word struct {
		Field Field
		Text  string
	}
	// Typed is the word that somebody is still typing, without a field: it stands for itself
	// and for the words that begin with it. Only ParseTyping makes one, as the last node, and
	// String prints it as a Word.
	Typed struct{ Text string }
	// Phrase is words in this order and next to each other, in surface form.
	Phrase struct {
		Field Field
		Text  string
	}
	// Prefix asks for words beginning with Text, at least two letters.
	Prefix struct {
		Field Field
		Text  string
	}
	// Fuzzy asks for words within edit distance 1 (up to five letters) or 2.
	Fuzzy struct {
		Field Field
		Text  string
	}
	// Pattern asks for words of a shape: * is any letters, ? is one (MatchPattern).
	Pattern struct {
		Field Field
		Text  string
	}
	// Near asks for words and patterns in one text. With Slop 0 they are a phrase in surface
	// form. Otherwise they may be in any order, by their stems, with at most Slop other words
	// between the first and the last; one place may count for two equal words. The Field is
	// AnyText, Title or Abstract.
	Near struct {
		Field Field
		Text  string
		Slop  int
	}
	// Has asks for papers with a value of Field: title, abstract, author, cat, venue, doi or
	// date.
	Has struct{ Field Field }
	// Range bounds a column. For DateColumn, From and To are inclusive, zero if open. For the
	// others Min and Max are inclusive, nil if open.
	Range struct {
		Column   Column
		From, To data.Date
		Min, Max *int
	}
)

// Column names what a Range bounds.
type Column string

// The columns of the language; year: is written as a range of date:.
const (
	DateColumn    Column = "date"
	AuthorsColumn Column = "authors"
	UpvotesColumn Column = "upvotes"
)
