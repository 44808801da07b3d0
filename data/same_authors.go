package data

import (
	"slices"
	"strings"

	"paperboy/data/latex"
)

// commonAuthors is the part of the shorter of two lists of authors who stand in
// the other too, and whether at least a surname does.
func commonAuthors(a, b []string) (people float64, surname bool) {
	short, long := namesOf(a), namesOf(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 {
		return 0, false
	}
	bySurname := make(map[string][]name, len(long))
	for _, n := range long {
		bySurname[n.surname] = append(bySurname[n.surname], n)
	}
	shared := 0
	for _, n := range short {
		alike := bySurname[n.surname]
		surname = surname || len(alike) > 0
		if slices.ContainsFunc(alike, n.mayBe) || slices.ContainsFunc(long, n.isOrdered) {
			shared++
		}
	}
	return float64(shared) / float64(len(short)), surname
}

// name is an author's, taken apart to be compared.
type name struct {
	surname string // normalized, see compareSurname
	words   []string
	group   bool
}

// namesOf leaves out what stands in lists of authors and names nobody.
func namesOf(authors []string) []name {
	names := make([]name, 0, len(authors))
	for _, author := range authors {
		if strings.ContainsRune(author, '\\') {
			author = accentSigns.Replace(latex.Letters(author))
		}
		words := nameWords(author)
		if len(words) == 0 || slices.Contains(nobody, strings.Join(words, " ")) {
			continue
		}
		n := name{surname: compareSurname(author), words: words}
		if slices.ContainsFunc(words, isGroupWord) {
			// "The ATLAS Collaboration" and "CMS Collaboration" have no surname.
			n.words = slices.DeleteFunc(words, func(w string) bool { return w == "the" })
			n.surname, n.group = strings.Join(n.words, " "), true
		}
		names = append(names, n)
	}
	return names
}

// accentSigns are what is left of LaTeX accents, M\"{u}ller, without the backslash.
var accentSigns = strings.NewReplacer(`"`, "", "^", "", "~", "", "=", "", "{", "", "}", "")

// nobody are words in the place of a name.
var nobody = []string{
	"et al", "al", "others", "and others", "anonymous", "anon", "unknown", "unknown author", "none", "na", "n a",
	"editor", "editors", "the editors", "editorial board", "staff", "admin",
}

// mayBe reports that nothing in the given names speaks against two of one
// surname being one person: an initial is in common, or one side has none.
func (n name) mayBe(other name) bool {
	if n.group != other.group {
		return false
	}
	return n.group || shareInitial(n.given(), other.given())
}

// given are the words but for the surname.
func (n name) given() []string {
	return slices.DeleteFunc(slices.Clone(n.words), func(w string) bool {
		return foldUmlauts(w) == n.surname || slices.Contains(nameParticles, w) || slices.Contains(nameSuffixes, w)
	})
}

func shareInitial(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(w string) bool {
		return slices.ContainsFunc(b, func(v string) bool { return strings.HasPrefix(v, firstRune(w)) })
	})
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// isOrdered reports that two names have the same words in another order, "Li Wei"
// and "Wei Li", or that one lacks a word of the other's: the second of two
// surnames, a middle name. Initials are no words here.
func (n name) isOrdered(other name) bool {
	short, long := n.words, other.words
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < 2 || n.group != other.group {
		return false
	}
	return !slices.ContainsFunc(short, func(w string) bool { return len(w) < 2 || !slices.Contains(long, w) })
}

// compareSurname is Surname with ä, ö and ü written either way: Müller, Mueller.
func compareSurname(author string) string { return foldUmlauts(Surname(author)) }

func foldUmlauts(s string) string { return umlauts.Replace(s) }

var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")
