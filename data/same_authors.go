package data

import (
	"slices"
	"strings"

	"paperboy/data/latex"
)

// commonAuthors returns the share of the authors in the shorter of two lists who are in the
// other too, and whether the lists have a surname in common.
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
		for _, s := range n.surnames {
			bySurname[s] = append(bySurname[s], n)
		}
	}
	byWord := map[string][]name{} // of the words that hasSameWords compares; built if it is needed
	sameWords := func(n name) bool {
		if len(byWord) == 0 {
			for _, other := range long {
				for _, w := range other.words {
					byWord[w] = append(byWord[w], other)
				}
			}
		}
		return slices.ContainsFunc(n.words, func(w string) bool { return slices.ContainsFunc(byWord[w], n.hasSameWords) })
	}
	shared := 0
	for _, n := range short {
		var alike []name
		for _, s := range n.surnames {
			alike = append(alike, bySurname[s]...)
		}
		surname = surname || len(alike) > 0
		if slices.ContainsFunc(alike, n.mayBe) || sameWords(n) {
			shared++
		}
	}
	return float64(shared) / float64(len(short)), surname
}

// name is an author's name, split for comparison.
type name struct {
	surnames []string // see compareSurnames
	words    []string // normalized, without what spellings of umlauts differ in
	group    bool
}

// namesOf returns the names of authors, without placeholders.
func namesOf(authors []string) []name {
	names := make([]name, 0, len(authors))
	for _, author := range authors {
		if strings.ContainsRune(author, '\\') {
			author = accentSigns.Replace(latex.Letters(author))
		}
		words := nameWords(author)
		if len(words) == 0 || slices.Contains(placeholders, strings.Join(words, " ")) {
			continue
		}
		n := name{surnames: compareSurnames(author), words: words}
		for i, w := range words {
			words[i] = WithoutUmlauts(w)
		}
		if slices.ContainsFunc(words, isGroupWord) {
			// "The ATLAS Collaboration" and "CMS Collaboration" have no surname.
			n.words = slices.DeleteFunc(words, func(w string) bool { return w == "the" })
			n.surnames, n.group = []string{strings.Join(n.words, " ")}, true
		}
		names = append(names, n)
	}
	return names
}

// accentSigns removes what is left of LaTeX accents, as in M\"{u}ller, after the backslash is
// gone.
var accentSigns = strings.NewReplacer(`"`, "", "^", "", "~", "", "=", "", "{", "", "}", "")

// placeholders lists entries in lists of authors that are not names.
var placeholders = []string{
	"et al", "al", "others", "and others", "anonymous", "anon", "unknown", "unknown author", "none", "na", "n a",
	"editor", "editors", "the editors", "editorial board", "staff", "admin",
}

// mayBe reports whether two people with the same surname may be the same person: their given
// names have an initial in common, or one has no given name.
func (n name) mayBe(other name) bool {
	if n.group != other.group {
		return false
	}
	return n.group || shareInitial(n.given(), other.given())
}

// given returns the words of the given names.
func (n name) given() []string {
	return slices.DeleteFunc(slices.Clone(n.words), func(w string) bool {
		return slices.Contains(n.surnames, w) || slices.Contains(nameParticles, w) || slices.Contains(nameSuffixes, w)
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

// hasSameWords reports whether two names have the same words in any order, such as "Li Wei"
// and "Wei Li", or one lacks some words of the other, such as a middle name or the second of
// two surnames. It is false if one of the words is an initial.
func (n name) hasSameWords(other name) bool {
	short, long := n.words, other.words
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < 2 || n.group != other.group {
		return false
	}
	return !slices.ContainsFunc(short, func(w string) bool { return len(w) < 2 || !slices.Contains(long, w) })
}

// compareSurnames returns the surname under the spellings by which people are compared. It is
// the same for Müller, Mueller and Muller. "Brian O Dowd" has two: dowd, and odowd as O'Dowd. So
// has "Dowd B".
func compareSurnames(author string) []string {
	surname := WithoutUmlauts(Surname(author))
	surnames := []string{surname}
	if words := nameWords(author); isInitial(surname) && !isInitial(words[0]) {
		surnames = append(surnames, WithoutUmlauts(words[0]))
	}
	for _, w := range ElidedWords(author) {
		if w = WithoutUmlauts(w); len(w) > 1 && w[1:] == surname {
			surnames = append(surnames, w)
		}
	}
	return surnames
}
