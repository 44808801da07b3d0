package data

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
)

// The spellings of a word of a name. Search, completion, the author facet and merging all
// compare names by them.

// SameNameWord reports whether two normalized words of names are the same except for the
// spelling of umlauts: "muller" and "mueller", "angstrom" and "aangstroem".
func SameNameWord(a, b string) bool {
	return a == b || WithoutUmlauts(a) == WithoutUmlauts(b)
}

// WithoutUmlauts returns a normalized word of a name without the letters that transcribe the
// dots or the ring on the letter before: "muller" for "mueller", "agard" for "aagaard".
func WithoutUmlauts(word string) string {
	at := umlautIndex(word)
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

// umlautIndex returns the index of the first letter that may transcribe an umlaut, or -1.
func umlautIndex(word string) int {
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

// elisions are the letters before an apostrophe in names: O'Dowd, D'Arcy, L'Hôpital, M'Bow,
// N'Diaye, 't Hooft. Some sources write a space instead, others nothing.
const elisions = "dlmnot"

// minElided is the length in bytes from which the part of a name after an apostrophe counts as
// a word of its own. The s of a genitive doesn't.
const minElided = 3

func isElision(word string) bool { return len(word) == 1 && strings.Contains(elisions, word) }

// joinElided joins the letters of elisions to the words after them: "brian o dowd" becomes
// "brian odowd". It returns false if there are none. The letter may as well be an initial.
func joinElided(words []string) (joined []string, ok bool) {
	for i := 0; i < len(words); i++ {
		if i+1 < len(words) && isElision(words[i]) && len(words[i+1]) >= minElided {
			if !ok {
				joined, ok = append(make([]string, 0, len(words)), words[:i]...), true
			}
			joined = append(joined, words[i]+words[i+1])
			i++
		} else if ok {
			joined = append(joined, words[i])
		}
	}
	return joined, ok
}

// hasElision reports whether a normalized name has a letter of elisions as a word before others.
func hasElision(name string) bool {
	for i := 0; i+1 < len(name); i++ {
		if name[i+1] == ' ' && isElision(name[i:i+1]) && (i == 0 || name[i-1] == ' ') {
			return true
		}
	}
	return false
}

// ElidedWords returns the normalized words by which an AuthorKey lacks an author who is also
// looked for by them: "connor" for "O'Connor" and "OConnor", which are "oconnor" in a key, and
// "oconnor" for "O Connor". "Brian O. Connor" has an initial, and so is no O'Connor.
func ElidedWords(name string) []string {
	const marks = "'’‘`ʼ"
	var found []string
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == ',' || r == '-' })
	for i, w := range words {
		switch at := strings.LastIndexAny(w, marks); {
		case at >= 0:
			found = appendElided(found, w[at:])
		case len(w) == 1 && isElision(strings.ToLower(w)):
			if i+1 < len(words) && startsWithCapital(words[i+1]) {
				if rest := text.Words(words[i+1]); len(rest) == 1 && len(rest[0]) >= minElided {
					found = append(found, strings.ToLower(w)+rest[0])
				}
			}
		case len(w) > minElided && isElision(strings.ToLower(w[:1])) && startsWithCapital(w[1:]):
			if r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(w[1:], unicode.IsUpper)); unicode.IsLower(r) {
				found = appendElided(found, w[1:])
			}
		}
	}
	return found
}

// appendElided appends the word after an apostrophe, unless it is too short.
func appendElided(found []string, word string) []string {
	if tail := text.Words(strings.TrimRight(word, ".")); len(tail) == 1 && len(tail[0]) >= minElided {
		found = append(found, tail[0])
	}
	return found
}

func startsWithCapital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// FoldName returns what the spellings of a normalized name have in common: no letters that
// transcribe an umlaut, and no space or apostrophe after the letter of an elision. "jurgen
// mueller" is "jurgen muller", "brian o dowd" is "brian odowd". An umlaut that ends the name is
// kept if the name may be incomplete: "mue" may become "muench" as well as "muecke".
func FoldName(name string, incomplete bool) string {
	if umlautIndex(name) < 0 && !hasElision(name) {
		return name
	}
	words := strings.Fields(name)
	if joined, ok := joinElided(words); ok {
		words = joined
	}
	for i, w := range words {
		if incomplete && i == len(words)-1 && len(w) >= 2 && isUmlaut(w[len(w)-2], w[len(w)-1]) {
			words[i] = WithoutUmlauts(w[:len(w)-1]) + w[len(w)-1:]
		} else {
			words[i] = WithoutUmlauts(w)
		}
	}
	return strings.Join(words, " ")
}

// KeySpellings returns the other AuthorKeys that a name would have if it were spelled in
// another way: with umlauts as two letters or as one, and with a space or nothing in place of
// an apostrophe. It returns nil for a name that has one spelling, as nearly all.
func KeySpellings(name string) []string {
	key := AuthorKey(name)
	var keys []string
	add := func(other string) {
		if other != key && other != "" && !slices.Contains(keys, other) {
			keys = append(keys, other)
		}
	}
	if other := Transcribe(name); other != name {
		add(AuthorKey(other))
	}
	add(FoldName(key, false))
	for _, w := range ElidedWords(name) {
		add(elideAgain(key, w))
	}
	return keys
}

// elideAgain writes the word of a key that ends with word after an elision in two parts.
func elideAgain(key, word string) string {
	words := strings.Fields(key)
	for i, w := range words {
		if rest, ok := strings.CutSuffix(w, word); ok && isElision(rest) {
			words[i] = rest + " " + word
		}
	}
	return strings.Join(words, " ")
}

// Transcribe writes umlauts and the Nordic ø and å in two letters: "Mueller" for "Müller". It
// returns a text without any unchanged.
func Transcribe(s string) string { return transcribed.Replace(s) }

// transcribed spells umlauts and the Nordic ø and å in two letters.
var transcribed = strings.NewReplacer(
	"ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "Ø", "Oe", "Å", "Aa",
	"a\u0308", "ae", "o\u0308", "oe", "u\u0308", "ue", "a\u030A", "aa", "A\u0308", "Ae", "O\u0308", "Oe", "U\u0308", "Ue", "A\u030A", "Aa",
)
