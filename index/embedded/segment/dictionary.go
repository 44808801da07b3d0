package segment

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/index/embedded/bitset"
	"paperboy/index/query"
)

// Dictionary holds different terms in ascending order, in one string. A term's ordinal is its
// place.
type Dictionary struct {
	text string
	ends []uint32
	// signatures are empty where nobody asks for near terms.
	signatures signatures
	fences     fences
}

// Len returns the number of terms.
func (d *Dictionary) Len() int { return len(d.ends) }

// Term returns the term with ordinal i.
func (d *Dictionary) Term(i int) string {
	from, to := d.span(i)
	return d.text[from:to]
}

// span returns where the term with ordinal i begins and ends.
func (d *Dictionary) span(i int) (from, to uint32) {
	if i > 0 {
		from = d.ends[i-1]
	}
	return from, d.ends[i]
}

// Find returns the ordinal of a term.
func (d *Dictionary) Find(term string) (int, bool) {
	i := d.search(term)
	return i, i < d.Len() && d.Term(i) == term
}

// PrefixRange returns the range of terms that begin with prefix: from up to, but not
// including, to.
func (d *Dictionary) PrefixRange(prefix string) (from, to int) {
	from = d.search(prefix)
	after := []byte(prefix)
	for len(after) > 0 && after[len(after)-1] == math.MaxUint8 {
		after = after[:len(after)-1]
	}
	if len(after) == 0 {
		return from, d.Len()
	}
	after[len(after)-1]++
	return from, d.search(string(after))
}

// search returns the ordinal of the first term that is not less than a string.
func (d *Dictionary) search(s string) int {
	low, high := d.fences.around(d, s)
	for low < high {
		if middle := (low + high) / 2; d.Term(middle) < s {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

func (d *Dictionary) bytes() int64 {
	return int64(len(d.text)+4*len(d.ends)+d.Len()/fenceTerms*8) + d.signatures.bytes()
}

// TermIndex holds the papers of each term of a field.
type TermIndex struct {
	Terms Dictionary
	start []uint32 // one more than terms
	docs  []uint32
}

// Papers returns the papers of a term by its ordinal, in ascending order.
func (x *TermIndex) Papers(term int) []uint32 { return x.docs[x.start[term]:x.start[term+1]] }

// Exact returns the papers of a term as it is spelled, in ascending order. The caller must not
// change the list.
func (x *TermIndex) Exact(term string) []uint32 {
	if i, ok := x.Terms.Find(term); ok {
		return x.Papers(i)
	}
	return nil
}

func (x *TermIndex) bytes() int64 { return x.Terms.bytes() + 4*int64(len(x.start)+cap(x.docs)) }

// MatchPattern returns the terms that match a normalized pattern (query.MatchPattern), in
// ascending order.
func (d *Dictionary) MatchPattern(pattern string) []uint32 {
	from, to := d.PatternRange(pattern)
	var found []uint32
	for i := from; i < to; i++ {
		if query.MatchPattern(pattern, d.Term(i)) {
			found = append(found, uint32(i))
		}
	}
	return found
}

// PatternRange returns the range of terms that begin as a normalized pattern does.
func (d *Dictionary) PatternRange(pattern string) (from, to int) {
	return d.PrefixRange(literalPrefix(pattern))
}

// literalPrefix returns what all terms that match a normalized pattern begin with.
func literalPrefix(pattern string) string {
	if n := strings.IndexAny(pattern, "*?"); n >= 0 {
		return pattern[:n]
	}
	return ""
}

// NearPrefix returns the terms with a prefix that is within one edit of text and has the same
// first character. An edit inserts, deletes or replaces a character.
func (d *Dictionary) NearPrefix(text string) []uint32 {
	_, size := utf8.DecodeRuneInString(text)
	from, to := d.PrefixRange(text[:size])
	a := NewAutomaton(text, 1)
	var found []uint32
	for t := from; t < to; t++ {
		if a.acceptsBeginning(d.Term(t)) {
			found = append(found, uint32(t))
		}
	}
	return found
}

// AddExact adds the papers of one term.
func (x *TermIndex) AddExact(term string, into bitset.Set) { into.AddAll(x.Exact(term)) }

// WithPrefix returns the papers of all terms that begin with text, in ascending order.
func (x *TermIndex) WithPrefix(text string) []uint32 {
	from, to := x.Terms.PrefixRange(text)
	docs := slices.Clone(x.docs[x.start[from]:x.start[to]])
	slices.Sort(docs)
	return slices.Compact(docs)
}

// NameWord returns the papers of a word of a name in any of its spellings or, if prefix is
// true, of all words that begin with it.
func (x *TermIndex) NameWord(word string, prefix bool) []uint32 {
	if prefix {
		return x.WithPrefix(word)
	}
	return x.AnySpelling(word)
}
