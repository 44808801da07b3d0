package data

import (
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data/text"
)

// NameQuery is a person's name as somebody types it: "Yann LeCun", "LeCun, Yann",
// "Y. LeCun", "LeCun Y" or "LeCun". The zero NameQuery matches nobody.
type NameQuery struct {
	// words are those of an AuthorKey. A word of one letter is an initial.
	words []string
	// prefix says that the last word may go on.
	prefix bool
}

// ParseName reads a name in any of its usual forms.
func ParseName(text string) NameQuery { return NameQuery{words: strings.Fields(AuthorKey(text))} }

// ParseNamePrefix reads a name whose last word is still being typed.
func ParseNamePrefix(text string) NameQuery {
	q := ParseName(text)
	q.prefix = len(q.words) > 0
	return q
}

// Words are the normalized words of the name, "given family" where the text says which is which.
func (q NameQuery) Words() []string { return q.words }

// Matches reports whether the author with that AuthorKey may be meant: each word of
// the query is a different word of the name or the initial of one, in any order. A
// query of nothing but initials asks for words of one letter.
func (q NameQuery) Matches(key string) bool {
	_, ok := q.match(strings.Fields(key))
	return ok
}

// Names reports whether the query is a name of that author: it matches, has the surname
// in full, and another word or initial besides.
func (q NameQuery) Names(key string) bool {
	if len(q.words) < 2 {
		return false
	}
	words := strings.Fields(key)
	taken, ok := q.match(words)
	if !ok {
		return false
	}
	surname := surnameAt(words)
	return surname >= 0 && taken[surname] == asWord
}

// InOrder reports whether the words of the query, or initials, come in the name in their
// order, as "wei wang" does in "Wei Wang" and not in "Wang Wei".
func (q NameQuery) InOrder(key string) bool {
	words := strings.Fields(key)
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

// Means reports whether an author, as a paper writes the name, is meant: the query is a
// name of the author (Names) or, of a single word, one of the words of the name.
func (q NameQuery) Means(author string) bool {
	key := AuthorKey(author)
	if len(q.words) != 1 {
		return q.Names(key)
	}
	if key == "" {
		return false
	}
	return slices.ContainsFunc(append(strings.Fields(key), ApostropheTails(author)...), func(w string) bool {
		return SameNameWord(q.words[0], w) || q.prefix && strings.HasPrefix(w, q.words[0])
	})
}

// How a word of a name was matched.
type matched uint8

const (
	unmatched matched = iota
	asWord
	asInitial
)

// match pairs the words of the query with those of a name, whole words first.
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

// FullWords are the words of the name that are no initials or, where it has nothing else,
// all of them: a paper has to have each of them among its authors to match.
func (q NameQuery) FullWords() []string {
	full := slices.DeleteFunc(slices.Clone(q.words), isInitial)
	if len(full) == 0 {
		return q.words
	}
	return full
}

// IsPrefix reports whether FullWords()[i] may go on.
func (q NameQuery) IsPrefix(i int) bool {
	if !q.prefix {
		return false
	}
	full := q.FullWords()
	return i == len(full)-1 && (len(full) == len(q.words) || !isInitial(q.words[len(q.words)-1]))
}

// Equal reports whether two queries ask for the same name.
func (q NameQuery) Equal(other NameQuery) bool {
	return q.prefix == other.prefix && slices.Equal(q.words, other.words)
}

func isInitial(word string) bool { return utf8.RuneCountInString(word) == 1 }

// surnameAt is the place of the surname among the words of an AuthorKey, -1 where there is
// none: the last word that is no particle or suffix.
func surnameAt(words []string) int {
	last := len(words) - 1
	for last > 0 && slices.Contains(nameSuffixes, words[last]) {
		last--
	}
	for last >= 0 && slices.Contains(nameParticles, words[last]) {
		last--
	}
	return last
}

// SurnameOfKey is the surname of an AuthorKey, empty where it has none.
func SurnameOfKey(key string) string {
	words := strings.Fields(key)
	if i := surnameAt(words); i >= 0 {
		return words[i]
	}
	return ""
}

// SameNameWord reports whether two normalized words of names are the same except for how they
// write umlauts: "muller" and "mueller", "angstrom" and "aangstroem".
func SameNameWord(a, b string) bool {
	return a == b || WithoutUmlauts(a) == WithoutUmlauts(b)
}

// WithoutUmlauts is a normalized word of a name without the letters that stand for dots or
// a ring on the letter before: "mueller" gives "muller", "aagaard" "agard".
func WithoutUmlauts(word string) string {
	at := umlaut(word)
	if at < 0 {
		return word
	}
	plain := append(make([]byte, 0, len(word)), word[:at]...)
	for i := at; i < len(word); i++ {
		if !isUmlaut(plain[len(plain)-1], word[i]) {
			plain = append(plain, word[i])
		}
	}
	return string(plain)
}

// umlaut is the place of the first letter that may stand for an umlaut, -1 for none.
func umlaut(word string) int {
	for i := 1; i < len(word); i++ {
		if isUmlaut(word[i-1], word[i]) {
			return i
		}
	}
	return -1
}

func isUmlaut(first, second byte) bool {
	return second == 'e' && (first == 'a' || first == 'o' || first == 'u') || first == 'a' && second == 'a'
}

// minApostropheTail is the length of what counts as a name of its own: the d of
// "d'Alembert" does not.
const minApostropheTail = 3

// ApostropheTails are the normalized words of a name without what is before an apostrophe:
// "connor" of "O'Connor", which is "oconnor" in an AuthorKey.
func ApostropheTails(name string) []string {
	const marks = "'’‘`ʼ"
	if !strings.ContainsAny(name, marks) {
		return nil
	}
	var words []string
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,-.", r) }) {
		at := strings.LastIndexAny(w, marks)
		if at < 0 {
			continue
		}
		if tail := text.Words(w[at:]); len(tail) == 1 && len(tail[0]) >= minApostropheTail {
			words = append(words, tail[0])
		}
	}
	return words
}
