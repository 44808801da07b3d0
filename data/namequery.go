package data

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// NameQuery is a person's name as typed in a search: "Yann LeCun", "LeCun, Yann", "Y. LeCun",
// "LeCun Y" or "LeCun". The zero NameQuery matches nobody.
type NameQuery struct {
	// words are the words of the AuthorKey. A word of one letter is an initial.
	words []string
	// prefix says that the last word may be incomplete.
	prefix bool
}

// ParseName parses a name in any of its usual forms.
func ParseName(text string) NameQuery { return NameQuery{words: strings.Fields(AuthorKey(text))} }

// ParseNamePrefix parses a name whose last word is still being typed.
func ParseNamePrefix(text string) NameQuery {
	q := ParseName(text)
	q.prefix = len(q.words) > 0
	return q
}

// Words returns the normalized words of the name, given names first if the text says which
// they are.
func (q NameQuery) Words() []string { return q.words }

// Matches reports whether the query may mean the author with an AuthorKey: each word of the
// query is a different word of the name or the initial of one, in any order. If the query
// has only initials, they match only words of one letter.
func (q NameQuery) Matches(key string) bool {
	return q.inAnySpelling(key, func(q NameQuery, words []string) bool {
		_, ok := q.match(words)
		return ok
	})
}

// Names reports whether the query is a name of the author with an AuthorKey: it matches and
// has the full surname and at least one more word or initial.
func (q NameQuery) Names(key string) bool {
	return q.inAnySpelling(key, func(q NameQuery, words []string) bool {
		if len(q.words) < 2 {
			return false
		}
		taken, ok := q.match(words)
		surname := surnameIndex(words)
		return ok && surname >= 0 && taken[surname] == asWord
	})
}

// inAnySpelling reports whether is is true of the query and the words of an AuthorKey, or if
// in one of the two the letter before an apostrophe is part of the next word: "brian o dowd"
// may be "brian odowd".
func (q NameQuery) inAnySpelling(key string, is func(q NameQuery, words []string) bool) bool {
	words := strings.Fields(key)
	if is(q, words) {
		return true
	}
	if joined, ok := joinElided(words); ok && is(q, joined) {
		return true
	}
	joined, ok := joinElided(q.words)
	return ok && is(NameQuery{joined, q.prefix}, words)
}

// InOrder reports whether the name has the words and initials of the query in the same order:
// "wei wang" is in order in "Wei Wang" but not in "Wang Wei".
func (q NameQuery) InOrder(key string) bool { return q.inAnySpelling(key, NameQuery.inOrder) }

func (q NameQuery) inOrder(words []string) bool {
	for i, typed := range q.words {
		at := slices.IndexFunc(words, func(w string) bool {
			last := q.prefix && i == len(q.words)-1
			return SameNameWord(typed, w) || (isInitial(typed) || last) && strings.HasPrefix(w, typed)
		})
		if at < 0 {
			return false
		}
		words = words[at+1:]
	}
	return true
}

// Means reports whether the query means an author, given as the paper writes the name: it is
// a name of the author (see Names), or a single word that is one of the words of the name.
func (q NameQuery) Means(author string) bool {
	key := AuthorKey(author)
	if len(q.words) != 1 {
		return q.Names(key)
	}
	if key == "" {
		return false
	}
	return slices.ContainsFunc(append(strings.Fields(key), ElidedWords(author)...), func(w string) bool {
		return SameNameWord(q.words[0], w) || q.prefix && strings.HasPrefix(w, q.words[0])
	})
}

// matched says how a word of a name was matched.
type matched uint8

const (
	unmatched matched = iota
	asWord
	asInitial
)

// match pairs the words of the query with those of a name, full words first. It returns how
// each word of the name was matched, and false if a word of the query has no partner.
func (q NameQuery) match(words []string) (taken []matched, ok bool) {
	if len(q.words) == 0 || len(q.words) > len(words) {
		return nil, false
	}
	taken = make([]matched, len(words))
	take := func(how matched, fits func(word string) bool) bool {
		for i, w := range words {
			if taken[i] == unmatched && fits(w) {
				taken[i] = how
				return true
			}
		}
		return false
	}
	initials := slices.ContainsFunc(q.words, func(w string) bool { return !isInitial(w) })
	for i, typed := range q.words {
		if initials && isInitial(typed) {
			continue
		}
		fits := func(w string) bool { return SameNameWord(typed, w) }
		if q.prefix && i == len(q.words)-1 {
			fits = func(w string) bool { return strings.HasPrefix(w, typed) }
		}
		if !take(asWord, fits) {
			return nil, false
		}
	}
	for _, typed := range q.words {
		if initials && isInitial(typed) && !take(asInitial, func(w string) bool { return strings.HasPrefix(w, typed) }) {
			return nil, false
		}
	}
	return taken, true
}

// FullWords returns the words of the name that are not initials, or all words if there are
// only initials. A paper matches only if its authors have each of these words.
func (q NameQuery) FullWords() []string {
	full := slices.DeleteFunc(slices.Clone(q.words), isInitial)
	if len(full) == 0 {
		return q.words
	}
	return full
}

// IsPrefix reports whether FullWords()[i] may be incomplete.
func (q NameQuery) IsPrefix(i int) bool {
	if !q.prefix {
		return false
	}
	full := q.FullWords()
	return i == len(full)-1 && (len(full) == len(q.words) || !isInitial(q.words[len(q.words)-1]))
}

// Equal reports whether two queries are for the same name.
func (q NameQuery) Equal(other NameQuery) bool {
	return q.prefix == other.prefix && slices.Equal(q.words, other.words)
}

func isInitial(word string) bool { return utf8.RuneCountInString(word) == 1 }

// surnameIndex returns the index of the surname in the words of an AuthorKey, which is the
// last word that is not a particle or suffix, or -1 if there is none.
func surnameIndex(words []string) int {
	last := len(words) - 1
	for last > 0 && slices.Contains(nameSuffixes, words[last]) {
		last--
	}
	for last >= 0 && slices.Contains(nameParticles, words[last]) {
		last--
	}
	return last
}

// SurnameOfKey returns the surname in an AuthorKey, or "" if it has none.
func SurnameOfKey(key string) string { return surnameOf(strings.Fields(key)) }

func surnameOf(words []string) string {
	if i := surnameIndex(words); i >= 0 {
		return words[i]
	}
	return ""
}
